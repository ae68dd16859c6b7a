"""Asking a submission's function, through the sandbox, whatever becomes of it meanwhile."""

from collections.abc import Mapping, Sequence
from typing import Any

from course.checking import Exercise, Failure, Reply, Status
from course.checking.examining import draw_for
from course.checking.judging import judge
from course.checking.verdict import Verdict
from grader.errors import CourseError
from grader.judge.pythons import explained
from grader.judge.weighing import allowed, within
from grader.sandbox.lane import Lane, LostError, NotStartedError
from grader.sandbox.replies import MISSING, Stop

SLOW_SECONDS = 2.0
WORDS = {"timeout": "its cell did not end", "worker_lost": "its cell ended the whole process"}


class Asking:
    """Asks the lane, and goes on with the same answer where the worker is lost.

    trouble: the Reply to every call where nothing can be asked. stop: where the cell stopped
    that was to define the function. missing: whether there was no function. most: how many
    entries an answer may have. odd: the exception that comparing the answers raised.
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

    def __call__(self, many: Sequence[Mapping[str, Any]]) -> list[Reply]:
        """Return a Reply to each of many inputs."""
        replies: list[Reply] = []
        most = self.most or allowed(*many)
        if self.trouble is None:
            try:
                for reply in self.lane.ask(self.exercise.name, list(map(dict, many))):
                    replies.append(within(self._known(reply), most))
            except LostError as lost:
                self.lost = lost
                self.trouble = ended(lost.kind, lost.message)
        rest = len(many) - len(replies)
        return replies + [self.trouble] * rest if self.trouble else replies

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


def verdict_of(exercise: Exercise, asking: Asking, seed: int) -> Verdict:
    """Return the verdict; what cannot be compared costs this exercise, and is told to a person."""
    draw = draw_for(exercise, seed)  # what fails in there is not the student's doing
    asking.most = allowed(*(case.inputs for case in draw.cases), *draw.expected)
    try:
        return judge(exercise, asking, seed)
    except (CourseError, NotStartedError):
        raise
    except Exception as error:  # whatever an answer makes of the comparison
        asking.odd = type(error).__name__
        return Verdict(
            exercise.name,
            Status.ERROR,
            0,
            exercise.possible,
            f"The answer cannot be compared ({asking.odd}): return arrays and numbers.",
            diagnosis="not_comparable",
        )
