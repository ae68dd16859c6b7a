"""What an answer leaves behind in an examination, and whether two left the same.

The named mistakes of an exercise leave theirs too, so that an answer can be told to make one.
"""

import math
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import TypeAlias

import numpy as np

from course.checking.aspects import Aspect, CaseByCase, aspects_of
from course.checking.comparing import Tolerance, close
from course.checking.examining import Draw, Examination, examination_of
from course.checking.exercise import Mistake
from course.checking.plain import Floats, Plain, as_array

SAME = Tolerance(1e-7, 1e-12)
FAR_FROM_OVERFLOW = 1e300


class Footprint:
    """What an examination leaves: for each aspect whether it is right, and its trace.

    It is looked at no further than somebody asks: most mistakes are told from an answer by one
    case.
    """

    def __init__(self, examination: Examination) -> None:
        self.examination = examination
        self.aspects = aspects_of(examination.exercise)
        self.traces = tuple(Trace(aspect, examination) for aspect in self.aspects)
        self._right: dict[int, bool] = {}

    @cached_property
    def right(self) -> tuple[bool, ...]:
        """For each aspect whether it is right."""
        return tuple(map(self.is_right, range(len(self.aspects))))

    def is_right(self, place: int) -> bool:
        """Return whether an aspect is right."""
        if place not in self._right:
            self._right[place] = self.aspects[place].is_right(self.examination)
        return self._right[place]

    def same(self, place: int, other: "Footprint") -> bool:
        """Return whether an aspect has the trace that it has in another footprint."""
        return other is self or self.traces[place].same(other.traces[place])

    def alike(self, other: "Footprint") -> int:
        """Return how many aspects have the trace that they have in another footprint."""
        return sum(self.same(place, other) for place in range(len(self.aspects)))


class Trace:
    """An aspect's trace in an examination, each entry worked out once it is looked at."""

    def __init__(self, aspect: Aspect, examination: Examination) -> None:
        self._aspect, self._examination = aspect, examination
        self._known: dict[int, Entry] = {}

    def __iter__(self) -> Iterator[Plain]:
        return (self._entry(number).value for number in range(len(self._places)))

    def same(self, other: "Trace") -> bool:
        """Return whether the trace of the same aspect in another examination records the same."""
        count = len(self._places)
        if count != len(other._places):
            return False
        if count and not self._entry(self._telling).same(other._entry(self._telling)):
            return False
        return all(self._entry(i).same(other._entry(i)) for i in range(count))

    @cached_property
    def _places(self) -> Sequence[int]:
        """The places of the entries' cases; of what is no case by case, the entries' own."""
        if isinstance(self._aspect, CaseByCase):
            return self._aspect.places(self._examination.draw)
        return range(len(self._aspect.trace(self._examination)))

    @cached_property
    def _telling(self) -> int:
        """The first entry that is wrong, if any: it tells this trace from most others."""
        if not isinstance(self._aspect, CaseByCase):
            return 0
        right = enumerate(self._aspect.right_cases(self._examination))
        return next((number for number, fine in right if not fine), 0)

    def _entry(self, number: int) -> "Entry":
        if number not in self._known:
            self._known[number] = Entry(self._value(number))
        return self._known[number]

    def _value(self, number: int) -> Plain:
        aspect, examination = self._aspect, self._examination
        if not isinstance(aspect, CaseByCase):
            return aspect.trace(examination)[number]
        place = self._places[number]
        return aspect.entry(examination.replies[place], examination.draw, place)


class Entry:
    """One entry of a trace, with what tells it quickly from most others.

    numbers: those of an array or of a number, where all are far from overflow; first: the first of
    them, and within: how far another's may lie from it.
    """

    __slots__ = ("first", "numbers", "value", "within")

    def __init__(self, value: Plain) -> None:
        self.value = value
        self.numbers: Floats | None = None
        self.first = self.within = math.nan
        array = as_array(value) if isinstance(value, int | float | np.ndarray) else None
        if array is None or not array.size:
            return
        largest = float(np.abs(array).max())
        if largest < FAR_FROM_OVERFLOW:
            self.numbers, self.first = array, float(array.flat[0])
            self.within = SAME.absolute + SAME.relative * largest

    def same(self, other: "Entry") -> bool:
        """Return whether the entries record the same."""
        if abs(self.first - other.first) > other.within:  # never so where one has no such number
            return False
        if self.numbers is None or other.numbers is None:
            return same_trace(self.value, other.value)
        if self.numbers.shape != other.numbers.shape:
            return False
        return bool(np.abs(self.numbers - other.numbers).max() <= other.within)


Known: TypeAlias = tuple[Mistake, Footprint]


def footprint_of(examination: Examination) -> Footprint:
    """Return the Footprint of an examination."""
    return Footprint(examination)


@lru_cache(maxsize=64)
def known_footprints(draw: Draw) -> tuple[Known, ...]:
    """Return (mistake, its Footprint) for every named mistake of an exercise."""
    return tuple(
        (mistake, footprint_of(examination_of(mistake.function, draw, mistake.remembers)))
        for mistake in draw.exercise.mistakes
    )


def same_trace(trace: Plain, other: Plain) -> bool:
    """Return whether two traces record the same, number by number; NaN is NaN's like.

    Nested lists and arrays of the same numbers are the same.
    """
    if trace is None or isinstance(trace, str):
        return type(trace) is type(other) and trace == other
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
