"""Inputs changed a little: what an answer reacts to, and what a case can show at all.

A case in which the right answer does not react to most of the inputs proves nothing: with one
example any scaling is right, and with all zeros any step.
"""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from course.checking.calling import reply_of
from course.checking.comparing import Tolerance, matches
from course.checking.examining import Draw
from course.checking.exercise import Exercise, Part
from course.checking.plain import Inputs, Plain, as_array, is_number

UNMOVED = Tolerance(1e-9, 1e-12)
FACTOR, SHIFT = 1.3, 0.1


@lru_cache(maxsize=256)
def tells(draw: Draw, part: Part) -> tuple[bool, ...]:
    """Return for each usual case of a part whether it tells a wrong formula from a right one.

    It does where the right answer reacts to more than half of the inputs that it reacts to in
    any case.
    """
    places = draw.usual_of(part)
    if part.flaw or not all(_is_continuous(part.of(draw.expected[i])) for i in places):
        return (True,) * len(places)
    reactions = [_reactions(draw.exercise, part, draw.cases[i].inputs) for i in places]
    anywhere = {name for found in reactions for name, reacts in found.items() if reacts}
    return tuple(2 * sum(found.values()) > len(anywhere & found.keys()) for found in reactions)


def _is_continuous(value: Plain) -> bool:
    """Return whether there are fractions in a value: whole numbers do not react to a little."""
    return next(perturbed(value), None) is not None


def _reactions(exercise: Exercise, part: Part, inputs: Inputs) -> dict[str, bool]:
    """Return name to whether the right answer reacts to it, for inputs that hold fractions."""
    right = part.of(reply_of(exercise, exercise.reference, inputs).value)
    found: dict[str, bool] = {}
    for name in exercise.arguments:
        for value in _others(inputs.get(name)):
            reply = reply_of(exercise, exercise.reference, {**inputs, name: value})
            reacts = bool(reply.failure) or not matches(part.of(reply.value), right, UNMOVED)
            found[name] = found.get(name, False) or reacts
    return found


def _others(value: Plain) -> Iterator[Plain]:
    """Yield a value with its fractions changed a little, and with its rows turned round.

    What looks for the largest of some numbers reacts to the second by all means.
    """
    for changed in perturbed(value):
        yield changed
        yield from turned(value)


def perturbed(value: Plain) -> Iterator[Plain]:
    """Yield a value with all of its fractions changed a little, if it has any."""
    if isinstance(value, float):
        yield FACTOR * value + (0.0 if value else SHIFT)
    elif isinstance(value, np.ndarray) and value.dtype.kind == "f":
        array = as_array(value)
        if array is not None and array.size:
            yield FACTOR * array + SHIFT * np.sin(1.0 + np.arange(array.size)).reshape(array.shape)
    elif isinstance(value, list):
        items = [next(perturbed(item), item) for item in value]
        if any(new is not old for new, old in zip(items, value, strict=True)):
            yield items
    elif isinstance(value, dict):
        changed = {key: next(perturbed(item), item) for key, item in value.items()}
        if any(changed[key] is not value[key] for key in value):
            yield changed


def turned(value: Plain) -> Iterator[Plain]:
    """Yield a value whose arrays' rows are turned round, and shifted: the largest is elsewhere."""
    if isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.ndim:
        yield value[..., ::-1].copy()
        yield np.roll(value, 1, axis=-1)
    elif isinstance(value, list) and any(isinstance(item, np.ndarray) for item in value):
        yield [next(turned(item), item) for item in value]
    elif isinstance(value, list) and all(map(is_number, value)):
        yield value[::-1]  # some answers stay the same where all numbers grow alike
