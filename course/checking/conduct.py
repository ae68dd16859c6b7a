"""Conduct: the extremes, the inputs, a second call; it counts once an output is right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from course.checking.calling import Reply
from course.checking.comparing import apart, first_difference
from course.checking.examining import Draw, Examination
from course.checking.exercise import Part
from course.checking.plain import Plain, describe
from course.checking.scored import ScoredExercise
from course.checking.showing import raised
from course.checking.view import Observation


@dataclass(frozen=True)
class Extremes:
    """Right values without a warning in the cases that ask for the conduct at the extremes."""

    is_conduct: ClassVar[bool] = True
    points: int
    name: str = "at the extremes"

    def is_right(self, examination: Examination) -> bool:
        """Return whether all parts are right there, and silent."""
        return bool(examination.draw.extreme) and all(self.right_cases(examination))

    def right_cases(self, examination: Examination) -> Iterator[bool]:
        """Yield for each case at the extremes whether it is right, and silent."""
        return (self._right_in(examination, i) for i in examination.draw.extreme)

    def _right_in(self, examination: Examination, place: int) -> bool:
        reply = examination.replies[place]
        if reply.failure or reply.numerical_warnings:
            return False
        return all(
            examination.part_is_right(part, place) for part in self._parts(examination, place)
        )

    @staticmethod
    def _parts(examination: Examination, place: int) -> list[Part]:
        case = examination.draw.cases[place]
        return [part for part in examination.exercise.parts if part.where(case)]

    def trace(self, examination: Examination) -> list[Plain]:
        """Return the values there, and whether there was a warning beside a right one."""
        draw = examination.draw
        return [self.entry(examination.replies[i], draw, i) for i in self.places(draw)]

    def places(self, draw: Draw) -> list[int]:
        """Return the places of the cases that the trace is of."""
        return draw.extreme

    def entry(self, reply: Reply, draw: Draw, place: int) -> Plain:
        """Return a reply's entry in the trace; what is wrong is told by its value alone."""
        right = reply.failure is None and all(
            part.is_right(reply.value, draw.expected[place], draw.exercise.tolerance)
            for part in draw.exercise.parts
            if part.where(draw.cases[place])
        )
        return [self._told(reply, draw, place), right and bool(reply.numerical_warnings)]

    @staticmethod
    def _told(reply: Reply, draw: Draw, place: int) -> Plain:
        """Return what came there; of a number, whatever stands around it."""
        parts = [part for part in draw.exercise.parts if part.where(draw.cases[place])]
        return _outcome(reply) if reply.failure or len(parts) > 1 else parts[0].of(reply.value)

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
            if not examination.part_is_right(part, place):
                value, expected = part.of(reply.value), part.of(draw.expected[place])
                if found := first_difference(value, expected, tolerance, part.name):
                    name, yours, wanted = found
                    mine, theirs = apart(yours, wanted)
                    return f"With {given}: your `{name}` is {mine}, expected {theirs}."
                return f"With {given}: found {describe(value)}, expected {describe(expected)}."
        return f"With {given} it warns: {reply.numerical_warnings[0]}"


def _outcome(reply: Reply) -> Plain:
    return raised(reply.failure) if reply.failure else reply.value


@dataclass(frozen=True)
class InputsKept:
    """Inputs that are the same after a call as before."""

    is_conduct: ClassVar[bool] = True
    points: int
    name: str = "inputs unchanged"

    def is_right(self, examination: Examination) -> bool:
        """Return whether no call changed an input."""
        return all(self.right_cases(examination))

    def right_cases(self, examination: Examination) -> Iterator[bool]:
        """Yield for each case whether it left the inputs unchanged."""
        return (not reply.changed for reply in examination.replies)

    def trace(self, examination: Examination) -> list[Plain]:
        """Return what each call made of its inputs."""
        draw = examination.draw
        return [self.entry(examination.replies[i], draw, i) for i in self.places(draw)]

    def places(self, draw: Draw) -> Sequence[int]:
        """Return the places of the cases that the trace is of."""
        return range(len(draw.cases))

    def entry(self, reply: Reply, draw: Draw, place: int) -> Plain:
        """Return a reply's entry in the trace."""
        return dict[str | int, Plain](reply.changed.items())

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
