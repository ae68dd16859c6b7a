"""Clipping gradients by their global norm."""

from dataclasses import replace

import numpy as np

from course import nn
from course.checking import Case, Exercise, Mistake, Tolerance, outputs
from course.exercises.drawing import away_from_zero

SHAPES = ((4,), (3, 4), (4, 2))


def draw_clipping(rng):
    """Draw gradients above the limit, far above it and below; at the extremes, all zeros."""
    one = away_from_zero(rng, (2, 3))
    partly_zero = [*_some(rng)[:1], np.zeros(SHAPES[1]), *_some(rng)[2:]]
    cases = [
        _case(_some(rng), 0.3, ""),
        replace(_case(_some(rng), 3.0, "a norm below the limit"), telling=False),
        _case([one], 0.5, "a single array"),
        _case(partly_zero, 0.4, "one array of zeros"),
        _case([300 * g for g in _some(rng)], 0.01, "large gradients"),
    ]
    tighter = cases[0].inputs | {"max_norm": cases[0].inputs["max_norm"] / 2}
    cases.insert(1, Case(tighter, varied="max_norm"))
    zeros = [np.zeros(shape) for shape in SHAPES]
    return [*cases, Case({"grads": zeros, "max_norm": float(rng.uniform(0.5, 2))}, extreme=True)]


def _some(rng):
    return [away_from_zero(rng, shape) for shape in SHAPES]


def _case(grads, share, label):
    """Return a case whose limit is a share of the gradients' norm."""
    return Case({"grads": grads, "max_norm": share * float(_norm(grads))}, label=label)


def _norm(grads):
    return np.sqrt(sum(np.sum(g**2) for g in grads))


def scaled_by(norm, told=None):
    """Return a clipping that goes by another norm, and tells that one or another."""

    def clip(grads, max_norm):
        size = norm(grads)
        factor = max_norm / size if size > max_norm else 1.0
        return [g * factor for g in grads], (told or norm)(grads)

    return clip


def _each_alone(grads, max_norm):
    norms = [np.linalg.norm(g) for g in grads]
    factors = [max_norm / n if n > max_norm else 1.0 for n in norms]
    return [g * f for g, f in zip(grads, factors, strict=True)], _norm(grads)


def _always(grads, max_norm):
    norm = _norm(grads)
    return [g * max_norm / norm for g in grads], norm


def _always_as_float(grads, max_norm):
    norm = float(_norm(grads))
    return [g * (max_norm / norm) for g in grads], norm


def _never_up_as_float(grads, max_norm):
    norm = float(_norm(grads))
    return [g * min(1.0, max_norm / norm) for g in grads], norm


def _in_place(grads, max_norm):
    norm = _norm(grads)
    for g in grads:
        g *= min(1.0, max_norm / max(norm, max_norm))
    return grads, norm


def _inverted(grads, max_norm):
    norm = _norm(grads)
    return [g * (max_norm / norm if 0 < norm < max_norm else 1.0) for g in grads], norm


def _told_factor(grads, max_norm):
    norm = _norm(grads)
    factor = max_norm / norm if norm > max_norm else 1.0
    return [g * factor for g in grads], factor


def _with_guard(guard):
    """Return a clipping that adds a number to the norm that it divides by."""

    def clip(grads, max_norm):
        norm = _norm(grads)
        return [g * min(1.0, max_norm / (norm + guard)) for g in grads], norm

    return clip


def _factor_squared(grads, max_norm):
    norm = _norm(grads)
    factor = (max_norm / norm) ** 2 if norm > max_norm else 1.0
    return [g * factor for g in grads], norm


def _unit_length(grads, max_norm):
    norm = _norm(grads)
    return [g / (norm if norm > max_norm else 1.0) for g in grads], norm


def _fraction_turned(grads, max_norm):
    norm = _norm(grads)
    factor = norm / max_norm if norm > max_norm else 1.0
    return [g * factor for g in grads], norm


