"""What an observer looks at: one part's answers beside what was expected."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np

from course.checking.comparing import Tolerance, matches
from course.checking.exercise import Case
from course.checking.plain import Floats, Plain, as_array, is_number


class Observation(NamedTuple):
    """What is wrong: a short stable name, a sentence, and what shows it."""

    diagnosis: str
    sentence: str
    detail: str = ""


Pairs: TypeAlias = list[tuple[Floats, Floats]]


@dataclass(frozen=True)
class View:
    """One part's answers beside what was expected, on the usual cases.

    outputs: the names of what the function returns as a tuple, if it does.
    whole: what it returned, of which values are this part. others: name to the
    expected values of the exercise's other parts. flaw: the part's own. tells: for
    each case whether it tells a wrong formula from a right one. may_be_none: whether None
    is what some case asks for, and the function returns more than None.
    """

    name: str
    cases: tuple[Case, ...]
    values: tuple[Plain, ...]
    expected: tuple[Plain, ...]
    tolerance: Tolerance
    outputs: tuple[str, ...]
    whole: tuple[Plain, ...]
    others: Mapping[str, tuple[Plain, ...]]
    flaw: Callable[..., str] | None = None
    tells: Callable[[], Sequence[bool]] | None = None
    may_be_none: bool = False

    def arrays(self) -> Pairs | None:
        """Return pairs (value, expected) as arrays, or None where shapes or kinds differ.

        A list of arrays is one row of all their numbers.
        """
        pairs = []
        for value, expected in zip(self.values, self.expected, strict=True):
            pair = in_a_row(value, expected)
            if pair is None:
                return None
            pairs.append(pair)
        return pairs

    def right(self) -> list[bool]:
        """Return for each case whether it is right."""
        return [
            not self.flaw(value, expected)
            if self.flaw
            else matches(value, expected, self.tolerance)
            for value, expected in zip(self.values, self.expected, strict=True)
        ]


def in_a_row(value: Plain, expected: Plain) -> tuple[Floats, Floats] | None:
    """Return a value and what is expected of it as arrays of one shape, None where they differ.

    Lists of arrays, item by item of the same shapes, become one row each.
    """
    if isinstance(expected, list):
        if not isinstance(value, list) or len(value) != len(expected) or not expected:
            return None
        pairs = [pair for v, e in zip(value, expected, strict=True) if (pair := in_a_row(v, e))]
        if len(pairs) < len(expected):
            return None
        mine, theirs = ([array.ravel() for array in arrays] for arrays in zip(*pairs, strict=True))
        return np.concatenate(mine), np.concatenate(theirs)
    array, target = as_array(value), target_of(expected)
    if array is None or target is None or array.shape != target.shape:
        return None
    return array, target


def target_of(expected: Plain) -> Floats | None:
    """Return an expected array or number as an array; lists have shapes of their own."""
    if isinstance(expected, np.ndarray) or is_number(expected):
        return np.asarray(expected, dtype=np.float64)
    return None
