"""The arrays in an answer, one by one, beside those of another one."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np

from course.checking.plain import Floats, Plain, as_array

Pairs: TypeAlias = list[tuple[Floats, Floats]]


def leaves(value: Plain, other: Plain) -> Pairs:
    """Return the arrays of a value beside those of another, one NaN where they do not fit."""
    if isinstance(other, list) and isinstance(value, list) and len(value) == len(other):
        return [pair for v, o in zip(value, other, strict=True) for pair in leaves(v, o)]
    mine, theirs = as_array(value), as_array(other)
    if mine is None or theirs is None or mine.shape != theirs.shape:
        return [(np.array(np.nan), np.array(0.0))]
    return [(mine, theirs)]


def each(value: Plain, change: Callable[[Floats], Plain]) -> Plain:
    """Return a value with every array of fractions, and every fraction, changed."""
    if isinstance(value, float):
        return change(np.array(value))
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return change(value.astype(np.float64))
    if isinstance(value, list):
        return [each(item, change) for item in value]
    if isinstance(value, dict):
        return {key: each(item, change) for key, item in value.items()}
    return value


def are_whole(arrays: Sequence[Floats]) -> bool:
    """Return whether there are whole numbers alone: 0 and 1 have digits enough in any precision."""
    return all(np.array_equal(array, np.round(array)) for array in arrays)
