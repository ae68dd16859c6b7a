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
    each case whether it tells a wrong formula from a right one.
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

    def arrays(self) -> Pairs | None:
        """Return pairs (value, expected) as arrays, or None where shapes or kinds differ."""
        pairs = []
        for value, expected in zip(self.values, self.expected, strict=True):
            target = target_of(expected)
            array = as_array(value)
            if array is None or target is None or array.shape != target.shape:
                return None
            pairs.append((array, target))
        return pairs

    def right(self) -> list[bool]:
        """Return for each case whether it is right."""
        return [
            not self.flaw(value, expected)
            if self.flaw
            else matches(value, expected, self.tolerance)
            for value, expected in zip(self.values, self.expected, strict=True)
        ]


def target_of(expected: Plain) -> Floats | None:
    """Return an expected array or number as an array; lists have shapes of their own."""
    if isinstance(expected, np.ndarray) or is_number(expected):
        return np.asarray(expected, dtype=np.float64)
    return None
