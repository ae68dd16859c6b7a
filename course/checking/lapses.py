"""A right formula with something small amiss beside it: it keeps most of its points.

Brackets around a number, a comma that makes a tuple, more than what was asked: what was asked is
there, and what is amiss is named.
"""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import permutations
from typing import TypeAlias

import numpy as np

from course.checking.aspects import Aspect, Output
from course.checking.comparing import Tolerance, close, matches
from course.checking.conduct import Extremes
from course.checking.examining import Examination
from course.checking.exercise import Exercise, Part
from course.checking.forms import IN_BRACKETS, PLACES, alone_of_several
from course.checking.plain import Plain, as_array, is_number
from course.checking.view import Observation

MOST_OUTPUTS = 5
SHARE = 3  # a lapse takes at most one of so many of a part's points, and of an exercise's
Pairs: TypeAlias = Sequence[tuple[Part, Plain, Plain]]


def lapse_in(aspect: Aspect, examination: Examination) -> Observation | None:
    """Return the lapse that alone makes an aspect wrong, or None."""
    pairs, tolerance = _pairs_of(aspect, examination), _tolerance_of(aspect, examination)
    if pairs is None:
        return None
    return (
        _with_more(aspect, examination)
        or _with_others(aspect, examination)
        or _in_a_dictionary(aspect, examination)
        or _in_another_order(aspect, examination)
        or _in_brackets(pairs, tolerance)
    )


def other_shape(aspect: Aspect, examination: Examination) -> Observation | None:
    """Return the lapse of right values that are flat, or have an axis too many, or None."""
    return _axis_too_many(aspect, examination) or _flat(aspect, examination)


def _flat(aspect: Aspect, examination: Examination) -> Observation | None:
    pairs, tolerance = _pairs_of(aspect, examination), _tolerance_of(aspect, examination)
    shapes = []
    for part, value, target in pairs or ():
        mine, asked = as_array(value), as_array(target)
        if mine is None or asked is None or mine.size != asked.size:
            return None
        if mine.shape not in (asked.shape, (asked.size,)):
            return None
        if not _is_right(part, mine.reshape(asked.shape), asked, tolerance):
            return None
        shapes += [(mine.shape, asked.shape)] if mine.ndim < asked.ndim else []
    if not shapes:
        return None
    found, expected = shapes[0]
    return Observation(
        "flat",
        f"the values are right, but of shape {found}, expected {expected}: give them the shape "
        "that is asked for, for example with reshape",
    )


def _axis_too_many(aspect: Aspect, examination: Examination) -> Observation | None:
    pairs, tolerance = _pairs_of(aspect, examination), _tolerance_of(aspect, examination)
    shapes = []
    for part, value, target in pairs or ():
        mine, asked = as_array(value), as_array(target)
        if mine is None or asked is None:
            return None
        if isinstance(aspect, Extremes) and not asked.ndim and mine.shape == asked.shape:
            continue  # a number beside the arrays, which another lapse would be of
        if not asked.ndim:
            return None
        if np.squeeze(mine).shape != np.squeeze(asked).shape or mine.ndim < asked.ndim:
            return None
        if not _is_right(part, mine.reshape(asked.shape), asked, tolerance):
            return None
        shapes += [(mine.shape, asked.shape)] if mine.ndim > asked.ndim else []
    if not shapes:
        return None
    found, expected = shapes[0]
    return Observation(
        "extra_axis",
        f"the values are right, but of shape {found}, expected {expected}: an axis too many "
        "(keepdims?)",
    )


def _with_more(aspect: Aspect, examination: Examination) -> Observation | None:
    """Tell right outputs after which more comes back, such as a cache or the loss."""
    draw = examination.draw
    asked = {_count(draw.expected[i]) for i in draw.usual}
    count = asked.pop() if len(asked) == 1 else 0
    found = [_count(reply.value) for reply in examination.replies if not reply.failure]
    if count < 2 or not found or min(found) <= count:
        return None
    pairs = _pairs_of(aspect, examination, lambda value: _first(count, value))
    tolerance = _tolerance_of(aspect, examination)
    if not all(_is_as_asked(*pair, tolerance) for pair in pairs or ()):
        return None
    return Observation(
        "more_returned",
        f"right, but more comes back than the {count} outputs that are asked for: leave out what "
        "follows them",
    )


def _in_a_dictionary(aspect: Aspect, examination: Examination) -> Observation | None:
    """Tell right outputs, or a right list, that come as the values of a dictionary."""
    if not all(isinstance(reply.value, dict) for reply in examination.replies):
        return None
    names = [part.name for part in examination.exercise.parts if part.of_tuple]
    pairs = _pairs_of(aspect, examination, lambda value: _in_order(value, names))
    tolerance = _tolerance_of(aspect, examination)
    if not pairs or not all(_is_as_asked(*pair, tolerance) for pair in pairs):
        return None
    what = f"the {len(names)} outputs ({', '.join(names)})" if names else "a list"
    return Observation(
        "in_a_dictionary", f"return {what}: the values are right, but they come in a dictionary"
    )


def _in_another_order(aspect: Aspect, examination: Examination) -> Observation | None:
    """Tell right outputs that are returned in another order than the one that is asked for."""
    exercise, draw = examination.exercise, examination.draw
    outputs = [part for part in exercise.parts if part.of_tuple]
    if not 1 < len(outputs) <= MOST_OUTPUTS or any(part.flaw for part in exercise.parts):
        return None
    if examination.failure_in(draw.usual):
        return None
    found = [examination.replies[i].value for i in draw.usual]
    if any(_count(value) != len(outputs) for value in found):
        return None
    expected = [draw.expected[i] for i in draw.usual]
    for order in permutations(range(len(outputs))):
        if all(
            _is_as_asked(part, part.of(_taken(order, value)), part.of(asked), draw.tolerance)
            for value, asked in zip(found, expected, strict=True)
            for part in outputs
        ):
            return _told_of_order(aspect, examination, order)
    return None


