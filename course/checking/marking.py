"""Which parts of an exercise an examination earns, and what each part left as its trace.

A trace is the plain record by which an answer is told to be the same as a
mistake's: on every drawn input, the same values, the same failures, the same
side effects.
"""

from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np

from course.checking.comparing import Tolerance, close, matches
from course.checking.examining import examined_mistakes, question
from course.checking.exercise import MISSING, Part
from course.checking.plain import as_array

SAME = Tolerance(1e-7, 1e-12)


@dataclass(frozen=True)
class Aspect:
    """One thing that earns points: an output's formula, or a conduct.

    right and trace are functions of (exercise, question, examination).
    """

    name: str
    points: int
    right: object
    trace: object
    part: Part | None = None


def aspects(exercise):
    """Return all that earns points in an exercise: its parts, then its conduct."""
    found = [
        Aspect(part.name, part.points, partial(_part_right, part), partial(_part_trace, part), part)
        for part in exercise.parts
    ]
    conduct = (
        ("at the extremes", exercise.extremes, _extremes_right, _extremes_trace),
        ("inputs unchanged", exercise.inputs_kept, _kept_right, _kept_trace),
        ("a second call", exercise.second_call, _again_right, _again_trace),
    )
    return found + [Aspect(*entry) for entry in conduct if entry[1]]


def part_right(part, value, expected, tolerance):
    """Return whether one part of a value is what is expected of it."""
    mine, wanted = part.of(value), part.of(expected)
    if part.flaw:
        return not part.flaw(mine, wanted)
    if part.test:
        return mine is not MISSING and part.test(mine, wanted)
    return matches(mine, wanted, part.tolerance or tolerance)


def _part_right(part, exercise, question, examination):
    return all(
        examination.replies[i].failure is None
        and part_right(part, examination.replies[i].value, question.expected[i], question.tolerance)
        for i in question.usual_of(part)
    )


def _part_trace(part, exercise, question, examination):
    return [
        _outcome(examination.replies[i], part, question.expected[i])
        for i in question.usual_of(part)
    ]


def _outcome(reply, part=None, expected=None):
    if reply.failure:
        return {"raised": reply.failure.kind, "by": _product(reply.failure.message)}
    told_by = part and (part.trace or part.flaw)
    if told_by:
        return told_by(part.of(reply.value), part.of(expected))
    return part.of(reply.value) if part else reply.value


def _product(message):
    """Return which product of arrays of unfit shapes stopped, where a message tells."""
    if "matmul" in message or "not aligned" in message:
        return "matrix product"
    return "entry by entry" if "broadcast" in message else ""


def _extremes_right(exercise, question, examination):
    for i in question.extreme:
        reply = examination.replies[i]
        if reply.failure or reply.warnings:
            return False
        parts = [part for part in exercise.parts if part.where(question.cases[i])]
        if not all(
            part_right(p, reply.value, question.expected[i], exercise.tolerance) for p in parts
        ):
            return False
    return True


def _extremes_trace(exercise, question, examination):
    replies = [examination.replies[i] for i in question.extreme]
    return [[_outcome(reply), bool(reply.warnings)] for reply in replies]


def _kept_right(exercise, question, examination):
    return not any(reply.changed for reply in examination.replies)


def _kept_trace(exercise, question, examination):
    return [reply.changed for reply in examination.replies]


def _again_right(exercise, question, examination):
    """Whether a second call gives what the first one gave, where that was right."""
    first, again = examination.replies[0], examination.again
    if again.failure:
        return False
    return all(
        part_right(part, again.value, question.expected[0], question.tolerance)
        for part in exercise.parts
        if part_right(part, first.value, question.expected[0], question.tolerance)
    )


def _again_trace(exercise, question, examination):
    return [_outcome(examination.again)]


def same_trace(trace, other):
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


@dataclass(frozen=True)
class Marks:
    """An examination, marked: for each aspect whether it is right, and its trace."""

    right: tuple
    traces: tuple

    def alike(self, other):
        """Return how many aspects have the trace that they have in other marks."""
        return sum(map(same_trace, self.traces, other.traces))


def marks(exercise, question, examination):
    """Return the Marks of an examination."""
    found = aspects(exercise)
    return Marks(
        tuple(aspect.right(exercise, question, examination) for aspect in found),
        tuple(aspect.trace(exercise, question, examination) for aspect in found),
    )


@lru_cache(maxsize=64)
def marked_mistakes(exercise, seed):
    """Return (mistake, its Marks) for every named mistake of an exercise."""
    asked = question(exercise, seed)
    return tuple(
        (mistake, marks(exercise, asked, examination))
        for mistake, examination in examined_mistakes(exercise, seed)
    )


def _same_numbers(mine, theirs):
    odd = ~np.isfinite(mine) | ~np.isfinite(theirs)
    return np.array_equal(mine[odd], theirs[odd], equal_nan=True) and close(
        mine[~odd], theirs[~odd], SAME
    )
