"""How a process of the judge's own pool begins: light, so that the judge starts it at once."""

import contextlib
import gc
import multiprocessing
import os
import signal
import threading

from grader.judge.light import import_nbconvert
from grader.sandbox.confine import die_with_parent


def begin(address: str | None = None, sandbox: bool = True, pages: bool = False) -> None:
    """Prepare a process that ends when the judge does; import what grading needs meanwhile.

    address: of a warm process. pages: feedback is what comes first.
    """
    gc.enable()  # the judge, of which it may be a fork, begins without
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all; the judge alone answers
    die_with_parent()
    threading.Thread(target=_end_with_the_judge, daemon=True).start()
    with contextlib.suppress(Exception):  # what fails here fails again, and is told, in a task
        if address is not None:
            from grader.judge import task

            task.share(address, sandbox)
        if pages:
            import_nbconvert()
            from grader.judge import feedback

            feedback.ready()


def _end_with_the_judge() -> None:
    """End this process with the judge, which may not be its parent: a server of forks waits."""
    judge = multiprocessing.parent_process()
    if judge is not None:
        judge.join()
        os._exit(1)


def nothing() -> None:
    """Do nothing, in a process that thereby starts."""