def _taken(order: Sequence[int], value: Plain) -> Plain:
    if not isinstance(value, list) or len(value) != len(order):
        return value
    return [value[place] for place in order]


def _told_of_order(
    aspect: Aspect, examination: Examination, order: Sequence[int]
) -> Observation | None:
    pairs = _pairs_of(aspect, examination, lambda value: _taken(order, value))
    tolerance = _tolerance_of(aspect, examination)
    if not pairs or not all(_is_as_asked(*pair, tolerance) for pair in pairs):
        return None
    names = [part.name for part in examination.exercise.parts if part.of_tuple]
    return Observation("another_order", f"right, but in another order: return {', '.join(names)}")


def _in_order(value: Plain, names: Sequence[str]) -> Plain:
    """Return a dictionary's values, those of these names alone if it has all of them."""
    if not isinstance(value, dict):
        return value
    if names and all(name in value for name in names):
        return [value[name] for name in names]
    return list(value.values())


def _with_others(aspect: Aspect, examination: Examination) -> Observation | None:
    """Tell a right list that is one of several things that come back."""
    tolerance = _tolerance_of(aspect, examination)
    if not all(isinstance(expected, list) for expected in examination.draw.expected):
        return None
    for place, which in enumerate(PLACES):
        pairs = _pairs_of(aspect, examination, partial(_one_of_several, place))
        if pairs and all(_is_as_asked(*pair, tolerance) for pair in pairs):
            return alone_of_several(which)
    return None


def _count(value: Plain) -> int:
    return len(value) if isinstance(value, list) else 0


def _first(count: int, value: Plain) -> Plain:
    return value[:count] if isinstance(value, list) else value


def _whole(value: Plain) -> Plain:
    return value


def _pairs_of(
    aspect: Aspect, examination: Examination, taken: Callable[[Plain], Plain] = _whole
) -> Pairs | None:
    """Return (part, value, what is expected of it) for each case of an aspect.

    taken: from what a call returned to what the parts are picked from. None where no lapse is
    looked for: it stops, it warns at the extremes, or a part has no one right value.
    """
    if not isinstance(aspect, Output | Extremes):
        return None
    draw, at_extremes = examination.draw, isinstance(aspect, Extremes)
    places = aspect.places(draw)
    replies = [examination.replies[i] for i in places]
    if any(reply.failure or (at_extremes and reply.numerical_warnings) for reply in replies):
        return None
    parts = [aspect.part] if isinstance(aspect, Output) else examination.exercise.parts
    pairs = [
        (part, part.of(taken(reply.value)), part.of(draw.expected[i]))
        for i, reply in zip(places, replies, strict=True)
        for part in parts
        if part.where(draw.cases[i])
    ]
    return None if any(part.flaw for part, _, _ in pairs) else pairs


def _tolerance_of(aspect: Aspect, examination: Examination) -> Tolerance:
    at_extremes = isinstance(aspect, Extremes)
    return examination.exercise.tolerance if at_extremes else examination.draw.tolerance


def cost_of(aspect: Aspect, exercise: Exercise, lost: int) -> int:
    """Return what a lapse costs in an aspect, where lapses have cost so much before."""
    most = max(1, exercise.possible // SHARE)
    return min(max(1, aspect.points // SHARE), most - lost)


def _in_brackets(pairs: Pairs, tolerance: Tolerance) -> Observation | None:
    """Tell right values in a list, alone or with others, or a number in an array of one."""
    if all(_is_right(part, _only_item(mine), asked, tolerance) for part, mine, asked in pairs):
        return Observation("one_item_list", IN_BRACKETS)
    for place, which in enumerate(PLACES):
        if all(
            _is_right(part, _one_of_several(place, mine), asked, tolerance)
            for part, mine, asked in pairs
        ):
            return alone_of_several(which)
    numbers = all(is_number(asked) for _, _, asked in pairs)
    if numbers and all(
        _is_right(part, _only_entry(mine), asked, tolerance) for part, mine, asked in pairs
    ):
        return Observation(
            "number_in_array",
            "the number comes in an array: return it by itself, for example with float(...)",
        )
    return None


def _only_item(value: Plain) -> Plain:
    return value[0] if isinstance(value, list) and len(value) == 1 else None


def _one_of_several(place: int, value: Plain) -> Plain:
    return value[place] if isinstance(value, list) and len(value) > max(1, place) else None


def _only_entry(value: Plain) -> Plain:
    one = isinstance(value, np.ndarray) and value.ndim and value.size == 1
    return value.reshape(()) if one and isinstance(value, np.ndarray) else value


def _is_as_asked(part: Part, value: Plain, expected: Plain, tolerance: Tolerance) -> bool:
    """Return whether a value is right, a list of arrays as well."""
    if isinstance(expected, list):
        return matches(value, expected, part.tolerance or tolerance)
    return _is_right(part, value, expected, tolerance)


def _is_right(part: Part, value: Plain, expected: Plain, tolerance: Tolerance) -> bool:
    mine, theirs = as_array(value), as_array(expected)
    if mine is None or theirs is None or mine.shape != theirs.shape:
        return False
    if part.test:
        return part.test(value, expected)
    return close(mine, theirs, part.tolerance or tolerance)
