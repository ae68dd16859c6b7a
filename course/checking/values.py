"""Observations of the values: a factor, a slice, decimals lost, an input that plays no part."""

import math
from collections.abc import Sequence

import numpy as np

from course.checking.comparing import Tolerance, close, matches
from course.checking.plain import Floats, Plain, as_array, is_number
from course.checking.view import Observation, Pairs, View, in_a_row, target_of

UNCHANGED = Tolerance(1e-11, 1e-300)
FAR = 1e-6  # from 1: a factor that is seen
ROUNDED_AWAY = 1e-12  # a factor below it is what rounding leaves of 0
FAR_FROM_OVERFLOW = 1e200
SEVERAL = 2
MOVES = Tolerance(1e-7, 1e-13)
RATIOS = {
    -1.0: Observation("sign", "every entry has the wrong sign: check for a lost or an extra minus"),
    2.0: Observation(
        "factor_2", "every entry is 2 times too large: look for a factor 2, or a missing 1/2"
    ),
    0.5: Observation(
        "factor_half", "every entry is half of what it should be: look for an extra 1/2"
    ),
}


def given_back(view: View) -> Observation | None:
    """Tell a number that is one of the input numbers as it came."""
    if len(view.cases) < SEVERAL or not all(map(is_number, view.values)):
        return None
    for name in view.cases[0].inputs:
        given = [case.inputs.get(name) for case in view.cases]
        if not all(map(is_number, given)) or len(set(map(repr, given))) < SEVERAL:
            continue
        if all(map(matches, view.values, given)):
            return Observation("given_back", f"this is `{name}` as it came")
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


def constant_ratio(view: View) -> Observation | None:
    """Tell one factor in every entry of every case: -1, 2, 1/2, n, 1/n, or another."""
    pairs = view.arrays()
    first = next((pair for pair in pairs or () if np.any(pair[1])), None)
    if not pairs or first is None or not may_be_scaled(*first, view.tolerance):
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
    if sum(np.count_nonzero(target) for _, target in pairs) < SEVERAL:
        return None  # one number is a multiple of any other
    if ratio is not None and _scaled(pairs, [ratio] * len(pairs), view.tolerance):
        if abs(ratio - 1) <= FAR:
            return None
        return Observation("constant_factor", f"every entry is {ratio:.4g} times what it should be")
    if ratio is not None and len(sizes) == len(view.cases):
        return _ratio_with_n(pairs, sizes, ratio, view.tolerance)
    return None


def may_be_scaled(value: Floats, target: Floats, tolerance: Tolerance) -> bool:
    """Return False where a value is surely no multiple of a target of its shape: the quick way.

    Were it one, it would be so with the factor of the largest entry, within twice the tolerance.
    """
    with np.errstate(all="ignore"):
        at = int(np.abs(target).argmax()) if target.size else 0
        largest = abs(float(target.flat[at])) if target.size else 0.0
        if not 0 < largest < FAR_FROM_OVERFLOW:
            return True
        ratio = float(value.flat[at]) / float(target.flat[at])
        if not math.isfinite(ratio):
            return True
        allowed = tolerance.absolute + (tolerance.relative + ROUNDED_AWAY) * abs(ratio) * largest
        return bool(np.abs(value - ratio * target).max() <= 3 * allowed)


def scaled_change(view: View) -> Observation | None:
    """Tell one factor in how far the answer lies from an input: a step that is too long."""
    pairs = view.arrays()
    if not pairs:
        return None
    for name in view.cases[0].inputs:
        starts = [
            _start(case.inputs.get(name), expected)
            for case, expected in zip(view.cases, view.expected, strict=True)
        ]
        moves = [
            (value - start, target - start)
            for start, (value, target) in zip(starts, pairs, strict=True)
            if start is not None
        ]
        if len(moves) < len(pairs) or not any(np.any(move) for _, move in moves):
            continue
        ratio = _ratio(moves) or 0.0
        if abs(ratio - 1) > FAR and _scaled(moves, [ratio] * len(moves), MOVES):
            return _told_change(name, view.name, ratio)
    return None


