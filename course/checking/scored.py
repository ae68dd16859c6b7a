"""Exercises without one right value: an answer is scored by how well it does what is asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from course.checking.exercise import Case, Exercise, Mistake
from course.checking.plain import Plain


@dataclass(frozen=True)
class Attempt:
    """What an answer gave in one case, and how long it took, by the clock of whoever asks."""

    value: Plain
    case: Case
    seconds: float


@dataclass(frozen=True)
class Performance:
    """What an answer did in one case, as far as it counts.

    trouble: why nothing can be scored, in words, "" where something can.
    numbers: name to number, such as a score, an error, seconds, a count of
    parameters. signs: the names of what was seen, such as one answer for all.
    remark: what is amiss with it in words, though it can be scored.
    """

    case: Case
    trouble: str = ""
    numbers: Mapping[str, float] = field(default_factory=dict)
    signs: frozenset[str] = frozenset()
    remark: str = ""


Flaw: TypeAlias = Callable[[Sequence[Performance]], str]


@dataclass(frozen=True)
class Step:
    """A step of the score. flaw: all performances to what is amiss, "" where the step is made."""

    name: str
    points: int
    flaw: Flaw


@dataclass(frozen=True)
class Symptom(Mistake):
    """A mistake that is known by what the answer did. function: an answer that makes it."""

    shows: Callable[[Sequence[Performance]], bool] = field(kw_only=True)


@dataclass(frozen=True, eq=False, kw_only=True)
class ScoredExercise(Exercise):
    """An exercise whose answers are measured: neither its reference nor a mistake is ever run.

    measure: an Attempt to its Performance, run where the check is, not where
    the answer is. steps: what earns points. mistakes: the first one that shows
    is named.
    """

    measure: Callable[[Attempt], Performance]
    steps: tuple[Step, ...]
    mistakes: tuple[Symptom, ...] = ()

    @cached_property
    def possible(self) -> int:
        """All the points there are."""
        return sum(step.points for step in self.steps) + self.conduct_points


def in_each(flaw: Callable[[Performance], str]) -> Flaw:
    """Return the flaw of the first performance that has one, with its inputs in words."""

    def first(performances: Sequence[Performance]) -> str:
        for performance in performances:
            if amiss := performance.trouble or flaw(performance):
                return f"With {performance.case.description}: {amiss}."
        return ""

    return first


def shown_by_most(sign: str) -> Callable[[Sequence[Performance]], bool]:
    """Return whether a sign was seen in more than half of the cases: one may be an odd one."""

    def shows(performances: Sequence[Performance]) -> bool:
        return 2 * sum(sign in performance.signs for performance in performances) > len(
            performances
        )

    return shows
