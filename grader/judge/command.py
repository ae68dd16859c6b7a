"""backprop grade: what the command line asks for, done and said.

Processes start first, and what they and this one import is imported meanwhile.
"""

import argparse
import contextlib
import gc
import json
import math
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from grader.environment import use_own_programs
from grader.errors import CourseError
from grader.judge.executors import Pool, processors
from grader.judge.light import import_nbgrader
from grader.judge.places import JOURNAL
from grader.sandbox import cgroups
from grader.sandbox.bubblewrap import command, find
from grader.sandbox.limits import LEAST_MEMORY_MB
from grader.sandbox.starting import Warm

if TYPE_CHECKING:
    from grader.judge.folders import Folders
    from grader.judge.gradebook import Marks
    from grader.judge.run import Options

TRUSTING = (
    "backprop grade: --no-sandbox: students' code runs as you, and can read, change and send "
    "whatever you can"
)
FEW_PAGES = 50
SEEDS = 100_000
BY_KERNEL = "memory: the kernel holds each submission to its limit"
BY_COUNT = "memory: counted four times a second, since this system gives no cgroups to limit it by"


def grade(arguments: argparse.Namespace) -> int:
    """Grade a lesson's submissions; return the exit status. Raises CourseError."""
    _look_over(arguments)
    arguments.fresh = random.randrange(SEEDS)
    use_own_programs()
    if arguments.no_sandbox:
        print(TRUSTING, file=sys.stderr)
    elif arguments.scheduler is None:
        find()
        print(BY_KERNEL if cgroups.folder() else BY_COUNT, file=sys.stderr)
    if "numpy" not in sys.modules:  # matrices are small: see course.notebook.threads
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.disable()  # until all is imported: what is imported is kept
    try:
        with _processes(arguments) as pool:
            return _grade(arguments, pool)
    finally:
        gc.enable()


@contextlib.contextmanager
def _processes(arguments: argparse.Namespace) -> Iterator[Pool]:
    """Start the processes that a run needs, and end them after it."""
    sandbox, there = not arguments.no_sandbox, _submitted(arguments)
    pages_alone = _seem_done(arguments, there)
    workers = arguments.workers or processors()
    if pages_alone and len(there) <= FEW_PAGES:
        workers = 1  # to start another one takes longer than the pages
    with contextlib.ExitStack() as stack:
        warm = None
        if arguments.scheduler is None and not pages_alone:
            warm = Warm(sandbox, _named(arguments), arguments.lesson)
            stack.callback(warm.close)
            _draw(arguments)
        gc.freeze()
        address = warm.address if warm else None
        pool = Pool(workers, arguments.scheduler, address, sandbox, pages_alone)
        stack.callback(pool.close)
        yield pool


def _draw(arguments: argparse.Namespace) -> None:
    """Draw what the processes that are forked from this one need, once for all of them."""
    from grader.judge import task
    from grader.judge.journal import Journal

    journal = Journal(_home(arguments) / JOURNAL, arguments.lesson)
    seeds = task.seeds_of(journal.seed_of(arguments.seed, arguments.fresh))
    with contextlib.suppress(Exception):  # what fails here fails again, and is told
        task.draw(arguments.lesson, seeds)


def _home(arguments: argparse.Namespace) -> Path:
    from grader.judge.places import home

    return Path(arguments.out).absolute() if arguments.out else home()


def _named(arguments: argparse.Namespace) -> list[Path]:
    """Return the folders that are the run's, as far as is known before nbgrader is imported."""
    named = [_home(arguments)]
    if arguments.submitted:
        named.append(Path(arguments.submitted).absolute())
    return named


def _submitted(arguments: argparse.Namespace) -> list[str]:
    """Return the names of what is submitted, as far as that is known yet."""
    where = Path(arguments.submitted) if arguments.submitted else _home(arguments) / "submitted"
    try:
        return [entry.name for entry in where.iterdir()]
    except OSError:
        return []


def _seem_done(arguments: argparse.Namespace, there: list[str]) -> bool:
    """Return whether there is likely nothing to grade; where that is wrong, it costs a second."""
    graded = _home(arguments) / JOURNAL / arguments.lesson
    done = all((graded / f"of-{name}.json").exists() for name in there)
    return bool(there) and done and not arguments.force


def _grade(arguments: argparse.Namespace, pool: Pool) -> int:
    import_nbgrader()
    from grader.judge import summary
    from grader.judge.folders import folders
    from grader.judge.plan import plan_of
    from grader.judge.pristine import look_over
    from grader.judge.result import FAILED
    from grader.judge.run import Run
    from grader.judge.writing import write
    from grader.paths import LESSONS, SOLUTIONS

    plan = plan_of(arguments.lesson)
    look_over(arguments.lesson, LESSONS, SOLUTIONS)
    where = folders(arguments.submitted, arguments.out, arguments.db)
    _look_over_places(arguments, where)
    with contextlib.ExitStack() as stack:

        def open_marks() -> "Marks":
            from grader.judge.gradebook import Marks

            marks = Marks(where, arguments.lesson)
            stack.callback(marks.close)
            gc.freeze()
            gc.enable()
            return marks

        run = Run(plan, where, _options(arguments), open_marks, pool)
        results = run.start()
    if arguments.report:
        found = summary.report(arguments.lesson, run.seed, results, not arguments.no_sandbox)
        write(Path(arguments.report).absolute(), json.dumps(found, indent=1, ensure_ascii=False))
    for line in summary.lines(results, arguments.report, run.kept):
        print(line)
    return 1 if any(result.status == FAILED for result in results.values()) else 0


def _look_over_places(arguments: argparse.Namespace, where: "Folders") -> None:
    """Raise CourseError where nbgrader's configuration names a place that the sandbox shows."""
    if arguments.no_sandbox or arguments.scheduler is not None:
        return
    named = _named(arguments)
    book = where.db_url.removeprefix("sqlite:///") if where.db_url.startswith("sqlite") else ""
    others = [where.submitted, where.autograded, where.feedback, where.journal]
    others += [Path(book).absolute().parent] if book else []
    if command(named) != command([*named, *others]):
        raise CourseError(
            f"{where.home} keeps a class's files in a folder that students' code sees in the "
            "sandbox: keep them below it, or name their place with --out and --submitted"
        )


def _look_over(arguments: argparse.Namespace) -> None:
    """Raise CourseError where an option's number makes no sense."""
    workers, seconds, memory, seed = (
        getattr(arguments, name) for name in ("workers", "timeout", "memory", "seed")
    )
    for name, value, good, asked in (
        ("workers", workers, workers is None or workers >= 1, "1 or more"),
        ("timeout", seconds, 0 < seconds < math.inf, "more than 0 seconds"),
        ("memory", memory, memory >= LEAST_MEMORY_MB, f"{LEAST_MEMORY_MB} MB or more"),
        ("seed", seed, seed is None or seed >= 0, "0 or more"),
    ):
        if not good:
            raise CourseError(f"--{name} is {value}, and must be {asked}")


def _options(arguments: argparse.Namespace) -> "Options":
    from grader.judge.run import Options

    return Options(
        arguments.timeout,
        arguments.memory,
        arguments.seed,
        arguments.fresh,
        arguments.force,
        not arguments.no_sandbox,
        arguments.feedback,
    )
