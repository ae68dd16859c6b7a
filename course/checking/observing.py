"""General observations: what can be said of a wrong answer that no mistake names.

Each observer looks at the usual cases of one part and returns an Observation,
or None where it has nothing to say. The first one that speaks is
heard, so the plainest causes stand first.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np

from course.checking.comparing import Tolerance, close, matches
from course.checking.exercise import MISSING, Case
from course.checking.plain import Floats, Opaque, Plain, as_array, describe, is_number


class Observation(NamedTuple):
    """What is wrong: a short stable name, a sentence, and what shows it."""

    diagnosis: str
    sentence: str
    detail: str = ""


Pairs: TypeAlias = list[tuple[Floats, Floats]]

NOTHING_RETURNED = "the function returns None: is there a return at its end?"
IN_BRACKETS = (
    "it comes in a list or a tuple of one item: a comma at the end of the return line makes a "
    "tuple, and square brackets a list"
)
UNCHANGED = Tolerance(1e-11, 1e-300)
RATIOS = {
    -1.0: Observation("sign", "every entry has the wrong sign: check for a lost or an extra minus"),
    2.0: Observation(
        "factor_2", "every entry is 2 times too large: look for a factor 2, or a missing 1/2"
    ),
    0.5: Observation(
        "factor_half", "every entry is half of what it should be: look for an extra 1/2"
    ),
}


@dataclass(frozen=True)
class View:
    """One part's answers beside what was expected, on the usual cases.

    outputs: the names of what the function returns as a tuple, if it does.
    whole: what it returned, of which values are this part. others: name to the
    expected values of the exercise's other parts. flaw: the part's own.
    """

    name: str
    cases: tuple[Case, ...]
    values: tuple[Plain, ...]
    expected: tuple[Plain, ...]
    tolerance: Tolerance
    outputs: tuple[str, ...]
    whole: tuple[Plain, ...]
    others: Mapping[str, tuple[Plain, ...]]
    flaw: Callable[..., str] | None = None

    def arrays(self) -> Pairs | None:
        """Return pairs (value, expected) as arrays, or None where shapes or kinds differ."""
        pairs = []
        for value, expected in zip(self.values, self.expected, strict=True):
            target = _target(expected)
            array = as_array(value)
            if array is None or target is None or array.shape != target.shape:
                return None
            pairs.append((array, target))
        return pairs

    def right(self) -> list[bool]:
        """Return for each case whether it is right."""
        return [
            not self.flaw(value, expected)
            if self.flaw
            else matches(value, expected, self.tolerance)
            for value, expected in zip(self.values, self.expected, strict=True)
        ]


def _target(expected: Plain) -> Floats | None:
    """Return an expected array or number as an array; lists have shapes of their own."""
    if isinstance(expected, np.ndarray) or is_number(expected):
        return np.asarray(expected, dtype=np.float64)
    return None


def observe(view: View) -> Observation:
    """Return what is to be said of a wrong part; there is always something."""
    for observer in OBSERVERS:
        found = observer(view)
        if found:
            return found
    return Observation("wrong_value", "the values are not right")


def nothing_returned(view: View) -> Observation | None:
    """Tell a function without a return."""
    if all(value is None for value in view.whole):
        return Observation("none_returned", NOTHING_RETURNED)
    return None


def other_count(view: View) -> Observation | None:
    """Tell a tuple of another length than the contract's."""
    count = len(view.outputs)
    if not count or all(isinstance(v, list) and len(v) == count for v in view.whole):
        return None
    asked = ", ".join(view.outputs)
    return Observation(
        "wrong_count", f"return the {count} outputs ({asked}); found {describe(view.whole[0])}"
    )


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
            array, target = as_array(v), _target(e)
            if target is not None and (array is None or array.shape != target.shape):
                return Observation(
                    "wrong_shape", f"item {i}: found {describe(v)}, expected {describe(e)}"
                )
    return None


def not_a_number(view: View) -> Observation | None:
    """Tell NaN and infinity."""
    for value in view.values:
        array = as_array(value)
        if array is not None and not np.all(np.isfinite(array)):
            kind = "NaN (not a number)" if np.any(np.isnan(array)) else "infinity"
            return Observation(
                "not_finite", f"there is {kind} in it: look for 0/0, log(0) or an overflow"
            )
    return None


def in_brackets(view: View) -> Observation | None:
    """Tell a list or a tuple of one item, where no list is asked for."""
    if any(isinstance(expected, list) for expected in view.expected):
        return None
    if all(isinstance(value, list) and len(value) == 1 for value in view.values):
        return Observation("one_item_list", IN_BRACKETS)
    return None


def transposed(view: View) -> Observation | None:
    """Tell rows and columns exchanged."""
    turned = []
    for value, expected in zip(view.values, view.expected, strict=True):
        array, target = as_array(value), _target(expected)
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
        array, target = as_array(value), _target(expected)
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
            return Observation(
                "swapped_outputs", f"this is {name}: return the outputs in the asked order"
            )
    return None


