"""The measure of how far two gradients are apart."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, Mistake, Tolerance
from course.exercises.drawing import away_from_zero
from course.exercises.single import single_number


def draw_relative_error(rng):
    """Draw pairs far apart, near and opposite; at the extremes, two zeros and tiny entries."""
    a, near = rng.normal(size=(4, 3)), rng.normal(size=(2, 5))
    opposite = rng.normal(size=4)
    pairs = (
        (a, a + away_from_zero(rng, (4, 3)), "", True),
        (rng.normal(size=6), rng.normal(size=6), "", True),
        (near, near * (1 + 1e-6 * rng.normal(size=(2, 5))), "two that nearly agree", True),
        (opposite, -2 * opposite, "opposite directions", False),
        (rng.normal(size=(3, 2)), np.zeros((3, 2)), "one array of zeros", False),
    )
    usual = [Case({"a": a, "b": b}, label=label, telling=telling) for a, b, label, telling in pairs]
    zeros, tiny = np.zeros((2, 3)), 1e-7 * rng.normal(size=(2, 3, 4))
    extremes = ((zeros, zeros, "two arrays of zeros"), (*tiny, "entries of about 1e-7"))
    return usual + [Case({"a": a, "b": b}, extreme=True, words=words) for a, b, words in extremes]


def _norm(a):
    return float(np.linalg.norm(a))


def ratio(top, size):
    """Return a measure of error: top(a, b) over size(a, b), and 0 where that is 0."""

    def wrong(a, b):
        below = size(a, b)
        return top(a, b) / below if below else 0.0

    return wrong


def _distance(a, b):
    return _norm(a - b)


def _unguarded(a, b):
    return np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))


ERROR_MISTAKES = (
    Mistake(
        "zeros_not_guarded",
        "two zero arrays give 0 / 0, which is NaN: return 0.0 where both norms are 0",
        _unguarded,
    ),
    Mistake(
        "zeros_raise",
        "two zero arrays give 0 / 0, which stops with an error: return 0.0 where both norms are 0",
        lambda a, b: _norm(a - b) / (_norm(a) + _norm(b)),
    ),
    Mistake(
        "small_guard_added",
        "1e-10 in the denominator still changes errors between small gradients: return 0.0 where "
        "both norms are 0, and add nothing elsewhere",
        lambda a, b: _norm(a - b) / (_norm(a) + _norm(b) + 1e-10),
    ),
    Mistake(
        "guard_added",
        "1e-8 in the denominator hides errors between small gradients: return 0.0 where both "
        "norms are 0, and add nothing elsewhere",
        lambda a, b: _norm(a - b) / (_norm(a) + _norm(b) + 1e-8),
    ),
    Mistake.with_number(
        "number_added",
        "a number in the denominator changes the error, and hides it between small gradients: "
        "return 0.0 where both norms are 0, and add nothing elsewhere",
        lambda guard: lambda a, b: _norm(a - b) / (_norm(a) + _norm(b) + guard),
        1e-3,
        (3e-12, 10.0),
    ),
    Mistake(
        "not_squared_above",
        "the root is missing above the line: both are lengths, as np.linalg.norm gives them",
        ratio(lambda a, b: _distance(a, b) ** 2, lambda a, b: _norm(a) + _norm(b)),
    ),
    Mistake(
        "norms_multiplied",
        "the distance is divided by the product of the norms: divide by their sum",
        ratio(_distance, lambda a, b: _norm(a) * _norm(b)),
    ),
    Mistake(
        "sum_above",
        "a + b stands above the line: take the norm of the difference, ‖a - b‖",
        ratio(lambda a, b: _norm(a + b), lambda a, b: _norm(a) + _norm(b)),
    ),
    Mistake(
        "inverted",
        "the fraction is upside down: the distance stands above the line",
        lambda a, b: (_norm(a) + _norm(b)) / (_distance(a, b) or 1.0),
    ),
    Mistake(
        "brackets_missing",
        "only ‖a‖ is below the line: put brackets around the sum, / (‖a‖ + ‖b‖)",
        lambda a, b: _distance(a, b) / (_norm(a) or 1.0) + _norm(b),
    ),
    Mistake(
        "first_norm_only",
        "the distance is divided by the norm of a alone: divide by the sum of both",
        ratio(_distance, lambda a, b: _norm(a)),
    ),
    Mistake(
        "second_norm_only",
        "the distance is divided by the norm of b alone: divide by the sum of both",
        lambda a, b: np.linalg.norm(a - b) / np.linalg.norm(b),
    ),
    Mistake(
        "mean_of_ratios",
        "this is the mean of the entries' ratios: here the norms of the whole arrays are divided",
        lambda a, b: np.mean(np.abs(a - b) / np.maximum(1e-300, np.abs(a) + np.abs(b))),
    ),
    Mistake(
        "in_percent",
        "this is in percent: leave out the factor 100",
        ratio(lambda a, b: 100 * _distance(a, b), lambda a, b: _norm(a) + _norm(b)),
    ),
    Mistake(
        "absolute_error",
        "this is the distance ‖a - b‖ itself: divide it by ‖a‖ + ‖b‖, so that large and small "
        "gradients are measured alike",
        _distance,
    ),
    Mistake(
        "one_norm_only",
        "the distance is divided by one of the norms: divide by the sum of both",
        ratio(_distance, lambda a, b: _norm(b)),
    ),
    Mistake(
        "larger_norm",
        "the distance is divided by the larger norm: divide by the sum of both",
        ratio(_distance, lambda a, b: max(_norm(a), _norm(b))),
    ),
    Mistake(
        "mean_of_norms",
        "the distance is divided by the mean of the norms: divide by their sum",
        ratio(_distance, lambda a, b: (_norm(a) + _norm(b)) / 2),
    ),
    Mistake(
        "norm_of_sum",
        "the distance is divided by ‖a + b‖: take both norms and add them",
        ratio(_distance, lambda a, b: _norm(a + b)),
    ),
    Mistake(
        "norms_subtracted",
        "the denominator is the difference of the norms: add them",
        ratio(_distance, lambda a, b: abs(_norm(a) - _norm(b))),
    ),
    Mistake(
        "difference_of_norms",
        "‖a‖ - ‖b‖ above the line compares lengths only: take the norm of the difference, ‖a - b‖",
        ratio(lambda a, b: abs(_norm(a) - _norm(b)), lambda a, b: _norm(a) + _norm(b)),
    ),
    Mistake(
        "squared_norms",
        "these are squared lengths: take the square roots, as np.linalg.norm does",
        ratio(lambda a, b: _distance(a, b) ** 2, lambda a, b: _norm(a) ** 2 + _norm(b) ** 2),
    ),
    Mistake(
        "sums_of_sizes",
        "these are sums of absolute values: Euclidean norms are roots of sums of squares",
        ratio(lambda a, b: np.abs(a - b).sum(), lambda a, b: np.abs(a).sum() + np.abs(b).sum()),
    ),
    Mistake(
        "largest_entry",
        "this is the worst entry's ratio, another measure: here the norms of the whole arrays are "
        "divided",
        lambda a, b: np.max(np.abs(a - b) / np.maximum(1e-300, np.abs(a) + np.abs(b))),
    ),
    Mistake(
        "matrix_norm",
        "of a matrix, np.linalg.norm(a, 2) is something else, its largest stretch: leave the 2 "
        "out, and it takes the root of the sum of all squares",
        ratio(
            lambda a, b: np.linalg.norm(a - b, 2),
            lambda a, b: np.linalg.norm(a, 2) + np.linalg.norm(b, 2),
        ),
    ),
    Mistake(
        "entry_by_entry",
        "this is an array of errors, one for each entry: the measure is a single number, the norm "
        "of the difference over the sum of the norms",
        lambda a, b: np.abs(a - b) / np.maximum(1e-300, np.abs(a) + np.abs(b)),
    ),
)

RELATIVE_ERROR = Exercise(
    name="relative_error",
    contract="a number: ‖a - b‖ / (‖a‖ + ‖b‖), and 0 for two zeros",
    reference=nn.relative_error,
    draw=draw_relative_error,
    parts=single_number("error", 3),
    tolerance=Tolerance(1e-5, 1e-14),  # a guard of 1e-12 in the denominator does no harm
    extremes=1,
    mistakes=ERROR_MISTAKES,
)
