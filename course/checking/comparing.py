"""When two answers are the same, and where they differ."""

import math
from dataclasses import dataclass

import numpy as np

from course.checking.plain import Floats, Opaque, Plain, as_array, is_number


@dataclass(frozen=True)
class Tolerance:
    """|a - b| <= absolute + relative * (largest entry of what is expected)."""

    relative: float = 1e-9
    absolute: float = 1e-10


def close(value: Floats, expected: Floats, tolerance: Tolerance = Tolerance()) -> bool:
    """Return whether two float arrays of one shape agree within the tolerance.

    An infinity agrees with itself alone, and sets no scale for the rest.
    """
    if not expected.size:
        return True
    with np.errstate(all="ignore"):
        scale = np.abs(expected).max()
        error = np.abs(value - expected).max()  # NaN is within no tolerance
    if math.isfinite(scale):
        return bool(error <= tolerance.absolute + tolerance.relative * scale)
    finite = np.isfinite(expected)
    same = np.array_equal(value[~finite], expected[~finite])
    return same and close(value[finite], expected[finite], tolerance)


def matches(value: Plain, expected: Plain, tolerance: Tolerance = Tolerance()) -> bool:
    """Return whether plain data says what is expected, however it is written.

    A 0-d array stands for a number, nested lists for an array, an array for a
    list of its rows. Shapes must agree; None, text and unknown things match
    only themselves.
    """
    if expected is None or isinstance(expected, (str, Opaque)):
        return type(value) is type(expected) and value == expected
    if isinstance(expected, list):
        return _list_matches(value, expected, tolerance)
    if isinstance(expected, dict):
        return (
            isinstance(value, dict)
            and value.keys() == expected.keys()
            and all(matches(value[key], expected[key], tolerance) for key in expected)
        )
    array = as_array(value)
    target = np.asarray(expected, dtype=np.float64)
    return array is not None and array.shape == target.shape and close(array, target, tolerance)


def _list_matches(value: Plain, expected: list[Plain], tolerance: Tolerance) -> bool:
    if isinstance(value, np.ndarray) and not value.ndim:
        return False
    # lengths first: of rows there may be more than memory has room for
    if not isinstance(value, (np.ndarray, list, tuple)) or len(value) != len(expected):
        return False
    return all(matches(v, e, tolerance) for v, e in zip(value, expected, strict=True))


def relative_error(a: float, b: float) -> float:
    """Return |a - b| / max(|a|, |b|) for two numbers, 0 for two zeros."""
    scale = max(abs(a), abs(b))
    return abs(a - b) / scale if scale else 0.0


def apart(a: float, b: float) -> tuple[str, str]:
    """Write two numbers with six digits, and with more where they would read the same."""
    a, b = a + 0.0, b + 0.0  # no one writes -0
    for digits in range(6, 18):
        texts = f"{a:.{digits}g}", f"{b:.{digits}g}"
        if texts[0] != texts[1]:
            break
    return texts


def worst_entry(value: Floats, expected: Floats) -> tuple[str, float, float]:
    """Return (where, value's entry, expected's entry) at the largest difference.

    Both are float arrays of one shape; where is an index such as [0, 2], or
    nothing for a single number. An entry that is not a number counts as worst.
    """
    with np.errstate(all="ignore"):
        error = np.where(value == expected, 0.0, np.abs(value - expected))  # infinity as well
    error = np.where(np.isnan(error), np.inf, error)
    index = np.unravel_index(int(np.argmax(error)), error.shape)
    where = f"[{', '.join(str(int(i)) for i in index)}]" if index else ""
    return where, float(value[index]), float(expected[index])


def first_difference(
    value: Plain, expected: Plain, tolerance: Tolerance, name: str
) -> tuple[str, float, float] | None:
    """Return (name with index, value's entry, expected's entry), or None.

    None where there is no entry to compare: other shapes or kinds, or no
    difference. Walks into lists, and names the list's item, and into
    dictionaries, whose keys are names.
    """
    if isinstance(expected, list) and isinstance(value, (list, tuple)):
        for i, (v, e) in enumerate(zip(value, expected, strict=False)):
            if not matches(v, e, tolerance):
                return first_difference(v, e, tolerance, f"{name}[{i}]")
        return None
    if isinstance(expected, dict) and isinstance(value, dict):
        for key in (key for key in expected if key in value):
            if not matches(value[key], expected[key], tolerance):
                return first_difference(value[key], expected[key], tolerance, str(key))
        return None
    array = as_array(value)
    if array is None or not (is_number(expected) or isinstance(expected, np.ndarray)):
        return None
    target = np.asarray(expected, dtype=np.float64)
    if array.shape != target.shape or not array.size or close(array, target, tolerance):
        return None
    where, yours, wanted = worst_entry(array, target)
    return name + where, yours, wanted
