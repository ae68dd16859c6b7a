"""Marks into nbgrader's gradebook, as its own autograde leaves them there."""

import contextlib
import logging
import tempfile
import time
import warnings
from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import nbgrader.api
from nbgrader.api import (
    Grade,
    Gradebook,
    InvalidEntry,
    MissingEntry,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning, SQLAlchemyError
from traitlets.config import Config

from grader.errors import CourseError
from grader.judge.folders import Folders
from grader.judge.penalties import Penalties
from grader.judge.plan import Plan
from grader.judge.result import MISSING, UNREADABLE, Result
from grader.judge.rows import Asked, enter
from grader.paths import SOLUTIONS

Done = TypeVar("Done")
TRIES = 3
BETWEEN_SECONDS = 1.0
QUIET = logging.getLogger("backprop.grade")
QUIET.setLevel(logging.CRITICAL)


class Marks:
    """The gradebook of one lesson, open for writing by this process alone.

    config: nbgrader's configuration. Raises CourseError where it cannot be used.
    """

    def __init__(self, folders: Folders, lesson: str, sources: Path = SOLUTIONS) -> None:
        self.lesson, self.folders, self.sources = lesson, folders, sources
        self.penalties = Penalties(folders.config, lesson)
        # nbgrader adds its rows in an order that SQLAlchemy remarks on, and gets them all in
        warnings.filterwarnings("ignore", category=SAWarning)
        self.book: Gradebook = self._patiently(self._open)
        self.asked: Asked | None = None

    def _open(self) -> Gradebook:
        url = self.folders.db_url
        if url.startswith("sqlite:///"):
            Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        # a new gradebook notes its version, which nbgrader asks another program for, for a second
        nbgrader.api.get_alembic_version = _version
        book = Gradebook(url, self.folders.course.course_id)
        book.db().expire_on_commit = False
        return book

    def close(self) -> None:
        """Close the gradebook."""
        self.book.close()

    def prepare(self, plan: Plan) -> None:
        """Enter the lesson into the gradebook where it is not there, or other than it was."""
        if not self._patiently(lambda: self._knows(plan)):
            self._patiently(self._enter)
            self.book.db.expire_all()
        self.asked = self._patiently(
            lambda: Asked.of(self.book.find_notebook(self.lesson, self.lesson))
        )

    def _knows(self, plan: Plan) -> bool:
        try:
            notebook = self.book.find_notebook(self.lesson, self.lesson)
        except MissingEntry:
            return False
        known = {cell.name: cell.max_score for cell in notebook.grade_cells}
        metadata = (p.cell["metadata"].get("nbgrader", {}) for p in plan.cells)
        asked = {m["grade_id"]: float(m["points"]) for m in metadata if m.get("grade")}
        return known == asked

    def _enter(self) -> None:
        """Enter the lesson with nbgrader's own generate_assignment; its files go nowhere."""
        from nbgrader.converters import GenerateAssignment  # once a lesson, and slow to import

        from grader.building.release import configuration

        with tempfile.TemporaryDirectory() as folder:
            config = configuration()  # the release is the course's, whatever is configured here
            config.merge(
                Config(
                    CourseDirectory={
                        "root": folder,
                        "source_directory": str(self.sources),
                        "release_directory": str(Path(folder) / "release"),
                        "assignment_id": self.lesson,
                        "course_id": self.folders.course.course_id,
                        "db_url": self.folders.db_url,
                    },
                    GenerateAssignment={"force": True},
                )
            )
            course = CourseDirectory(config=config)
            converter = GenerateAssignment(coursedir=course, config=config, parent=None)
            converter.log = QUIET
            with contextlib.redirect_stderr(None):
                converter.start()

    def students(self) -> set[str]:
        """Return the ids of all students who have a submission in the gradebook."""
        return self._patiently(self._students)

    def _students(self) -> set[str]:
        query = self.book.db.query(SubmittedAssignment.student_id)
        assignment = self.book.find_assignment(self.lesson)
        rows = query.filter(SubmittedAssignment.assignment_id == assignment.id)
        return {row[0] for row in rows}

    def write(self, student: str, result: Result, timestamp: datetime | None) -> None:
        """Write a submission's marks; what a person has given stays.

        timestamp: when it was handed in, None where that is not known. Raises CourseError.
        """
        self._patiently(lambda: self._write(student, result, timestamp))

    def _write(self, student: str, result: Result, timestamp: datetime | None) -> None:
        assert self.asked is not None
        db = self.book.db
        try:
            submission = self.book.find_submission(self.lesson, student)
        except MissingEntry:
            submission = enter(db, self.asked, student)
        if timestamp is not None:
            submission.timestamp = timestamp
        (notebook,) = submission.notebooks
        names = self.asked.names
        for grade in notebook.grades:
            _grade(grade, names[grade.cell_id], result)
        for comment in notebook.comments:
            unanswered = names[comment.cell_id] in result.unanswered
            comment.auto_comment = "No response." if unanswered else None
        db.flush()
        self._take_penalty(student, submission, notebook)
        db.commit()
        db.expunge(submission)

    def _take_penalty(
        self, student: str, submission: SubmittedAssignment, notebook: SubmittedNotebook
    ) -> None:
        late, notebook.late_submission_penalty = submission.total_seconds_late, None
        if late > 0:
            self.book.db.flush()
            self.book.db.refresh(notebook)
            notebook.late_submission_penalty = self.penalties.of(student, notebook, late)

    def settle(self, students: Collection[str]) -> None:
        """Take late penalties anew where they may have changed, by a due date or a policy."""
        self._patiently(lambda: self._settle(students))

    def _settle(self, students: Collection[str]) -> None:
        db = self.book.db
        db.expunge_all()
        assignment = self.book.find_assignment(self.lesson)
        rows = db.query(SubmittedAssignment).filter_by(assignment_id=assignment.id)
        for submission in rows if students else ():
            (notebook,) = submission.notebooks
            affected = submission.total_seconds_late > 0 or notebook.late_submission_penalty
            if affected and submission.student_id in students:
                self._take_penalty(submission.student_id, submission, notebook)
        db.commit()
        db.expunge_all()

    def feedback_of(self, student: str) -> dict[str, Any]:
        """Return a submission's scores and comments as feedback shows them.

        A dictionary: scores (cell to (score, possible)), comments (cell to text),
        score, max_score and late_penalty. Raises CourseError.
        """
        return self._patiently(lambda: self._feedback_of(student))

    def _feedback_of(self, student: str) -> dict[str, Any]:
        notebook = self.book.find_submission_notebook(self.lesson, self.lesson, student)
        self.book.db.refresh(notebook)
        penalty = notebook.late_submission_penalty or 0
        found = {
            "scores": {g.cell.name: (g.score, g.cell.max_score) for g in notebook.grades},
            "comments": {c.cell.name: c.comment for c in notebook.comments},
            "score": notebook.score - penalty,
            "max_score": notebook.max_score,
            "late_penalty": penalty,
        }
        self.book.db.expunge_all()
        return found

    def _patiently(self, work: Callable[[], Done]) -> Done:
        """Do work; wait and do it again while another program holds the gradebook."""
        for tries_left in reversed(range(TRIES)):
            try:
                return work()
            except (SQLAlchemyError, InvalidEntry, OSError) as error:
                self._recover()
                if "locked" not in str(error) or not tries_left:
                    raise CourseError(_in_one_line(error, self.folders.db_url)) from None
                time.sleep(BETWEEN_SECONDS)
            except CourseError:
                self._recover()
                raise
            except (Exception, SystemExit) as error:
                reason = str(error).strip().splitlines()[-1:] or [type(error).__name__]
                raise CourseError(f"nbgrader refuses {self.lesson}: {reason[0]}") from None
        raise AssertionError("the last try returns or raises")

    def _recover(self) -> None:
        with contextlib.suppress(SQLAlchemyError, AttributeError):
            self.book.db.rollback()
            self.book.db.expunge_all()


def _version() -> str:
    """Return the version of nbgrader's tables, as `alembic heads` says it."""
    from alembic.script import ScriptDirectory

    place = Path(nbgrader.api.__file__).parent / "alembic"
    return str(ScriptDirectory(str(place)).get_current_head())


def _grade(grade: Grade, name: str, result: Result) -> None:
    """Set one grade as nbgrader's SaveAutoGrades does; a person's own score is not touched."""
    outcome = result.exercises[name.removesuffix("_check")]
    grade.auto_score = outcome.points
    if result.status == MISSING:
        grade.needs_manual_grade = False
        return
    by_person = grade.manual_score is not None or grade.auto_score is None
    grade.needs_manual_grade = by_person or result.status == UNREADABLE


def _in_one_line(error: BaseException, url: str) -> str:
    text = str(getattr(error, "orig", None) or error).strip().splitlines()
    reason = text[0] if text else type(error).__name__
    again = "and run the same command again, which goes on where this one stopped"
    shown = url.split("@")[-1]
    if "locked" in reason:
        return f"the gradebook {shown} is locked by another program: close the formgrader {again}"
    if "full" in reason:
        return f"the gradebook {shown} cannot be written, the disk is full: make room {again}"
    return f"the gradebook {shown} cannot be used ({reason[:200]}): mend that {again}"
