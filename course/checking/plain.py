"""Plain data: all that passes between a check and the function that it calls.

Arrays, numbers, strings, None, and lists of them. Whatever else comes back is
known by the name of its type alone, so that a check never runs code of what it
judges.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias, TypeGuard, cast

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Opaque:
    """Something that is no plain data, known by what it is called."""

    kind: str


DEPTH_AT_MOST = 12
ITEMS_AT_MOST = 100_000
TEXT_AT_MOST = 10_000
NUMBERS = "biuf"  # kinds of dtype
FLOAT = np.dtype(np.float64)
SHOWN = 3  # items of a list that are described

Array: TypeAlias = npt.NDArray[np.generic]
Floats: TypeAlias = npt.NDArray[np.float64]
Plain: TypeAlias = (
    "None | bool | int | float | str | Array | Opaque | list[Plain] | dict[str | int, Plain]"
)
Inputs: TypeAlias = Mapping[str, Plain]


def plain(value: object, depth: int = 0) -> Plain:
    """Return a copy of value as plain data; tuples become lists, and what is derived its base.

    Its size is bounded, as that of a message from another process is.
    """
    if value is None or isinstance(value, bool) or type(value) is float:
        return value
    if isinstance(value, (np.ndarray, np.generic)):
        return _plain_array(value, depth)
    if isinstance(value, (str, int, float)):
        return _plain_single(value)
    if isinstance(value, (list, tuple, dict)) and depth >= DEPTH_AT_MOST:
        return Opaque("list in too many lists")
    if isinstance(value, (list, tuple)):
        items = [plain(item, depth + 1) for item in islice(value, ITEMS_AT_MOST + 1)]
        return items if len(items) <= ITEMS_AT_MOST else Opaque("list of too many items")
    if isinstance(value, dict):
        keys = [key for key in islice(value, ITEMS_AT_MOST) if isinstance(key, (str, int))]
        return {key: plain(value[key], depth + 1) for key in keys}
    return value if isinstance(value, Opaque) else Opaque(type(value).__name__)


def _plain_single(value: str | int | float) -> Plain:
    if isinstance(value, str):
        return (value if type(value) is str else str.__getnewargs__(value)[0])[:TEXT_AT_MOST]
    if isinstance(value, float):
        return value if type(value) is float else float.__getnewargs__(value)[0]
    number = value if type(value) is int else int.__getnewargs__(value)[0]
    return number if number.bit_length() < 1024 else Opaque("integer of more than 300 digits")


def _plain_array(value: Array | np.generic, depth: int) -> Plain:
    """Return an array as it is, one of objects as lists, and one that hides entries as opaque."""
    if type(value) is np.ndarray and value.dtype.kind in NUMBERS:
        return np.array(value)  # nearly all there are, by the quickest way
    if isinstance(value, np.ma.MaskedArray) and np.ma.is_masked(value):
        return Opaque("masked array with hidden entries")
    array = np.array(value, subok=False)
    if array.dtype.kind in NUMBERS:
        return array
    if array.dtype.kind == "O" and array.ndim:
        return plain(array.tolist(), depth)
    return Opaque(f"array of dtype {array.dtype}")


def is_number(value: Plain) -> TypeGuard[float | Array]:
    """Return whether value is a single number that a float may stand for."""
    if isinstance(value, np.ndarray):
        return value.ndim == 0
    return isinstance(value, (int, float))


def as_array(value: Plain) -> Floats | None:
    """Return plain numeric data as a float64 array, or None where it is none."""
    if type(value) is np.ndarray and value.dtype is FLOAT:
        return cast("Floats", value)  # nearly all there are, by the quickest way
    if not _holds_numbers(value):
        return None
    try:
        return np.asarray(value, dtype=np.float64)
    except (ValueError, OverflowError):
        return None


def _holds_numbers(value: Plain) -> bool:
    """Return whether there are numbers alone in it; nothing is converted to find that out."""
    if isinstance(value, (list, tuple)):
        return all(map(_holds_numbers, value))
    return isinstance(value, (np.ndarray, int, float))


def describe(value: Plain) -> str:
    """Say in a few words what value is: its shape, its number, its kind."""
    if value is None or isinstance(value, bool):
        return str(value)
    if isinstance(value, Opaque):
        return f"a value of type {value.kind}"
    if isinstance(value, np.ndarray) and value.ndim:
        return f"an array of shape {value.shape}"
    if is_number(value):
        return f"the number {float(value):.6g}"
    if isinstance(value, str):
        return repr(value[:200])
    if isinstance(value, (list, tuple)):
        return _describe_list(value)
    if isinstance(value, dict):
        return f"a dictionary with {', '.join(map(repr, value))}"[:200]
    return f"{type(value).__name__} {value!r}"[:60]


def _describe_list(value: list[Plain]) -> str:
    """Say how many items a list has, and what the first are where they are no numbers."""
    if all(isinstance(item, int | float) for item in value[:SHOWN]):
        return f"a list of {len(value)}"
    shapes = [item.shape for item in value[:SHOWN] if isinstance(item, np.ndarray) and item.ndim]
    items = ", ".join(map(_describe_item, value[:SHOWN]))
    if len(shapes) == len(value[:SHOWN]) > 1:
        items = "arrays of shape " + ", ".join(map(str, shapes))
    more = ", ..." if len(value) > SHOWN else ""
    return f"a list of {len(value)}" + f": {items}{more}"[:200]


def _describe_item(value: Plain) -> str:
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)}"
    return "a number" if is_number(value) else describe(value)


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
