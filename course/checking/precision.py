"""Single and half precision, at the end of a computation or on the way.

What has few digits shows it by its own, or by not moving where an input moves by less than those
digits tell, or by being right for inputs that have lost them. It is nearly right: beside the right
values, or beside those for inputs of few digits, or beside what the formula itself gives in them.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from itertools import islice
from typing import NamedTuple, TypeAlias

import numpy as np

from course.checking.calling import reply_of
from course.checking.comparing import Tolerance, close
from course.checking.examining import Draw, Examination
from course.checking.exercise import Part
from course.checking.leaves import Pairs, are_whole, each, leaves
from course.checking.plain import Floats, Inputs, Plain
from course.checking.view import Observation

SEEN = 2e-2  # by what share an input moves that any precision tells
CASES = 3  # in how many cases an input is moved

Kind: TypeAlias = str


class Precision(NamedTuple):
    """A precision of few digits: its numbers, how near they come, and what is said of it.

    unseen: by what share an input moves that it does not tell, but the next wider one does.
    """

    kind: Kind
    near: Tolerance
    unseen: float
    told: Observation


SINGLE = Precision(
    "float32",
    Tolerance(2e-5, 1e-9),
    1e-12,
    Observation(
        "single_precision",
        "right, but in single precision: about seven digits are left of sixteen; leave out float32 "
        "and keep NumPy's own float64",
    ),
)
HALF = Precision(
    "float16",
    Tolerance(1e-2, 1e-7),
    1e-7,
    Observation(
        "half_precision",
        "right, but in half precision: about three digits are left of sixteen; leave out float16 "
        "and keep NumPy's own float64",
    ),
)
PRECISIONS = (SINGLE, HALF)


def precision_of_numbers(mine: Floats, due: Floats) -> Precision | None:
    """Return the precision in which numbers are others that have more digits."""
    if np.array_equal(mine, due) or are_whole([due]):
        return None
    fitting = (p for p in PRECISIONS if _has_digits_of(p.kind, mine) and close(mine, due, p.near))
    return next(fitting, None)


def precision_of(part: Part, examination: Examination) -> Precision | None:
    """Return the precision in which a part's values are right, None where they have all digits."""
    places = examination.draw.usual_of(part)
    values = [part.of(examination.replies[i].value) for i in places]
    asked = [part.of(examination.draw.expected[i]) for i in places]
    if are_whole([array for due in asked for array, _ in leaves(due, due)]):
        return None
    for precision in PRECISIONS:
        if nearly([part], places, examination, precision) and (
            all(_has_digits_of(precision.kind, value) for value in values)
            or _is_computed_in(precision, part, examination)
        ):
            return precision
    return None


def _is_computed_in(precision: Precision, part: Part, examination: Examination) -> bool:
    """Return whether values show by their inputs that digits are lost on the way to them.

    A difference quotient of a function stands still by itself, so that this shows nothing there.
    """
    if _right_for_short_inputs(part, examination, precision):
        return True
    return not examination.exercise.convert and _stands_still(part, examination, precision)


def nearly(
    parts: Sequence[Part], places: Sequence[int], examination: Examination, precision: Precision
) -> bool:
    """Return whether parts have in some cases what a right formula has in this precision."""
    draw = examination.draw
    return all(
        any(
            _all_close(leaves(part.of(examination.replies[i].value), part.of(due)), precision.near)
            for due in _models(draw, i, precision)
        )
        for i in places
        for part in parts
        if part.where(draw.cases[i])
    )


def _models(draw: Draw, place: int, precision: Precision) -> Iterator[Plain]:
    """Yield what is right, for inputs of few digits as well, and computed in few digits."""
    yield draw.expected[place]
    yield each(draw.expected[place], partial(_shortened, precision.kind))
    yield _for_short(draw, place, precision.kind)
    yield _in_short(draw, place, precision.kind)
    for name in draw.exercise.arguments:
        yield _for_short(draw, place, precision.kind, name)


@lru_cache(maxsize=256)
def _for_short(draw: Draw, place: int, kind: Kind, alone: str = "") -> Plain:
    """Return the right answer to a case whose arrays, or numbers if it has none, lost digits.

    alone: the one input that lost them.
    """
    given = draw.cases[place].inputs
    short = {
        name: each(value, partial(_shortened, kind))
        for name, value in given.items()
        if alone in ("", name)
        and name not in draw.exercise.convert
        and not (isinstance(value, float) and _has_arrays(given))
    }
    return reply_of(draw.exercise, draw.exercise.reference, {**given, **short}).value


