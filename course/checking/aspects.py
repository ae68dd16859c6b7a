"""What earns points in an exercise: each aspect says whether it is right, and if not, why.

Its trace is the plain record by which an answer is told to be the same as a
mistake's: on every drawn input, the same values, the same failures, the same
side effects.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, Protocol

from course.checking.calling import Reply
from course.checking.comparing import apart, first_difference, relative_error
from course.checking.examining import ENDED, Examination
from course.checking.exercise import MISSING, Case, Exercise, Part
from course.checking.failing import Failure
from course.checking.observing import NOTHING_RETURNED, Observation, View, observe, unused_input
from course.checking.plain import Plain, describe
from course.checking.remedies import remedy_for
from course.checking.scored import ScoredExercise, Step

LINE_AT_MOST = 80


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
        right = self.right_cases(examination)
        return bool(right) and all(right)

    def right_cases(self, examination: Examination) -> list[bool]:
        """Return for each usual case that asks for the part whether it is right there."""
        return [
            examination.replies[i].failure is None and _part_right(self.part, examination, i)
            for i in examination.draw.usual_of(self.part)
        ]

    def trace(self, examination: Examination) -> list[Plain]:
        """Return the part's value in each usual case."""
        draw = examination.draw
        return [
            self._outcome(examination.replies[i], draw.expected[i])
            for i in draw.usual_of(self.part)
        ]

    def _outcome(self, reply: Reply, expected: Plain) -> Plain:
        if reply.failure:
            return _raised(reply.failure)
        record = self.part.trace or self.part.flaw
        mine = self.part.of(reply.value)
        return record(mine, self.part.of(expected)) if record else mine

    def explain(self, examination: Examination) -> Observation:
        """Return the failure where there is one, else what can be observed of the values."""
        usual = examination.draw.usual_of(self.part)
        if found := examination.failure_in(usual):
            return explain_failure(examination.exercise, *found)
        view = _view(self.part, examination)
        found = observe(view)
        if found.diagnosis in (
            "wrong_value",
            "wrong_type",
        ):  # other cases may show that an input is not used
            found = unused_input(_view(self.part, examination, everywhere=True)) or found
        diagnosis, sentence, _ = found
        return Observation(diagnosis, sentence, _difference(examination.exercise, view))


def _part_right(part: Part, examination: Examination, place: int) -> bool:
    draw, value = examination.draw, examination.replies[place].value
    tolerance = examination.exercise.tolerance if draw.cases[place].extreme else draw.tolerance
    return part.is_right(value, draw.expected[place], tolerance)


def _raised(failure: Failure) -> Plain:
    return {"raised": failure.kind, "by": _product(failure.message)}


def _product(message: str) -> str:
    """Return which product of arrays of unfit shapes stopped, where a message tells."""
    if "matmul" in message or "not aligned" in message:
        return "matrix product"
    return "entry by entry" if "broadcast" in message else ""


def _view(part: Part, examination: Examination, everywhere: bool = False) -> View:
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
    )


def explain_failure(exercise: Exercise, failure: Failure, case: Case) -> Observation:
    """Say how a call failed: at which line, with which inputs."""
    with_inputs = f"With {case.description}"
    if failure.kind in ENDED:
        return Observation(failure.kind, failure.message, f"{with_inputs}.")
    if not failure.fits:
        cannot = f"it cannot be called as `{exercise.call_text}`: {failure.message}"
        return Observation("wrong_signature", cannot)
    source = failure.source
    if len(source) > LINE_AT_MOST:
        source = source[: LINE_AT_MOST - 3] + "..."
    line = f"Your line {failure.line}: `{source}` stops with " if failure.line else ""
    return Observation(
        f"raised_{failure.kind}",
        remedy_for(failure) or f"it stops with {failure.kind}",
        f"{line}{failure.kind}: {failure.message}. {with_inputs}.",
    )


def _difference(exercise: Exercise, view: View) -> str:
    """Show one entry of the answer beside what is expected, on the first wrong case."""
    columns = view.cases, view.values, view.expected
    for case, value, expected in zip(*columns, strict=True):
        if view.flaw:
            if flaw := view.flaw(value, expected):
                return f"With {case.description}: {flaw}."
            continue
        found = first_difference(value, expected, view.tolerance, view.name)
        if found:
            name, yours, wanted = found
            numeric = exercise.numeric and not case.convention
            mine, theirs = apart(yours, wanted)
            proof = "the numeric gradient says" if numeric else "expected"
            return (
                f"With {case.description}: your `{name}` is {mine}, {proof} {theirs} "
                f"(relative error {relative_error(yours, wanted):.2g})."
            )
    for case, value, expected, right in zip(*columns, view.right(), strict=True):
        if not right:
            mine = "" if value is MISSING else f"found {describe(value)}, "
            return f"With {case.description}: {mine}expected {describe(expected)}."
    return ""


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


NOT_REACHED = "this step of the score is not reached"


