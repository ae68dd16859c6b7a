"""Who is in the class: what each platform calls a student, kept from one lesson to the next.

A student gets an id once, and keeps it: the name of the folder in submitted/, and in nbgrader's
gradebook. It is the login where a list of the platform tells it, else made of the name.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from grader.classroom.platforms import Owner, Platform
from grader.errors import CourseError
from grader.judge.reading import name_trouble
from grader.judge.writing import write

FOLDER = ".class"
FILE = "roster.json"
ID_AT_MOST = 60
KEYS = {Platform.CANVAS: "number", Platform.BLACKBOARD: "number", Platform.PLAIN: "id"}
NOT_IN_IDS = re.compile(r"[^\w.@+-]+")


@dataclass
class Student:
    """A student. name: as the platform shows it, `Lovelace, Ada` or `Ada Lovelace`.

    number: the platform's own id (Canvas: of the user; Blackboard: the user name). login, sis,
    section, email: '' where they are not known. numbers: Moodle's, other in each lesson.
    """

    id: str
    name: str = ""
    number: str = ""
    login: str = ""
    sis: str = ""
    section: str = ""
    email: str = ""
    numbers: dict[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        """The student for a person's eyes."""
        return f"{self.name} ({self.id})" if self.name and self.name != self.id else self.id


class AmbiguousError(Exception):
    """A name that may mean several students, and what to do."""


class Roster:
    """All students that are known, by id."""

    def __init__(self, root: Path) -> None:
        self.path = root / FOLDER / FILE
        self.students = {plain["id"]: Student(**plain) for plain in _read(self.path)}

    def save(self) -> None:
        """Write the students down."""
        plain = [asdict(student) for student in self.students.values()]
        write(
            self.path, json.dumps({"students": plain}, indent=1, ensure_ascii=False) + "\n", 0o600
        )

    def __iter__(self) -> Iterator[Student]:
        return iter(sorted(self.students.values(), key=lambda s: (s.name.lower(), s.id)))

    def find(self, owner: Owner, lesson: str) -> Student | None:
        """Return the student that a platform's name means, None where it is a new one.

        Raises AmbiguousError where it may be one of several: Moodle's numbers are new in each
        assignment, and its downloads have nothing else but names.
        """
        if owner.platform is not Platform.MOODLE:
            key = KEYS[owner.platform]
            known = (s for s in self.students.values() if getattr(s, key) == owner.number)
            return next(known, None)
        found = [s for s in self.students.values() if s.numbers.get(lesson) == owner.number]
        if not found:
            same = (s for s in self.students.values() if alike(s.name, owner.name))
            found = [student for student in same if lesson not in student.numbers]
        if len(found) > 1:
            raise AmbiguousError(
                f"{len(found)} students are called {owner.name}, and Moodle's number "
                f"{owner.number} is of this assignment alone: give --roster, Moodle's grading "
                "worksheet, where the numbers and the addresses stand"
            )
        return found[0] if found else None

    def admit(self, owner: Owner, lesson: str) -> Student:
        """Return the student that a platform's name means, with a new id where it is a new one.

        Raises AmbiguousError as find does.
        """
        student = self.find(owner, lesson)
        if student is None:
            student = self.add(Student(self._new_id(owner)))
        student.name = student.name or owner.name
        if owner.platform is Platform.MOODLE:
            student.numbers[lesson] = owner.number
        else:
            student.number = student.number or owner.number
        return student

    def add(self, student: Student) -> Student:
        """Add a student under an id of its own, and return it."""
        self.students[student.id] = student
        return student

    def _new_id(self, owner: Owner) -> str:
        if owner.platform in (Platform.BLACKBOARD, Platform.PLAIN):
            return self.free(owner.number)
        if owner.platform is Platform.CANVAS:
            return self.free(f"{owner.name}-{owner.number}" if owner.name else owner.number)
        return self.free(as_id(owner.name), owner.number)

    def free(self, wanted: str, number: str = "") -> str:
        """Return an id made of what is wanted, and of a number too where it is taken."""
        made = wanted if is_id(wanted) else as_id(wanted) or "student"
        if made not in self.students:
            return made
        numbered = f"{made}-{as_id(number)}" if number else made
        tries = (numbered, *(f"{numbered}-{n}" for n in range(2, len(self.students) + 3)))
        return next(name for name in tries if name not in self.students)


def is_id(text: str) -> bool:
    """Return whether a text can be a student's id as it is."""
    return bool(text) and name_trouble(text) is None and not set(text) & set("/\\")


def as_id(text: str) -> str:
    """Return a text as it can be a student's id, a folder's name and a row in a spreadsheet."""
    plain = unicodedata.normalize("NFC", text).strip()
    return NOT_IN_IDS.sub("-", plain)[:ID_AT_MOST].strip("-.+@") or ""


def alike(one: str, other: str) -> bool:
    """Return whether two spellings of a name are one: order, case and accents aside."""
    return bool(one) and _words(one) == _words(other)


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name).casefold()
    return sorted(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c))))


def _read(path: Path) -> list[Any]:
    if not path.exists():
        return []
    try:
        return list(json.loads(path.read_text(encoding="utf-8"))["students"])
    except (OSError, ValueError, KeyError, TypeError):
        raise CourseError(f"{path} is not what backprop wrote: mend it, or move it away") from None
