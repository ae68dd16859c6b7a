"""Feedback pages in a zip file, named as the platform wants them for an upload of all at once.

Canvas ("Upload Submissions") finds student and attachment by `_12345_678910_` in a file's name;
Moodle ("Upload multiple feedback files in a zip") wants the folders of its own download; Blackboard
has no such upload, and gets the names of its own download.
"""

import zipfile
from pathlib import Path

from grader.classroom.records import Record
from grader.errors import CourseError
from grader.judge.folders import Folders


def page_of(where: Folders, student: str, lesson: str) -> Path:
    """Return where a student's feedback page is."""
    return where.feedback / student / lesson / f"{lesson}.html"


def name_in_zip(record: Record, student: str, lesson: str) -> str:
    """Return what a student's page is called in the zip file."""
    known = record.collected.get(student)
    return f"{known.returned if known and known.returned else f'{student}/'}{lesson}.html"


def pack(where: Folders, lesson: str, record: Record, students: list[str], path: Path) -> None:
    """Write the pages of students into a zip file. Raises CourseError."""
    new = path.with_name(f".{path.name}.new")
    try:
        with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive:
            for student in students:
                name = name_in_zip(record, student, lesson)
                archive.write(page_of(where, student, lesson), name)
        new.replace(path)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise CourseError(f"{path} cannot be written ({error.strerror}): mend that") from None
