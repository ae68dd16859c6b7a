"""Which named mistake an answer makes: it leaves the same trace, or shows the same symptoms."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from course.checking.aspects import aspects_of
from course.checking.comparing import Tolerance, close
from course.checking.examining import Draw, Examination, examination_of
from course.checking.exercise import Mistake
from course.checking.plain import Floats, Plain, as_array
from course.checking.scored import ScoredExercise

SAME = Tolerance(1e-7, 1e-12)


@dataclass(frozen=True, eq=False)
class Footprint:
    """What an examination leaves: for each aspect whether it is right, and its trace."""

    examination: Examination
    right: tuple[bool, ...]
    traces: tuple[list[Plain], ...]

    def alike(self, other: "Footprint") -> int:
        """Return how many aspects have the trace that they have in another footprint."""
        return sum(map(same_trace, self.traces, other.traces))


def footprint_of(examination: Examination) -> Footprint:
    """Return the Footprint of an examination."""
    found = aspects_of(examination.exercise)
    return Footprint(
        examination,
        tuple(aspect.is_right(examination) for aspect in found),
        tuple(aspect.trace(examination) for aspect in found),
    )


@lru_cache(maxsize=64)
def known_footprints(draw: Draw) -> tuple[tuple[Mistake, Footprint], ...]:
    """Return (mistake, its Footprint) for every named mistake of an exercise."""
    return tuple(
        (mistake, footprint_of(examination_of(mistake.function, draw)))
        for mistake in draw.exercise.mistakes
    )


def mistake_in(place: int, found: Footprint) -> Mistake | None:
    """Return the named mistake by which the aspect of this number is wrong, or None."""
    examination = found.examination
    exercise = examination.exercise
    if isinstance(exercise, ScoredExercise):
        if aspects_of(exercise)[place].is_conduct:
            return None
        if any(reply.failure for reply in examination.replies):
            return None
        shown = (m for m in exercise.mistakes if m.shows(examination.performances))
        return next(shown, None)
    return named_mistake(place, found, known_footprints(examination.draw))


def named_mistake(
    place: int, found: Footprint, mistakes: tuple[tuple[Mistake, Footprint], ...]
) -> Mistake | None:
    """Return the named mistake that leaves the very trace of this answer in an aspect, or None.

    Of several, it is the one that is like the answer in the most aspects.
    """
    like = [
        (mistake, theirs)
        for mistake, theirs in mistakes
        if not theirs.right[place] and same_trace(found.traces[place], theirs.traces[place])
    ]
    if len(like) > 1:
        return max(like, key=lambda pair: found.alike(pair[1]))[0]
    return like[0][0] if like else None


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
        return mine.shape == theirs.shape and _same_numbers(mine, theirs)
    return type(trace) is type(other) and trace == other


def _same_numbers(mine: Floats, theirs: Floats) -> bool:
    odd = ~np.isfinite(mine) | ~np.isfinite(theirs)
    return np.array_equal(mine[odd], theirs[odd], equal_nan=True) and close(
        mine[~odd], theirs[~odd], SAME
    )
