"""Gradient descent on a landscape: its start, its learning rate, the noise of its batches."""

import numpy as np
from ipywidgets import Dropdown, FloatLogSlider, FloatSlider, SelectionSlider

from course import training
from course.examples.landscapes import RAVINE, SADDLE
from course.examples.valleys import LONG_BOWL, TWO_VALLEYS
from course.plots.style import FORWARD, INK
from course.widgets.ground import GroundPicture, add_curve, add_plane
from course.widgets.panel import Panel

WIDTH, HEIGHT = 6.4, 3.4
PLANE = (0.7 / WIDTH, 0.55 / HEIGHT, 2.6 / WIDTH, 2.5 / HEIGHT)  # left, bottom, width, height
CURVE = (3.95 / WIDTH, 0.55 / HEIGHT, 2.3 / WIDTH, 2.5 / HEIGHT)
STEPS = 60
LOWEST, HIGHEST = 1e-4, 1e2  # what the loss curve shows
LANDS = {land.name: land for land in (LONG_BOWL, TWO_VALLEYS, SADDLE, RAVINE)}
NOISE = 1.5  # the standard deviation of one example's gradient, in each entry, where none is given
BATCHES = {"1": 1, "4": 4, "16": 16, "64": 64, "all": np.inf}


def walk(land, start, rate, batch_size, seed=0):
    """Return the path (steps + 1, 2), the rest NaN where it gets lost.

    The gradient of a batch is the true one plus noise, whose standard deviation
    shrinks with the root of the batch's size.
    """
    spread = (land.noise or NOISE) / np.sqrt(batch_size)
    noise = spread * np.random.default_rng(seed).normal(size=(STEPS, 2))
    method = training.methods(training.Settings(rate=rate))["gradient descent"]
    return training.walk(method, land.gradient, start, STEPS, noise)


class DescentPicture(GroundPicture):
    """The landscape from above with the path on it, and the loss over the steps beside it."""

    def __init__(self):
        self.land = None
        super().__init__(
            WIDTH,
            HEIGHT,
            "A landscape from above with its contours, its floor as a star and the path of "
            "gradient descent; beside it the loss over the steps.",
        )

    def draw(self, figure):
        self.plane = add_plane(figure, PLANE)
        curve = add_curve(figure, CURVE, STEPS, (LOWEST, HIGHEST))
        dots = {"color": FORWARD, "marker": "o", "markersize": 3.5, "linewidth": 1.4}
        (path,) = self.plane.plot([], [], linestyle="-", **dots)
        (loss,) = curve.plot([], [], linestyle="-", **dots)
        (start,) = self.plane.plot([], [], "s", color=INK, markersize=7, zorder=3)
        return {"path": path, "loss": loss, "start": start}

    def show(self, land, x, y, rate, batch_size):
        """Show a walk on the landscape of this name; return the readout."""
        if land != self.land:
            self.lay(LANDS[land], start=False)  # here the start moves
            self.land = land
        path = walk(LANDS[land], (x, y), rate, batch_size)
        with np.errstate(over="ignore", invalid="ignore"):
            loss = LANDS[land].loss(path)
        self["path"].set_data(*path.T)
        self["start"].set_data([x], [y])
        self["loss"].set_data(np.arange(STEPS + 1), np.maximum(loss, LOWEST))
        return _readout(loss)


def _readout(loss):
    first = f"the loss is {loss[0]:.2f} at the start"
    if np.isnan(loss[-1]) or loss[-1] > 100 * max(loss[0], 1.0):
        away = np.flatnonzero(~(loss <= 100 * max(loss[0], 1.0)))[0]
        return f"{first}; the walk has run away by step {away}"
    return f"{first}, {loss[STEPS // 4]:.3g} after {STEPS // 4} steps, {loss[-1]:.3g} after {STEPS}"


def descent_widget():
    """Return gradient descent with sliders for its start, its learning rate and its batch size."""
    picture = DescentPicture()
    controls = {
        "rate": FloatLogSlider(
            0.05, min=-2.5, max=0.0, step=0.05, description="learning rate", readout_format=".3f"
        ),
        "batch_size": SelectionSlider(options=BATCHES, value=np.inf, description="batch size"),
        "x": FloatSlider(-1.8, min=-2.0, max=2.0, step=0.1, description="start w1"),
        "y": FloatSlider(0.6, min=-1.2, max=1.2, step=0.1, description="start w2"),
        "land": Dropdown(options=list(LANDS), description="landscape"),
    }
    caption = "Each step goes against the gradient; a smaller batch knows it less exactly."
    return Panel(picture, controls, picture.show, caption=caption)
