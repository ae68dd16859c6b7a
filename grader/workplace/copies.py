"""A student's folder: a copy of each lesson, brought up to date without losing a word of it."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import count
from pathlib import Path

from nbformat import NotebookNode

from grader.errors import CourseError
from grader.paths import LESSONS
from grader.workplace.carrying import Carried, carry
from grader.workplace.matching import text
from grader.workplace.notebooks import (
    OURS,
    parsed,
    read,
    unusable,
    version,
    version_of_copy,
    write,
)

NOTES = ".backprop"  # in the student's folder: the releases that its copies were made from
BEFORE = "before"  # and the copies as they were before an update


class Outcome(Enum):
    """What was done about a lesson's copy."""

    COPIED = "copied"
    SAME = "same"
    REPLACED = "replaced"
    UPDATED = "updated"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Brought:
    """A lesson in the student's folder, as it is now.

    kept: where the copy is that was there before. carried: what became of the work in it.
    """

    lesson: str
    outcome: Outcome
    kept: Path | None = None
    carried: Carried | None = None


def lessons(released: Path = LESSONS) -> list[str]:
    """Return the names of the released lessons, in order.

    Raises CourseError where there is none.
    """
    found = sorted(
        path.stem for path in released.glob("*/*.ipynb") if path.parent.name == path.stem
    )
    if not found:
        raise CourseError(f"no lesson found in {released}: run backprop build")
    return found


def bring(folder: Path, released: Path = LESSONS) -> list[Brought]:
    """Put a copy of each lesson into a student's folder, or bring a new version into its copy.

    Whatever was in the folder is in it afterwards. Raises CourseError where it cannot be used.
    """
    try:
        return [_bring(folder, lesson, released) for lesson in lessons(released)]
    except OSError as error:
        raise unusable(Path(error.filename or folder), error) from None


def _bring(folder: Path, lesson: str, released: Path) -> Brought:
    release = _release(released / lesson / f"{lesson}.ipynb")
    place = folder / lesson / f"{lesson}.ipynb"
    new = version(release)
    if not _note(folder, lesson, new).exists():
        write(release, _note(folder, lesson, new))
    if not place.exists():
        write(_marked(release, new), place)
        return Brought(lesson, Outcome.COPIED)
    data = place.read_bytes()
    try:
        mine = parsed(data, place)
    except CourseError:
        return _replace(folder, lesson, data, _marked(release, new), Outcome.UNREADABLE)
    known = version_of_copy(mine)
    if known == new:
        return Brought(lesson, Outcome.SAME)
    base = _base(folder, lesson, known)
    if base is not None and mine.cells == base.cells:
        write(_marked(release, new), place)
        return Brought(lesson, Outcome.REPLACED)
    carried = carry(mine, base, release)
    if base is None and [*map(text, mine.cells)] == [*map(text, carried.notebook.cells)]:
        return Brought(lesson, Outcome.SAME)
    notebook = _marked(carried.notebook, new)
    return _replace(folder, lesson, data, notebook, Outcome.UPDATED, carried)


def _release(path: Path) -> NotebookNode:
    try:
        return read(path)
    except CourseError as error:
        raise CourseError(
            f"{error}: put the release back (git checkout lessons, or install the course again)"
        ) from None


def _replace(
    folder: Path,
    lesson: str,
    data: bytes,
    notebook: NotebookNode,
    outcome: Outcome,
    carried: Carried | None = None,
) -> Brought:
    """Keep a copy as it was, and put another in its place."""
    place = folder / lesson / f"{lesson}.ipynb"
    kept = _keep(folder / BEFORE, lesson, data)
    if place.read_bytes() != data:
        raise CourseError(f"{place} was saved at this moment: run the same command again")
    write(notebook, place)
    return Brought(lesson, outcome, kept, carried)


def _keep(folder: Path, lesson: str, data: bytes) -> Path:
    """Write a file under a name that nothing has yet; return its path."""
    folder.mkdir(exist_ok=True)
    stem = f"{lesson}-{date.today().isoformat()}"
    for number in count(1):
        place = folder / f"{stem}{f'-{number}' if number > 1 else ''}.ipynb"
        try:
            with open(place, "xb") as file:
                file.write(data)
                return place
        except FileExistsError:
            continue
    raise AssertionError("numbers do not end")


def _note(folder: Path, lesson: str, name: str) -> Path:
    return folder / NOTES / lesson / f"{name}.ipynb"


def _base(folder: Path, lesson: str, name: str | None) -> NotebookNode | None:
    """Return the release that a copy was made from, None where it is not known or not there."""
    path = name and _note(folder, lesson, name)
    try:
        return read(path) if path else None
    except CourseError:
        return None


def _marked(notebook: NotebookNode, name: str) -> NotebookNode:
    """Return a notebook that says which release it was made from."""
    marked = deepcopy(notebook)
    marked.metadata[OURS] = {"release": name}
    return marked
