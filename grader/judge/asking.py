"""Asking a submission's function, through the sandbox, whatever becomes of it meanwhile."""

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from course.checking import Exercise, Failure, Reply, Status
from course.checking.examining import draw_for
from course.checking.helpers import better, judged_with
from course.checking.judging import judge
from course.checking.verdict import Verdict
from grader.judge.pythons import explained
from grader.judge.weighing import allowed, within
from grader.sandbox.lane import Lane
from grader.sandbox.losing import LostError
from grader.sandbox.replies import MISSING, Stop

SLOW_SECONDS = 2.0
WORDS = {"timeout": "its cell did not end", "worker_lost": "its cell ended the whole process"}


class Asking:
    """Asks the lane, and goes on with the same answer where the worker is lost.

    trouble: the Reply to every call where nothing can be asked. stop: where the cell stopped
    that was to define the function. missing: whether there was no function. most: how many
    entries an answer may have. odd: the exception that comparing the answers raised. helpers:
    functions of the submission in whose place the right ones are while it is asked.
    """

    def __init__(
        self, lane: Lane, exercise: Exercise, trouble: Reply | None, stop: Stop | None, python: str
    ) -> None:
        self.lane, self.exercise, self.trouble = lane, exercise, trouble
        self.stop, self.python = stop, python
        self.lost: LostError | None = None
        self.missing = False
        self.most = 0
        self.odd = ""
        self.helpers: tuple[str, ...] = ()

    def __call__(self, many: Sequence[Mapping[str, Any]]) -> list[Reply]:
        """Return a Reply to each of many inputs."""
        replies: list[Reply] = []
        most = self.most or allowed(*many)
        if self.trouble is None:
            with self._losing():
                asked = self.lane.ask(self.exercise.name, list(map(dict, many)), self.helpers)
                for reply in asked:
                    replies.append(within(self._known(reply), most))
        rest = len(many) - len(replies)
        return replies + [self.trouble] * rest if self.trouble else replies

    def uses(self) -> Sequence[str]:
        """Return what the answer calls of the submission's other answers, as its worker says."""
        if self.trouble is None:
            with self._losing():
                return self.lane.uses(self.exercise.name)
        return ()

    @contextlib.contextmanager
    def _losing(self) -> Iterator[None]:
        try:
            yield
        except LostError as lost:
            self.lost = lost
            self.trouble = ended(lost.kind, lost.message)

    def _known(self, reply: Reply) -> Reply:
        """Return a Reply, or the trouble that there is no function to be called any more."""
        if reply.failure and reply.failure.kind == MISSING:
            self.missing = True
            self.trouble = Reply(failure=self._without_function(reply.failure.message))
        return self.trouble or reply

    def _without_function(self, found: str) -> Failure:
        """Return why there is no function: another thing of its name, a failed cell, nothing."""
        if found:
            words = f"the name stands for a value of type {found}, not a function"
            return Failure("NameError", words)
        if self.stop is None:
            return Failure("NotImplementedError", "", unwritten=True)
        message = explained(self.stop, self.python)
        return Failure(self.stop.kind, message, self.stop.line, self.stop.source)


def ended(kind: str, message: str) -> Reply:
    """Return the Reply of a worker that is not there any more."""
    return Reply(failure=Failure(kind, message))


def cell_stopped(lost: LostError) -> Reply:
    """Return the Reply to every call of a function whose own cell was stopped."""
    return ended(lost.kind, f"{WORDS[lost.kind]}: {lost.message}")


def verdict_of(
    exercise: Exercise, asking: Asking, seed: int, blamed: Mapping[str, Status]
) -> Verdict:
    """Return the verdict; where an answer calls others that are not right, none is blamed twice.

    blamed: those others, with their status. With the right ones in their place it is asked
    first: what is not right may never end.
    """
    own = partial(judge, exercise, asking, seed)
    if not blamed:
        return _compared(asking, seed, own)
    asking.helpers = tuple(blamed)
    helped = _compared(asking, seed, partial(judged_with, exercise, asking, blamed, seed))
    asking.helpers = ()
    if helped.status is Status.RIGHT or asking.lost is not None:
        return helped
    return better(_compared(asking, seed, own), helped)


def _compared(asking: Asking, seed: int, judging: Callable[[], Verdict]) -> Verdict:
    """Return the verdict; what cannot be compared costs this exercise, and is told to a person."""
    exercise = asking.exercise
    draw = draw_for(exercise, seed)  # what fails in there is not the student's doing
    asking.most = allowed(*(case.inputs for case in draw.cases), *draw.expected)
    verdict = judging()
    asking.odd = asking.odd or verdict.odd
    return verdict
