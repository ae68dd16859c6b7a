"""Single precision on the way to a result that does not show it by its own digits.

Such a result is right to about seven digits, as is one with a small number added somewhere. So an
answer is asked again, with inputs of so few digits that single precision loses none of them.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from course.checking.aspects import Output
from course.checking.calling import reply_of
from course.checking.conduct import Extremes
from course.checking.examining import Examination
from course.checking.exercise import Part
from course.checking.perturbing import tells
from course.checking.plain import Floats, Inputs, Plain, as_array

BITS = 6  # of a product 12, and of the sum of some a few more: single precision has room for 24
DECIMALS = 8
CASES = 3  # in how many cases it is looked for


def single_inside(aspect: Output | Extremes, examination: Examination) -> bool:
    """Return whether an answer is right, where it was wrong, once its inputs are short."""
    return any(
        _is_right_when_short(parts, place, examination)
        for place, parts in islice(_wrong_cases(aspect, examination), CASES)
    )


def _wrong_cases(
    aspect: Output | Extremes, examination: Examination
) -> Iterator[tuple[int, Sequence[Part]]]:
    """Yield each case that tells a wrong formula and is wrong, with its parts."""
    draw = examination.draw
    right = aspect.right_cases(examination)
    for number, (place, fine) in enumerate(zip(aspect.places(draw), right, strict=True)):
        if fine or (isinstance(aspect, Output) and not tells(draw, aspect.part)[number]):
            continue
        asked = [aspect.part] if isinstance(aspect, Output) else draw.exercise.parts
        yield place, [part for part in asked if part.where(draw.cases[place])]


def _is_right_when_short(parts: Sequence[Part], place: int, examination: Examination) -> bool:
    exercise = examination.exercise
    given = examination.draw.cases[place].inputs
    short: Inputs = {name: _short(value) for name, value in given.items()}
    right, (reply,) = reply_of(exercise, exercise.reference, short), examination.ask([short])
    if right.failure or reply.failure or reply.numerical_warnings:
        return False
    if examination.draw.cases[place].extreme and not _has_digits(right.value):
        return False  # of 0 and 1 nothing is lost, whatever loses digits
    return all(part.is_right(reply.value, right.value, exercise.tolerance) for part in parts)


def _has_digits(value: Plain) -> bool:
    """Return whether some number of a value has more than a few decimals."""
    if isinstance(value, list):
        return any(map(_has_digits, value))
    array = as_array(value)
    if array is None:
        return False
    with np.errstate(all="ignore"):
        scaled = array * 10.0**DECIMALS
        return bool((np.abs(scaled - np.round(scaled)) > 0.01).any())


def _short(value: Plain) -> Plain:
    """Return a value whose fractions have no more than a few binary digits."""
    if isinstance(value, float):
        return float(_short_array(np.array(value)))
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return _short_array(value.astype(np.float64))
    if isinstance(value, list):
        return [_short(item) for item in value]
    if isinstance(value, dict):
        return {key: _short(item) for key, item in value.items()}
    return value


def _short_array(array: Floats) -> Floats:
    fraction, exponent = np.frexp(array)
    short: Floats = np.ldexp(np.round(fraction * 2**BITS) / 2**BITS, exponent)
    return short
