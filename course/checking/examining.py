"""Calling an answer on every case of an exercise, and keeping what came of it."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import overload

import numpy as np

from course.checking.calling import Ask, Reply, asking, reply_of
from course.checking.comparing import Tolerance
from course.checking.exercise import Answer, Case, Exercise, Part
from course.checking.failing import Failure
from course.checking.plain import Plain, plain
from course.checking.scored import Attempt, Performance, ScoredExercise

NUMERIC = Tolerance(1e-6, 1e-8)
ENDED = ("worker_lost", "timeout")


@dataclass(frozen=True, eq=False)
class Draw:
    """What one seed makes of an exercise: its cases, and what is expected of each.

    Of a scored exercise nothing is expected: an answer is measured.
    """

    exercise: Exercise
    seed: int
    cases: tuple[Case, ...]
    expected: tuple[Plain, ...]
    tolerance: Tolerance

    @cached_property
    def usual(self) -> list[int]:
        """The indices of the cases that ask for the formula."""
        return [i for i, case in enumerate(self.cases) if not case.extreme]

    @cached_property
    def _usual_of(self) -> dict[Part, list[int]]:
        return {}

    def usual_of(self, part: Part) -> list[int]:
        """Return the indices of the usual cases that ask for one part."""
        if part not in self._usual_of:
            self._usual_of[part] = [i for i in self.usual if part.where(self.cases[i])]
        return self._usual_of[part]

    @cached_property
    def extreme(self) -> list[int]:
        """The indices of the cases that ask for the conduct at the extremes."""
        return [i for i, case in enumerate(self.cases) if case.extreme]


@dataclass(frozen=True, eq=False)
class Examination:
    """An answer's replies to a draw: one a case, and one to the first case asked again.

    ask: how it is asked more. asks_again: what gives the last reply. seconds: how long each case
    took.
    """

    draw: Draw
    ask: Ask
    replies: Sequence[Reply]
    asks_again: Callable[[], Reply]
    seconds: tuple[float, ...] = ()

    @cached_property
    def again(self) -> Reply:
        """The reply to the first case asked again, after all others."""
        return self.asks_again()

    @property
    def exercise(self) -> Exercise:
        """The exercise that the answer is to."""
        return self.draw.exercise

    @property
    def written(self) -> bool:
        """Whether the function has been written: it says so itself where it is not."""
        failure = self.replies[0].failure
        return failure is None or not failure.unwritten

    def failure_in(self, places: Sequence[int]) -> tuple[Failure, Case] | None:
        """Return the first failure in these cases, with its case, or None."""
        for i in places:
            if failure := self.replies[i].failure:
                return failure, self.draw.cases[i]
        return None

    def part_is_right(self, part: Part, place: int) -> bool:
        """Return whether a part of the value in one case is what is expected of it."""
        key = part, place
        if key not in self._right:
            self._right[key] = self._is_right(part, place)
        return self._right[key]

    @cached_property
    def _right(self) -> dict[tuple[Part, int], bool]:
        return {}

    def _is_right(self, part: Part, place: int) -> bool:
        draw, value = self.draw, self.replies[place].value
        tolerance = self.exercise.tolerance if draw.cases[place].extreme else draw.tolerance
        return part.is_right(value, draw.expected[place], tolerance)

    @cached_property
    def performances(self) -> tuple[Performance, ...]:
        """What an answer to a scored exercise did in each case."""
        return tuple(map(self.measured, self.replies, self.draw.cases, self.seconds))

    def measured(self, reply: Reply, case: Case, seconds: float = 0.0) -> Performance:
        """Return what a reply to a scored exercise is worth."""
        assert isinstance(self.exercise, ScoredExercise)
        if reply.failure:
            return Performance(case, f"it stops with {reply.failure.kind}")
        return self.exercise.measure(Attempt(reply.value, case, seconds))


@lru_cache(maxsize=64)
def draw_for(exercise: Exercise, seed: int) -> Draw:
    """Draw the cases of an exercise for a seed, with what is expected of each."""
    cases = tuple(exercise.draw(np.random.default_rng(seed)))
    expected = () if isinstance(exercise, ScoredExercise) else _all_expected(exercise, cases)
    return Draw(
        exercise, seed, cases, expected, NUMERIC if exercise.numeric else exercise.tolerance
    )


def _all_expected(exercise: Exercise, cases: Sequence[Case]) -> tuple[Plain, ...]:
    return tuple(_expected(exercise, case) for case in cases)


def _expected(exercise: Exercise, case: Case) -> Plain:
    """Return the numeric gradient where the exercise has one, else the reference's answer."""
    if exercise.numeric and not (case.extreme or case.convention):
        values = (case.inputs[name] for name in exercise.arguments if name in case.inputs)
        return plain(exercise.numeric(*values))
    reply = reply_of(exercise, exercise.reference, case.inputs)
    if reply.failure:
        raise AssertionError(f"the reference of {exercise.name} failed: {reply.failure}")
    return reply.value


