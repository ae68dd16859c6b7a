"""What a worker's machine does: it gets submissions, and returns results.

Each thread that grades has a lane of its own. The lanes of a process share a warm process: the
judge's where it is on this machine, else one that ends with this process.
"""

import atexit
import os
import pickle
import threading
from dataclasses import dataclass
from functools import lru_cache

from course.checking import Exercise
from course.checking.examining import draw_for
from course.exercises import of_lesson
from grader.errors import CourseError
from grader.judge.beside import Beside
from grader.judge.grading import grade, unreadable
from grader.judge.holding import STOPPED, StoppedError, held
from grader.judge.plan import Plan
from grader.judge.result import Result
from grader.sandbox.lane import Lane
from grader.sandbox.limits import (
    JUDGE_MB,
    JUDGE_SECONDS,
    MEMORY_MB,
    SECONDS,
    Limits,
)
from grader.sandbox.losing import NotStartedError
from grader.sandbox.starting import Warm

SECOND_DRAW = 1_000_003


def seeds_of(seed: int) -> tuple[int, int]:
    """Return the seeds of both draws of a run."""
    return seed, seed + SECOND_DRAW


@dataclass(frozen=True)
class Settings:
    """What holds for every submission of a run."""

    plan: Plan
    seeds: tuple[int, int]
    sandbox: bool = True
    seconds: float = SECONDS
    memory_mb: int = MEMORY_MB


class _Lanes:
    """The lanes of this process, one a thread, and the warm processes that they share."""

    def __init__(self) -> None:
        self.own = threading.local()
        self.lanes: list[Lane] = []
        self.warm: dict[bool, Warm] = {}  # by whether it is in a sandbox
        self.addresses: dict[bool, str] = {}
        self.starting = threading.Lock()

    def lane(self, settings: Settings) -> Lane:
        """Return this thread's lane, open."""
        wanted = (settings.sandbox, settings.seconds, settings.memory_mb, os.getpid())
        if getattr(self.own, "wanted", None) != wanted:
            if hasattr(self.own, "lane"):
                self.own.lane.close()
            limits = Limits(settings.seconds, settings.memory_mb)
            self.own.lane = Lane(settings.sandbox, limits, self.address(settings.sandbox))
            self.own.wanted = wanted
            self.lanes.append(self.own.lane)
        lane: Lane = self.own.lane
        lane.open()
        return lane

    def address(self, sandbox: bool) -> str:
        """Return where the lanes of this process are to be had."""
        with self.starting:
            if sandbox not in self.addresses:
                self.warm[sandbox] = Warm(sandbox)
                self.addresses[sandbox] = self.warm[sandbox].address
            return self.addresses[sandbox]

    def close(self) -> None:
        """End all of them."""
        for lane in self.lanes:
            lane.close()
        for warm in self.warm.values():
            warm.close()


_lanes = _Lanes()
atexit.register(_lanes.close)


def share(address: str, sandbox: bool) -> None:
    """Have this process's lanes where another one's are."""
    _lanes.addresses[sandbox] = address


def grade_task(settings: bytes, data: bytes, beside: Beside) -> Result:
    """Return the Result of one submission, given the bytes of its notebook and what lay beside.

    settings: pickled by the judge, which alone is trusted to send them. A submission for which
    the judge itself would do more than its limits allow is told to be stopped.
    """
    known = _unpickled(settings)
    lane = _lanes.lane(known)
    draw(known.plan.lesson, known.seeds)
    try:
        with held(JUDGE_SECONDS, JUDGE_MB):
            return grade(data, known.plan, lane, known.seeds, beside)
    except StoppedError as stopped:
        lane.close()
        return unreadable(known.plan, f"{STOPPED}: {stopped}")
    except (CourseError, NotStartedError, OSError):  # nothing that a submission does
        lane.close()
        raise
    except Exception as error:
        lane.close()
        why = f"{type(error).__name__} where none was expected: grade it yourself, and report it"
        return unreadable(known.plan, why)
    except BaseException:
        lane.close()
        raise


@lru_cache(maxsize=8)
def draw(lesson: str, seeds: tuple[int, int]) -> None:
    """Draw the inputs of a lesson's checks, which no submission is to pay for."""
    for exercise in of_lesson(lesson):
        if isinstance(exercise, Exercise):
            for seed in seeds:
                draw_for(exercise, seed)


@lru_cache(maxsize=4)
def _unpickled(settings: bytes) -> Settings:
    known: Settings = pickle.loads(settings)
    return known
