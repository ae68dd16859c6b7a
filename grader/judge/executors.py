"""Where the work goes: processes of this machine, or a Dask cluster."""

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from multiprocessing import forkserver
from typing import Any

from grader.errors import CourseError
from grader.judge.beginning import begin, nothing

ATTEMPTS = 2  # one among others, and one alone
AHEAD = 2
Task = tuple[str, tuple[Any, ...], int]  # its name, its arguments, the attempt
Work = Callable[..., Any]


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Pool:
    """An executor that is made anew when it breaks, and hands out no more than it needs.

    scheduler: the address of a Dask scheduler; without one, workers processes are started, at
    once. address: of a warm process that they share. sandbox: whether that is in a sandbox.
    pages: there is likely nothing to do but feedback pages. Where it can, it forks them, so that
    they have at once what this process has imported and drawn.
    """

    def __init__(
        self,
        workers: int | None = None,
        scheduler: str | None = None,
        address: str | None = None,
        sandbox: bool = True,
        pages: bool = False,
    ) -> None:
        self.workers, self.scheduler = workers or processors(), scheduler
        self.shared = (address, sandbox, pages)
        self.client: Any = None
        self.executor: Executor
        self._start(can_fork())

    def _start(self, forked: bool = False) -> None:
        if self.scheduler is None:
            self.executor = self._of_forks() if forked else self._of_this_machine()
            return
        try:
            from distributed import Client
        except ImportError:
            raise CourseError(
                "--scheduler needs Dask: pip install distributed (or the extra 'grading')"
            ) from None
        try:
            self.client = Client(self.scheduler, timeout=10, set_as_default=False)
        except (OSError, ValueError) as error:
            raise CourseError(
                f"no Dask scheduler answers at {self.scheduler} ({type(error).__name__}): "
                "start one with dask scheduler, and workers with dask worker"
            ) from None
        self.executor = self.client.get_executor(pure=False)
        self.workers = max(1, sum(self.client.nthreads().values()))

    def _of_forks(self) -> Executor:
        context = multiprocessing.get_context("fork")
        made = ProcessPoolExecutor(self.workers, context, initializer=begin, initargs=self.shared)
        made.submit(nothing)  # forks all of them, before there is any thread
        return made

    def _of_this_machine(self) -> Executor:
        """Return an executor whose processes are no forks of this one, which has threads by now."""
        address, _, pages = self.shared
        forked = not pages and "forkserver" in multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("forkserver" if forked else "spawn")
        made = ProcessPoolExecutor(self.workers, context, initializer=begin, initargs=self.shared)
        if forked:
            context.set_forkserver_preload(["grader.judge.task"])  # imported once, for all of them
            forkserver.ensure_running()  # its imports begin while the judge's go on
        elif address is not None or pages:
            for _ in range(self.workers):
                made.submit(nothing)  # so do theirs
        return made

    def run(self, function: Work, tasks: Iterable[tuple[str, tuple[Any, ...]]]) -> Iterator[Any]:
        """Yield (name, function(*arguments) or the error) for each (name, arguments), as they end.

        The first are handed out at once, and not only when a result is asked for. A lost worker
        may take others' tasks along, so each of them is run again by itself: an innocent one ends,
        one that loses its worker again is given up.
        """
        waiting = iter(tasks)
        running: dict[Future[Any], Task] = {}
        self._fill(function, waiting, running, [])
        return self._ended(function, waiting, running)

    def _ended(
        self,
        function: Work,
        waiting: Iterator[tuple[str, tuple[Any, ...]]],
        running: dict[Future[Any], Task],
    ) -> Iterator[Any]:
        suspects: list[Task] = []
        while True:
            self._fill(function, waiting, running, suspects)
            if not running:
                return
            done = wait(running, return_when=FIRST_COMPLETED).done
            ended = [(running.pop(future), future) for future in done]
            if not suspects:
                self._fill(
                    function, waiting, running, suspects
                )  # before the results are dealt with
            for (name, arguments, attempt), future in ended:
                error = future.exception()
                if error is not None and is_loss(error) and attempt < ATTEMPTS:
                    suspects.append((name, arguments, attempt + 1))
                    continue
                if error is not None and is_loss(error):
                    self._see_that_it_works()
                yield name, future.result() if error is None else error

    def _fill(
        self,
        function: Work,
        waiting: Iterator[tuple[str, tuple[Any, ...]]],
        running: dict[Future[Any], Task],
        suspects: list[Task],
    ) -> None:
        """Hand out tasks until there are enough of them, or one suspect and nothing else."""
        if suspects:
            if not running:
                task = suspects.pop()
                running[self._submit_anew(function, task)] = task
            return
        while len(running) < AHEAD * self.workers:
            found = next(waiting, None)
            if found is None:
                return
            task = (*found, 1)
            running[self._submit_anew(function, task)] = task

    def _submit_anew(self, function: Work, task: Task) -> "Future[Any]":
        """Hand out a task; a broken pool is replaced."""
        while True:
            try:
                return self._submit(function, task)
            except BrokenExecutor:
                self.close()
                self._start()

    def _see_that_it_works(self) -> None:
        """Raise CourseError where it is not one task that ends its process: each one does."""
        try:
            self._submit_anew(nothing, ("", (), 1)).result()
        except BrokenExecutor:
            raise CourseError(
                "the processes that grade end as soon as they start: see that there is memory "
                "left, and run the same command again, which goes on where this one stopped"
            ) from None

    def _submit(self, function: Work, task: Task) -> "Future[Any]":
        return self.executor.submit(function, *task[1])

    def close(self) -> None:
        """Let the workers go."""
        if self.client is not None:
            self.client.close()
        else:
            self.executor.shutdown(wait=True, cancel_futures=True)


def can_fork() -> bool:
    """Return whether this process can be forked as it is: on Linux, without threads."""
    return sys.platform == "linux" and threading.active_count() == 1


def is_loss(error: BaseException) -> bool:
    """Return whether an error says that the process which had a task is gone."""
    return isinstance(error, BrokenExecutor) or type(error).__name__ in (
        "KilledWorker",
        "CancelledError",
        "CommClosedError",
    )