@dataclass(frozen=True)
class Extremes:
    """Right values without a warning in the cases that ask for the conduct at the extremes."""

    is_conduct: ClassVar[bool] = True
    points: int
    name: str = "at the extremes"

    def is_right(self, examination: Examination) -> bool:
        """Return whether all parts are right there, and silent."""
        extreme = examination.draw.extreme
        return bool(extreme) and all(self._right_in(examination, i) for i in extreme)

    def _right_in(self, examination: Examination, place: int) -> bool:
        reply = examination.replies[place]
        if reply.failure or reply.numerical_warnings:
            return False
        return all(
            _part_right(part, examination, place) for part in self._parts(examination, place)
        )

    @staticmethod
    def _parts(examination: Examination, place: int) -> list[Part]:
        case = examination.draw.cases[place]
        return [part for part in examination.exercise.parts if part.where(case)]

    def trace(self, examination: Examination) -> list[Plain]:
        """Return the values there, and whether there was a warning."""
        replies = [examination.replies[i] for i in examination.draw.extreme]
        return [[_outcome(reply), bool(reply.numerical_warnings)] for reply in replies]

    def explain(self, examination: Examination) -> Observation:
        """Name the first case that goes wrong, and how."""
        wrong = "very large or very small inputs go wrong"
        for i in examination.draw.extreme:
            if not self._right_in(examination, i):
                return Observation("extremes", wrong, self._detail(examination, i))
        return Observation("extremes", wrong)

    def _detail(self, examination: Examination, place: int) -> str:
        draw, tolerance = examination.draw, examination.exercise.tolerance
        reply, given = examination.replies[place], draw.cases[place].description
        if reply.failure:
            return f"With {given}: {reply.failure.kind}: {reply.failure.message}"
        for part in self._parts(examination, place):
            if not _part_right(part, examination, place):
                value, expected = part.of(reply.value), part.of(draw.expected[place])
                if found := first_difference(value, expected, tolerance, part.name):
                    name, yours, wanted = found
                    mine, theirs = apart(yours, wanted)
                    return f"With {given}: your `{name}` is {mine}, expected {theirs}."
                return f"With {given}: found {describe(value)}, expected {describe(expected)}."
        return f"With {given} it warns: {reply.numerical_warnings[0]}"


def _outcome(reply: Reply) -> Plain:
    return _raised(reply.failure) if reply.failure else reply.value


@dataclass(frozen=True)
class InputsKept:
    """Inputs that are the same after a call as before."""

    is_conduct: ClassVar[bool] = True
    points: int
    name: str = "inputs unchanged"

    def is_right(self, examination: Examination) -> bool:
        """Return whether no call changed an input."""
        return not any(reply.changed for reply in examination.replies)

    def trace(self, examination: Examination) -> list[Plain]:
        """Return what each call made of its inputs."""
        return [dict[str | int, Plain](reply.changed.items()) for reply in examination.replies]

    def explain(self, examination: Examination) -> Observation:
        """Name the inputs that were changed."""
        changed = {name for reply in examination.replies for name in reply.changed}
        names = ", ".join(f"`{name}`" for name in examination.exercise.arguments if name in changed)
        return Observation(
            "input_changed",
            "the function changes its input",
            f"Changed: {names}. Work on a copy, or make a new array.",
        )


@dataclass(frozen=True)
class SecondCall:
    """The same answer when the first case is asked again."""

    is_conduct: ClassVar[bool] = True
    points: int
    name: str = "a second call"

    def is_right(self, examination: Examination) -> bool:
        """Return whether a second call gives what the first one gave, where that was right."""
        first, again = examination.replies[0], examination.again
        if again.failure:
            return False
        if isinstance(examination.exercise, ScoredExercise):
            return self._scored_right(examination, examination.exercise)
        expected, tolerance = examination.draw.expected[0], examination.draw.tolerance
        return all(
            part.is_right(again.value, expected, tolerance)
            for part in examination.exercise.parts
            if part.is_right(first.value, expected, tolerance)
        )

    @staticmethod
    def _scored_right(examination: Examination, exercise: ScoredExercise) -> bool:
        first, case = examination.performances[0], examination.draw.cases[0]
        again = examination.measured(examination.again, case)
        return all(not step.flaw([again]) for step in exercise.steps if not step.flaw([first]))

    def trace(self, examination: Examination) -> list[Plain]:
        """Return the second answer."""
        return [_outcome(examination.again)]

    def explain(self, examination: Examination) -> Observation:
        """Show both answers."""
        first, again = examination.replies[0], examination.again
        if again.failure:
            detail = f"The second call stops with {again.failure.kind}: {again.failure.message}"
        else:
            detail = (
                f"First {describe(first.value)}, then {describe(again.value)}. "
                "Is something kept between calls, such as a global or a default list?"
            )
        sentence = "asked again with the same inputs, the answer is another one"
        return Observation("second_call", sentence, detail)