def _start(given: Plain, expected: Plain) -> Floats | None:
    """Return an input as an array of the answer's shape, None where it has no such."""
    if isinstance(expected, list):
        pair = in_a_row(given, expected)
        return pair and pair[0]
    target = target_of(expected)
    if target is None or not isinstance(given, np.ndarray) or given.ndim == 0:
        return None
    if given.dtype.kind != "f":
        return None
    try:
        return np.broadcast_to(given.astype(np.float64), target.shape)
    except ValueError:
        return None


def _told_change(name: str, output: str, ratio: float) -> Observation:
    if ratio == 0:
        return Observation("unmoved", f"this is `{name}` as it came: nothing is added to it")
    if name != output:
        added = f"what is added to `{name}` is {ratio:.4g} times what it should be"
        return Observation("scaled_change", added)
    if ratio < 0:
        return Observation("wrong_way", f"`{name}` moves the wrong way: look at the step's sign")
    return Observation("scaled_step", f"`{name}` moves {ratio:.4g} times as far as it should")


def _ratio_with_n(
    pairs: Pairs, sizes: Sequence[int], ratio: float, tolerance: Tolerance
) -> Observation | None:
    """Tell a factor that goes with n or 1/n; ratio: that of the first case that has one."""
    first = next(n for n, (_, target) in zip(sizes, pairs, strict=True) if np.any(target))
    if _scaled(pairs, [ratio * first / n for n in sizes], tolerance):
        return Observation(
            "factor_over_n",
            f"every entry is {ratio * first:.4g}/n times what it should be: is there a mean in "
            "place of a sum, and a factor besides?",
        )
    if _scaled(pairs, [ratio / first * n for n in sizes], tolerance):
        return Observation(
            "factor_times_n",
            f"every entry is {_of_n(ratio / first)} times what it should be: is there a sum in "
            "place of a mean, and a factor besides?",
        )
    return None


def _of_n(factor: float) -> str:
    """Write a multiple of n: -1 is another sign."""
    return "-n" if abs(factor + 1) <= FAR else f"{factor:.4g} n"


def _ratio(pairs: Pairs) -> float | None:
    value, target = next((v, t) for v, t in pairs if np.any(t))
    at = np.unravel_index(np.argmax(np.abs(target)), target.shape)
    with np.errstate(all="ignore"):
        ratio = float(value[at] / target[at])
    return ratio if np.isfinite(ratio) and abs(ratio) > ROUNDED_AWAY else None


def _scaled(pairs: Pairs, factors: Sequence[float], tolerance: Tolerance) -> bool:
    with np.errstate(all="ignore"):  # a wrong value may be as large as a float can be
        return all(
            close(value, factor * target, tolerance)
            for (value, target), factor in zip(pairs, factors, strict=True)
        )


def unused_input(view: View) -> Observation | None:
    """Tell an input that the answer does not change with, and should."""
    base: tuple[Plain, Plain] | None = None
    same: dict[str, list[bool]] = {}
    least = max(view.tolerance, UNCHANGED, key=lambda tolerance: tolerance.relative)
    for case, value, expected in zip(view.cases, view.values, view.expected, strict=True):
        if not case.varied:
            base = value, expected
        elif base and _same_form(value, expected) and not matches(expected, base[1], least):
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
    """Return whether there is a number but 0 in a value."""
    if isinstance(value, list):
        return any(map(_is_something, value))
    array = as_array(value)
    return value is not None and array is not None and bool(np.any(array))


def _same_form(value: Plain, expected: Plain) -> bool:
    """Return whether a value may be held against what is expected: None, a number, an array."""
    if isinstance(expected, list):
        return isinstance(value, list) and len(value) == len(expected)
    if isinstance(value, bool):
        return False
    if value is None or expected is None:
        return value is None or is_number(value)
    mine, theirs = as_array(value), as_array(expected)
    return mine is not None and theirs is not None and mine.shape == theirs.shape


def only_some_cases(view: View) -> Observation | None:
    """Tell what the right cases, or the wrong ones, have in common."""
    right = view.right()
    telling = [case.telling for case in view.cases]
    if view.tells:
        telling = [told and tells for told, tells in zip(telling, view.tells(), strict=True)]
    if not any(ok and tells for ok, tells in zip(right, telling, strict=True)):
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
