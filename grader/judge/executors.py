"""Where the work goes: processes of this machine, or a Dask cluster."""

import multiprocessing
import os
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, ProcessPoolExecutor, wait

from grader.errors import CourseError
from grader.judge.task import begin

ATTEMPTS = 4  # one among others, and three alone
AHEAD = 2


def processors():
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


class Pool:
    """An executor that is made anew when it breaks, and hands out no more than it needs.

    scheduler: the address of a Dask scheduler; without one, workers processes are started.
    """

    def __init__(self, workers=None, scheduler=None):
        self.workers, self.scheduler = workers or processors(), scheduler
        self.client = self.executor = None
        self._start()

    def _start(self):
        if self.scheduler is None:
            context = multiprocessing.get_context("spawn")
            self.executor = ProcessPoolExecutor(self.workers, context, initializer=begin)
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

    def run(self, function, tasks):
        """Yield (name, function(*arguments) or the error) for each (name, arguments), as they end.

        A lost worker may take others' tasks along, so each of them is run again by itself: an
        innocent one ends, one that loses its worker every time is given up.
        """
        tasks, running, suspects = iter(tasks), {}, []
        while True:
            self._fill(function, tasks, running, suspects)
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                name, arguments, attempt = running.pop(future)
                error = future.exception()
                if error is not None and _is_loss(error) and attempt < ATTEMPTS:
                    suspects.append((name, arguments, attempt + 1))
                else:
                    yield name, future.result() if error is None else error

    def _fill(self, function, tasks, running, suspects):
        """Hand out tasks until there are enough of them, or one suspect and nothing else."""
        if suspects:
            if not running:
                task = suspects.pop()
                running[self._submit_anew(function, task)] = task
            return
        while len(running) < AHEAD * self.workers:
            task = next(((*task, 1) for task in tasks), None)
            if task is None:
                return
            running[self._submit_anew(function, task)] = task

    def _submit_anew(self, function, task):
        """Hand out a task; a broken pool is replaced."""
        while True:
            try:
                return self._submit(function, task)
            except BrokenExecutor:
                self.close()
                self._start()

    def _submit(self, function, task):
        return self.executor.submit(function, *task[1])

    def close(self):
        """Let the workers go."""
        if self.client is not None:
            self.client.close()
        elif self.executor is not None:
            self.executor.shutdown(wait=True, cancel_futures=True)


def _is_loss(error):
    return isinstance(error, BrokenExecutor) or type(error).__name__ in (
        "KilledWorker",
        "CancelledError",
        "CommClosedError",
    )
