"""Which lesson a notebook is of: told by the grade ids in it, whatever the file is called."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from course.exercises import lessons
from grader.paths import LESSONS

MARKED_AT_MOST = 2_000  # cells that are looked at
TEXT_AT_MOST = 20_000  # characters of each
DEFINED = re.compile(r"^def (\w{1,80})", re.MULTILINE)


@dataclass(frozen=True)
class Looked:
    """What a file was found to be.

    lesson: the one whose grade ids it has most of, None where it has none. trouble: why it is no
    notebook, '' where it is one.
    """

    lesson: str | None
    trouble: str = ""


@cache
def grade_ids() -> Mapping[str, frozenset[str]]:
    """Return lesson to the ids of its marked cells and, for those without marks, of all cells."""
    found = {}
    for lesson in lessons():
        path = LESSONS / lesson / f"{lesson}.ipynb"
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"] if path.exists() else []
        named = {name for cell in cells for name in _ids(cell)}
        found[lesson] = frozenset(name for name in named if not name.startswith("cell-"))
    return found


def looked_at(data: bytes) -> Looked:
    """Return what the bytes of a file are: a notebook of which lesson, or why none."""
    try:
        notebook = json.loads(data)
    except (ValueError, RecursionError, MemoryError):
        return Looked(None, "is not JSON, so no notebook")
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if cells is None and isinstance(notebook, dict):  # as nbformat 3 has them
        sheets = notebook.get("worksheets")
        first = sheets[0] if isinstance(sheets, list) and sheets else None
        cells = first.get("cells") if isinstance(first, dict) else None
    if not isinstance(cells, list):
        return Looked(None, "is no notebook")
    cells = [cell for cell in cells[:MARKED_AT_MOST] if isinstance(cell, dict)]
    ids = {name for cell in cells for name in _ids(cell)}
    return Looked(_most(ids) or _most({name for cell in cells for name in _defined(cell)}))


def _most(names: set[str]) -> str | None:
    counts = {lesson: len(names & known) for lesson, known in grade_ids().items()}
    best = max(counts, key=lambda lesson: counts[lesson])
    return best if counts[best] else None


def _ids(cell: dict[str, object]) -> set[str]:
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    names = [marks.get("grade_id") if isinstance(marks, dict) else None, cell.get("id")]
    return {name for name in names if isinstance(name, str)}


def _defined(cell: dict[str, object]) -> list[str]:
    """Return the functions that a cell defines: what is left where an editor drops all marks."""
    source = cell.get("source", cell.get("input"))
    lines = source if isinstance(source, list) else [source]
    text = "".join(line for line in lines if isinstance(line, str))[:TEXT_AT_MOST]
    return DEFINED.findall(text)
