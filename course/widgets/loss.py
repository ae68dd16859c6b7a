"""The loss of one neuron over its two weights: a landscape, a point on it, and its slope."""

import numpy as np
from ipywidgets import Dropdown, FloatSlider
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch
from matplotlib.transforms import IdentityTransform
from mpl_toolkits.mplot3d.proj3d import proj_transform

from course.examples import pets
from course.nn import binary_cross_entropy, mse_loss, sigmoid
from course.plots.style import (
    FORWARD,
    GRADIENT,
    NEUTRAL,
    PAPER,
    TARGET,
    course_style,
)
from course.widgets.moving import DrawnPicture
from course.widgets.panel import Panel

WIDTH, HEIGHT = 7.2, 3.9
MAP = (0.6 / WIDTH, 0.55 / HEIGHT, 2.9 / WIDTH, 2.9 / HEIGHT)  # left, bottom, width, height
HILLS = (3.4 / WIDTH, 0.05 / HEIGHT, 3.6 / WIDTH, 3.5 / HEIGHT)
TICKS = (-8, -4, 0, 4, 8)
REACH = 8.0  # both weights run from -REACH to REACH
SIDE = np.linspace(-REACH, REACH, 41)
ARROW = 3.2  # how long the steepest slope's arrow is, in units of a weight
SHORTEST = 0.35  # a shorter arrow's head would stick out behind the point
TANGENT = 2.2  # how far the tangent reaches to either side
SHADES = LinearSegmentedColormap.from_list("shades", [PAPER, "#4D9CC9"])  # FORWARD, lighter


def cross_entropy(w):
    """Return (loss, gradient (2,)) of a sigmoid neuron with weights w on the cats and dogs."""
    logits = pets.X @ w
    slope = pets.X.T @ (sigmoid(logits) - pets.Y) / len(pets.Y)
    return binary_cross_entropy(logits, pets.Y), slope


def squared_error(w):
    """Return (loss, gradient (2,)) of the same neuron under half the squared error."""
    p = sigmoid(pets.X @ w)
    slope = pets.X.T @ ((p - pets.Y) * p * (1 - p)) / len(pets.Y)
    return mse_loss(p[:, None], pets.Y[:, None]), slope


LOSSES = {"cross-entropy": cross_entropy, "squared error": squared_error}


