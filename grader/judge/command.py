"""backprop grade: what the command line asks for, done and said."""

import json
import math
import sys
from pathlib import Path

from grader.environment import use_own_programs
from grader.errors import CourseError
from grader.judge import summary
from grader.judge.executors import Pool
from grader.judge.folders import folders, write
from grader.judge.gradebook import Marks
from grader.judge.plan import plan_of
from grader.judge.result import FAILED
from grader.judge.run import Options, Run
from grader.sandbox.bubblewrap import find
from grader.sandbox.limits import LEAST_MEMORY_MB

TRUSTING = (
    "backprop grade: --no-sandbox: students' code runs as you, and can read, change and send "
    "whatever you can"
)


def grade(arguments):
    """Grade a lesson's submissions; return the exit status. Raises CourseError."""
    _look_over(arguments)
    use_own_programs()
    plan = plan_of(arguments.lesson)
    where = folders(arguments.submitted, arguments.out, arguments.db)
    if arguments.no_sandbox:
        print(TRUSTING, file=sys.stderr)
    elif arguments.scheduler is None:
        find()
    marks = Marks(where, arguments.lesson)
    pool = Pool(arguments.workers, arguments.scheduler)
    try:
        run = Run(plan, where, _options(arguments), marks, pool)
        results = run.start()
    finally:
        pool.close()
        marks.close()
    if arguments.report:
        found = summary.report(arguments.lesson, run.seed, results, not arguments.no_sandbox)
        write(Path(arguments.report).absolute(), json.dumps(found, indent=1, ensure_ascii=False))
    for line in summary.lines(results, arguments.report, run.kept):
        print(line)
    return 1 if any(result.status == FAILED for result in results.values()) else 0


def _look_over(arguments):
    """Raise CourseError where an option's number makes no sense."""
    least = f"{LEAST_MEMORY_MB} MB or more"
    for name, value, good, asked in (
        ("workers", arguments.workers, lambda n: n is None or n >= 1, "1 or more"),
        ("timeout", arguments.timeout, lambda s: 0 < s < math.inf, "more than 0 seconds"),
        (
            "memory",
            arguments.memory,
            lambda mb: mb >= LEAST_MEMORY_MB,
            least,
        ),
        ("seed", arguments.seed, lambda n: n is None or n >= 0, "0 or more"),
    ):
        if not good(value):
            raise CourseError(f"--{name} is {value}, and must be {asked}")


def _options(arguments):
    return Options(
        arguments.timeout,
        arguments.memory,
        arguments.seed,
        arguments.force,
        not arguments.no_sandbox,
        arguments.feedback,
    )
