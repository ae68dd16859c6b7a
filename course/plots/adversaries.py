"""Real points, fakes, what a discriminator believes of each place, and where fakes are pushed."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.image import NonUniformImage
from matplotlib.lines import Line2D

from course.plots.style import FORWARD, GRADIENT, PAPER, TARGET, course_style, new_figure

BELIEF = LinearSegmentedColormap.from_list("belief", ["#B9B5AB", PAPER])
REACH = 2.0  # the plane is drawn from -REACH to REACH
FIELD = 24  # places along each side at which the discriminator is asked
LONGEST = 0.5  # of the arrows
ARROWS = 30
PLACES = np.linspace(-REACH, REACH, FIELD)
FINE = np.linspace(-REACH, REACH, 139)
# Between two places, a share of each: (fine places, places).
SMOOTH = np.maximum(0, 1 - np.abs(FINE[:, None] - PLACES) / (PLACES[1] - PLACES[0]))
PLANE = np.stack(np.meshgrid(PLACES, PLACES), axis=-1).reshape(-1, 2)  # row by row, y grows


def arrows_of(gradient):
    """Return steps against a gradient (n, 2), the longest of them `LONGEST`."""
    largest = np.linalg.norm(gradient, axis=1).max(initial=0)
    return -gradient * (LONGEST / largest if largest > 0 else 0)


def draw_scene(ax, legend):
    """Draw an empty scene into axes; return its artists: field, real, fakes and arrows.

    legend: a figure to hold the legend, or None.
    """
    ax.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), aspect="equal", xticks=[], yticks=[])
    # Smoothed by a product of matrices and then drawn as it is: a third of imshow's time.
    field = NonUniformImage(ax, interpolation="nearest", cmap=BELIEF, norm=Normalize(0, 1))
    field.set(extent=(-REACH, REACH) * 2, clip_path=ax.patch, zorder=0)
    field.set_data(FINE, FINE, np.zeros((len(FINE), len(FINE))))
    ax.add_image(field)
    (real,) = ax.plot([], [], "+", color=TARGET, ms=6, mew=1.3, label="real", zorder=2)
    (fakes,) = ax.plot([], [], "o", color=FORWARD, ms=3.5, label="fakes", zorder=3)
    nothing = np.zeros(ARROWS)
    arrows = ax.quiver(
        nothing, nothing, nothing, nothing, color=GRADIENT, angles="xy", scale_units="xy",
        scale=1, width=0.006, zorder=4,
    )  # fmt: skip
    if legend:
        pushed = Line2D([], [], color=GRADIENT, lw=1.6, marker=">", ms=5, label="pushed this way")
        handles = [real, fakes, pushed]
        legend.legend(handles=handles, loc="outside upper center", ncols=3)
    return {"field": field, "real": real, "fakes": fakes, "arrows": arrows}


def show_scene(artists, belief, real, fakes, arrows):
    """Bring a scene's artists up to date.

    belief: (FIELD, FIELD), probabilities of being real; real, fakes: points; arrows: (k, 2), of
    the first k fakes, at most `ARROWS`.
    """
    artists["field"].set_data(FINE, FINE, SMOOTH @ belief @ SMOOTH.T)
    artists["real"].set_data(*real.T)
    artists["fakes"].set_data(*fakes.T)
    tails, steps = np.zeros((2, ARROWS, 2))
    tails[: len(arrows)], steps[: len(arrows)] = fakes[: len(arrows)], arrows
    artists["arrows"].set_offsets(tails)
    artists["arrows"].set_UVC(*steps.T)


def plot_adversaries(scenes):
    """Draw scenes side by side.

    scenes: what each is called to (belief, real, fakes, arrows), as `show_scene` takes them.
    Returns a matplotlib Figure.
    """
    figure = new_figure(
        3.6 * len(scenes),
        4.1,
        "Real points as green crosses, fakes as blue dots, and orange arrows that say where the "
        "discriminator's gradient pushes the fakes; it takes points in the light part for real, "
        f"in the dark part for fakes: {'; '.join(scenes)}.",
    )
    with course_style():
        axes = figure.subplots(1, len(scenes), squeeze=False)[0]
        for ax, (name, scene) in zip(axes, scenes.items(), strict=True):
            show_scene(draw_scene(ax, figure if ax is axes[0] else None), *scene)
            ax.set_title(name, fontsize=11)
    return figure
