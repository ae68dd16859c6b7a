"""How large the gradient is in each layer of a deep network, and what keeps it so."""

import numpy as np
from ipywidgets import Checkbox, Dropdown, IntSlider
from matplotlib.collections import PolyCollection

from course.nn import deep_weights, gradient_sizes, he_init, xavier_init
from course.nn.deep import ACTIVATIONS
from course.plots.style import GRADIENT, INK
from course.widgets.moving import DrawnPicture
from course.widgets.panel import Panel

DEEPEST, WIDTH, EXAMPLES, CLASSES = 50, 32, 64, 10
FLOOR, CEILING = 1e-16, 1e8  # what lies outside is told by a mark at the edge
STARTS = {
    "Xavier": xavier_init,
    "He": he_init,
    "too small": lambda fan_in, fan_out, rng: rng.normal(0, 0.05, (fan_in, fan_out)),
    "too large": lambda fan_in, fan_out, rng: rng.normal(0, 1, (fan_in, fan_out)),
}


BLOCKS = {  # what the blocks' second weights v begin with
    "none": None,
    "v = 0": lambda fan_in, fan_out, rng: np.zeros((fan_in, fan_out)),
    "v from He": he_init,
}


def sizes_of(depth, activation, start, batchnorm, residual):
    """Return the size of the gradient at each layer of a new network, an array (depth,).

    residual: a name in BLOCKS. The same examples, labels and random numbers every time, so that one
    control's change is all that changes.
    """
    rng = np.random.default_rng(6)
    x = rng.normal(size=(EXAMPLES, WIDTH))
    labels = rng.integers(CLASSES, size=EXAMPLES)
    weights = deep_weights([WIDTH] * depth + [CLASSES], STARTS[start], rng)
    init = BLOCKS[residual]
    vs = init and deep_weights([WIDTH] * depth, init, rng)
    return gradient_sizes(x, labels, weights, activation, batchnorm=batchnorm, residual=vs)


class DepthPicture(DrawnPicture):
    """A bar for each layer: its height is the size of the gradient that arrives there."""

    def __init__(self):
        super().__init__(
            6.4,
            4.0,
            "A bar for each layer of a deep network, the first layer on the left. The height of a "
            "bar is the size of the gradient that arrives there, on a log scale.",
        )

    def draw(self, figure):
        ax = figure.add_subplot(yscale="log", ylim=(FLOOR, CEILING), xlim=(0.2, DEEPEST + 0.8))
        ax.set(xlabel="layer: the gradient comes from the right", ylabel="size of the gradient")
        ax.set_xticks([1, *range(10, DEEPEST + 1, 10)])
        ax.grid(axis="y")
        level = {"color": INK, "linestyle": "--", "linewidth": 1.4, "zorder": 3}
        even = ax.axhline(1, label="as large as at the last layer", **level)
        figure.legend(loc="outside upper center")
        bars = ax.add_collection(PolyCollection([], fc=GRADIENT, ec="white", lw=0.5, zorder=2))
        edge = {"linestyle": "none", "color": INK, "clip_on": False, "zorder": 4, "markersize": 5}
        (above,) = ax.plot([], [], "^", **edge)
        (below,) = ax.plot([], [], "v", **edge)
        frame = [ax.spines["left"], ax.spines["bottom"]]
        return {"even": even, "bars": bars, "above": above, "below": below, "frame": frame}

    def show(self, depth, activation, start, batchnorm, residual):
        """Show the network of these controls; return the readout."""
        sizes = sizes_of(depth, activation, start, batchnorm, residual)
        layers = np.arange(1, depth + 1)
        self["even"].set_ydata([sizes[-1], sizes[-1]])
        self["bars"].set_verts(_bars(layers, np.clip(sizes, FLOOR, CEILING)))
        high, low = layers[sizes > CEILING], layers[sizes < FLOOR]
        self["above"].set_data(high, np.full(len(high), CEILING))
        self["below"].set_data(low, np.full(len(low), FLOOR))
        return f"{sizes[-1]:.1e} at layer {depth}, {sizes[0]:.1e} at layer 1: {_told(sizes)}"


def _bars(layers, tops):
    """Return the corners of bars from the floor up, (layers, 4, 2)."""
    left, right, floor = layers - 0.4, layers + 0.4, np.full(len(layers), FLOOR)
    return np.stack(
        [np.stack(corner, axis=-1) for corner in (
            (left, floor), (left, tops), (right, tops), (right, floor),
        )],
        axis=1,
    )  # fmt: skip


def _told(sizes):
    """Say what became of the gradient on its way from the last layer to the first."""
    share = sizes[0] / sizes[-1]
    if share < 1e-2:
        return f"it vanishes, by a factor of {1 / share:.1e}"
    if share > 1e2:
        return f"it explodes, by a factor of {share:.1e}"
    return f"it stays within a factor of 100, at {share:.2g} of what it was"


def depth_widget():
    """Return a deep network's gradient, layer by layer: depth, activation, start and remedies."""
    picture = DepthPicture()
    controls = {
        "depth": IntSlider(30, min=2, max=DEEPEST, description="layers"),
        "activation": Dropdown(options=list(ACTIVATIONS), description="activation"),
        "start": Dropdown(options=list(STARTS), description="start"),
        "batchnorm": Checkbox(False, description="batch norm"),
        "residual": Dropdown(options=list(BLOCKS), description="residual"),
    }
    caption = (
        "Each bar is what arrives at one layer; a triangle at the edge marks a bar that goes "
        "beyond it."
    )
    return Panel(picture, controls, picture.show, caption=caption)
