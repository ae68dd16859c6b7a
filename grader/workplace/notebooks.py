"""Notebooks on a student's disk: read as they are, written whole or not at all."""

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from grader.errors import CourseError

OURS = "backprop"  # the key of a copy's metadata that names its version


def read(path: Path) -> NotebookNode:
    """Return a notebook in today's format. Raises CourseError where it is none."""
    try:
        return parsed(path.read_bytes(), path)
    except OSError as error:
        raise unusable(path, error) from None


def parsed(data: bytes, path: Path) -> NotebookNode:
    """Return the notebook that a file's bytes are. Raises CourseError where they are none."""
    try:
        notebook: NotebookNode = nbformat.reads(data.decode("utf-8"), as_version=4)
        for cell in notebook.cells:
            cell.cell_type, cell.source.strip(), cell.metadata.get("nbgrader")
    except Exception:  # whatever an editor or a merge has made of it
        raise CourseError(f"{path} is not a notebook") from None
    return notebook


def write(notebook: NotebookNode, path: Path) -> None:
    """Put a notebook in a place, at once: a crash leaves what was there."""
    new = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8", newline="\n")
        os.replace(new, path)
    except OSError as error:
        with suppress(OSError):
            new.unlink()
        raise unusable(path, error) from None


def unusable(path: Path, error: OSError) -> CourseError:
    """Return the one-line error on a file or folder that cannot be read or written."""
    reason = (error.strerror or type(error).__name__).lower()
    return CourseError(f"{path} cannot be used ({reason}): mend that, or name another folder")


def version(notebook: NotebookNode) -> str:
    """Return what tells one release of a lesson from another: a digest of its cells."""
    text = json.dumps(notebook.cells, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def version_of_copy(notebook: NotebookNode) -> str | None:
    """Return the version that a copy was made from, None where nothing says so."""
    ours = notebook.metadata.get(OURS)
    found = ours.get("release") if isinstance(ours, dict) else None
    return found if isinstance(found, str) and found.isalnum() else None


def grade_id(cell: NotebookNode) -> str | None:
    """Return the name that nbgrader knows a cell by, or None."""
    marks = cell.metadata.get("nbgrader")
    name = marks.get("grade_id") if isinstance(marks, dict) else None
    return name if isinstance(name, str) else None


def is_answer(cell: NotebookNode) -> bool:
    """Return whether a cell of a released notebook is one that the student fills in."""
    return grade_id(cell) is not None and bool(cell.metadata["nbgrader"].get("solution"))


def is_locked(cell: NotebookNode) -> bool:
    """Return whether a cell of a released notebook is the lesson's alone, such as a check."""
    return grade_id(cell) is not None and not is_answer(cell)
