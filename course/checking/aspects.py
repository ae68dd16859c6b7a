"""What earns points in an exercise: each aspect says whether it is right, and if not, why.

Its trace is the plain record by which an answer is told to be the same as a
mistake's: on every drawn input, the same values, the same failures, the same
side effects.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import ClassVar, Protocol, TypeAlias

from course.checking import examples, probing
from course.checking.calling import Reply
from course.checking.comparing import Tolerance, matches
from course.checking.conduct import Extremes, InputsKept, SecondCall
from course.checking.cutting import cut_here_and_there
from course.checking.examining import Draw, Examination
from course.checking.exercise import Exercise, Part
from course.checking.forms import NOTHING_RETURNED
from course.checking.observing import observe
from course.checking.perturbing import tells
from course.checking.plain import Plain
from course.checking.scored import ScoredExercise, Step
from course.checking.showing import difference, explain_failure, raised
from course.checking.values import unused_input
from course.checking.view import Observation, View

OPEN = ("wrong_value", "wrong_type")  # what says nothing of the cause
WHICH = ("wrong_value", "special_case", "only_special_case")  # of the examples is it right for?
VAGUE = ("wrong_value", "special_case", "only_special_case", "one_row", "one_column")
FORMS = ("wrong_length", "wrong_shape")
UNUSED = "unused_"
AGAIN = Tolerance(1e-7, 1e-12)  # of two answers to the same inputs
CHANGED_AGAIN = (
    "asked again with the same inputs, it gives another answer: is something kept between calls "
    "(a global, an attribute, a default argument), or drawn at random?"
)
NOT_REACHED = "this step of the score is not reached"


class Aspect(Protocol):
    """One thing that earns points. is_conduct: it counts once an output is right."""

    is_conduct: ClassVar[bool]

    @property
    def name(self) -> str:
        """What it is called in a verdict."""

    @property
    def points(self) -> int:
        """What it is worth."""

    def is_right(self, examination: Examination) -> bool:
        """Return whether it earns its points."""

    def trace(self, examination: Examination) -> list[Plain]:
        """Return the record by which a mistake is known."""

    def explain(self, examination: Examination) -> Observation:
        """Say what is wrong with it where no mistake is named."""


@lru_cache(maxsize=256)
def aspects_of(exercise: Exercise) -> tuple[Aspect, ...]:
    """Return all that earns points in an exercise: its outputs or steps, then its conduct."""
    conduct = (
        Extremes(exercise.extremes),
        InputsKept(exercise.inputs_kept),
        SecondCall(exercise.second_call),
    )
    found: list[Aspect] = [Output(part) for part in exercise.parts]
    if isinstance(exercise, ScoredExercise):
        found = [ScoreStep(step) for step in exercise.steps]
    return (*found, *(aspect for aspect in conduct if aspect.points))


@dataclass(frozen=True)
class Output:
    """The formula of one part, on the usual cases."""

    is_conduct: ClassVar[bool] = False
    part: Part

    @property
    def name(self) -> str:
        """The part's name."""
        return self.part.name

    @property
    def points(self) -> int:
        """The part's points."""
        return self.part.points

    def is_right(self, examination: Examination) -> bool:
        """Return whether the part is right in every usual case that asks for it: one at least."""
        places = examination.draw.usual_of(self.part)
        return bool(places) and all(self._right_in(examination, i) for i in places)

    def right_cases(self, examination: Examination) -> Iterator[bool]:
        """Yield for each usual case that asks for the part whether it is right there."""
        return (self._right_in(examination, i) for i in examination.draw.usual_of(self.part))

    def _right_in(self, examination: Examination, place: int) -> bool:
        failed = examination.replies[place].failure is not None
        return not failed and examination.part_is_right(self.part, place)

    def trace(self, examination: Examination) -> list[Plain]:
        """Return the part's value in each usual case."""
        draw = examination.draw
        return [self.entry(examination.replies[i], draw, i) for i in self.places(draw)]

    def places(self, draw: Draw) -> list[int]:
        """Return the places of the cases that the trace is of."""
        return draw.usual_of(self.part)

    def entry(self, reply: Reply, draw: Draw, place: int) -> Plain:
        """Return a reply's entry in the trace."""
        if reply.failure:
            return raised(reply.failure)
        record = self.part.trace or self.part.flaw
        mine = self.part.of(reply.value)
        return record(mine, self.part.of(draw.expected[place])) if record else mine

    def explain(self, examination: Examination) -> Observation:
        """Return the failure where there is one, else what can be observed of the values."""
        usual = examination.draw.usual_of(self.part)
        if found := examination.failure_in(usual):
            return explain_failure(examination.exercise, *found)
        view = view_of(self.part, examination)
        seen = observe(view)
        if seen.diagnosis in OPEN:  # other cases may show that an input is not used
            seen = unused_input(view_of(self.part, examination, everywhere=True)) or seen
        if seen.diagnosis in (*VAGUE, *FORMS) or seen.diagnosis.startswith(UNUSED):
            seen = self._changed_again(examination) or seen
        if seen.diagnosis in WHICH:
            seen = examples.left_out(self.part, examination) or seen
        if seen.diagnosis in VAGUE or _may_be_a_global(seen, examination):
            seen = probing.unused_input(self.part, examination) or seen
        return seen._replace(detail=difference(examination.exercise, view))

    def cut(self, examination: Examination) -> Observation | None:
        """Tell an output that is cut to whole numbers in some of all cases, and right in others."""
        if self.part.flaw or self.part.test or examination.failure_in(examination.draw.usual):
            return None
        seen = cut_here_and_there(view_of(self.part, examination, everywhere=True))
        return seen and seen._replace(detail=self.detail(examination))

    def _changed_again(self, examination: Examination) -> Observation | None:
        """Tell an answer that is another one when the first case is asked again."""
        first, again = examination.replies[0], examination.again
        if self.part.flaw or self.part.test or first.failure or again.failure:
            return None
        if matches(self.part.of(again.value), self.part.of(first.value), AGAIN):
            return None
        return Observation("changed_again", CHANGED_AGAIN)

    def detail(self, examination: Examination) -> str:
        """Return what explain shows, without asking why: the quick way where that is known."""
        if found := examination.failure_in(examination.draw.usual_of(self.part)):
            return explain_failure(examination.exercise, *found).detail
        return difference(examination.exercise, view_of(self.part, examination))


