"""How much faster the judge is than nbgrader's own autograde, on the same submissions.

    python -m tests.benchmarks.grading_speed --lesson 04-backward-pass --students 100

Both grade one honest class, one after the other, on the same machine; their scores
must be equal cell by cell. Prints rates, processor time a submission, and where it goes.
"""

import argparse
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from grader.demo.answers import Answers
from grader.demo.classroom import write_submission
from grader.demo.honest import KINDS
from grader.judge.plan import plan_of
from grader.paths import GRADER, SOLUTIONS
from tests.grader.classes import marks

PROGRAMS = Path(sys.executable).parent
SPLIT = "a cell split"  # nbgrader stops at a cell that stands twice


def main():
    options = _options()
    with tempfile.TemporaryDirectory(prefix="speed-") as root:
        folder = _course(Path(root), options.lesson)
        _write_class(folder, options.lesson, options.students)
        stock = _timed(folder, "nbgrader", "autograde", options.lesson, "--create")
        stock_pages = _timed(folder, "nbgrader", "generate_feedback", options.lesson)
        theirs = marks(folder, options.lesson)
        for name in ("autograded", "feedback"):
            shutil.rmtree(folder / name)
        (folder / "gradebook.db").unlink()
        report = folder / "report.json"
        grade = ["backprop", "grade", options.lesson, "--workers", "2", "--report", str(report)]
        _timed(folder, "nbgrader", "generate_assignment", options.lesson, "--force")
        judge = _timed(folder, *grade)
        pages = _timed(folder, *grade, "--feedback")
        _say(options.students, stock, judge, stock_pages, pages)
        _say_where(json.loads(report.read_text()), judge, options.students)
        ours = marks(folder, options.lesson)
        print(f"scores equal in every cell: {ours == theirs} ({len(ours)} submissions)")


def _options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lesson", default="04-backward-pass")
    parser.add_argument("--students", type=int, default=100)
    return parser.parse_args()


def _course(root, lesson):
    shutil.copytree(SOLUTIONS / lesson, root / "solutions" / lesson)
    folder = root / "grader"
    folder.mkdir()
    shutil.copy(GRADER / "nbgrader_config.py", folder)
    _timed(folder, "nbgrader", "generate_assignment", lesson)
    return folder


def _write_class(folder, lesson, count):
    plan, rng = plan_of(lesson), random.Random(1)
    answers = Answers(plan)
    kinds = [kind for kind in KINDS if kind != SPLIT]
    for number in range(count):
        kind = kinds[number % len(kinds)]
        write_submission(plan, answers, rng, kind, folder / "submitted", f"s{number:04d}")


def _timed(folder, program, *arguments):
    """Run a program; return (wall seconds, processor seconds)."""
    environment = os.environ | {"PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"}
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(
        [PROGRAMS / program, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        env=environment,
    )
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - began, used


def _say(count, stock, judge, stock_pages, pages):
    only_pages = pages[0], pages[1]
    for name, ours, theirs in (
        ("grading", judge, stock),
        ("feedback (with a run that finds all graded)", only_pages, stock_pages),
    ):
        print(f"{name}:")
        for who, (wall, used) in (("nbgrader", theirs), ("judge", ours)):
            print(
                f"  {who:8}  {60 * count / wall:8.1f} a minute"
                f"  {1000 * used / count:8.0f} ms of processor each"
            )
        print(f"  ratio     {theirs[0] / ours[0]:8.1f} by the clock, {theirs[1] / ours[1]:.1f} by")
        print("            the processor")


def _say_where(report, judge, count):
    """Print where the judge's processor time goes, by submission."""
    students = report["students"].values()
    own = statistics.mean(student["own"] for student in students)
    lanes = statistics.mean(student["busy"] - student["own"] for student in students)
    rest = judge[1] / count - own - lanes
    print("processor time of a submission, in ms:")
    print(f"  sandbox: its fork, its cells, its answers     {1000 * own:6.1f}")
    print(f"  reading, comparing, writing its notebook      {1000 * lanes:6.1f}")
    print(f"  gradebook, files, and its share of the start  {1000 * rest:6.1f}")


if __name__ == "__main__":
    main()
