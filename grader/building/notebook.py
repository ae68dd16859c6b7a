"""The instructor's notebook: a lesson's cells with nbgrader's metadata."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.checking import Questions, Written
from course.exercises.manifest import Lesson
from grader.building.lesson import Pair, pairs
from grader.building.manifests import manifest_of
from grader.building.opening import guard
from grader.building.questions import check_claims, material_of
from grader.building.sections import check_further, check_parts
from grader.building.solution import key_of
from grader.building.spoken import fill_listen
from grader.building.text import Cell, read

# As Jupyter writes it at the first save, but for the version: the lowest that is promised.
LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
    "version": "3.11.0",
}
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def notebook_of(path: Path, lesson: Lesson | None = None) -> NotebookNode:
    """Return the instructor's notebook of a lesson's text, not run yet.

    lesson: its manifest, that of the text's name unless it is given. Raises
    CourseError at the first mistake in the text, the manifest or quizzes/.
    """
    lesson = lesson or manifest_of(path.stem)
    material = material_of(lesson)
    cells = read(path)
    found = pairs(lesson, cells)
    check_parts(lesson, cells)
    check_further(lesson, cells, found)
    check_claims(cells, material)
    fill_listen(cells)
    guard(cells)
    for pair in found:
        _fill(pair, lesson.graded)
    for number, cell in enumerate(cells):
        _name(cell, number)
    notebook: NotebookNode = nbformat.v4.new_notebook(
        cells=[cell.node for cell in cells],
        metadata={"kernelspec": KERNEL, "language_info": LANGUAGE},
    )
    return notebook


def _name(cell: Cell, number: int) -> None:
    """Give a cell an id that is the same every time, and its tags."""
    grade_id = cell.node.metadata.get("nbgrader", {}).get("grade_id")
    cell.node["id"] = (grade_id or f"cell-{number:03d}").replace("_", "-")
    tags = [*cell.tags, *(["nbval-ignore-output"] if "demo" in cell.tags else [])]
    if tags:
        cell.node.metadata["tags"] = tags


def _fill(pair: Pair, graded: bool) -> None:
    """Fill in nbgrader's metadata of an exercise and its check, from the library."""
    exercise = pair.exercise
    if isinstance(exercise, Written):
        _mark(pair.first, f"{exercise.name}_prompt", locked=True)
        _mark(pair.second, exercise.name, points=exercise.possible, solution=True)
        return
    points = exercise.possible if graded else None
    _mark(pair.first, exercise.name, solution=True)
    _mark(pair.second, f"{exercise.name}_check", points=points, locked=True)
    if isinstance(exercise, Questions):
        pair.second.node.source += hidden_marking(exercise, *key_of(pair.first.source))


def hidden_marking(exercise: Questions, name: str, key: dict[int | str, str]) -> str:
    """Return the lines that mark graded questions: nbgrader takes them out of the release."""
    return (
        "\n### BEGIN HIDDEN TESTS\n"
        "from course import mark_answers\n"
        f'mark_answers("{exercise.name}", {name}, {key!r})\n'
        "### END HIDDEN TESTS"
    )


def _mark(
    cell: Cell,
    grade_id: str,
    points: int | None = None,
    solution: bool = False,
    locked: bool = False,
) -> None:
    metadata = {
        "grade": points is not None,
        "grade_id": grade_id,
        "locked": locked,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    if points is not None:
        metadata["points"] = points
    cell.node.metadata["nbgrader"] = metadata
