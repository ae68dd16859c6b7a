"""Things that an answer may return: what a check says of them, it says in a verdict."""

import datetime
import fractions
import math
from collections import namedtuple
from importlib.util import find_spec

import numpy as np

Gradients = namedtuple("Gradients", "dx dw db")


class Raising:
    """A thing of which nothing can be asked: length, array, text, truth, items, equality."""

    def _raise(self, *given, **named):
        raise RuntimeError("asked")

    __len__ = __array__ = __repr__ = __str__ = __bool__ = __iter__ = __getitem__ = _raise
    __eq__ = __float__ = __int__ = __lt__ = __add__ = __array_ufunc__ = _raise
    __hash__ = object.__hash__


class OddFloat(float):
    """A number that claims to be any other."""

    def __eq__(self, other):
        return True

    __hash__ = float.__hash__

    def __sub__(self, other):
        return 0.0

    __rsub__ = __abs__ = __sub__


class OddList(list):
    """A list that is shorter than it says."""

    def __len__(self):
        return 1_000_000


def in_itself():
    """Return a list that holds itself."""
    whole = [1.0]
    whole.append(whole)
    return whole


def nested(depth):
    """Return a number in many brackets."""
    whole = 1.0
    for _ in range(depth):
        whole = [whole]
    return whole


# name: from the right answer to what is returned in its place
THINGS = {
    "None": lambda right: None,
    "a boolean": lambda right: True,
    "an integer": lambda right: 3,
    "a large integer": lambda right: 10**400,
    "a float": lambda right: 0.5,
    "NaN": lambda right: math.nan,
    "infinity": lambda right: -math.inf,
    "a complex number": lambda right: 1 + 2j,
    "a fraction": lambda right: fractions.Fraction(1, 3),
    "a text": lambda right: "0.5",
    "bytes": lambda right: b"0.5",
    "an empty list": lambda right: [],
    "an empty tuple": lambda right: (),
    "a ragged list": lambda right: [[1.0, 2.0], [3.0]],
    "a list of texts": lambda right: ["a", "b"],
    "a list of None": lambda right: [None, None, None],
    "a list in itself": lambda right: in_itself(),
    "many brackets": lambda right: nested(300),
    "a dictionary": lambda right: {"dx": 1.0},
    "a dictionary of odd keys": lambda right: {(1, 2): 3.0, None: right},
    "a set": lambda right: {1.0, 2.0},
    "a generator": lambda right: (item for item in [right]),
    "a range": lambda right: range(3),
    "a function": lambda right: len,
    "a class": lambda right: dict,
    "a module": lambda right: math,
    "an object": lambda right: object(),
    "an exception": lambda right: ValueError("not raised"),
    "a thing that raises": lambda right: Raising(),
    "things that raise": lambda right: [Raising(), Raising(), Raising()],
    "an odd number": lambda right: OddFloat(0.1),
    "an odd list": lambda right: OddList([0.1]),
    "an array of no axes": lambda right: np.array(0.5),
    "an empty array": lambda right: np.zeros(0),
    "an array of no columns": lambda right: np.zeros((3, 0)),
    "an array of four axes": lambda right: np.zeros((2, 1, 3, 1)),
    "an array of objects": lambda right: np.array([None, "a", 1.0], dtype=object),
    "an array of texts": lambda right: np.array(["a", "b"]),
    "an array of dates": lambda right: np.array(["2026-01-01"], dtype="datetime64[D]"),
    "an array of complex numbers": lambda right: np.ones(3, dtype=complex),
    "a record array": lambda right: np.zeros(3, dtype=[("x", float), ("y", int)]),
    "a masked array": lambda right: np.ma.array([1.0, 2.0], mask=[False, True]),
    "a matrix": lambda right: np.matrix([[1.0, 2.0]]),
    "a date": lambda right: datetime.date(2026, 1, 1),
    "the answer in a tuple": lambda right: (right,),
    "the answer twice": lambda right: [right, right],
    "a named tuple": lambda right: Gradients(right, right, right),
    "the answer turned round": lambda right: right[::-1] if hasattr(right, "__len__") else right,
    "the answer without its last": lambda right: right[:-1] if hasattr(right, "__len__") else 0,
    "the answer and one more": lambda right: (*right, 1.0) if isinstance(right, tuple) else right,
    "the answer as a list": lambda right: np.array(right, dtype=object).tolist(),
    "the answer's first": lambda right: right[0] if isinstance(right, tuple | list) else None,
}
if find_spec("torch"):
    THINGS["a tensor"] = lambda right: __import__("torch").zeros(3)
if find_spec("pandas"):
    THINGS["a frame"] = lambda right: __import__("pandas").DataFrame({"x": [1.0, 2.0]})
