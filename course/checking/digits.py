"""The digits of a right answer: half of them, or rounded ones."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeAlias

import numpy as np

from course.checking.comparing import Tolerance, close
from course.checking.exercise import Part
from course.checking.plain import Floats, Plain, as_array
from course.checking.view import Observation

NEARLY, ROUGHLY = Tolerance(2e-5, 1e-6), Tolerance(4e-3, 1e-6)
DECIMALS = range(2, 13)
Pairs: TypeAlias = Sequence[tuple[Part, Plain, Plain]]
Arrays: TypeAlias = Sequence[tuple[Floats, Floats]]

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


def imprecise(arrays: Arrays) -> Observation | None:
    """Tell values that are right to seven digits in single precision, or but for rounding."""
    if not any(mine.size for mine, _ in arrays):
        return None
    return precision_of(arrays) or rounded(arrays)


def rounded(arrays: Arrays) -> Observation | None:
    """Tell values that are right but for rounding to some decimals."""
    if _all(arrays, _is_whole):
        return None  # 0 and 1 are so in any case
    for decimals in DECIMALS:
        if _all(arrays, partial(_is_rounded, decimals)):
            return Observation(
                "rounded",
                f"right, but rounded to {decimals} decimals: return the values as they are",
            )
    return None


def arrays_of(pairs: Pairs) -> list[tuple[Floats, Floats]]:
    """Return the arrays of all pairs beside those expected."""
    return [array for _, mine, asked in pairs for array in _leaves(mine, asked)]


def precision_of(arrays: Arrays) -> Observation | None:
    """Tell values that have no more digits than single or half precision has."""
    if _all(arrays, _is_whole):
        return None  # 0 and 1 have digits enough in any precision
    for kind, tolerance, told in ((np.float32, NEARLY, SINGLE), (np.float16, ROUGHLY, HALF)):
        if _all(arrays, partial(_has_digits_of, kind, tolerance)):
            return told
    return None


def _all(arrays: Arrays, holds: Callable[[Floats, Floats], bool]) -> bool:
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
    return bool(on_grid.all() and (np.abs(mine - asked) <= 0.51 * unit).all())