def examine(ask: Ask, draw: Draw) -> Examination:
    """Ask for every case, and once more for the first; return the Examination.

    A function that is not written yet is asked once only. A scored exercise is
    asked case by case, so that each has its time.
    """
    cases = draw.cases
    (first,), seconds = _timed(ask, [cases[0]])
    if first.failure and (first.failure.unwritten or first.failure.kind in ENDED):
        return Examination(draw, ask, (first,) * len(cases), lambda: first, (seconds,) * len(cases))
    if not isinstance(draw.exercise, ScoredExercise):
        *others, again = ask([case.inputs for case in (*cases[1:], cases[0])])
        return Examination(draw, ask, (first, *others), lambda: again)
    timed = [_timed(ask, [case]) for case in cases[1:]]
    again = _timed(ask, [cases[0]])[0][0] if draw.exercise.second_call else first
    replies = (first, *(replies[0] for replies, _ in timed))
    return Examination(draw, ask, replies, lambda: again, (seconds, *(spent for _, spent in timed)))


def _timed(ask: Ask, cases: Sequence[Case]) -> tuple[list[Reply], float]:
    began = time.monotonic()
    replies = ask([case.inputs for case in cases])
    return replies, time.monotonic() - began


class _AsLookedAt(Sequence[Reply]):
    """The replies of one of an exercise's own functions, each asked for once it is looked at.

    in_turn: those to all cases before are asked for first, as those of any answer are.
    """

    def __init__(self, own: Answer, draw: Draw, in_turn: bool) -> None:
        self._own, self._draw, self._in_turn = own, draw, in_turn
        self._known: dict[int, Reply] = {}

    def __len__(self) -> int:
        return len(self._draw.cases)

    @overload
    def __getitem__(self, place: int) -> Reply: ...
    @overload
    def __getitem__(self, place: slice) -> list[Reply]: ...
    def __getitem__(self, place: int | slice) -> Reply | list[Reply]:
        if isinstance(place, slice):
            return [self[i] for i in range(len(self))[place]]
        if place not in self._known:
            place = range(len(self))[place]
            for each in range(place if not self._in_turn else len(self._known), place + 1):
                self._known[each] = self._asked(each)
        return self._known[place]

    def again(self) -> Reply:
        """Return the reply to the first case, asked once more after all."""
        if self._in_turn and len(self):
            self[-1]
        return self._asked(0)

    def _asked(self, place: int) -> Reply:
        return reply_of(self._draw.exercise, self._own, self._draw.cases[place].inputs)


def examination_of(own: Answer, draw: Draw, in_turn: bool = True) -> Examination:
    """Return the Examination of one of the exercise's own functions, asked as far as is looked.

    in_turn: the cases are asked in their order, for what keeps something between calls.
    """
    if isinstance(draw.exercise, ScoredExercise):
        return examine(asking(draw.exercise, own), draw)
    replies = _AsLookedAt(own, draw, in_turn)
    return Examination(draw, asking(draw.exercise, own), replies, replies.again)
