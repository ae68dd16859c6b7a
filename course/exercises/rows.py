"""Which of the examples a row is: what shuffles is judged by where each row comes from."""

from itertools import repeat

import numpy as np

from course.checking.plain import FLOAT, as_array, plain
from course.checking.precision import HALF, SINGLE

# The precisions in which the examples are looked for, and what is said of all but the usual one.
PRECISIONS = ((None, ""), *((each.kind, each.told.sentence) for each in (SINGLE, HALF)))


def floats_of(value):
    """Return whatever comes as a float64 array, or None where it is no numbers."""
    if type(value) is np.ndarray and value.dtype is FLOAT:
        return value  # nearly all there are, by the quickest way
    return as_array(plain(value))


def finder(examples, kind=None):
    """Return a function from rows, a float64 array of the examples' width, to their places.

    The place of a row is the index of the example that it equals, -1 where it equals none. kind:
    a dtype of fewer digits in which a row may be an example's as well.
    """
    width = examples[0].size
    places = {key: i for i, key in enumerate(_keys(examples, width))}
    if kind is not None:
        near = {key: i for i, key in enumerate(_keys(_short(examples, kind), width))}
        places = near | places
    return lambda rows: list(map(places.get, _keys(rows, width), repeat(-1)))


def in_some_precision(read, unknown):
    """Return (what is read, what is said of its digits), in the first precision that knows them.

    read: kind, as finder takes it, to what is read, None where there is nothing to read. unknown:
    what is read to whether some row of it is no example's. Where no precision knows all rows, what
    is read of them in full digits.
    """
    usual = read(None)
    if usual is not None and not unknown(usual):
        return usual, ""
    for kind, digits in PRECISIONS[1:]:
        found = read(kind)
        if found is not None and not unknown(found):
            return found, digits
    return usual, ""


def as_pairs(places, others, examples, kind):
    """Return the places of others, the place beside it for each that is alike in few digits.

    Of numbers in half precision some are the same, and either is then as good as the other.
    """
    if kind is None or len(places) != len(others):
        return others
    short = _short(examples, kind).reshape(len(examples), -1)
    return [
        place if -1 not in (place, other) and np.array_equal(short[place], short[other]) else other
        for place, other in zip(places, others, strict=True)
    ]


def _short(examples, kind):
    return examples.astype(kind).astype(np.float64)


def _keys(rows, width):
    """Return one key for each row, equal where all entries are."""
    return map(tuple, rows.reshape(len(rows), width).tolist())