def _has_arrays(inputs: Inputs) -> bool:
    return any(isinstance(value, np.ndarray | list) for value in inputs.values())


@lru_cache(maxsize=256)
def _in_short(draw: Draw, place: int, kind: Kind) -> Plain:
    """Return the right answer to a case as it is computed from arrays of few digits."""
    given = draw.cases[place].inputs
    short = {
        name: value if name in draw.exercise.convert else _typed(value, kind)
        for name, value in given.items()
    }
    return reply_of(draw.exercise, draw.exercise.reference, short).value


def _typed(value: Plain, kind: Kind) -> Plain:
    """Return a value whose arrays of fractions have the dtype of a precision."""
    if isinstance(value, list):
        return [_typed(item, kind) for item in value]
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        with np.errstate(all="ignore"):
            return value.astype(kind)
    return value


def _shortened(kind: Kind, array: Floats) -> Plain:
    with np.errstate(all="ignore"):
        return _as_given(array.astype(kind).astype(np.float64))


def _as_given(array: Floats) -> Plain:
    return array if array.ndim else float(array)


def _has_digits_of(kind: Kind, value: Plain) -> bool:
    with np.errstate(all="ignore"):
        return all(
            np.array_equal(array, array.astype(kind), equal_nan=True)
            for array, _ in leaves(value, value)
        )


def _right_for_short_inputs(part: Part, examination: Examination, precision: Precision) -> bool:
    """Return whether values are wrong, and to the last digit right for inputs of few digits."""
    draw = examination.draw
    tolerance, places = draw.exercise.tolerance, draw.usual_of(part)
    if not all(_has_arrays(draw.cases[i].inputs) for i in places):
        return False  # a single number may be that of another one by chance
    return any(not examination.part_is_right(part, i) for i in places) and all(
        part.is_right(examination.replies[i].value, _for_short(draw, i, precision.kind), tolerance)
        for i in places
    )


def _stands_still(part: Part, examination: Examination, precision: Precision) -> bool:
    """Return whether values do not move with some input that moves by less than few digits tell.

    It is so in most cases: a number may fall on the same one by chance, and few digits may tell a
    little where they round the other way.
    """
    draw = examination.draw
    for name in draw.exercise.arguments:
        cases = (i for i in draw.usual_of(part) if name in draw.cases[i].inputs)
        seen = [
            _stands_still_with(name, precision.unseen, part, place, examination)
            for place in islice(cases, CASES)
        ]
        if 2 * seen.count(True) > len(seen) - seen.count(None):
            return True
    return False


def _stands_still_with(
    name: str, unseen: float, part: Part, place: int, examination: Examination
) -> bool | None:
    """Return whether values stand still in a case, None where right ones do not move either."""
    draw, exercise = examination.draw, examination.exercise
    given = draw.cases[place].inputs
    moved, far = (
        {**given, name: each(given[name], partial(_moved, share))} for share in (unseen, SEEN)
    )
    before, after = (
        part.of(reply_of(exercise, exercise.reference, inputs).value) for inputs in (given, moved)
    )
    if _share_moved(before, after) < 0.5:
        return None
    mine = part.of(examination.replies[place].value)
    near, further = examination.ask([moved, far])
    if near.failure or further.failure:
        return False
    return _share_moved(mine, part.of(near.value)) == 0 < _share_moved(mine, part.of(further.value))


def _moved(share: float, array: Floats) -> Plain:
    """Return an array each of whose entries has moved by about a share of its own."""
    uneven = 1 + 0.5 * np.sin(1.0 + np.arange(array.size)).reshape(array.shape)
    return _as_given(array * (1 + share * uneven))


def _share_moved(value: Plain, other: Plain) -> float:
    """Return the share of a value's numbers that are not the very same in another."""
    moved = [mine != theirs for mine, theirs in leaves(value, other)]
    count = sum(array.size for array in moved)
    return sum(int(np.count_nonzero(array)) for array in moved) / count if count else 0.0


def _all_close(pairs: Pairs, tolerance: Tolerance) -> bool:
    with np.errstate(all="ignore"):
        return all(_close_or_alike(mine, due, tolerance) for mine, due in pairs)


def _close_or_alike(mine: Floats, due: Floats, tolerance: Tolerance) -> bool:
    """Return whether arrays are close; where half precision overflows, NaN is NaN's like."""
    odd = ~np.isfinite(mine) | ~np.isfinite(due)
    return np.array_equal(mine[odd], due[odd], equal_nan=True) and close(
        mine[~odd], due[~odd], tolerance
    )
