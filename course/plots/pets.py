"""Cats and dogs, drawn from the two numbers that a neuron sees of them."""

import numpy as np
from matplotlib.patches import Circle, Ellipse, Polygon

from course.plots.style import INK, NEUTRAL, course_style, new_figure

SIZE = 1.5  # inches that one face takes, along each side
FUR = "#D9D2C5"
EAR = np.array([[0.0, 0.26], [0.82, 0.0], [0.0, -0.26]])  # attached at the origin, tip to the right


def draw_pets(x, captions, *, columns=5):
    """Draw a face for each row of x, with its caption under it.

    x: (n, 2), ears from -1 (hanging) to 1 (pointed), snout from -1 (short) to 1 (long).
    captions: n texts. Returns a matplotlib Figure.
    """
    rows = -(-len(x) // columns)
    described = "; ".join(
        f"{caption.splitlines()[0]}, ears {ears:.1f}, snout {snout:.1f}"
        for (ears, snout), caption in zip(x, captions, strict=True)
    )
    figure = new_figure(SIZE * columns, (SIZE + 0.35) * rows, f"Faces: {described}.")
    with course_style():
        axes = figure.subplots(rows, columns, squeeze=False).ravel()
        for ax in axes:
            ax.set(xlim=(-1.5, 1.5), ylim=(-1.35, 1.65), aspect="equal")
            ax.axis("off")
        for ax, features, caption in zip(axes, x, captions, strict=False):
            _draw_face(ax, *features)
            ax.set_title(caption, y=-0.02, va="top", fontsize=10.5)
    return figure


def _draw_face(ax, ears, snout):
    for side in (-1, 1):
        ax.add_patch(_ear(side, ears))
    ax.add_patch(Circle((0, 0), 0.85, facecolor=FUR, edgecolor=INK, linewidth=1.5))
    for side in (-1, 1):
        ax.add_patch(Circle((0.34 * side, 0.28), 0.09, color=INK))
    length = 0.55 + 0.3 * snout
    centre = 0.02 - 0.75 * length
    ax.add_patch(
        Ellipse((0, centre), 0.62, 1.4 * length, facecolor="white", edgecolor=NEUTRAL, lw=1.2)
    )
    nose = centre - 0.35 * length
    ax.add_patch(Ellipse((0, nose), 0.26, 0.18, color=INK))


def _ear(side, ears):
    """Return an ear that points up at 1, sideways around 0 and hangs down at -1."""
    angle = np.deg2rad(5 + 65 * ears)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    corners = EAR @ turn + [0.66 - 0.14 * ears, 0.46 + 0.06 * ears]
    look = {"facecolor": FUR, "edgecolor": INK, "linewidth": 1.5, "joinstyle": "round"}
    return Polygon(corners * [side, 1], **look, zorder=0.5 if ears > 0 else 1.5)
