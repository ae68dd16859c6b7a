"""A landscape from above, and the walks of several methods down to its floor."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from course.plots.style import FORWARD, INK, NEUTRAL, TARGET, course_style, new_figure

GROUND = LinearSegmentedColormap.from_list("ground", ["#EFEDE6", "#B9B6AC"])
LOOKS = (  # told apart by colour, by line and by marker
    {"color": NEUTRAL, "linestyle": ":", "marker": "x"},
    {"color": FORWARD, "linestyle": "-", "marker": "o"},
    {"color": "#56B4E9", "linestyle": "--", "marker": "s"},
    {"color": "#CC79A7", "linestyle": "-", "marker": "^"},
    {"color": INK, "linestyle": "-", "marker": "D"},
    {"color": "#8C510A", "linestyle": "--", "marker": "v"},
)
LEVELS = 12
LOWEST = 1e-6  # a loss below it is drawn at it
GRID = 141


def draw_landscape(ax, landscape):
    """Draw a landscape's heights, its start and its floor on `ax`; return what was drawn."""
    left, right, bottom, top = landscape.window
    x, y = np.meshgrid(np.linspace(left, right, GRID), np.linspace(bottom, top, GRID))
    heights = landscape.loss(np.stack([x, y], axis=-1))
    levels = heights.max() * np.linspace(0.0, 1.0, LEVELS + 1) ** 2.5
    ax.set(xlim=(left, right), ylim=(bottom, top), title=landscape.name)
    return [
        ax.contourf(x, y, heights, levels, cmap=GROUND),
        ax.contour(x, y, heights, levels, colors=NEUTRAL, linewidths=0.5),
        *ax.plot(*np.transpose(landscape.floor), "*", color=TARGET, markersize=13, zorder=1.9),
        *ax.plot(*landscape.start, "o", color=INK, markersize=9, fillstyle="none", zorder=1.9),
    ]


def plot_walks(landscape, walks, *, log=True):
    """Draw walks down a landscape, from above and as loss over steps.

    walks: what each is called to its path (steps + 1, 2), at most six; log: whether losses are
    drawn on a log scale, which shows how low they end, or on one from 0, which shows a wait.
    Returns a matplotlib Figure.
    """
    ends = ", ".join(f"{name} ends at {landscape.loss(p[-1]):.2g}" for name, p in walks.items())
    figure = new_figure(
        9.6, 4.1, f"Walks down a {landscape.name}, and their losses over the steps: {ends}."
    )
    with course_style():
        plane, curves = figure.subplots(1, 2)
        draw_landscape(plane, landscape)
        plane.set(xlabel="$w_1$", ylabel="$w_2$")
        for look, (name, path) in zip(LOOKS, walks.items(), strict=False):
            plane.plot(*path.T, linewidth=1.4, markersize=3, **look)
            losses = np.maximum(landscape.loss(path), LOWEST)
            curves.plot(losses, label=name, **look | {"marker": ""})
        curves.set(yscale="log" if log else "linear", xlabel="step", ylabel="loss above the floor")
        curves.legend(loc="best")
    return figure
