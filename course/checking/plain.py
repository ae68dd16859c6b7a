"""Plain data: all that passes between a check and the function that it calls.

Arrays, numbers, strings, None, and lists of them. Whatever else comes back is
known by the name of its type alone, so that a check never runs code of what it
judges.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeGuard

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Opaque:
    """Something that is no plain data, known by what it is called."""

    kind: str


Array: TypeAlias = npt.NDArray[np.generic]
Floats: TypeAlias = npt.NDArray[np.float64]
Plain: TypeAlias = (
    "None | bool | int | float | str | Array | Opaque | list[Plain] | dict[str | int, Plain]"
)
Inputs: TypeAlias = Mapping[str, Plain]


def plain(value: object) -> Plain:
    """Return a copy of value as plain data; tuples become lists."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (np.ndarray, np.generic)):
        return _plain_array(np.array(value, subok=False))
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items() if isinstance(key, (str, int))}
    return value if isinstance(value, Opaque) else Opaque(type(value).__name__)


def _plain_array(array: Array) -> Array | Opaque:
    if array.dtype.kind in "biuf":
        return array
    return Opaque(f"array of dtype {array.dtype}")


def is_number(value: Plain) -> TypeGuard[float | Array]:
    """Return whether value is a single number that a float may stand for."""
    if isinstance(value, np.ndarray):
        return value.ndim == 0
    return isinstance(value, (int, float))


def as_array(value: Plain) -> Floats | None:
    """Return plain numeric data as a float64 array, or None where it is none."""
    if isinstance(value, (list, tuple)) and not all(as_array(item) is not None for item in value):
        return None
    if isinstance(value, (np.ndarray, int, float, list, tuple)):
        try:
            return np.asarray(value, dtype=np.float64)
        except (ValueError, OverflowError):
            return None
    return None


def describe(value: Plain) -> str:
    """Say in a few words what value is: its shape, its number, its kind."""
    if value is None:
        return "None"
    if isinstance(value, Opaque):
        return f"a value of type {value.kind}"
    if isinstance(value, np.ndarray) and value.ndim:
        return f"an array of shape {value.shape}"
    if is_number(value):
        return f"the number {float(value):.6g}"
    if isinstance(value, str):
        return repr(value)[:200]
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        return f"a dictionary with {', '.join(map(repr, value))}"[:200]
    return f"{type(value).__name__} {value!r}"[:60]


def describe_inputs(inputs: Inputs) -> str:
    """Say in one line what a function was called with, arrays by their shapes."""
    return ", ".join(f"{name} {_brief(value)}" for name, value in inputs.items())


def _brief(value: Plain) -> str:
    if isinstance(value, np.ndarray) and value.ndim:
        return str(value.shape)
    if isinstance(value, list) and value and all(isinstance(v, np.ndarray) for v in value):
        return "[" + ", ".join(str(v.shape) for v in value if isinstance(v, np.ndarray)) + "]"
    if is_number(value):
        return f"= {float(value):.4g}"
    text = repr(value)
    return "= " + (text if len(text) <= 40 else text[:37] + "...")