def _may_be_a_global(seen: Observation, examination: Examination) -> bool:
    """Return whether another shape may be that of a global array, used in an input's place."""
    given = (value for case in examination.draw.cases for value in case.inputs.values())
    return seen.diagnosis == "wrong_shape" and not any(isinstance(v, list) for v in given)


CaseByCase: TypeAlias = Output | Extremes | InputsKept  # each case leaves one entry of the trace


def view_of(part: Part, examination: Examination, everywhere: bool = False) -> View:
    """Return a part's answers on the usual cases that ask for it, or on all usual ones."""
    draw, exercise = examination.draw, examination.exercise
    usual = draw.usual if everywhere else draw.usual_of(part)
    values = tuple(examination.replies[i].value for i in usual)
    expected = tuple(draw.expected[i] for i in usual)
    return View(
        part.variable or part.name,
        tuple(draw.cases[i] for i in usual),
        tuple(part.of(value) for value in values),
        tuple(part.of(value) for value in expected),
        part.tolerance or draw.tolerance,
        tuple(p.name for p in exercise.parts if p.of_tuple),
        values,
        {p.name: tuple(map(p.of, expected)) for p in exercise.parts if p is not part},
        part.flaw,
        None if everywhere else partial(tells, draw, part),
        may_be_none=any(asked is None for asked in draw.expected)
        and any(reply.value is not None for reply in examination.replies),
    )


@dataclass(frozen=True)
class ScoreStep:
    """A step of a scored exercise."""

    is_conduct: ClassVar[bool] = False
    step: Step

    @property
    def name(self) -> str:
        """The step's name."""
        return self.step.name

    @property
    def points(self) -> int:
        """The step's points."""
        return self.step.points

    def is_right(self, examination: Examination) -> bool:
        """Return whether the step is made."""
        return not self.step.flaw(examination.performances)

    def trace(self, examination: Examination) -> list[Plain]:
        """Nothing: a mistake is known by what all performances show."""
        return []

    def explain(self, examination: Examination) -> Observation:
        """Return the failure where there is one, else what is amiss with the score."""
        if found := examination.failure_in(range(len(examination.replies))):
            return explain_failure(examination.exercise, *found)
        if all(reply.value is None for reply in examination.replies):
            return Observation("none_returned", NOTHING_RETURNED)
        return Observation("score", NOT_REACHED, self.step.flaw(examination.performances))
