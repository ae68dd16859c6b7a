"""What a worker's machine does: it gets submissions, and returns results.

Each thread that grades has a sandbox of its own, started with its first task
and ended with its process.
"""

import atexit
import os
import pickle
import signal
import threading
from dataclasses import dataclass
from functools import lru_cache

from grader.judge.grading import grade
from grader.judge.plan import Plan
from grader.sandbox.confine import die_with_parent
from grader.sandbox.lane import Lane
from grader.sandbox.limits import MEMORY_MB, SECONDS, Limits

_own = threading.local()
_lanes = []


@dataclass(frozen=True)
class Settings:
    """What holds for every submission of a run."""

    plan: Plan
    seeds: tuple
    sandbox: bool = True
    seconds: float = SECONDS
    memory_mb: int = MEMORY_MB


def grade_task(settings, data):
    """Return the Result of one submission, given the bytes of its file.

    settings: pickled by the judge, which alone is trusted to send them.
    """
    settings = _unpickled(settings)
    lane = _lane(settings)
    try:
        return grade(data, settings.plan, lane, settings.seeds)
    except BaseException:
        lane.close()
        raise


def feedback_task(notebook, marks, name):
    """Return the feedback page of one graded notebook."""
    from grader.judge.feedback import feedback_page  # half a second that grading has no use for

    return feedback_page(notebook, marks, name)


@lru_cache(maxsize=4)
def _unpickled(settings):
    return pickle.loads(settings)


def _lane(settings):
    wanted = (settings.sandbox, settings.seconds, settings.memory_mb, os.getpid())
    if getattr(_own, "wanted", None) != wanted:
        if hasattr(_own, "lane"):
            _own.lane.close()
        _own.lane = Lane(settings.sandbox, Limits(settings.seconds, settings.memory_mb))
        _own.wanted = wanted
        _lanes.append(_own.lane)
    return _own.lane


def begin():
    """Prepare a process of this machine's own pool: it ends when the judge does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all; the judge alone answers
    die_with_parent()


@atexit.register
def _close():
    for lane in _lanes:
        lane.close()
