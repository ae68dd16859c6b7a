"""A check that takes long says so, and one that is interrupted says where it was."""

import linecache
import sys
import threading
import time
from collections.abc import Sequence
from types import TracebackType
from typing import TextIO

from course.checking import Exercise, Reply, Verdict, call
from course.checking.calling import Ask
from course.checking.examining import draw_for
from course.checking.exercise import Answer
from course.checking.failing import own_line
from course.checking.helpers import Bench, judge_caller, namespace_of, standing_in, used_by
from course.checking.plain import Inputs, describe_inputs
from course.checking.verdict import Status
from course.exercises import before, stand_ins

PATIENCE = 4.0  # seconds until one line says what is running, where no exercise has more


class Watch:
    """Knows which call of a student's function is running, since when, with which inputs."""

    def __init__(self, exercise: Exercise, seed: int):
        self.exercise, self.seed = exercise, seed
        self.inputs: Inputs | None = None
        self.since = 0.0
        self._out: TextIO = sys.stdout
        self._timer = threading.Timer(max(PATIENCE, exercise.patience), self._tell)
        self._timer.daemon = True

    def __enter__(self) -> "Watch":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def asking(self, exercise: Exercise, answer: Answer, helpers: Sequence[str]) -> Ask:
        """Return an Ask for an answer, the course's own functions in the place of helpers."""

        def ask(many: Sequence[Inputs]) -> list[Reply]:
            self.exercise = exercise
            with standing_in(answer, stand_ins(exercise.name, helpers)):
                return [self._one(exercise, answer, inputs) for inputs in many]

        return ask

    def _one(self, exercise: Exercise, answer: Answer, inputs: Inputs) -> Reply:
        self.inputs, self.since = inputs, time.monotonic()
        reply = call(exercise, answer, inputs)
        self.inputs = None
        return reply

    @property
    def told(self) -> str:
        """The inputs of the call that is running, in words; "" where none is."""
        if self.inputs is None:
            return ""
        cases = draw_for(self.exercise, self.seed).cases
        of_case = (case.description for case in cases if case.inputs is self.inputs)
        return next(of_case, describe_inputs(self.inputs))

    def _tell(self) -> None:
        if told := self.told:
            print(
                f"Your {self.exercise.name} is still running, with {told}. To stop it, interrupt "
                "the kernel: the square button in the toolbar.",
                file=self._out,
                flush=True,
            )


def watched(exercise: Exercise, answer: Answer, seed: int) -> Verdict:
    """Return the Verdict on an answer; where it is interrupted, one that says where it was."""
    with Watch(exercise, seed) as watch:
        try:
            return _judged(exercise, answer, watch)
        except KeyboardInterrupt as interrupt:
            return _interrupted(exercise, watch, interrupt.__traceback__)


def judged(exercise: Exercise, answer: Answer, seed: int) -> Verdict:
    """Return the Verdict on an answer; an interrupt ends the cell that asked for it."""
    with Watch(exercise, seed) as watch:
        return _judged(exercise, answer, watch)


def _judged(exercise: Exercise, answer: Answer, watch: Watch) -> Verdict:
    """Return the Verdict on an answer, and where it calls others that are not right, say so."""
    earlier = before(exercise.name)

    def standing(helper: str) -> Status:
        own, _ = earlier[helper].answer_in(namespace_of(answer))
        return _judged(earlier[helper], own, watch).status if own else Status.NOT_ATTEMPTED

    bench = Bench(
        lambda helpers: watch.asking(exercise, answer, helpers),
        lambda names: used_by(answer, names),
        standing,
    )
    return judge_caller(exercise, bench, tuple(earlier), watch.seed)


def _interrupted(exercise: Exercise, watch: Watch, tb: TracebackType | None) -> Verdict:
    if watch.inputs is None:
        headline = "The check was interrupted before it had an answer: run it again."
        return Verdict(exercise.name, Status.UNKNOWN, 0, exercise.possible, headline)
    seconds = time.monotonic() - watch.since
    frame, line = own_line(tb)
    source = linecache.getline(frame.f_code.co_filename, line).strip() if frame and line else ""
    place = f" at your line {line}, `{source}`," if frame else ""
    call_again = f'check("{exercise.name}", {exercise.answer_text}, seed={watch.seed})'
    return Verdict(
        exercise.name,
        Status.ERROR,
        0,
        exercise.possible,
        f"It was still running{place} after {seconds:.0f} s.",
        diagnosis="interrupted",
        advice=f"With {watch.told}. If there is a loop, what ends it? "
        "Print what its condition depends on.",
        repeat=f"Same inputs again: `{call_again}`",
    )
