"""What parameters weigh: how many numbers there are in them, however they are written."""

from dataclasses import dataclass

import numpy as np

NUMBERS_AT_MOST, BYTES_AT_MOST = 25_000, 200_000
DEPTH_AT_MOST = 12
STOP = 500_000  # numbers; beyond so many nobody counts on
BITS = 16  # of an integer that count as one number
DIGITS = 11  # binary ones of a decimal number that predict gets: those of half precision
LARGEST = 2.0**30


@dataclass
class Weight:
    """Numbers and bytes that were counted; odd: what is no parameter, in words, "" for none."""

    numbers: int = 0
    bytes: int = 0
    odd: str = ""

    def add(self, numbers, size):
        """Count further numbers, and their bytes."""
        self.numbers += int(numbers)
        self.bytes += int(size)


def weight_of(parameters):
    """Return the Weight of parameters: arrays, numbers and strings, lists and dictionaries of them.

    Keys count, each character of a string counts as a number, and of an integer every 16 bits.
    """
    weight = Weight()
    _weigh(parameters, weight, 0)
    return weight


def _weigh(value, weight, depth):
    if weight.odd or weight.numbers > STOP:
        return
    if isinstance(value, (np.ndarray, np.generic)):
        _weigh_array(np.array(value, subok=False), weight, depth)
    elif isinstance(value, (bool, float)) or value is None:
        weight.add(1, 8)
    elif isinstance(value, int):
        bits = int.bit_length(value)
        weight.add(max(1, -(-bits // BITS)), max(8, -(-bits // 8)))
    elif isinstance(value, str):
        weight.add(str.__len__(value), 4 * str.__len__(value))
    elif isinstance(value, (list, tuple, dict)) and depth >= DEPTH_AT_MOST:
        weight.odd = f"lists in more than {DEPTH_AT_MOST} lists"
    elif isinstance(value, dict):
        for key, item in dict.items(value):
            _weigh(key, weight, depth + 1)
            _weigh(item, weight, depth + 1)
    elif isinstance(value, (list, tuple)):
        for item in (list if isinstance(value, list) else tuple).__iter__(value):
            _weigh(item, weight, depth + 1)
    else:
        weight.odd = _named(value)


def _named(value):
    if callable(value) and hasattr(value, "__code__"):
        return f"a function, `{value.__code__.co_name}`"
    return f"an object of type {type(value).__name__}"


def _weigh_array(array, weight, depth):
    kind, size = array.dtype.kind, array.dtype.itemsize
    if kind == "O":
        _weigh(array.tolist(), weight, depth + 1)
    elif kind not in "biuf" or size > 8:
        weight.odd = f"an array of dtype {array.dtype}"
    else:
        extra = 0
        if kind in "iu" and size > BITS // 8:
            positive = np.where(array < 0, -(array + 1), array).astype(np.uint64)
            extra = sum(
                np.count_nonzero(positive >> np.uint64(bits))
                for bits in range(BITS, 8 * size, BITS)
            )
        weight.add(array.size + extra, array.nbytes)


def copied(value, rounded=False):
    """Return parameters copied: no array, list or dictionary of it is the one that was given.

    rounded: to the digits of half precision, on which no network's labels depend: so a number
    holds one number, and not eight pixels. Whatever weight_of finds odd is left out.
    """
    if isinstance(value, (np.ndarray, np.generic)):
        array = np.array(value, subok=False)
        if array.dtype.kind == "O":
            return np.array(copied(array.tolist(), rounded), dtype=object)
        array = _short(array) if rounded and array.dtype.kind == "f" else array
        return array if isinstance(value, np.ndarray) else array[()]
    if isinstance(value, float):
        plain = float.__add__(value, 0.0)
        return float(_short(np.array(plain))) if rounded else plain
    if isinstance(value, dict):
        return {key: copied(item, rounded) for key, item in dict.items(value)}
    if isinstance(value, tuple):
        items = [copied(item, rounded) for item in tuple.__iter__(value)]
        return type(value)._make(items) if hasattr(type(value), "_make") else tuple(items)
    if isinstance(value, list):
        return [copied(item, rounded) for item in list.__iter__(value)]
    return value


def _short(array):
    """Return floats of DIGITS binary digits, what is tiny as 0 and nothing beyond LARGEST."""
    finite = np.where(np.isfinite(array), array, 0.0)
    mantissa, exponent = np.frexp(np.clip(finite, -LARGEST, LARGEST))
    short = np.ldexp(np.round(mantissa * 2.0**DIGITS) / 2.0**DIGITS, exponent)
    short = np.where(np.abs(short) < 1 / LARGEST, 0.0, short)
    return np.where(np.isfinite(array), short, array).astype(array.dtype)
