"""Promises of an update, whatever the student and the release have done."""

import random
from copy import deepcopy

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from grader.workplace.carrying import carry
from grader.workplace.notebooks import grade_id
from tests.submissions import solutions, student_notebook

LESSON = "02-loss"


def worked_on(base, chance):
    """Return a student's copy, edited at random; and all that was written into it, in order."""
    mine, wrote = deepcopy(base), []
    answers = solutions(LESSON)
    cells = []
    for cell in mine.cells:
        if chance.random() < 0.15:
            cells.append(new_code_cell(f"mine_{len(wrote)} = {chance.random()}"))
            wrote.append(cells[-1].source)
        if grade_id(cell) in answers and chance.random() < 0.7:
            cell.source = f"{answers[grade_id(cell)]}\n# {chance.random()}"
            wrote.append(cell.source)
        if chance.random() < 0.05 and grade_id(cell) is None:
            continue  # deleted
        if cell.cell_type == "code" and chance.random() < 0.5:
            cell.execution_count = 3
        cells.append(cell)
    mine.cells = cells
    return mine, wrote


def released_again(base, chance):
    """Return a release with cells changed, removed and added at random, numbered anew."""
    release, cells = deepcopy(base), []
    for cell in release.cells:
        if chance.random() < 0.1:
            cells.append(new_markdown_cell(f"New text {chance.random()}"))
        if chance.random() < 0.1 and not (grade_id(cell) or "").endswith("_check"):
            continue
        if chance.random() < 0.15:
            cell.source += f"\n# {chance.random()}"
        cells.append(cell)
    for number, cell in enumerate(cells):
        cell["id"] = (grade_id(cell) or f"cell-{number:03d}").replace("_", "-")
    release.cells = cells
    return release


@pytest.mark.parametrize("seed", range(30))
def test_all_that_was_written_is_there_once_and_in_order(seed):
    chance = random.Random(seed)
    base = student_notebook(LESSON)
    mine, wrote = worked_on(base, chance)
    release = released_again(base, chance)
    known = base if seed % 3 else None
    before = deepcopy((mine, release))
    result = carry(mine, known, release)
    assert (mine, release) == before
    nbformat.validate(result.notebook)
    texts = [cell.source for cell in result.notebook.cells]
    assert [text for text in texts if text in set(wrote)] == wrote
    asked = [grade_id(cell) for cell in release.cells if grade_id(cell)]
    assert [grade_id(c) for c in result.notebook.cells if grade_id(c)] == asked
    assert {
        grade_id(c): c.source
        for c in result.notebook.cells
        if (grade_id(c) or "").endswith("_check")
    } == {grade_id(c): c.source for c in release.cells if (grade_id(c) or "").endswith("_check")}


def test_an_update_of_an_update_changes_nothing_more():
    chance = random.Random(7)
    base = student_notebook(LESSON)
    mine, wrote = worked_on(base, chance)
    once = carry(mine, base, released_again(base, chance)).notebook
    twice = carry(once, base, base).notebook
    texts = [cell.source for cell in twice.cells]
    assert [text for text in texts if text in set(wrote)] == wrote
