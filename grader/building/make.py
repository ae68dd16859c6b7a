"""Building a lesson, and checking that what is built is not stale."""

import json
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from grader.building.notebook import notebook_of
from grader.building.release import release
from grader.building.running import run
from grader.errors import CourseError
from grader.paths import LESSONS, SOLUTIONS


def lessons() -> list[str]:
    """Return the names of all lessons that have a text."""
    return sorted(path.stem for path in SOLUTIONS.glob("[0-9][0-9]-*.md"))


def build(lesson: str) -> None:
    """Make the instructor's and the student's notebook of a lesson from its text.

    Raises CourseError where the text has a mistake or a cell fails.
    """
    text = _text(lesson)
    notebook = notebook_of(text)
    folder = SOLUTIONS / lesson
    folder.mkdir(exist_ok=True)
    _write(run(notebook, text, folder), folder / f"{lesson}.ipynb")
    release(lesson, SOLUTIONS, LESSONS)


def check(lesson: str) -> None:
    """Raise CourseError where a notebook is not what the lesson's text gives; change nothing."""
    fresh = notebook_of(_text(lesson))
    solution = SOLUTIONS / lesson / f"{lesson}.ipynb"
    if _without_outputs(_content(solution)) != _without_outputs(_plain(fresh)):
        raise _stale(solution, lesson)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "solutions"
        (source / lesson).mkdir(parents=True)
        _write(fresh, source / lesson / f"{lesson}.ipynb")
        release(lesson, source, Path(folder) / "lessons")
        released = LESSONS / lesson / f"{lesson}.ipynb"
        built = Path(folder) / "lessons" / lesson / f"{lesson}.ipynb"
        if _content(built) != _content(released):
            raise _stale(released, lesson)


def leftovers() -> list[str]:
    """Return a line for each folder of notebooks that no text belongs to."""
    known = set(lessons())
    return [
        f"{folder.name}/{found.name} is left over, since there is no solutions/{found.name}.md: "
        "remove the folder"
        for folder in (SOLUTIONS, LESSONS)
        for found in sorted(folder.glob("[0-9][0-9]-*/"))
        if found.name not in known
    ]


def _text(lesson: str) -> Path:
    path = SOLUTIONS / f"{lesson}.md"
    if not path.exists():
        raise CourseError(f"no lesson {lesson!r}: there are {', '.join(lessons()) or 'none yet'}")
    return path


def _stale(path: Path, lesson: str) -> CourseError:
    return CourseError(
        f"{path.relative_to(path.parents[2]).as_posix()} is not what solutions/{lesson}.md gives: "
        f"run backprop build {lesson}"
    )


def _without_outputs(notebook: dict[str, Any]) -> dict[str, Any]:
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
    return notebook


def _plain(notebook: NotebookNode) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(nbformat.writes(notebook))
    return content


def _content(path: Path) -> dict[str, Any]:
    """Return what a notebook holds, whatever its line ends; without cells where there is none.

    After a merge it may be there and be no notebook.
    """
    try:
        text = path.read_text(encoding="utf-8")
        content: dict[str, Any] = json.loads(text.replace(r"\r\n", r"\n"))
    except (OSError, ValueError):
        return {"cells": []}
    return content


def _write(notebook: NotebookNode, path: Path) -> None:
    nbformat.validate(notebook)
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8", newline="\n")
