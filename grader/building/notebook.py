"""The instructor's notebook: a lesson's cells with nbgrader's metadata."""

import nbformat

from course.checking import Questions, Written
from grader.building.lesson import key_of, pairs
from grader.building.questions import check_material
from grader.building.text import read

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def notebook_of(path):
    """Return the instructor's notebook of a lesson's text, not run yet.

    Raises CourseError at the first mistake in the text.
    """
    cells = read(path)
    for exercise, first, second in pairs(path.stem, cells):
        _fill(exercise, first, second)
    check_material(path.stem)
    for number, cell in enumerate(cells):
        grade_id = cell.node.metadata.get("nbgrader", {}).get("grade_id")
        cell.node["id"] = (grade_id or f"cell-{number:03d}").replace("_", "-")
        tags = [*cell.tags, *(["nbval-ignore-output"] if "demo" in cell.tags else [])]
        if tags:
            cell.node.metadata["tags"] = tags
    nodes = [cell.node for cell in cells]
    return nbformat.v4.new_notebook(
        cells=nodes, metadata={"kernelspec": KERNEL, "language_info": {"name": "python"}}
    )


def _fill(exercise, first, second):
    """Fill in nbgrader's metadata of an exercise and its check, from the library."""
    if isinstance(exercise, Written):
        _mark(first, f"{exercise.name}_prompt", locked=True)
        _mark(second, exercise.name, points=exercise.possible, solution=True)
        return
    _mark(first, exercise.name, solution=True)
    _mark(second, f"{exercise.name}_check", points=exercise.possible, locked=True)
    if isinstance(exercise, Questions):
        second.node.source += hidden_marking(exercise, *key_of(first))


def hidden_marking(exercise, name, key):
    """Return the lines that mark graded questions: nbgrader takes them out of the release."""
    return (
        "\n### BEGIN HIDDEN TESTS\n"
        "from course import mark_answers\n"
        f'mark_answers("{exercise.name}", {name}, {key!r})\n'
        "### END HIDDEN TESTS"
    )


def _mark(cell, grade_id, points=None, solution=False, locked=False):
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