class LossPicture(DrawnPicture):
    """The loss as a map with contours and as a hill, and one pair of weights on both."""

    def __init__(self):
        self.name, self.landscape = None, []
        super().__init__(
            WIDTH,
            HEIGHT,
            "The loss of a neuron over its two weights, as a map with contours and as a surface, "
            "with a point on both and the gradient there.",
        )

    def draw(self, figure):
        figure.set_layout_engine("none")
        window = {"xlim": (-REACH, REACH), "ylim": (-REACH, REACH)}
        window |= {"xticks": TICKS, "yticks": TICKS}
        self.map = figure.add_axes(MAP, xlabel="$w_1$ (ears)", ylabel="$w_2$ (snout)", **window)
        self.hills = figure.add_axes(HILLS, projection="3d", elev=38, azim=-62, **window)
        self.hills.set(xlabel="$w_1$", ylabel="$w_2$", facecolor="none")
        self.hills.set_zlabel("loss", labelpad=3)
        self.hills.locator_params(axis="z", nbins=5)
        self.hills.tick_params(labelsize=9, pad=1)
        self.hills.set_box_aspect((1, 1, 0.8), zoom=0.84)
        on_map = {"transform": self.map.transData, "zorder": 5}
        on_figure = {"transform": IdentityTransform(), "zorder": 5}
        dot = {"marker": "o", "markersize": 9, "markeredgecolor": "white", "color": FORWARD}
        arrow = FancyArrowPatch(
            (0, 0), (1, 1), color=GRADIENT, lw=2, arrowstyle="-|>", mutation_scale=14, shrinkA=0,
            shrinkB=0, **on_map,
        )  # fmt: skip
        lines = {
            "point": Line2D([], [], **dot, **on_map),
            "tangent": Line2D([], [], color=GRADIENT, linestyle="--", linewidth=2.8, **on_figure),
            "place": Line2D([], [], **dot, **on_figure),
        }
        moving = {"arrow": arrow} | lines
        for artist in moving.values():
            figure.add_artist(artist)
        self._draw_legend(figure)
        return moving

    def _draw_legend(self, figure):
        look = {"markersize": 9, "linestyle": "none"}
        handles = [
            Line2D([], [], marker="o", color=FORWARD, label="your weights", **look),
            Line2D([], [], marker=r"$\rightarrow$", color=GRADIENT, label="gradient", **look),
            Line2D([], [], color=GRADIENT, linestyle="--", label="slope along it"),
            Line2D([], [], marker="*", color=TARGET, label="lowest point", **look),
        ]
        figure.legend(handles=handles, loc="upper center", ncols=4, columnspacing=1.4)

    def show(self, w1, w2, loss):
        """Show these weights under the loss of this name; return the readout."""
        if loss != self.name:
            with course_style():
                self._draw_landscape(loss)
        w = np.array([w1, w2])
        height, slope = LOSSES[loss](w)
        self["point"].set_data([w1], [w2])
        steepness = np.linalg.norm(slope)
        self["arrow"].set_positions(w, w + ARROW * slope / self.steepest)
        self["arrow"].set_visible(ARROW * steepness / self.steepest > SHORTEST)
        along = TANGENT * slope / (steepness or 1.0)
        rise = TANGENT * steepness
        self._put("place", (w, height))
        self._put("tangent", (w - along, height - rise), (w + along, height + rise))
        return (
            f"loss {height:.3f}; slope {slope[0]:+.3f} along w1 and {slope[1]:+.3f} along w2, "
            f"{steepness:.3f} along the gradient"
        )

    def _put(self, name, *places):
        """Put a line of the surface's picture through these places: weights (2,) and height."""
        x, y, z = np.transpose([[*w, height] for w, height in places])
        flat = proj_transform(x, y, z, self.hills.get_proj())[:2]
        self[name].set_data(*self.hills.transData.transform(np.transpose(flat)).T)

    def _draw_landscape(self, name):
        self.name = name
        for artist in self.landscape:
            artist.remove()
        w1, w2 = np.meshgrid(SIDE, SIDE)
        values = [LOSSES[name](np.array(w)) for w in zip(w1.ravel(), w2.ravel(), strict=True)]
        heights = np.reshape([value for value, _ in values], w1.shape)
        self.steepest = max(np.linalg.norm(slope) for _, slope in values)
        lowest, highest = heights.min(), heights.max()
        levels = lowest + (highest - lowest) * np.linspace(0.08, 1, 12) ** 1.6
        shades = {"cmap": SHADES, "vmin": lowest, "vmax": highest}
        self.hills.set_zlim(0.0, highest)
        self.landscape = [
            self.map.contourf(w1, w2, heights, np.append(lowest, levels), **shades),
            self.map.contour(w1, w2, heights, levels, colors=NEUTRAL, linewidths=0.7),
            self.hills.plot_surface(
                w1, w2, heights, rcount=21, ccount=21, edgecolor=NEUTRAL, linewidth=0.3, **shades
            ),
            *self.map.plot(*lowest_point(LOSSES[name]), "*", color=TARGET, markersize=13),
        ]
        self.redraw_background()


def lowest_point(loss):
    """Return the weights (2,) at which a loss is lowest, by walking downhill."""
    w = np.zeros(2)
    for _ in range(600):
        w -= 8.0 * loss(w)[1]
    return w


def loss_widget():
    """Return a neuron's two weights as sliders, and its loss on cats and dogs as a landscape."""
    picture = LossPicture()
    controls = {
        "w1": FloatSlider(-4.0, min=-REACH, max=REACH, step=0.2, description="weight w1"),
        "w2": FloatSlider(3.0, min=-REACH, max=REACH, step=0.2, description="weight w2"),
        "loss": Dropdown(options=list(LOSSES), description="loss"),
    }
    caption = "The gradient points straight uphill, and it is as long as the hill is steep."
    return Panel(picture, controls, picture.show, caption=caption)
