"""Which of the examples a row is: what shuffles is judged by where each row comes from."""

from itertools import repeat

import numpy as np

from course.checking.plain import FLOAT, as_array, plain


def floats_of(value):
    """Return whatever comes as a float64 array, or None where it is no numbers."""
    if type(value) is np.ndarray and value.dtype is FLOAT:
        return value  # nearly all there are, by the quickest way
    return as_array(plain(value))


def finder(examples):
    """Return a function from rows, a float64 array of the examples' width, to their places.

    The place of a row is the index of the example that it equals, -1 where it equals none.
    """
    width = examples[0].size
    places = {key: i for i, key in enumerate(_keys(examples, width))}
    return lambda rows: list(map(places.get, _keys(rows, width), repeat(-1)))


def _keys(rows, width):
    """Return one key for each row, equal where all entries are."""
    return map(tuple, rows.reshape(len(rows), width).tolist())
