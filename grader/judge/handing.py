"""One student's submission as it lies in its folder, whatever the folder holds."""

from dataclasses import dataclass, replace
from pathlib import Path

from grader.judge import reading
from grader.judge.beside import Beside, beside, other_notebooks, read_other
from grader.judge.cells import UnreadableError, notebook_of
from grader.judge.tampering import answers_in

LOOKED_INTO = 5
SHOWN = 3


@dataclass(frozen=True)
class Submission:
    """What a student handed in. data: the notebook's bytes, None where there is none to be read.

    trouble: why there is none to be read; absent: why there is none at all. key: of all that its
    grading depends on.
    """

    student: str
    data: bytes | None
    timestamp: str = ""
    trouble: str = ""
    absent: str = ""
    beside: Beside = Beside()
    key: str = ""


def submission(folder: Path, student: str, lesson: str) -> Submission:
    """Return a student's Submission; a notebook of another name is taken where it is the only one.

    Raises OSError where the machine fails.
    """
    trouble = reading.name_trouble(student)
    if trouble:
        return Submission(student, None, trouble=trouble)
    found = Submission(student, None, reading.read_timestamp(folder, student, lesson))
    try:
        data = reading.read_notebook(folder, student, lesson)
    except UnreadableError as error:
        return replace(found, trouble=str(error))
    except FileNotFoundError:
        return _otherwise(found, folder, lesson)
    return replace(found, data=data, beside=beside(folder, student, lesson))


def _otherwise(found: Submission, folder: Path, lesson: str) -> Submission:
    """Return a submission without a notebook of the right name: with another one, or with why."""
    names = other_notebooks(folder, found.student, lesson)
    absent = f"there is no {lesson}.ipynb"
    if not names:
        return replace(found, absent=absent)
    right = {n: data for n in names[:LOOKED_INTO] if (data := _lesson_s(folder, found, lesson, n))}
    if len(right) != 1:
        shown = ", ".join(ascii(name)[1:-1] for name in names[:SHOWN])
        why = f"{absent}; there is {shown}: rename the one to be graded, or ask for another"
        return replace(found, absent=why)
    ((name, data),) = right.items()
    there = beside(folder, found.student, lesson)
    told = f"{absent}; {ascii(name)[1:-1]} was graded, which is the lesson's"
    return replace(found, data=data, beside=replace(there, told=(told, *there.told)))


def _lesson_s(folder: Path, found: Submission, lesson: str, name: str) -> bytes | None:
    """Return a notebook's bytes if it holds answers to the lesson, None otherwise."""
    try:
        data = read_other(folder, found.student, lesson, name)
        return data if answers_in(lesson, notebook_of(data).cells) else None
    except (UnreadableError, OSError):
        return None
