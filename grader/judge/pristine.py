"""That what is graded, and released, is what the build made: no trial answer, nothing stale.

Someone may have worked in lessons/ instead of on a copy. Then a class would get an answer, and a
student's blank would look like one. This looks at the two notebooks alone, in a few milliseconds;
`backprop build --check` builds anew and sees all.
"""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from grader.errors import CourseError

Cell = dict[str, Any]
NOT_RELEASED = re.compile(r"\n?### BEGIN (HIDDEN TESTS|MARK SCHEME).*?### END \1[^\n]*", re.DOTALL)


def look_over(lesson: str, released: Path, sources: Path) -> None:
    """Raise CourseError where a lesson's release is not what its solutions give."""
    paths = [folder / lesson / f"{lesson}.ipynb" for folder in (released, sources)]
    release, source = (_cells(path, lesson) for path in paths)
    place = _first_other(release, source)
    if place:
        raise CourseError(
            f"{paths[0]} is not what the build made ({place} is other): work on a copy "
            f"(backprop lab makes one), and run backprop build {lesson}"
        )


def _cells(path: Path, lesson: str) -> list[Cell]:
    try:
        cells: list[Cell] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError):
        raise CourseError(f"no notebook {path}: run backprop build {lesson}") from None
    return cells


def _first_other(release: list[Cell], source: list[Cell]) -> str:
    """Return the id of the first cell that is not as it was released, '' where all are."""
    for given, made in zip(release, source, strict=False):
        if given.get("id") != made.get("id") or not _as_made(given, made):
            return str(given.get("id", "a cell"))
    return "" if len(release) == len(source) else "the number of cells"


def _as_made(given: Cell, made: Cell) -> bool:
    marks, own = (cell["metadata"].get("nbgrader", {}) for cell in (given, made))
    if any(marks.get(name) != own.get(name) for name in ("grade_id", "points", "locked")):
        return False
    if marks.get("solution"):
        return bool(marks.get("checksum") == _checksum(given, marks))
    return _text(given).strip() == NOT_RELEASED.sub("", _text(made)).strip()


def _text(cell: Cell) -> str:
    return "".join(cell["source"])


def _checksum(cell: Cell, marks: dict[str, Any]) -> str:
    """Return what nbgrader wrote down of a cell when it was released: its compute_checksum."""
    flags = [bool(marks.get(name)) for name in ("grade", "solution", "locked")]
    parts = [_text(cell), cell["cell_type"], *map(str, flags), marks["grade_id"]]
    if marks.get("grade"):
        parts.append(str(float(marks["points"])))
    return hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest()
