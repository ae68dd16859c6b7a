"""Calling one function on every case of an exercise, and keeping what came of it."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from course.checking.calling import Reply, asking, call
from course.checking.comparing import Tolerance
from course.checking.plain import plain

NUMERIC = Tolerance(1e-6, 1e-8)
ENDED = ("worker_lost", "timeout")


@dataclass(frozen=True)
class Question:
    """The cases that one seed draws, and what is expected of each."""

    cases: tuple
    expected: tuple
    tolerance: Tolerance

    @property
    def usual(self):
        """The indices of the cases that ask for the formula."""
        return [i for i, case in enumerate(self.cases) if not case.extreme]

    def usual_of(self, part):
        """Return the indices of the usual cases that ask for one part."""
        return [i for i in self.usual if part.where(self.cases[i])]

    @property
    def extreme(self):
        """The indices of the cases that ask for the conduct at the extremes."""
        return [i for i, case in enumerate(self.cases) if case.extreme]


@dataclass(frozen=True)
class Examination:
    """A function's replies: one a case, and one to the first case asked again."""

    replies: tuple
    again: Reply

    @property
    def written(self):
        """Whether the function has been written: it says so itself where it is not."""
        failure = self.replies[0].failure
        return failure is None or not failure.unwritten


@lru_cache(maxsize=64)
def question(exercise, seed):
    """Draw the cases of an exercise for a seed, with what is expected of each."""
    cases = tuple(exercise.draw(np.random.default_rng(seed)))
    return Question(
        cases,
        tuple(_expected(exercise, case) for case in cases),
        NUMERIC if exercise.numeric else exercise.tolerance,
    )


def _expected(exercise, case):
    """Return the numeric gradient where the exercise has one, else the reference's answer."""
    if exercise.numeric and not (case.extreme or case.convention):
        values = (case.inputs[name] for name in exercise.arguments if name in case.inputs)
        return plain(exercise.numeric(*values))
    reply = call(exercise, exercise.reference, case.inputs)
    if reply.failure:
        raise AssertionError(f"the reference of {exercise.name} failed: {reply.failure}")
    return reply.value


def examine(ask, cases):
    """Ask for every case, and once more for the first; return the Examination.

    ask: a callable of a list of named inputs that returns a Reply for each. A
    function that is not written yet is asked once only.
    """
    (first,) = ask([cases[0].inputs])
    if first.failure and (first.failure.unwritten or first.failure.kind in ENDED):
        return Examination((first,) * len(cases), first)
    *others, again = ask([case.inputs for case in (*cases[1:], cases[0])])
    return Examination((first, *others), again)


@lru_cache(maxsize=64)
def examined_mistakes(exercise, seed):
    """Return (mistake, its Examination) for every named mistake of an exercise."""
    cases = question(exercise, seed).cases
    return tuple(
        (mistake, examine(asking(exercise, mistake.function), cases))
        for mistake in exercise.mistakes
    )
