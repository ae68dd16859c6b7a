"""A right formula with something small amiss beside it: it keeps most of its points.

Half of the digits, brackets around a number, a comma that makes a tuple: what was asked is there,
and what is amiss is named.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeAlias

import numpy as np

from course.checking.aspects import Aspect, Output
from course.checking.comparing import Tolerance, close
from course.checking.conduct import Extremes
from course.checking.examining import Examination
from course.checking.exercise import Exercise, Part
from course.checking.forms import IN_BRACKETS
from course.checking.plain import Floats, Plain, as_array, is_number
from course.checking.precision import single_inside
from course.checking.view import Observation

SHARE = 3  # a lapse takes at most one of so many of a part's points, and of an exercise's
NEARLY, ROUGHLY = Tolerance(2e-5, 1e-6), Tolerance(4e-3, 1e-6)
DECIMALS = range(2, 13)
Pairs: TypeAlias = Sequence[tuple[Part, Plain, Plain]]

SINGLE = Observation(
    "single_precision",
    "right, but in single precision: about seven digits are left of sixteen; leave out float32 and "
    "keep NumPy's own float64",
)
HALF = Observation(
    "half_precision",
    "right, but in half precision: about three digits are left of sixteen; leave out float16 and "
    "keep NumPy's own float64",
)


def lapse_in(aspect: Aspect, examination: Examination) -> Observation | None:
    """Return the lapse that alone makes an aspect wrong, or None."""
    if isinstance(aspect, Output) and aspect.part.flaw:
        return _told_by_flaw(aspect.part, examination)
    pairs, tolerance = _pairs_of(aspect, examination), _tolerance_of(aspect, examination)
    if pairs is None:
        return None
    if isinstance(aspect, Extremes):  # most numbers are 0 or 1 there, so nothing tells of rounding
        told = _precision_of(_arrays(pairs)) or _in_brackets(pairs, tolerance)
    else:
        told = _in_brackets(pairs, tolerance) or _imprecise(pairs)
    return told or _single_inside(aspect, examination, pairs)


def _told_by_flaw(part: Part, examination: Examination) -> Observation | None:
    """Return the lapse that a part's own words are, wherever it is wrong: rows of few digits."""
    draw, flaws = examination.draw, set()
    for i in draw.usual_of(part):
        reply = examination.replies[i]
        if reply.failure or part.flaw is None:
            return None
        flaws.add(part.flaw(part.of(reply.value), part.of(draw.expected[i])))
    return next((told for told in (SINGLE, HALF) if flaws - {""} == {told.sentence}), None)


def _single_inside(aspect: Aspect, examination: Examination, pairs: Pairs) -> Observation | None:
    """Tell values that are nearly right, and right where single precision loses nothing."""
    assert isinstance(aspect, Output | Extremes)
    least = ROUGHLY if isinstance(aspect, Extremes) else NEARLY
    nearly = all(close(mine, asked, least) for mine, asked in _arrays(pairs))
    return SINGLE if nearly and single_inside(aspect, examination) else None


def axis_too_many(aspect: Aspect, examination: Examination) -> Observation | None:
    """Return the lapse of right values with an axis of length 1 too many, or None."""
    pairs, tolerance = _pairs_of(aspect, examination), _tolerance_of(aspect, examination)
    shapes = []
    for part, value, target in pairs or ():
        mine, asked = as_array(value), as_array(target)
        if mine is None or asked is None or not asked.ndim:
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


def _pairs_of(aspect: Aspect, examination: Examination) -> Pairs | None:
    """Return (part, value, what is expected of it) for each case of an aspect.

    None where no lapse is looked for: it stops, it warns at the extremes, or a part has no one
    right value.
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
        (part, part.of(reply.value), part.of(draw.expected[i]))
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
    """Tell right values in a list or tuple of one item, or a right number in an array of one."""
    if all(_is_right(part, _only_item(mine), asked, tolerance) for part, mine, asked in pairs):
        return Observation("one_item_list", IN_BRACKETS)
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


def _only_entry(value: Plain) -> Plain:
    one = isinstance(value, np.ndarray) and value.ndim and value.size == 1
    return value.reshape(()) if one and isinstance(value, np.ndarray) else value


def _is_right(part: Part, value: Plain, expected: Plain, tolerance: Tolerance) -> bool:
    mine, theirs = as_array(value), as_array(expected)
    if mine is None or theirs is None or mine.shape != theirs.shape:
        return False
    if part.test:
        return part.test(value, expected)
    return close(mine, theirs, part.tolerance or tolerance)


def _imprecise(pairs: Pairs) -> Observation | None:
    """Tell values that are right to seven digits in single precision, or but for rounding."""
    arrays = _arrays(pairs)
    if not any(mine.size for mine, _ in arrays):
        return None
    if short := _precision_of(arrays):
        return short
    if _all(arrays, _is_whole):
        return None  # nor are they rounded
    for decimals in DECIMALS:
        if _all(arrays, partial(_is_rounded, decimals)):
            return Observation(
                "rounded",
                f"right, but rounded to {decimals} decimals: return the values as they are",
            )
    return None


def _arrays(pairs: Pairs) -> list[tuple[Floats, Floats]]:
    return [array for _, mine, asked in pairs for array in _leaves(mine, asked)]


def _precision_of(arrays: Sequence[tuple[Floats, Floats]]) -> Observation | None:
    """Tell values that have no more digits than single or half precision has."""
    if _all(arrays, _is_whole):
        return None  # 0 and 1 have digits enough in any precision
    for kind, tolerance, told in ((np.float32, NEARLY, SINGLE), (np.float16, ROUGHLY, HALF)):
        if _all(arrays, partial(_has_digits_of, kind, tolerance)):
            return told
    return None


def _all(arrays: Sequence[tuple[Floats, Floats]], holds: Callable[[Floats, Floats], bool]) -> bool:
    return all(holds(mine, asked) for mine, asked in arrays)


def _leaves(value: Plain, expected: Plain) -> list[tuple[Floats, Floats]]:
    """Return the arrays of a value beside those expected, one NaN where they do not fit."""
    if isinstance(expected, list) and isinstance(value, list) and len(value) == len(expected):
        return [pair for v, e in zip(value, expected, strict=True) for pair in _leaves(v, e)]
    mine, asked = as_array(value), as_array(expected)
    if mine is None or asked is None or mine.shape != asked.shape:
        return [(np.array(np.nan), np.array(0.0))]
    return [(mine, asked)]


def _has_digits_of(
    kind: type[np.floating], tolerance: Tolerance, mine: Floats, asked: Floats
) -> bool:
    with np.errstate(all="ignore"):
        return close(mine, asked, tolerance) and np.array_equal(mine, mine.astype(kind))


def _is_whole(mine: Floats, asked: Floats) -> bool:
    return np.array_equal(mine, np.round(mine))


def _is_rounded(decimals: int, mine: Floats, asked: Floats) -> bool:
    if not np.isfinite(mine).all():
        return False
    unit = 10.0**-decimals
    on_grid = np.abs(mine / unit - np.round(mine / unit)) < 1e-6 + 1e-12 * np.abs(mine / unit)
    return bool(on_grid.all() and (np.abs(mine - asked) <= 0.5001 * unit).all())
