"""Observations of values that were cut or rounded to whole numbers, everywhere or in some cases."""

import numpy as np

from course.checking.plain import Floats
from course.checking.view import Observation, View

CUT_HERE_AND_THERE = (
    "the decimals are lost in some cases, and kept in others: look for int() or an integer array; "
    "np.vectorize makes one where the first result is a whole number such as 0, so return 0.0"
)


def whole_numbers(view: View) -> Observation | None:
    """Tell values that were cut or rounded to whole numbers."""
    pairs = view.arrays()
    if pairs and all(_is_cut(*pair) for pair in pairs) and any(np.any(v) for v, _ in pairs):
        return Observation(
            "whole_numbers", "the decimals are lost: look for an integer array, // or int()"
        )
    return None


def cut_here_and_there(view: View) -> Observation | None:
    """Tell values that are right in some cases, and cut to whole numbers in all others."""
    pairs = view.arrays()
    right = view.right()
    if not pairs or not any(right):
        return None
    cut = [pair for pair, fine in zip(pairs, right, strict=True) if not fine]
    if all(_is_cut(*pair) for pair in cut) and any(np.any(value) for value, _ in cut):
        return Observation("cut_here_and_there", CUT_HERE_AND_THERE)
    return None


def _is_cut(value: Floats, target: Floats) -> bool:
    """Return whether a value is what is expected of it without its decimals."""
    return any(np.array_equal(value, cut(target)) for cut in (np.trunc, np.round, np.floor))
