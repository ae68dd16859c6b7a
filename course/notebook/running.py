"""A check that takes long says so, and one that is interrupted says where it was."""

import linecache
import sys
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import TextIO

from course.checking import Exercise, Reply, Verdict, call, judge
from course.checking.examining import draw_for
from course.checking.failing import own_line
from course.checking.plain import describe_inputs

PATIENCE = 4.0  # seconds until one line says what is running


class Watch:
    """Knows which call of a student's function is running, since when, with which inputs."""

    def __init__(self, exercise: Exercise, function: Callable[..., object], seed: int):
        self.exercise, self.function, self.seed = exercise, function, seed
        self.inputs: dict | None = None
        self.since = 0.0
        self._out: TextIO = sys.stdout
        self._timer = threading.Timer(PATIENCE, self._tell)
        self._timer.daemon = True

    def __enter__(self) -> "Watch":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def ask(self, many: list[dict]) -> list[Reply]:
        """Call the function with each of the inputs."""
        return [self._one(inputs) for inputs in many]

    def _one(self, inputs: dict) -> Reply:
        self.inputs, self.since = inputs, time.monotonic()
        reply = call(self.exercise, self.function, inputs)
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


def watched(exercise: Exercise, function: Callable[..., object], seed: int) -> Verdict:
    """Return the Verdict on a function; where it is interrupted, one that says where it was."""
    with Watch(exercise, function, seed) as watch:
        try:
            return judge(exercise, watch.ask, seed)
        except KeyboardInterrupt as interrupt:
            return _interrupted(watch, interrupt.__traceback__, seed)


def _interrupted(watch: Watch, tb: TracebackType | None, seed: int) -> Verdict:
    exercise = watch.exercise
    if watch.inputs is None:
        headline = "The check was interrupted before it had an answer: run it again."
        return Verdict(exercise.name, "unknown", 0, exercise.possible, headline)
    seconds = time.monotonic() - watch.since
    frame, line = own_line(tb)
    source = linecache.getline(frame.f_code.co_filename, line).strip() if frame else ""
    place = f" at your line {line}, `{source}`," if frame else ""
    return Verdict(
        exercise.name,
        "error",
        0,
        exercise.possible,
        f"It was still running{place} after {seconds:.0f} s.",
        diagnosis="interrupted",
        advice=f"With {watch.told}. If there is a loop, what ends it? "
        "Print what its condition depends on.",
        repeat=f'Same inputs again: `check("{exercise.name}", {exercise.name}, seed={seed})`',
    )
