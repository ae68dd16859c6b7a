"""Limits on what the judge itself does for one submission: a net below the caps on what it reads.

They hold in the main thread of a process of its own, as those of the judge's pool are. On a Dask
worker, whose process is not the judge's to limit, they do not.
"""

import contextlib
import signal
import threading
import time
from collections.abc import Iterator

from grader.sandbox.confine import LINUX, address_space

with contextlib.suppress(ImportError):  # Windows has none
    import resource

STOPPED = "stopped by the judge"
AGAIN_SECONDS = 0.5  # where something swallows the first signal
POSIX = hasattr(signal, "setitimer")
_begun: list[float] = []  # when each limit that holds now began
HARD, GRACE_SECONDS = 2, 5  # times the limit, and so much more: then the kernel ends the process


class StoppedError(BaseException):
    """What the judge did for a submission passed a limit; its message says which."""


@contextlib.contextmanager
def held(seconds: float, megabytes: int | None = None) -> Iterator[None]:
    """Do what is within in so many processor seconds, in so much more memory than there is.

    Raises StoppedError. It may stand within another one, whose time runs on.
    """
    if not POSIX or threading.current_thread() is not threading.main_thread():
        yield
        return
    began, outer = time.process_time(), len(_begun)
    _begun.append(began)
    before = signal.signal(signal.SIGPROF, _stop)
    left, _ = signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN_SECONDS)
    hard = resource.getrlimit(resource.RLIMIT_CPU), resource.getrlimit(resource.RLIMIT_AS)
    if megabytes is not None:
        _limit(resource.RLIMIT_CPU, int(began + HARD * seconds) + GRACE_SECONDS)
        if LINUX:
            _limit(resource.RLIMIT_AS, address_space() + megabytes * 2**20)
    try:
        yield
    except MemoryError:
        if megabytes is None:
            raise
        raise StoppedError(f"it took more than {megabytes} MB of the judge's memory") from None
    finally:
        try:
            del _begun[outer:]
        finally:  # also where time was up just now: from here on the signal is let pass
            del _begun[outer:]
            resource.setrlimit(resource.RLIMIT_CPU, hard[0])
            resource.setrlimit(resource.RLIMIT_AS, hard[1])
            rest = max(left - (time.process_time() - began), 0.001) if left else 0.0
            signal.setitimer(signal.ITIMER_PROF, rest, AGAIN_SECONDS if left else 0.0)
            signal.signal(signal.SIGPROF, before)


def _stop(*_: object) -> None:
    if _begun:
        raise StoppedError("it took too much of the judge's time")


def _limit(name: int, most: int) -> None:
    hard = resource.getrlimit(name)[1]
    soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(name, (soft, hard))
