"""What a variable holds, as plain constants: numbers and short texts, and dictionaries of them."""

import operator
from itertools import islice

from course.checking.plain import Opaque

Constant = str | int | float | None | Opaque
ENTRIES_AT_MOST = 200
TEXT_AT_MOST = 200
NUMBER_AT_MOST = 2**53


def constants(value: object) -> dict[str | int, Constant] | Constant:
    """Return a dictionary's entries as constants; of anything else, a constant or its type's name.

    A key that is no whole number and no text is known by its type's name.
    """
    if not isinstance(value, dict):
        return constant(value)
    entries = islice(dict.items(value), ENTRIES_AT_MOST)
    return {_key(key): constant(item) for key, item in entries}


def constant(value: object) -> Constant:
    """Return a number, a short text or None as it is, and of anything else its type's name."""
    if value is None:
        return None
    if isinstance(value, str):
        text = str.__str__(value)
        return text if len(text) <= TEXT_AT_MOST else Opaque("str")
    if isinstance(value, float):
        return float.__float__(value)
    try:
        number = operator.index(value)  # type: ignore[arg-type]
    except Exception:
        return Opaque(type(value).__name__)
    return number if abs(number) < NUMBER_AT_MOST else Opaque("int")


def _key(key: object) -> str | int:
    found = constant(key)
    if isinstance(found, float) and found.is_integer() and abs(found) < NUMBER_AT_MOST:
        return int(found)
    return found if isinstance(found, (str, int)) else type(key).__name__