def _norm_so_far(grads, max_norm):
    clipped = []
    for number, g in enumerate(grads, start=1):
        norm = _norm(grads[:number])
        clipped.append(g * (max_norm / norm if norm > max_norm else 1.0))
    return clipped, _norm(grads)


CLIPPING_MISTAKES = (
    Mistake(
        "gradients_changed",
        "the values are right, but the arrays themselves are overwritten, as g *= does: build "
        "new ones, g * factor",
        _in_place,
    ),
    Mistake(
        "zeros_not_guarded",
        "right, but all zeros have a norm of 0, and you divide by it: look first whether the "
        "norm is larger than max_norm, and divide only then",
        lambda grads, max_norm: (
            [g * np.minimum(1.0, max_norm / _norm(grads)) for g in grads],
            _norm(grads),
        ),
    ),
    Mistake(
        "zeros_raise",
        "right, but with all zeros it divides by 0 and stops: look first whether the norm is "
        "larger than max_norm, and divide only then",
        _never_up_as_float,
    ),
    Mistake(
        "always_scaled",
        "small gradients are scaled up to max_norm, and all zeros give 0 / 0: where the norm is "
        "no larger than max_norm, return them as they are",
        _always,
    ),
    Mistake(
        "always_scaled_and_raises",
        "small gradients are scaled up to max_norm, and with all zeros it divides by 0: where "
        "the norm is no larger than max_norm, return them as they are",
        _always_as_float,
    ),
    Mistake(
        "each_array_alone",
        "each array is clipped by its own norm, which turns the step's direction: take one norm "
        "over all arrays, and one factor for all",
        _each_alone,
    ),
    Mistake(
        "entries_clipped",
        "single entries are cut off, which turns the step's direction: multiply all arrays by "
        "one factor, max_norm / norm",
        lambda grads, max_norm: ([np.clip(g, -max_norm, max_norm) for g in grads], _norm(grads)),
    ),
    Mistake(
        "norm_after",
        "this is the norm after clipping: return the one before, so that one can see how large "
        "the gradients were",
        lambda grads, max_norm: (
            nn.clip_by_global_norm(grads, max_norm)[0],
            min(_norm(grads), max_norm),
        ),
    ),
    Mistake(
        "root_missing",
        "this is the sum of the squares: the norm is its root",
        scaled_by(lambda grads: _norm(grads) ** 2),
    ),
    Mistake(
        "root_missing_in_answer",
        "the gradients are right, but the norm that you return is squared: take the root",
        scaled_by(_norm, lambda grads: _norm(grads) ** 2),
    ),
    Mistake(
        "norms_added",
        "the arrays' norms are added: add their squares, and take the root of the sum",
        scaled_by(lambda grads: sum(np.linalg.norm(g) for g in grads)),
    ),
    Mistake(
        "mean_of_squares",
        "this is the root of the mean square: the norm adds the squares up and does not divide",
        scaled_by(lambda grads: _norm(grads) / np.sqrt(sum(g.size for g in grads))),
    ),
    Mistake(
        "means_of_squares",
        "each array's mean square is taken, so small arrays count for more: the norm adds all "
        "squares up and does not divide",
        scaled_by(lambda grads: np.sqrt(sum(np.mean(g**2) for g in grads))),
    ),
    Mistake(
        "fraction_turned",
        "the fraction is upside down, norm / max_norm, so large gradients grow: multiply by "
        "max_norm / norm",
        _fraction_turned,
    ),
    Mistake(
        "norm_so_far",
        "each array is scaled by the norm of those up to it: work out one norm over all of them "
        "first, in a loop of its own",
        _norm_so_far,
    ),
    Mistake(
        "largest_entry",
        "this goes by the largest entry: the norm is the root of the sum of all squares",
        scaled_by(lambda grads: max(np.abs(g).max() for g in grads)),
    ),
    Mistake(
        "largest_array",
        "this goes by the array with the largest norm: take one norm over the entries of all",
        scaled_by(lambda grads: max(np.linalg.norm(g) for g in grads)),
    ),
    Mistake(
        "sizes_added",
        "this adds absolute values: the norm is the root of the sum of squares",
        scaled_by(lambda grads: sum(np.abs(g).sum() for g in grads)),
    ),
    Mistake(
        "unit_length",
        "the gradients are scaled to length 1: multiply by max_norm as well",
        _unit_length,
    ),
    Mistake(
        "inverted",
        "it scales where the norm is below max_norm: scale where it is above",
        _inverted,
    ),
    Mistake(
        "guard_added",
        "1e-6 is added to the norm, as a large library has it, so the clipped gradients are a "
        "little short: the norm is above max_norm there and needs no guard",
        lambda grads, max_norm: (
            [g * min(1.0, max_norm / (_norm(grads) + 1e-6)) for g in grads],
            _norm(grads),
        ),
    ),
    Mistake.with_number(
        "number_added",
        "a number is added to the norm, so the clipped gradients are a little short: the norm is "
        "above max_norm there and needs no guard",
        _with_guard,
        1e-3,
        (1e-8, 1.0),
    ),
    Mistake(
        "not_clipped",
        "the gradients come back as they were: where the norm is above max_norm, multiply all of "
        "them by max_norm / norm",
        lambda grads, max_norm: ([g.copy() for g in grads], _norm(grads)),
    ),
    Mistake(
        "norm_of_the_first",
        "this goes by the norm of the first array alone: take one norm over the entries of all",
        scaled_by(lambda grads: np.linalg.norm(grads[0])),
    ),
    Mistake(
        "norm_of_the_last",
        "this goes by the norm of the last array alone: add the squares of all arrays up",
        scaled_by(lambda grads: np.linalg.norm(grads[-1])),
    ),
    Mistake(
        "mean_of_norms",
        "this is the mean of the arrays' norms: add their squares, and take the root of the sum",
        scaled_by(lambda grads: np.mean([np.linalg.norm(g) for g in grads])),
    ),
    Mistake(
        "factor_squared",
        "the gradients are multiplied by the square of max_norm / norm: once is enough",
        _factor_squared,
    ),
    Mistake(
        "divided_by_max_norm",
        "the gradients are divided by max_norm: multiply them by max_norm / norm",
        lambda grads, max_norm: (
            [g / (max_norm if _norm(grads) > max_norm else 1.0) for g in grads],
            _norm(grads),
        ),
    ),
    Mistake(
        "zeroed_above",
        "gradients above the limit become 0: scale them down, so that their direction stays",
        lambda grads, max_norm: ([g * (_norm(grads) <= max_norm) for g in grads], _norm(grads)),
    ),
    Mistake(
        "factor_returned",
        "the factor is returned in the norm's place: return the norm before clipping",
        _told_factor,
    ),
    Mistake(
        "swapped",
        "the two outputs have changed places: return the list first, then the norm",
        lambda grads, max_norm: nn.clip_by_global_norm(grads, max_norm)[::-1],
    ),
)

CLIPPED, NORM = outputs(clipped=2, norm=1)
PARTS = (  # a tiny number beside the norm, as a large library has it, shows in the last digits only
    replace(CLIPPED, tolerance=Tolerance(1e-5, 1e-10)),
    replace(CLIPPED, name="to the last digit", points=1, of_tuple=False, variable="clipped"),
    NORM,
)

CLIP_BY_GLOBAL_NORM = Exercise(
    name="clip_by_global_norm",
    contract="(a list of arrays, the norm before): scaled down where that is above max_norm",
    reference=nn.clip_by_global_norm,
    settings=("max_norm",),
    draw=draw_clipping,
    parts=PARTS,
    extremes=1,
    mistakes=CLIPPING_MISTAKES,
)
