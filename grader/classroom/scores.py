"""What each student of the class has in the gradebook, and who has nothing there and why."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from nbgrader.api import Gradebook, MissingEntry
from sqlalchemy.exc import SQLAlchemyError

from grader.classroom.records import Collected, Record
from grader.classroom.roster import Roster, Student
from grader.classroom.times import stamp, zone_of
from grader.errors import CourseError
from grader.judge.folders import Folders
from grader.judge.journal import Journal
from grader.judge.result import GRADED


class Standing(StrEnum):
    """How it stands with a student's lesson."""

    GRADED = "graded"
    WAITING = "waits for a person"
    UNREADABLE = "handed in, and could not be graded"
    UNGRADED = "handed in, and not graded yet"
    OTHER = "handed in, but nothing of this lesson"
    NOTHING = "nothing handed in"


COUNTED = (Standing.GRADED, Standing.WAITING)


@dataclass(frozen=True)
class Score:
    """A student's score. raw: before the penalty. waiting: answers that a person has to grade."""

    student: Student
    standing: Standing
    collected: Collected
    raw: float = 0.0
    penalty: float = 0.0
    possible: float = 0.0
    waiting: int = 0

    @property
    def score(self) -> float | None:
        """The points that count; None where there is no graded work, which is no 0."""
        return max(0.0, self.raw - self.penalty) if self.standing in COUNTED else None


def scores_of(where: Folders, lesson: str, roster: Roster, record: Record) -> list[Score]:
    """Return the score of everybody in the class, by name. Raises CourseError."""
    try:
        with Gradebook(where.db_url, where.course.course_id) as gradebook:
            known = _known(gradebook, lesson)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise CourseError(f"the gradebook cannot be used ({reason[:200]}): mend that") from None
    for name in known:
        if name not in roster.students:
            roster.add(Student(name))
    journal = Journal(where.journal, lesson)
    return [
        _score(student, known.get(student.id), record, journal, where, lesson) for student in roster
    ]


@dataclass(frozen=True)
class Known:
    """What the gradebook has of a submission. time: in UTC. late: after the due date."""

    raw: float
    penalty: float
    possible: float
    waiting: int
    time: datetime | None
    late: bool


def _known(gradebook: Gradebook, lesson: str) -> dict[str, Known]:
    try:
        submissions = gradebook.assignment_submissions(lesson)
    except MissingEntry:
        raise CourseError(
            f"the gradebook knows no {lesson}: run backprop grade {lesson} first"
        ) from None
    return {
        each.student_id: Known(
            float(each.score),
            float(each.late_submission_penalty or 0.0),
            float(each.max_score),
            sum(grade.needs_manual_grade for book in each.notebooks for grade in book.grades),
            each.timestamp,
            each.total_seconds_late > 0,
        )
        for each in submissions
    }


def _score(
    student: Student,
    known: Known | None,
    record: Record,
    journal: Journal,
    where: Folders,
    lesson: str,
) -> Score:
    collected = record.collected.get(student.id, Collected())
    if known is None:
        there = (where.submitted / student.id / lesson / f"{lesson}.ipynb").exists()
        standing = Standing.UNGRADED if there else Standing.NOTHING
        return Score(student, Standing.OTHER if collected.without else standing, collected)
    status = journal.status(student.id)
    if status == "missing":
        standing = Standing.OTHER if collected.without else Standing.NOTHING
    elif status not in ("", GRADED):
        standing = Standing.UNREADABLE
    else:
        standing = Standing.WAITING if known.waiting else Standing.GRADED
    points = (known.raw, known.penalty, known.possible, known.waiting)
    return Score(student, standing, _timed(collected, known, where), *points)


def _timed(collected: Collected, known: Known, where: Folders) -> Collected:
    """Return what was collected with the gradebook's time, where nothing else has one."""
    time, late = collected.time, collected.late or known.late
    if not time and known.time is not None:
        time = stamp(known.time.replace(tzinfo=UTC).astimezone(zone_of(where.zone)))
    return replace(collected, time=time, late=late)
