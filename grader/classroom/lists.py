"""Lists of a class as platforms give them out, read into the roster.

Canvas: the gradebook's export, with `Student`, `ID`, `SIS User ID`, `SIS Login ID` and `Section`,
a second row of possible points, and a test student. Moodle: an assignment's grading worksheet,
with `Identifier` (`Participant 123456`), `Full name`, `Email address`, and the time of
submission. Blackboard: the grade centre's download, with `Last Name`, `First Name` and `Username`,
divided by tabs, in UTF-16. Anything else: a table with `student_id`, and `name` or `first_name`
and `last_name`. (Each platform's own help on exporting grades.)
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from grader.classroom.platforms import Owner, Platform
from grader.classroom.roster import Roster, Student, alike, as_id
from grader.classroom.times import read_time
from grader.errors import CourseError

Row = dict[str, str]
PARTICIPANT = "Participant "


@dataclass
class Listed:
    """What a list says beside the names.

    times, late: of submissions, by student's id, where the list has them.
    """

    platform: Platform
    students: list[Student] = field(default_factory=list)
    times: dict[str, datetime] = field(default_factory=dict)
    late: set[str] = field(default_factory=set)


def table(path: Path) -> tuple[list[str], list[Row]]:
    """Return a table's columns and rows, whatever encoding and divider it has.

    Raises CourseError where it is no table.
    """
    try:
        data = path.read_bytes()
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except (OSError, UnicodeError) as error:
        raise CourseError(
            f"{path} cannot be read as a table ({type(error).__name__}): save it as CSV in UTF-8"
        ) from None
    first = text.partition("\n")[0]
    divider = max("\t;,", key=first.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=divider, restval="")
    columns = [name.strip() for name in rows.fieldnames or ()]
    rows.fieldnames = columns
    return columns, [{k: (v or "").strip() for k, v in row.items() if k} for row in rows]


def read_list(path: Path, roster: Roster, lesson: str, zone: ZoneInfo) -> Listed:
    """Add the students of a platform's list to the roster. Raises CourseError."""
    columns, rows = table(path)
    for needed, read in READERS.items():
        if set(needed) <= set(columns):
            return read(rows, roster, lesson, zone)
    raise CourseError(
        f"{path} has the columns {', '.join(columns)[:200]}: expected a Canvas gradebook export, a "
        "Moodle grading worksheet, a Blackboard grade centre download, or student_id and name"
    )


def _canvas(rows: list[Row], roster: Roster, lesson: str, zone: ZoneInfo) -> Listed:
    listed = Listed(Platform.CANVAS)
    for row in rows:
        if not row["ID"].isdigit() or row["Student"].lower() == "student, test":
            continue
        owner = Owner(Platform.CANVAS, row["ID"], row["Student"], ())
        student = roster.find(owner, lesson) or roster.add(
            Student(roster.free(row.get("SIS Login ID") or as_id(row["Student"]), row["ID"]))
        )
        student.name, student.number = row["Student"], row["ID"]
        student.sis, student.login = row.get("SIS User ID", ""), row.get("SIS Login ID", "")
        student.section = row.get("Section", "")
        listed.students.append(student)
    return listed


def _moodle(rows: list[Row], roster: Roster, lesson: str, zone: ZoneInfo) -> Listed:
    listed = Listed(Platform.MOODLE)
    for row in rows:
        number = row["Identifier"].rpartition(" ")[2]
        name = row.get("Full name") or row["Identifier"]
        email = row.get("Email address", "")
        student = _of_moodle(roster, lesson, number, name, email)
        student.name, student.email = name, email or student.email
        student.numbers[lesson] = number
        listed.students.append(student)
        time = read_time(row.get("Last modified (submission)", ""), zone)
        if time is not None:
            listed.times[student.id] = time
        if " late" in row.get("Status", ""):
            listed.late.add(student.id)
    return listed


def _of_moodle(roster: Roster, lesson: str, number: str, name: str, email: str) -> Student:
    for student in roster.students.values():
        if student.numbers.get(lesson) == number or (email and student.email == email):
            return student
    same = [s for s in roster if alike(s.name, name) and not s.email and lesson not in s.numbers]
    if len(same) == 1:
        return same[0]
    return roster.add(Student(roster.free(email.partition("@")[0] or as_id(name), email or number)))


def _blackboard(rows: list[Row], roster: Roster, lesson: str, zone: ZoneInfo) -> Listed:
    listed = Listed(Platform.BLACKBOARD)
    for row in rows:
        if not row["Username"]:
            continue
        student = roster.admit(Owner(Platform.BLACKBOARD, row["Username"], "", ()), lesson)
        student.name = f"{row['Last Name']}, {row['First Name']}".strip(", ")
        student.login, student.sis = row["Username"], row.get("Student ID", "")
        listed.students.append(student)
    return listed


def _plain(rows: list[Row], roster: Roster, lesson: str, zone: ZoneInfo) -> Listed:
    listed = Listed(Platform.PLAIN)
    for row in rows:
        if not row["student_id"]:
            continue
        student = roster.admit(Owner(Platform.PLAIN, row["student_id"], "", ()), lesson)
        both = ", ".join(n for n in (row.get("last_name"), row.get("first_name")) if n)
        student.name = row.get("name") or both or student.name
        student.email = row.get("email", "") or student.email
        listed.students.append(student)
    return listed


READERS: dict[tuple[str, ...], Callable[[list[Row], Roster, str, ZoneInfo], Listed]] = {
    ("Student", "ID", "Section"): _canvas,
    ("Identifier", "Grade"): _moodle,
    ("Last Name", "First Name", "Username"): _blackboard,
    ("student_id",): _plain,
}
