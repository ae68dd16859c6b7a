"""What an answer leaves behind in an examination, and whether two left the same.

The named mistakes of an exercise leave theirs too, so that an answer can be told to make one.
"""

import math
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import TypeAlias

import numpy as np

from course.checking.aspects import CaseByCase, aspects_of
from course.checking.comparing import Tolerance, close
from course.checking.examining import Draw, Examination, examination_of
from course.checking.exercise import Mistake
from course.checking.plain import Floats, Plain, as_array

SAME = Tolerance(1e-7, 1e-12)


class Footprint:
    """What an examination leaves: for each aspect whether it is right, and its trace.

    It is looked at no further than somebody asks: most mistakes are told from an answer by one
    case.
    """

    def __init__(self, examination: Examination) -> None:
        self.examination = examination
        self.aspects = aspects_of(examination.exercise)
        self._right: dict[int, bool] = {}
        self._conduct: dict[int, list[Plain]] = {}
        self._entries: dict[tuple[int, int], Entry] = {}
        self._same: dict[tuple[int, int], bool] = {}

    @cached_property
    def right(self) -> tuple[bool, ...]:
        """For each aspect whether it is right."""
        return tuple(map(self.is_right, range(len(self.aspects))))

    def is_right(self, place: int) -> bool:
        """Return whether an aspect is right."""
        if place not in self._right:
            self._right[place] = self.aspects[place].is_right(self.examination)
        return self._right[place]

    def trace(self, place: int) -> Iterator[Plain]:
        """Yield an aspect's trace, worked out no further than it is looked at."""
        return (self.entry(place, number).value for number in range(self._count(place)))

    def entry(self, place: int, number: int) -> "Entry":
        """Return one entry of an aspect's trace."""
        key = place, number
        if key not in self._entries:
            self._entries[key] = Entry(self._value(place, number))
        return self._entries[key]

    def _value(self, place: int, number: int) -> Plain:
        aspect, draw = self.aspects[place], self.examination.draw
        if not isinstance(aspect, CaseByCase):
            return self._of_conduct(place)[number]
        case = aspect.places(draw)[number]
        return aspect.entry(self.examination.replies[case], draw, case)

    def same(self, place: int, other: "Footprint") -> bool:
        """Return whether an aspect has the trace that it has in another footprint."""
        key = place, id(other)  # whoever asks keeps the other
        if key not in self._same:
            self._same[key] = other is self or self._is_same(place, other)
        return self._same[key]

    def _is_same(self, place: int, other: "Footprint") -> bool:
        for number in range(self._count(place)):
            if not self.entry(place, number).same(other.entry(place, number)):
                return False
        return True

    def _count(self, place: int) -> int:
        aspect = self.aspects[place]
        if isinstance(aspect, CaseByCase):
            return len(aspect.places(self.examination.draw))
        return len(self._of_conduct(place))

    def _of_conduct(self, place: int) -> list[Plain]:
        if place not in self._conduct:
            self._conduct[place] = self.aspects[place].trace(self.examination)
        return self._conduct[place]

    def alike(self, other: "Footprint") -> int:
        """Return how many aspects have the trace that they have in another footprint."""
        return sum(self.same(place, other) for place in range(len(self.aspects)))


class Entry:
    """One entry of a trace, with what tells it quickly from most others.

    first: the number that it is, or the first of an array's, and within: how far another's may lie
    from it, where all are finite.
    """

    __slots__ = ("first", "value", "within")

    def __init__(self, value: Plain) -> None:
        self.value = value
        self.first = self.within = math.nan
        if type(value) is float:
            self._mark(value, abs(value))
        elif isinstance(value, np.ndarray) and value.size:
            array = as_array(value)
            assert array is not None
            self._mark(float(array.flat[0]), float(np.abs(array).max()))

    def _mark(self, first: float, largest: float) -> None:
        if math.isfinite(largest):
            self.first, self.within = first, SAME.absolute + SAME.relative * largest

    def same(self, other: "Entry") -> bool:
        """Return whether the entries record the same."""
        if abs(self.first - other.first) > other.within:  # never so where one has no such number
            return False
        return same_trace(self.value, other.value)


Known: TypeAlias = tuple[Mistake, Footprint]


def footprint_of(examination: Examination) -> Footprint:
    """Return the Footprint of an examination."""
    return Footprint(examination)


@lru_cache(maxsize=64)
def known_footprints(draw: Draw) -> tuple[Known, ...]:
    """Return (mistake, its Footprint) for every named mistake of an exercise."""
    return tuple(
        (mistake, footprint_of(examination_of(mistake.function, draw)))
        for mistake in draw.exercise.mistakes
    )


def same_trace(trace: Plain, other: Plain) -> bool:
    """Return whether two traces record the same, number by number; NaN is NaN's like.

    Nested lists and arrays of the same numbers are the same.
    """
    if isinstance(trace, list) and isinstance(other, list):
        return len(trace) == len(other) and all(map(same_trace, trace, other))
    if isinstance(trace, dict) and isinstance(other, dict):
        return trace.keys() == other.keys() and all(
            same_trace(trace[key], other[key]) for key in trace
        )
    mine, theirs = as_array(trace), as_array(other)
    if mine is not None and theirs is not None:
        nothing = not (mine.size or theirs.size)  # of whatever shape
        return nothing or (mine.shape == theirs.shape and _same_numbers(mine, theirs))
    return type(trace) is type(other) and trace == other


def _same_numbers(mine: Floats, theirs: Floats) -> bool:
    if not mine.size:
        return True
    with np.errstate(all="ignore"):
        distance = np.abs(mine - theirs).max()
    if np.isfinite(distance):  # the usual case, by the quickest way
        return bool(distance <= SAME.absolute + SAME.relative * np.abs(theirs).max())
    odd = ~np.isfinite(mine) | ~np.isfinite(theirs)
    return np.array_equal(mine[odd], theirs[odd], equal_nan=True) and close(
        mine[~odd], theirs[~odd], SAME
    )