def constant_ratio(view: View) -> Observation | None:
    """Tell one factor in every entry of every case: -1, 2, 1/2, n, 1/n, or another."""
    pairs = view.arrays()
    if not pairs or not any(np.any(target) for _, target in pairs):
        return None
    for factor, words in RATIOS.items():
        if _scaled(pairs, [factor] * len(pairs), view.tolerance):
            return words
    sizes = [case.n for case in view.cases if case.n]
    if len(sizes) == len(view.cases):
        if _scaled(pairs, sizes, view.tolerance):
            return Observation("factor_n", "every entry is n times too large: is a 1/n missing?")
        if _scaled(pairs, [1 / n for n in sizes], view.tolerance):
            return Observation(
                "factor_1_over_n",
                "every entry is n times too small: is 1/n there once too often?",
            )
    ratio = _ratio(pairs)
    if ratio is not None and _scaled(pairs, [ratio] * len(pairs), view.tolerance):
        return Observation("constant_factor", f"every entry is {ratio:.4g} times what it should be")
    if ratio is not None and len(sizes) == len(view.cases):
        first = next(n for n, (_, target) in zip(sizes, pairs, strict=True) if np.any(target))
        if _scaled(pairs, [ratio * first / n for n in sizes], view.tolerance):
            return Observation(
                "factor_over_n",
                f"every entry is {ratio * first:.4g}/n times what it should be: is there a mean "
                "in place of a sum, and a factor besides?",
            )
    return None


def _ratio(pairs: Pairs) -> float | None:
    value, target = next((v, t) for v, t in pairs if np.any(t))
    at = np.unravel_index(np.argmax(np.abs(target)), target.shape)
    ratio = value[at] / target[at]
    return float(ratio) if ratio else None


def _scaled(pairs: Pairs, factors: Sequence[float], tolerance: Tolerance) -> bool:
    return all(
        close(value, factor * target, tolerance)
        for (value, target), factor in zip(pairs, factors, strict=True)
    )


def whole_numbers(view: View) -> Observation | None:
    """Tell values that were cut or rounded to whole numbers."""
    pairs = view.arrays()
    if pairs and all(
        np.array_equal(value, np.trunc(target)) or np.array_equal(value, np.round(target))
        for value, target in pairs
    ):
        return Observation(
            "whole_numbers", "the decimals are lost: look for an integer array, // or int()"
        )
    return None


def unused_input(view: View) -> Observation | None:
    """Tell an input that the answer does not change with, and should."""
    base: tuple[Plain, Plain] | None = None
    same: dict[str, list[bool]] = {}
    for case, value, expected in zip(view.cases, view.values, view.expected, strict=True):
        if not case.varied:
            base = value, expected
        elif base and _same_form(value, expected) and not matches(expected, base[1], UNCHANGED):
            same.setdefault(case.varied, []).append(_is_the_same(value, base[0]))
    for name, found in same.items():
        if all(found):
            unused = (
                f"the answer stays the same when `{name}` changes: use the {name} that is given"
            )
            return Observation(f"unused_{name}", unused)
    return None


def _is_the_same(value: Plain, other: Plain) -> bool:
    """Return whether two answers are the same numbers, and not all of them 0."""
    return _is_something(value) and matches(value, other, UNCHANGED)


def _is_something(value: Plain) -> bool:
    """Return whether there is a number but 0 in a value, or it says that there is none."""
    if isinstance(value, list):
        return any(map(_is_something, value))
    array = as_array(value)
    return value is None or (array is not None and bool(np.any(array)))


def _same_form(value: Plain, expected: Plain) -> bool:
    """Return whether a value may be held against what is expected: None, a number, an array."""
    if isinstance(expected, list):
        return isinstance(value, list) and len(value) == len(expected)
    if value is None or expected is None:
        return value is None or is_number(value)
    mine, theirs = as_array(value), as_array(expected)
    return mine is not None and theirs is not None and mine.shape == theirs.shape


def only_some_cases(view: View) -> Observation | None:
    """Tell what the right cases, or the wrong ones, have in common."""
    right = view.right()
    if not any(ok and case.telling for case, ok in zip(view.cases, right, strict=True)):
        return None  # where nothing could have gone wrong, nothing has been shown
    labels = {case.label for case, ok in zip(view.cases, right, strict=True) if not ok}
    if len(labels) == 1 and (label := labels.pop()):
        return Observation("special_case", f"right on the other inputs, wrong with {label}")
    labels = {case.label for case, ok in zip(view.cases, right, strict=True) if ok}
    if len(labels) == 1 and (label := labels.pop()):
        return Observation("only_special_case", f"right only with {label}")
    return None


def one_slice(view: View) -> Observation | None:
    """Tell an array that is right but for one row or one column."""
    pairs = view.arrays()
    if not pairs or any(target.ndim != 2 for _, target in pairs):
        return None
    for axis, name in ((1, "row"), (0, "column")):
        several = [(value, target) for value, target in pairs if target.shape[1 - axis] > 1]
        places = {_only_wrong(value, target, axis, view.tolerance) for value, target in several}
        if len(places) == 1 and None not in places:
            place = places.pop()
            which = f"the last {name}" if place == -1 else f"{name} {place}"
            return Observation(f"one_{name}", f"right but for {which}")
    return None


def _only_wrong(value: Floats, target: Floats, axis: int, tolerance: Tolerance) -> int | None:
    """Return the index of the only wrong row or column (-1 for the last), or None."""
    scale = np.max(np.abs(target), initial=0.0)
    error = np.abs(value - target) > tolerance.absolute + tolerance.relative * scale
    wrong = np.flatnonzero(error.any(axis=axis))
    if len(wrong) != 1:
        return None
    last = error.shape[1 - axis] - 1
    return -1 if wrong[0] == last else int(wrong[0])


OBSERVERS = (
    nothing_returned,
    other_count,
    unused_input,
    other_kind,
    list_shape,
    in_brackets,
    transposed,
    other_shape,
    not_a_number,
    swapped,
    constant_ratio,
    whole_numbers,
    one_slice,
    only_some_cases,
)
