"""A race: six methods on one of four landscapes, their paths and their losses."""

import numpy as np
from ipywidgets import Dropdown, FloatLogSlider, FloatSlider, IntSlider
from matplotlib.lines import Line2D

from course.examples.landscapes import LANDSCAPES
from course.plots.landscape import LOOKS, LOWEST
from course.training import Settings, methods, race
from course.widgets.ground import GroundPicture, add_curve, add_plane
from course.widgets.panel import Panel

WIDTH, HEIGHT = 6.6, 3.9
PLANE = (0.75 / WIDTH, 0.55 / HEIGHT, 2.55 / WIDTH, 2.4 / HEIGHT)  # left, bottom, width, height
CURVES = (3.95 / WIDTH, 0.55 / HEIGHT, 2.4 / WIDTH, 2.4 / HEIGHT)
STEPS = 100
NAMES = list(methods(Settings()))
HIGHEST = 30.0


class RacePicture(GroundPicture):
    """The landscape from above with six paths on it, and six losses over the steps beside it."""

    def __init__(self):
        self.landscape, self.settings, self.paths, self.losses = None, None, {}, {}
        super().__init__(
            WIDTH,
            HEIGHT,
            "Six methods walk down a landscape, drawn from above with its contours, its start and "
            "its floor; beside it their losses over the steps.",
        )

    def draw(self, figure):
        self.plane = add_plane(figure, PLANE)
        curves = add_curve(figure, CURVES, STEPS, (LOWEST, HIGHEST))
        moving = {}
        for name, look in zip(NAMES, LOOKS, strict=True):
            line = look | {"linewidth": 1.6, "marker": ""}
            head = {"color": look["color"], "marker": look["marker"]}
            moving[f"path of {name}"] = self.plane.plot([], [], **line)[0]
            moving[f"head of {name}"] = self.plane.plot([], [], zorder=3, **head)[0]
            moving[f"loss of {name}"] = curves.plot([], [], **line)[0]
        handles = [Line2D([], [], label=n, **look) for n, look in zip(NAMES, LOOKS, strict=True)]
        figure.legend(handles=handles, loc="upper center", ncols=3, columnspacing=2.0)
        return moving

    def show(self, landscape, steps, **settings):
        """Show a race on the landscape of this name after so many steps; return the readout."""
        if (landscape, settings) != (self.landscape, self.settings):
            self._run(landscape, settings)
        count = np.arange(steps + 1)
        for name in NAMES:
            path = self.paths[name][: steps + 1]
            self[f"path of {name}"].set_data(*path.T)
            self[f"head of {name}"].set_data(*path[-1:].T)
            self[f"loss of {name}"].set_data(count, self.losses[name][: steps + 1])
        return self._readout(steps)

    def _run(self, name, settings):
        landscape = LANDSCAPES[name]
        if name != self.landscape:
            self.lay(landscape)
        self.landscape, self.settings = name, settings
        self.paths = race(landscape, Settings(**settings), STEPS)
        self.losses = {n: np.maximum(landscape.loss(p), LOWEST) for n, p in self.paths.items()}

    def _readout(self, steps):
        losses = {name: self.losses[name][steps] for name in NAMES}
        lost = [name for name, loss in losses.items() if np.isnan(loss)]
        there = sorted((loss, name) for name, loss in losses.items() if name not in lost)
        words = ", ".join(f"{name} {_rounded(loss)}" for loss, name in there)
        gone = f"; lost: {', '.join(lost)}" if lost else ""
        return f"after {steps} step{'s' * (steps != 1)}, lowest first: {words}{gone}"


def _rounded(loss):
    return "0.000001 or less" if loss <= LOWEST else f"{loss:.2g}"


def race_widget():
    """Return a race of six methods, with their rates, betas and decay as sliders."""
    start = Settings()
    log, share = {"step": 0.05, "readout_format": ".3f"}, {"step": 0.01, "min": 0.0}
    controls = {
        "steps": IntSlider(40, min=0, max=STEPS, description="steps"),
        "landscape": Dropdown(options=list(LANDSCAPES), description="landscape"),
        "rate": FloatLogSlider(start.rate, min=-3, max=-0.5, description="rate", **log),
        "adaptive_rate": FloatLogSlider(
            start.adaptive_rate, min=-3, max=0, description="adaptive rate", **log
        ),
        "beta": FloatSlider(start.beta, max=0.98, description="beta, beta1", **share),
        "beta2": FloatSlider(start.beta2, max=0.99, description="rho, beta2", **share),
        "decay": FloatSlider(start.decay, max=0.5, description="decay", **share),
    }
    picture = RacePicture()
    caption = (
        "No method wins on every landscape; rate is for gradient descent, momentum and Nesterov, "
        "adaptive rate for RMSprop, Adam and AdamW."
    )
    return Panel(picture, controls, picture.show, caption=caption)
