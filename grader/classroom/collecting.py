"""Putting what was understood of a download into submitted/, and keeping what stood there."""

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.api import Student as Row
from sqlalchemy.exc import SQLAlchemyError

from grader.classroom.records import Collected, Record
from grader.classroom.roster import FOLDER, Student
from grader.classroom.times import stamp
from grader.classroom.understanding import HandedIn, Understood
from grader.errors import CourseError
from grader.judge.carrying import TIME
from grader.judge.clock import parsed_time
from grader.judge.folders import Folders
from grader.judge.reading import NOTEBOOK_AT_MOST
from grader.judge.writing import write


@dataclass
class Put:
    """What became of the students' notebooks: ids, by what was done."""

    new: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    older: list[str] = field(default_factory=list)


def put(found: Understood, where: Folders, lesson: str, record: Record) -> Put:
    """Write the notebooks into submitted/ and into a lesson's record. Raises CourseError.

    What stands in submitted/ is kept where it is newer, else moved to .class/replaced/.
    """
    done = Put()
    record.platform = found.platform
    for each in found.handed_in:
        student, file = each.student.id, each.choice.file
        if file is None or each.choice.owner is None:
            if student not in record.collected:
                record.collected[student] = Collected(each.late, without=_why(each))
            continue
        outcome = _put(each, file.read(NOTEBOOK_AT_MOST), where, lesson)
        getattr(done, outcome).append(student)
        if outcome != "older":
            record.collected[student] = Collected(
                each.late,
                stamp(each.time) if each.time else "",
                each.choice.owner.inner[-1] if each.choice.owner.inner else file.name,
                each.choice.owner.returned,
            )
    return done


def _why(each: HandedIn) -> str:
    return "; ".join(each.choice.remarks)


def _put(each: HandedIn, data: bytes, where: Folders, lesson: str) -> str:
    """Write one notebook; return what was done, as the fields of Put are called."""
    student = each.student.id
    folder = where.submitted / student / lesson
    if folder.is_symlink() or folder.parent.is_symlink():
        raise CourseError(f"{folder} leads elsewhere by a link: remove it and run this again")
    notebook, outcome = folder / f"{lesson}.ipynb", "new"
    if os.path.lexists(folder):
        there = _bytes(notebook)
        if there == data:
            outcome = "same"
        elif _is_newer(folder / TIME, each.time):
            return "older"
        else:
            _move_away(folder, where.root / FOLDER / "replaced" / lesson, student)
            outcome = "replaced"
    if outcome != "same":
        write(notebook, data)
    if each.time is not None:
        write(folder / TIME, stamp(each.time) + "\n")
    return outcome


def _bytes(path: Path) -> bytes | None:
    if path.is_symlink() or not path.is_file() or path.stat().st_size > NOTEBOOK_AT_MOST:
        return None
    return path.read_bytes()


def _is_newer(path: Path, time: datetime | None) -> bool:
    """Return whether a timestamp.txt says a later time."""
    try:
        known = parsed_time((_bytes(path) or b"").decode("utf-8", "replace").strip())
    except ValueError:
        return False
    if known is None or time is None:
        return False
    return bool(known.replace(tzinfo=UTC) > time)


def _move_away(folder: Path, kept: Path, student: str) -> None:
    kept.mkdir(parents=True, exist_ok=True)
    number = 1
    while (kept / f"{student}-{number}").exists():
        number += 1
    folder.rename(kept / f"{student}-{number}")


def name_students(where: Folders, students: list[Student]) -> None:
    """Write the names of students into nbgrader's gradebook, which shows them.

    Only of those who handed in: nbgrader's own export gives all others a 0. Raises CourseError.
    """
    url = where.db_url
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    try:
        with Gradebook(url, where.course.course_id) as gradebook:
            for student in students:
                known = gradebook.db.get(Row, student.id) or Row(id=student.id)
                _name(known, student)
                gradebook.db.add(known)
            gradebook.db.commit()
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise CourseError(
            f"the gradebook cannot be used ({reason[:200]}): mend that, close the formgrader, and "
            "run the same command again"
        ) from None


def _name(known: Row, student: Student) -> None:
    first, last = _names(student.name)
    known.first_name = first or known.first_name
    known.last_name = last or known.last_name
    known.email = student.email or known.email
    known.lms_user_id = student.number or known.lms_user_id


def _names(name: str) -> tuple[str, str]:
    """Return first and last name of `Lovelace, Ada` and of `Ada Lovelace`."""
    last, comma, first = name.partition(",")
    if not comma:
        first, _, last = name.rpartition(" ")
    return first.strip(), last.strip()
