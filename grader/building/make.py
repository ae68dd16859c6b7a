"""Building a lesson, and checking that what is built is not stale."""

import json
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from grader.building.notebook import notebook_of
from grader.building.release import release
from grader.building.text import line_of
from grader.errors import CourseError
from grader.paths import LESSONS, SOLUTIONS

SECONDS_A_CELL = 300


def lessons():
    """Return the names of all lessons that have a text."""
    return sorted(path.stem for path in SOLUTIONS.glob("[0-9][0-9]-*.md"))


def build(lesson):
    """Make the instructor's and the student's notebook of a lesson from its text.

    Raises CourseError where the text has a mistake or a cell fails.
    """
    notebook = notebook_of(_text(lesson))
    folder = SOLUTIONS / lesson
    folder.mkdir(exist_ok=True)
    _write(_run(notebook, lesson, folder), folder / f"{lesson}.ipynb")
    release(lesson, SOLUTIONS, LESSONS)


def check(lesson):
    """Raise CourseError where a notebook is not what the lesson's text gives; change nothing."""
    fresh = notebook_of(_text(lesson))
    solution = SOLUTIONS / lesson / f"{lesson}.ipynb"
    if _without_outputs(_read(solution)) != _without_outputs(fresh):
        raise _stale(solution, lesson)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "solutions"
        (source / lesson).mkdir(parents=True)
        _write(fresh, source / lesson / f"{lesson}.ipynb")
        release(lesson, source, Path(folder) / "lessons")
        built = Path(folder) / "lessons" / lesson / f"{lesson}.ipynb"
        released = LESSONS / lesson / f"{lesson}.ipynb"
        if not released.exists() or built.read_bytes() != released.read_bytes():
            raise _stale(released, lesson)


def _text(lesson):
    path = SOLUTIONS / f"{lesson}.md"
    if not path.exists():
        raise CourseError(f"no lesson {lesson!r}: there are {', '.join(lessons()) or 'none yet'}")
    return path


def _stale(path, lesson):
    return CourseError(
        f"{path.relative_to(path.parents[2])} is not what solutions/{lesson}.md gives: "
        f"run backprop build {lesson}"
    )


def _run(notebook, lesson, folder):
    """Return the notebook with its outputs; metadata that a run adds is left out."""
    metadata = json.loads(json.dumps(notebook.metadata))
    client = NotebookClient(
        notebook,
        timeout=SECONDS_A_CELL,
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,
        store_widget_state=False,
        extra_arguments=["--log-level=ERROR"],
    )
    try:
        client.execute()
    except CellExecutionError as error:
        failed = next(cell for cell in notebook.cells if _has_error(cell))
        text = _text(lesson).read_text(encoding="utf-8")
        raise CourseError(
            f"{lesson}.md:{line_of(failed.source, text)}: the cell fails with "
            f"{error.ename}: {error.evalue}: mend it"
        ) from None
    notebook.metadata = nbformat.from_dict(metadata)
    return notebook


def _has_error(cell):
    return any(output.output_type == "error" for output in cell.get("outputs", ()))


def _without_outputs(notebook):
    bare = json.loads(nbformat.writes(notebook)) if notebook else {"cells": []}
    for cell in bare["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
    return bare


def _read(path):
    return nbformat.read(path, as_version=4) if path.exists() else None


def _write(notebook, path):
    nbformat.validate(notebook)
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
