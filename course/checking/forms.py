"""Observations of the form: nothing, another kind, count, length or shape than what is asked."""

from collections.abc import Sequence

import numpy as np

from course.checking.comparing import close, matches
from course.checking.exercise import MISSING
from course.checking.plain import Floats, Opaque, Plain, as_array, describe, is_number
from course.checking.view import Observation, View, target_of

NOTHING_RETURNED = "the function returns None: is there a return at its end?"
NONE_EVERYWHERE = Observation(
    "none_everywhere", "None comes in all of these cases, and some of them have another answer"
)
PLACES = ("first", "second", "third", "fourth")
IN_BRACKETS = (
    "it comes in a list or a tuple of one item: a comma at the end of the return line makes a "
    "tuple, and square brackets a list"
)


def nothing_returned(view: View) -> Observation | None:
    """Tell a function without a return, or None where it is not the answer."""
    if not all(value is None for value in view.whole):
        return None
    return NONE_EVERYWHERE if view.may_be_none else Observation("none_returned", NOTHING_RETURNED)


def other_count(view: View) -> Observation | None:
    """Tell a tuple of another length than the contract's."""
    count = len(view.outputs)
    if not count or all(isinstance(v, list) and len(v) == count for v in view.whole):
        return None
    asked = ", ".join(view.outputs)
    found = "a number" if is_number(view.whole[0]) else describe(view.whole[0])
    return Observation("wrong_count", f"return the {count} outputs ({asked}); found {found}")


def other_kind(view: View) -> Observation | None:
    """Tell a value that is no number, no array and no list where one is asked."""
    for value, expected, whole in zip(view.values, view.expected, view.whole, strict=True):
        if value is MISSING:
            return Observation(
                "wrong_type", f"there is no {view.name} in what it returns, {describe(whole)}"
            )
        if isinstance(value, (Opaque, str, bool, dict)) or value is None:
            same_kind = type(value) is type(expected)
            if same_kind and (isinstance(value, (str, dict)) or value == expected):
                continue
            return Observation(
                "wrong_type", f"found {describe(value)}, expected {describe(expected)}"
            )
    return None


def list_shape(view: View) -> Observation | None:
    """Tell a list of another length, or one whose arrays have other shapes."""
    for value, expected in zip(view.values, view.expected, strict=True):
        if not isinstance(expected, list) or matches(value, expected, view.tolerance):
            continue
        if not isinstance(value, (list, np.ndarray)) or is_number(value):
            return Observation(
                "wrong_type", f"found {describe(value)}, expected {describe(expected)}"
            )
        if len(value) != len(expected):
            return Observation(
                "wrong_length", f"found a list of {len(value)}, expected {len(expected)} items"
            )
        for i, (v, e) in enumerate(zip(value, expected, strict=True)):
            array, target = as_array(v), target_of(e)
            if target is not None and (array is None or array.shape != target.shape):
                return Observation(
                    "wrong_shape", f"item {i}: found {describe(v)}, expected {describe(e)}"
                )
    return None


def in_brackets(view: View) -> Observation | None:
    """Tell a list or a tuple of one item, where no list is asked for."""
    if any(isinstance(expected, list) for expected in view.expected):
        return None
    if all(isinstance(value, list) and len(value) == 1 for value in view.values):
        return Observation("one_item_list", IN_BRACKETS)
    return None


def one_of_several(view: View) -> Observation | None:
    """Tell the right value that is one of several returned, as (out, cache) or (loss, gradient)."""
    pairs = list(zip(view.values, view.expected, strict=True))
    if any(isinstance(expected, list) for _, expected in pairs):
        return None
    for place, which in enumerate(PLACES):
        if all(_holds_at(place, value, expected, view) for value, expected in pairs):
            return alone_of_several(which)
    return None


def alone_of_several(which: str) -> Observation:
    """Return what is said of a right value in company."""
    return Observation(
        f"{which}_of_several",
        f"several things come back, and the {which} of them is the answer: return that one alone",
    )


def _holds_at(place: int, value: Plain, expected: Plain, view: View) -> bool:
    """Return whether a list of several holds what is expected at a place."""
    if not isinstance(value, list) or len(value) <= max(1, place):
        return False
    return matches(value[place], expected, view.tolerance)


def transposed(view: View) -> Observation | None:
    """Tell rows and columns exchanged."""
    turned = []
    for value, expected in zip(view.values, view.expected, strict=True):
        array, target = as_array(value), target_of(expected)
        if array is None or target is None or target.ndim != 2 or array.shape != target.T.shape:
            return None
        turned.append(close(array.T, target, view.tolerance))
    if all(turned):
        return Observation(
            "transposed", "rows and columns are exchanged: it is the transpose of what is asked"
        )
    return None


def other_shape(view: View) -> Observation | None:
    """Tell another shape; an axis too many is named."""
    for value, expected in zip(view.values, view.expected, strict=True):
        array, target = as_array(value), target_of(expected)
        if array is None and target is not None and isinstance(value, list):
            several = f"found {describe(value)}, expected {describe(expected)}"
            return Observation("wrong_type", several)
        if array is None or target is None or array.shape == target.shape:
            continue
        found, asked = _shape(array), _shape(target)
        if array.size == target.size and array.ndim > target.ndim:
            return Observation(
                "extra_axis", f"found {found}, expected {asked}: an axis too many (keepdims?)"
            )
        return Observation("wrong_shape", f"found {found}, expected {asked}")
    return None


def _shape(array: Floats) -> str:
    return f"shape {array.shape}" if array.ndim else "a single number"


def swapped(view: View) -> Observation | None:
    """Tell another output's values in this one's place."""
    for name, expected in view.others.items():
        pairs = zip(view.values, expected, strict=True)
        if all(matches(value, target, view.tolerance) for value, target in pairs):
            if _stands_in_its_place(name, expected, view):
                once_more = f"this is {name} once more: it has a formula of its own"
                return Observation("repeated_output", once_more)
            return Observation(
                "swapped_outputs", f"this is {name}: return the outputs in the asked order"
            )
    return None


def _stands_in_its_place(name: str, expected: Sequence[Plain], view: View) -> bool:
    """Return whether another output is right where it is asked for."""
    if name not in view.outputs:
        return False
    place = view.outputs.index(name)
    return all(
        isinstance(whole, list) and matches(whole[place], target, view.tolerance)
        for whole, target in zip(view.whole, expected, strict=True)
    )
