"""Classes to grade in tests, and how the tests grade them."""

import contextlib
import functools
import io
import json
import random
import sys
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook

from grader.cli import main
from grader.demo.answers import Answers
from grader.demo.classroom import write_expected, write_submission
from grader.demo.honest import KINDS
from grader.judge.folders import folders
from grader.judge.gradebook import Marks
from grader.judge.plan import plan_of
from grader.judge.run import Options, Run

LESSON = "01-forward-pass"
PROGRAMS = Path(sys.executable).parent
HONEST = tuple(KINDS)


@dataclass(frozen=True)
class Done:
    """A command that has run."""

    returncode: int
    stdout: str
    stderr: str


@dataclass(frozen=True)
class Graded:
    """A graded class: its folder, what each must earn, and the run's report and words."""

    folder: Path
    expected: dict
    report: dict
    said: str

    @functools.cached_property
    def book(self):
        """What stands in the gradebook, read once."""
        return marks(self.folder)

    def outcomes(self, student):
        """Return name to outcome of a student's exercises."""
        return self.report["students"][student]["exercises"]

    def points(self, student):
        """Return name to points of a student's exercises."""
        return {name: outcome["points"] for name, outcome in self.outcomes(student).items()}


def write_kinds(folder, kinds, seed=1):
    """Write a submission of each kind below folder/submitted; return student to what it must earn.

    kinds: student to kind.
    """
    plan = plan_of(LESSON)
    answers, rng = Answers(plan), random.Random(seed)
    out = folder / "submitted"
    expected = {
        student: write_submission(plan, answers, rng, kind, out, student)
        for student, kind in kinds.items()
    }
    write_expected(out, LESSON, expected)
    return expected


def command(folder, *options):
    """Return the command that grades the class in a folder."""
    place = ["--submitted", str(folder / "submitted"), "--out", str(folder)]
    return [str(PROGRAMS / "backprop"), "grade", LESSON, *place, *options]


def grade(folder, *options):
    """Run backprop grade on the class in a folder; return its status and what it said.

    In this process, which has imported already what takes seconds.
    """
    said, complained = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
        status = main(command(folder, *options)[1:])
    return Done(status, said.getvalue(), complained.getvalue())


def grade_here(folder, pool, **options):
    """Grade the class in a folder within this process, on a pool that is there already."""
    where = folders(folder / "submitted", folder)
    book = Marks(where, LESSON)
    try:
        return Run(plan_of(LESSON), where, Options(**options), lambda: book, pool).start()
    finally:
        book.close()


def graded(folder, kinds, *options):
    """Write a class, grade it, and return it as Graded."""
    expected = write_kinds(folder, kinds)
    report = folder / "report.json"
    done = grade(folder, "--report", str(report), *options)
    assert done.returncode == 0, done.stdout + done.stderr
    return Graded(folder, expected, json.loads(report.read_text()), done.stdout)


def marks(folder, lesson=LESSON, url=None):
    """Return student to cell to (score, automatic score, manual score, needs a person)."""
    with Gradebook(url or f"sqlite:///{folder / 'gradebook.db'}", "backprop") as gradebook:
        return {
            submission.student_id: {
                grade.name: (
                    grade.score,
                    grade.auto_score,
                    grade.manual_score,
                    grade.needs_manual_grade,
                )
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
            for submission in gradebook.assignment_submissions(lesson)
        }


def assert_earned(graded_class, student):
    """Assert that a student's points and diagnoses are those that were told beforehand."""
    outcomes = graded_class.outcomes(student)
    for name, wanted in graded_class.expected[student]["exercises"].items():
        points, diagnosis = outcomes[name]["points"], outcomes[name]["diagnosis"]
        assert wanted["points"] in (None, points), (name, outcomes[name])
        assert points <= wanted["most"], (name, outcomes[name])
        assert wanted["diagnosis"] in (None, diagnosis), (name, outcomes[name])
