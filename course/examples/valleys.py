"""Landscapes of lesson 05: two valleys, a saddle, and the five of the game.

w: (..., 2), any number of places at once; a loss is (...), a gradient (..., 2).
"""

import numpy as np

from course import nn
from course.examples.landscapes import Landscape, bowl

LARGEST_RATE = 1.0  # the game's: no plain step of the last two landscapes gets over them with it
MOST_STEPS = 40
FAR = 100.0  # from here nobody comes back
GOAL = 0.02  # a landscape is won once the loss is below so much of its start's


def beside(profile, slope, curvature):
    """Return (loss, gradient) of a profile along w1 and a bowl's curvature along w2.

    profile, slope: functions of w1, the profile's lowest value being 0.
    """

    def loss(w):
        return profile(w[..., 0]) + curvature * w[..., 1] ** 2 / 2

    def gradient(w):
        return np.stack([slope(w[..., 0]), curvature * w[..., 1]], axis=-1)

    return loss, gradient


TILT = 0.2
DEEPER = -1.0747444  # the lower valley: there the slope 1.2 (w1^3 - w1) + TILT is 0


def _two_valleys(x):
    return 0.3 * (x**2 - 1) ** 2 + TILT * x


def _two_valleys_slope(x):
    return 1.2 * x * (x**2 - 1) + TILT


def _bump(x):
    return 0.05 * (x + 1.5) ** 2 + 0.15 * np.exp(-((x / 0.35) ** 2))


def _bump_slope(x):
    return 0.1 * (x + 1.5) - 0.3 * x / 0.35**2 * np.exp(-((x / 0.35) ** 2))


def _plain(x):
    return 0.06 * (np.sqrt(1 + (x + 2) ** 2) - 1)


def _plain_slope(x):
    return 0.06 * (x + 2) / np.sqrt(1 + (x + 2) ** 2)


ROUND_BOWL = Landscape(
    "round bowl", *bowl((2.0, 2.0), (0.5, 0.0)), (-1.5, 1.2), ((0.5, 0.0),), (-2.2, 2.2, -1.8, 1.8)
)
LONG_BOWL = Landscape(
    "long bowl",
    *bowl((1.25, 10.0), (0.5, 0.2), turn=25),
    (-1.8, 0.6),
    ((0.5, 0.2),),
    (-2.4, 2.4, -1.8, 1.8),
    noise=3.0,
)
TWO_VALLEYS = Landscape(
    "pair of valleys",
    *beside(lambda x: _two_valleys(x) - _two_valleys(DEEPER), _two_valleys_slope, 1.0),
    (1.7, 1.0),
    ((DEEPER, 0.0),),
    (-2.0, 2.0, -1.6, 1.6),
    noise=1.5,
)
BUMP = Landscape(
    "valley with a bump",
    *beside(_bump, _bump_slope, 0.8),
    (2.0, 0.6),
    ((-1.5, 0.0),),
    (-2.8, 2.4, -1.5, 1.5),
)
LONG_PLAIN = Landscape(
    "long plain",
    *beside(_plain, _plain_slope, 2.5),
    (2.5, 0.4),
    ((-2.0, 0.0),),
    (-3.4, 3.0, -1.2, 1.2),
)
GAME = (ROUND_BOWL, LONG_BOWL, TWO_VALLEYS, BUMP, LONG_PLAIN)


def steps_to_floor(land, rate, beta=0.0):
    """Return how many steps win a landscape of the game with this rate and beta kept, else None."""
    w = np.array(land.start)
    v, goal = np.zeros(2), GOAL * land.loss(w)
    for step in range(1, MOST_STEPS + 1):
        w, v = nn.momentum_step(w, land.gradient(w), v, rate, beta)
        if not np.abs(w).max() < FAR:
            return None
        if land.loss(w) < goal:
            return step
    return None
