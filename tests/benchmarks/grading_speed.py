"""How much faster the judge is than nbgrader's own autograde, on the same submissions.

    python -m tests.benchmarks.grading_speed --lesson 04-backward-pass --students 100

Both grade one honest class, one after the other, on the same machine; their scores
must be equal cell by cell. Prints rates, processor time a submission, and where it goes.
"""

import argparse
import contextlib
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from grader.demo.answers import Answers
from grader.demo.classroom import write_submission
from grader.demo.honest import KINDS
from grader.judge.plan import plan_of
from grader.paths import GRADER, SOLUTIONS
from tests.benchmarks.alone import seconds_alone
from tests.grader.classes import marks

PROGRAMS = Path(sys.executable).parent
LOOK_SECONDS = 0.05
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
        cells = seconds_alone(
            plan_of(options.lesson), sorted(folder.glob("submitted/*/*/*.ipynb")), (1, 2)
        )
        _say_where(json.loads(report.read_text()), judge[1] / options.students, cells)
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
    """Run a program; return (wall seconds, processor seconds of it and all that it started)."""
    environment = os.environ | {"PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"}
    with tempfile.TemporaryFile("w+") as errors:
        began, used = time.monotonic(), 0.0
        running = psutil.Popen(
            [PROGRAMS / program, *arguments],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env=environment,
        )
        while running.poll() is None:
            used = max(used, _processor_seconds(running))
            time.sleep(LOOK_SECONDS)
        wall = time.monotonic() - began
        errors.seek(0)
        if running.returncode:
            raise SystemExit(errors.read()[-2000:])
    return wall, used


def _processor_seconds(process):
    """Return what a process, those that it started and those of them that have ended, used."""
    total = 0.0
    with contextlib.suppress(psutil.NoSuchProcess):
        for member in (process, *process.children(recursive=True)):
            with contextlib.suppress(psutil.NoSuchProcess):
                total += sum(member.cpu_times()[:4])
    return total


def _say(count, stock, judge, stock_pages, pages):
    for name, ours, theirs in (
        ("grading", judge, stock),
        ("feedback (with a run that finds all graded)", pages, stock_pages),
    ):
        print(f"{name}:")
        for who, (wall, used) in (("nbgrader", theirs), ("judge", ours)):
            print(
                f"  {who:8}  {60 * count / wall:8.1f} a minute"
                f"  {1000 * used / count:8.0f} ms of processor each"
            )
        clock, processor = theirs[0] / ours[0], theirs[1] / ours[1]
        print(f"  ratio     {clock:8.1f} by the clock, {processor:.1f} by the processor")


def _say_where(report, used, cells):
    """Print where the judge's processor time goes, by submission.

    used: all of it. cells: what the submission's own cells take without a judge.
    """
    students = report["students"].values()
    own = statistics.mean(student["own"] for student in students)
    lanes = statistics.mean(student["busy"] - student["own"] for student in students)
    print("processor time of a submission, in ms:")
    for words, seconds in {
        "its cells and its answers, run alone": cells,
        "the sandbox around them": own - cells,
        "reading, comparing, writing its notebook": lanes,
        "gradebook, files, its share of the start": used - own - lanes,
        "all beyond its cells": used - cells,
    }.items():
        print(f"  {words:42} {1000 * seconds:6.1f}")


if __name__ == "__main__":
    main()
