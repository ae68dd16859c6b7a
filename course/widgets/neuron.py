"""One neuron with two inputs, moved by hand: its line, its output, the points it must part."""

import numpy as np
from ipywidgets import Dropdown, FloatSlider
from matplotlib.colors import LinearSegmentedColormap

from course.nn import dense_forward, relu, sigmoid, tanh
from course.plots.style import INK, NEUTRAL, PAPER, TARGET, course_style
from course.widgets.moving import DrawnPicture
from course.widgets.panel import Panel
from course.widgets.shading import add_shading

WIDTH, HEIGHT = 5.2, 4.5
PLANE = (0.62 / WIDTH, 0.55 / HEIGHT, 3.5 / WIDTH, 3.5 / HEIGHT)  # left, bottom, width, height
KEY = (4.27 / WIDTH, 0.55 / HEIGHT, 0.17 / WIDTH, 3.5 / HEIGHT)  # fixed, so that nothing jumps
REACH = 4.0  # both inputs run from -REACH to REACH
PIXELS = 175  # the shading's own, along each side of a plane of 350
SHADES = LinearSegmentedColormap.from_list("shades", [PAPER, "#4D9CC9"])  # FORWARD, lighter
# name: the function, the outputs at the two ends of the shades, the ends that outputs go beyond
ACTIVATIONS = {
    "sigmoid": (sigmoid, (0, 1), "neither"),
    "tanh": (tanh, (-1, 1), "neither"),
    "ReLU": (relu, (0, 8), "max"),
    "none": (lambda z: z, (-8, 8), "both"),
}


def two_clouds(size=30, seed=1):
    """Return points (2 * size, 2) and their targets (2 * size,): two clouds that nearly part."""
    rng = np.random.default_rng(seed)
    centres = np.repeat([[-1.3, -0.8], [1.3, 0.9]], size, axis=0)
    return centres + rng.normal(scale=0.9, size=(2 * size, 2)), np.repeat([0, 1], size)


def line_ends(w, b):
    """Return two points of the line w[0] x1 + w[1] x2 + b = 0, far out, as x1 (2,) and x2 (2,).

    Where both weights are 0 there is no line, and all four numbers are NaN.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        nearest, along = -b * w / (w @ w), np.array([-w[1], w[0]]) / np.sqrt(w @ w)
    return np.transpose([nearest - 9 * REACH * along, nearest + 9 * REACH * along])


def _of_line(w, b):
    """Say where the line z = 0 is: it may lie beyond the picture's corners."""
    if not w.any():
        return "both weights are 0, so there is no line"
    if abs(b) > REACH * np.abs(w).sum():
        return "the line z = 0 lies outside of the picture"
    return "z = 0 on the line"


class NeuronPicture(DrawnPicture):
    """The plane of both inputs: the neuron's output as shading, its line, two clouds of points."""

    def __init__(self):
        self.points, self.targets = two_clouds()
        self.side = np.linspace(-REACH, REACH, PIXELS)
        self.grid = np.stack(np.meshgrid(self.side, self.side), axis=-1).reshape(-1, 2)
        self.activation, self.key = None, None
        super().__init__(
            WIDTH,
            HEIGHT,
            "One neuron with two inputs: a line where z = 0 between round points with target 1 "
            "and square points with target 0, the output as shading.",
        )

    def draw(self, figure):
        figure.set_layout_engine("none")
        ax = figure.add_axes(PLANE, xlabel="$x_1$", ylabel="$x_2$")
        ax.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH))
        shading = add_shading(ax, self.side, self.side, SHADES)
        ones, zeros = self.points[self.targets == 1].T, self.points[self.targets == 0].T
        look = {"markeredgecolor": "white", "linestyle": "none"}
        circles = ax.plot(*ones, "o", color=TARGET, label="target 1", **look)
        squares = ax.plot(*zeros, "s", color=NEUTRAL, label="target 0", **look)
        (wrong,) = ax.plot([], [], "x", color=INK, markersize=9, label="wrong side")
        (line,) = ax.plot([], [], color=INK, linestyle="-", label="z = 0")
        figure.legend(loc="upper center", ncols=4, handletextpad=0.3, columnspacing=1.0)
        return {
            "shading": shading,
            "points": circles + squares,
            "wrong": wrong,
            "line": line,
            "frame": [ax.spines["left"], ax.spines["bottom"]],
        }

    def show(self, w1, w2, b, activation):
        """Show the neuron of these weights, bias and activation; return the readout."""
        w = np.array([w1, w2])
        if activation != self.activation:
            self._draw_key(activation)
        z = dense_forward(self.grid, w, b).reshape(PIXELS, PIXELS)
        self["shading"].set_data(self.side, self.side, ACTIVATIONS[activation][0](z))
        self["line"].set_data(*line_ends(w, b))
        right = (dense_forward(self.points, w, b) > 0) == self.targets
        self["wrong"].set_data(*self.points[~right].T)
        return f"{_of_line(w, b)}; {right.sum()} of {len(right)} points on the right side"

    def _draw_key(self, activation):
        self.activation = activation
        _, limits, extend = ACTIVATIONS[activation]
        self["shading"].set_clim(*limits)
        label = "output a = z" if activation == "none" else f"output a = {activation}(z)"
        if self.key:
            self.key.remove()
        with course_style():
            place = self.figure.add_axes(KEY)
            self.key = self.figure.colorbar(self["shading"], place, extend=extend, label=label)
        self.redraw_background()


def neuron_widget():
    """Return one neuron's sliders for weights and bias, with its line through two clouds."""
    picture = NeuronPicture()
    controls = {
        "w1": FloatSlider(1.0, min=-3, max=3, step=0.1, description="weight w1"),
        "w2": FloatSlider(-0.6, min=-3, max=3, step=0.1, description="weight w2"),
        "b": FloatSlider(0.5, min=-4, max=4, step=0.1, description="bias b"),
        "activation": Dropdown(options=list(ACTIVATIONS), description="activation"),
    }
    caption = "The weights turn the line, the bias shifts it, and the activation sets the output."
    return Panel(picture, controls, picture.show, caption=caption)
