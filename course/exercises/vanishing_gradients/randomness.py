"""Judging random starting weights by what is promised of them, and not by their values.

A flaw is told only where a right answer, of whatever distribution, would show it by chance less
than once in a million: five standard errors. Its words are the same for every draw, so that an
answer can be told to be the same as a mistake's.
"""

import copy
from functools import partial

import numpy as np

from course.checking import Case, Part
from course.checking.plain import as_array

# Here the variances that right and wrong formulas give are either equal or far apart.
SIZES = (
    (80, 40),
    (56, 112),
    (60, 60),
)
STANDARD_ERRORS = 5


def draw_sizes(rng):
    """Draw a seed for each of the sizes."""
    return [
        Case(
            {"fan_in": fan_in, "fan_out": fan_out, "rng": int(rng.integers(2**32))},
            words=f"`fan_in = {fan_in}`, `fan_out = {fan_out}`",
        )
        for fan_in, fan_out in SIZES
    ]


def three_draws(function, arguments):
    """Call with a generator, with the same one as it has moved on, and with an equal one."""
    fans, rng = (arguments["fan_in"], arguments["fan_out"]), arguments["rng"]
    equal = copy.deepcopy(rng)
    w = function(*fans, rng)
    if w is None:
        return None
    return {"w": w, "next": function(*fans, rng), "again": function(*fans, equal)}


def random_parts(due, others):
    """Return the parts of an initialiser whose variance is due(fan_in, fan_out).

    others: (variance, whether no number is below 0) of wrong formulas, by which one is recognised.
    """

    def w(value):
        return alone(value["w"])

    def all_draws(value):
        return {name: alone(draw) for name, draw in value.items()}

    return (
        Part("shape", 1, lambda value: value["w"], flaw=shape_flaw),
        Part("random numbers", 1, all_draws, flaw=randomness_flaw),
        Part("mean 0", 1, w, flaw=mean_flaw),
        Part("variance", 2, w, flaw=partial(variance_flaw, due, others)),
    )


def alone(value):
    """Return the weights out of weights and more, such as biases; anything else as it is."""
    if isinstance(value, list) and len(value) > 1 and as_array(value) is None:
        first = as_array(value[0])
        return value if first is None or first.ndim < 2 else value[0]
    return value


def shape_flaw(w, expected):
    """Tell another shape than the expected one's."""
    array = as_array(w)
    if array is None:
        if alone(w) is not w:
            return "more comes back than an array of weights"
        return "there is no array of numbers"
    return "" if array.shape == expected.shape else f"the shape is {array.shape}"


def randomness_flaw(draws, expected):
    """Tell numbers that are not drawn from the generator, each by itself."""
    try:
        w, later, again = (as_array(draws[name]) for name in ("w", "next", "again"))
    except TypeError:
        w = None
    if w is None or later is None or again is None:
        return "there is no array of numbers"
    if alike := repeated(w):
        return alike
    if np.array_equal(w, later):
        return "a second call gives the very same numbers"
    if not np.array_equal(w, again):
        return "two equal generators give different numbers"
    return ""


def repeated(w):
    """Tell rows or columns that are all equal: neurons that start, and stay, alike."""
    w = np.atleast_2d(w)
    rows, columns = len(w) > 1 and (w == w[0]).all(), (w == w[:, :1]).all()
    if rows and columns:
        return "all entries are equal" if np.any(w) else "all entries are 0"
    if columns:
        return "all columns are equal"
    return "all rows are equal" if rows else ""


def mean_flaw(w, expected):
    """Tell a mean that is further from 0 than chance brings it."""
    array = as_array(w)
    if array is None:
        return "there is no array of numbers"
    if alike := repeated(array):
        return alike
    if array.min() >= 0:
        return "no entry is below 0"
    if abs(array.mean()) <= STANDARD_ERRORS * array.std() / np.sqrt(array.size):
        return ""
    return f"the mean is too far {'above' if array.mean() > 0 else 'below'} 0"


def variance_flaw(due, others, w, expected):
    """Tell a variance that is further from the due one than chance brings it."""
    array = as_array(w)
    if array is None:
        return "there is no array of numbers"
    if alike := repeated(array):
        return alike
    asked = due(*expected.shape)
    ratio, error = array.var() / asked, variance_error(array)
    if abs(ratio - 1) <= error:
        return ""
    signs = array.min() >= 0
    ratios = [other(*expected.shape) / asked for other, positive in others if positive == signs]
    nearest = min(ratios, key=lambda known: abs(np.log(ratio / known)))
    if abs(ratio / nearest - 1) <= error:
        return f"the variance should be {asked:.3g}, and is {nearest:.3g} times that"
    return f"the variance should be {asked:.3g}, and is {array.var():.3g}"


def variance_error(w):
    """Return how far, as a share, a variance of so many numbers may be off by chance.

    The spread of a variance follows from the numbers' own kurtosis; where all
    have one size it is 0, and a hundredth is allowed for their mean.
    """
    squares = (w - w.mean()) ** 2
    return max(STANDARD_ERRORS * squares.std() / squares.mean() / np.sqrt(w.size), 0.01)
