"""Making submissions out of a released notebook, for tests."""

import copy
import os

import nbformat

from course.exercises import lessons
from grader.paths import LESSONS, SOLUTIONS

GRADED = [name for name, lesson in lessons().items() if lesson.graded]


def instructor_notebook(lesson):
    """Return the instructor's notebook of a lesson."""
    return nbformat.read(SOLUTIONS / lesson / f"{lesson}.ipynb", as_version=4)


def student_notebook(lesson):
    """Return the student's notebook of a lesson, untouched."""
    return nbformat.read(LESSONS / lesson / f"{lesson}.ipynb", as_version=4)


def grade_id(cell):
    """Return a cell's nbgrader id, or None."""
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def solutions(lesson):
    """Return grade id to the instructor's source, for every cell that a student fills in."""
    return {
        grade_id(cell): cell.source
        for cell in instructor_notebook(lesson).cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }


def filled(notebook, answers):
    """Return a copy of a notebook with the answers' sources in the cells of those ids."""
    notebook = copy.deepcopy(notebook)
    missing = set(answers)
    for cell in notebook.cells:
        if grade_id(cell) in answers:
            cell.source = answers[grade_id(cell)]
            missing.discard(grade_id(cell))
    assert not missing, f"no such cells: {missing}"
    return notebook


def graded_alone(notebook):
    """Return a copy of a notebook whose student deleted what is not graded.

    Of the code there stays the first cell, which imports; of all of it, in a full run.
    """
    kept = copy.deepcopy(notebook)
    if not os.environ.get("BACKPROP_FULL"):
        code = [cell for cell in kept.cells if cell.cell_type == "code"]
        gone = [id(cell) for cell in code[1:] if not grade_id(cell)]
        kept.cells = [cell for cell in kept.cells if id(cell) not in gone]
    return kept


def submit(notebook, folder, student, lesson):
    """Write a notebook as a student's submission, as nbgrader collects it."""
    place = folder / student / lesson
    place.mkdir(parents=True)
    nbformat.write(notebook, place / f"{lesson}.ipynb")
