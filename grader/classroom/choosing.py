"""Which of a student's files is the lesson's notebook, and what became of the others."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from grader.classroom.archive import File
from grader.classroom.plain import copy_number
from grader.classroom.platforms import Owner
from grader.classroom.recognising import Looked, looked_at
from grader.classroom.zips import TroubleError
from grader.judge.reading import NOTEBOOK_AT_MOST

LOOKED_AT_MOST = 20  # notebooks of one student
SHOWN_AT_MOST = 100


@dataclass
class Choice:
    """The notebook that is taken, None where none is of the lesson, and remarks for a person."""

    file: File | None = None
    owner: Owner | None = None
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Candidate:
    file: File
    owner: Owner
    looked: Looked

    @property
    def shown(self) -> str:
        return shown_name(self.owner.inner or self.file.parts)


def chosen(handed_in: Sequence[tuple[Owner, File]], lesson: str) -> Choice:
    """Return the newest notebook of a lesson among what a student handed in."""
    notebooks = [(owner, file) for owner, file in handed_in if ".ipynb" in file.name.lower()]
    notebooks.sort(key=_newness, reverse=True)
    choice, looked = Choice(), []
    if len(notebooks) > LOOKED_AT_MOST:
        choice.remarks.append(f"{len(notebooks)} notebooks, the newest {LOOKED_AT_MOST} looked at")
    for owner, file in notebooks[:LOOKED_AT_MOST]:
        try:
            found = looked_at(file.read(NOTEBOOK_AT_MOST))
        except TroubleError as trouble:
            choice.remarks.append(f"{shown_name(owner.inner or file.parts)} {trouble}: ask for it")
            continue
        looked.append(_Candidate(file, owner, found))
    _decide(choice, looked, lesson)
    if not notebooks:
        names = [shown_name(o.inner) for o, _ in handed_in if o.inner and o.inner != ("",)]
        if names or handed_in:
            none = f"no notebook among {', '.join(names[:5])}" if names else "no file"
            choice.remarks.append(none)
    return choice


def _decide(choice: Choice, looked: list[_Candidate], lesson: str) -> None:
    """Take the newest of the lesson; without one, an unmarked file of the lesson's name."""
    right = [found for found in looked if found.looked.lesson == lesson]
    others = [found for found in looked if found.looked.lesson not in (lesson, None)]
    unmarked = [found for found in looked if found.looked.lesson is None]
    by_name = [found for found in unmarked if lesson in found.file.name.lower()]
    best = next(iter(right or by_name), None)
    if best is not None:
        choice.file, choice.owner = best.file, best.owner
    if len(right) > 1:
        rest = ", ".join(found.shown for found in right[1:])
        choice.remarks.append(f"took {right[0].shown}, the newest; left {rest}")
    if not right and best is not None:
        why = best.looked.trouble or "has no mark of any lesson"
        choice.remarks.append(f"took {best.shown} for its name: it {why}")
    for found in others:
        choice.remarks.append(f"left {found.shown}: it is {found.looked.lesson}")
    for found in unmarked:
        if found is not best:
            why = found.looked.trouble or "has no mark of any lesson"
            choice.remarks.append(f"left {found.shown}: it {why}")


def _newness(handed: tuple[Owner, File]) -> tuple[str, str, int]:
    """Return what orders a student's files by time: attempt, time of change, number of the copy."""
    owner, file = handed
    time = file.changed.isoformat() if file.changed else ""
    return owner.attempt.zfill(20), time, copy_number(PurePosixPath(file.name).stem)


def shown_name(parts: Sequence[str]) -> str:
    """Return a stranger's path as it can be shown in a terminal."""
    plain = "".join(c if c.isprintable() else "?" for c in "/".join(parts))
    return plain if len(plain) <= SHOWN_AT_MOST else f"…{plain[-SHOWN_AT_MOST:]}"
