"""Points for nothing: an answer that holds nothing, or no number, earns none of an exercise."""

import numpy as np

from tests.exercises.catalogue import SHARED_SEED, verdict_on

NAN, INF = float("nan"), float("inf")


def emptied(value):
    """Return an input with all of its entries taken out, its kind kept."""
    if isinstance(value, np.ndarray):
        return value[:0] if value.ndim else value
    if isinstance(value, (list, tuple, dict, str)):
        return type(value)()
    return value


def without_numbers(value):
    """Return an input with NaN for every number, its shape kept."""
    if isinstance(value, np.ndarray):
        return np.full(value.shape, NAN)
    if isinstance(value, (list, tuple)):
        return type(value)(map(without_numbers, value))
    return NAN


NOTHINGS = {
    "None": lambda *given: None,
    "NaN": lambda *given: NAN,
    "NaN, as an array": lambda *given: np.array(NAN),
    "infinity": lambda *given: INF,
    "minus infinity": lambda *given: -INF,
    "not implemented": lambda *given: NotImplemented,
    "an ellipsis": lambda *given: ...,
    "an empty text": lambda *given: "",
    "an empty list": lambda *given: [],
    "an empty tuple": lambda *given: (),
    "an empty dictionary": lambda *given: {},
    "an empty set": lambda *given: set(),
    "an empty iterator": lambda *given: iter(()),
    "an empty generator": lambda *given: (entry for entry in ()),
    "an empty array": lambda *given: np.array([]),
    "no rows": lambda *given: np.zeros((0, 3)),
    "no columns": lambda *given: np.zeros((3, 0)),
    "neither rows nor columns": lambda *given: np.zeros((0, 0)),
    "an empty list in a list": lambda *given: [[]],
    "empty lists": lambda *given: [[], [], []],
    "an empty pair": lambda *given: ((), ()),
    "two empty lists": lambda *given: ([], []),
    "three empty lists": lambda *given: ([], [], []),
    "two empty arrays": lambda *given: (np.array([]), np.array([])),
    "three empty arrays": lambda *given: (np.array([]), np.array([]), np.array([])),
    "two times None": lambda *given: (None, None),
    "three times None": lambda *given: (None, None, None),
    "two times NaN": lambda *given: (NAN, NAN),
    "three times NaN": lambda *given: (NAN, NAN, NAN),
    "a list of NaN": lambda *given: [NAN] * 4,
    "NaN of the first input's shape": lambda *given: without_numbers(given[0]),
    "NaN of every input's shape": lambda *given: tuple(map(without_numbers, given)),
    "NaN of the last input's shape": lambda *given: without_numbers(given[-1]),
    "the first input, emptied": lambda *given: emptied(given[0]),
    "every input, emptied": lambda *given: tuple(map(emptied, given)),
    "a list of the emptied inputs": lambda *given: list(map(emptied, given)),
    "an object array of None": lambda *given: np.array([None, None]),
}


def test_nothing_earns_nothing(exercise):
    earned = {}
    for words, answer in NOTHINGS.items():
        verdict = verdict_on(exercise, answer, SHARED_SEED)
        if verdict.points:
            earned[words] = [(f.name, f.points) for f in verdict.findings if f.points]
    assert not earned
