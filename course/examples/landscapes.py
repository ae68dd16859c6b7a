"""Four landscapes to walk down: losses of two weights, each with its floor at a height of 0.

w: (..., 2), any number of places at once; a loss is (...), a gradient (..., 2).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Landscape:
    """A loss over two weights and its gradient, where to start, and how much of it to show.

    floor: its lowest places, (k, 2); window: (x from, x to, y from, y to); noise: the standard
    deviation of what a small batch adds to each entry of the gradient.
    """

    name: str
    loss: Callable
    gradient: Callable
    start: tuple
    floor: tuple
    window: tuple
    noise: float = 0.0


def bowl(curvatures, centre=(0.0, 0.0), turn=0.0):
    """Return (loss, gradient) of 1/2 sum of curvature (w - centre)^2, turned by an angle.

    turn: in degrees, anticlockwise.
    """
    angle = np.radians(turn)
    axes = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    hessian = axes.T @ np.diag(curvatures) @ axes

    def gradient(w):
        return (w - np.asarray(centre)) @ hessian

    def loss(w):
        return np.sum(gradient(w) * (w - np.asarray(centre)), axis=-1) / 2

    return loss, gradient


def _saddle_loss(w):
    x, y = w[..., 0], w[..., 1]
    return 4 * x**2 + 2 * (y**2 - 1) ** 2


def _saddle_gradient(w):
    x, y = w[..., 0], w[..., 1]
    return np.stack([8 * x, 8 * y * (y**2 - 1)], axis=-1)


def _rosenbrock_loss(w):
    x, y = w[..., 0], w[..., 1]
    return (1 - x) ** 2 / 4 + 5 * (y - x**2) ** 2


def _rosenbrock_gradient(w):
    x, y = w[..., 0], w[..., 1]
    return np.stack([(x - 1) / 2 - 20 * x * (y - x**2), 10 * (y - x**2)], axis=-1)


RAVINE = Landscape(
    "ravine", *bowl((1.0, 60.0), (1.0, 0.0)), (-2.0, 0.5), ((1.0, 0.0),), (-2.5, 2.5, -1.2, 1.2)
)
SADDLE = Landscape(
    "saddle",
    _saddle_loss,
    _saddle_gradient,
    (1.3, 0.001),
    ((0.0, 1.0), (0.0, -1.0)),
    (-1.6, 1.6, -1.6, 1.6),
)
ROSENBROCK = Landscape(  # Rosenbrock (1960), with 20 in place of 100, and a quarter as high
    "Rosenbrock's valley",
    _rosenbrock_loss,
    _rosenbrock_gradient,
    (-1.2, 1.2),
    ((1.0, 1.0),),
    (-1.8, 1.8, -0.9, 2.2),
)
NOISY_SLOPE = Landscape(
    "noisy slope",
    *bowl((0.3, 3.0), (1.5, 0.5)),
    (-2.0, -1.0),
    ((1.5, 0.5),),
    (-2.5, 3.0, -2.0, 2.0),
    noise=1.0,
)
LANDSCAPES = {land.name: land for land in (RAVINE, SADDLE, ROSENBROCK, NOISY_SLOPE)}
