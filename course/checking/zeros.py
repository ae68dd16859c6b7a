"""Where a function of one number is zero."""

import math
from collections.abc import Callable
from typing import TypeAlias

STEPS_AT_MOST = 100
NEAR = 2.0**-52  # of a zero's size, and of 1

Point: TypeAlias = tuple[float, float]


def zero_between(function: Callable[[float], float], start: Point, end: Point) -> float:
    """Return a zero of a function between two points (x, its value) of different signs.

    Chandrupatla's method (Advances in Engineering Software 28, 1997): a parabola through the
    last three points where it can be trusted, else half of the interval. It takes about ten
    values where halving alone takes fifty. NaN counts as negative.
    """
    (a, fa), (b, fb) = start, end
    share = 0.5
    for _ in range(STEPS_AT_MOST):
        x = a + share * (b - a)
        fx = function(x)
        if (fx > 0) == (fa > 0):
            c, fc = a, fa
        else:
            c, fc, b, fb = b, fb, a, fa
        a, fa = x, fx
        best = b if abs(fb) < abs(fa) else a
        near = NEAR * (1 + abs(best)) / abs(b - a) if b != a else 1.0
        if near > 0.5 or 0.0 in (fa, fb):
            return best
        share = min(1 - near, max(near, _share((a, fa), (b, fb), (c, fc))))
    return best


def _share(last: Point, other: Point, before: Point) -> float:
    """Return how far to go from the last point to that of the other sign: a half, or a guess."""
    (a, fa), (b, fb), (c, fc) = last, other, before
    if not math.isfinite(fa + fb + fc) or fc in (fa, fb) or c == b:
        return 0.5
    along, up = (a - b) / (c - b), (fa - fb) / (fc - fb)
    if not (up**2 < along and (1 - up) ** 2 < 1 - along):
        return 0.5
    return fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
