"""The same grades as nbgrader's own autograde, cell by cell."""

import json
import os
import shutil

import pytest
from nbgrader.api import Gradebook

from grader.paths import GRADER, SOLUTIONS
from tests.grader.classes import HONEST, LESSON, grade, marks, write_kinds
from tests.in_process import api

pytestmark = pytest.mark.filterwarnings("ignore:Object of type")  # nbgrader's own

# nbgrader stops at a cell that stands twice, as one does that was split.
KINDS = [kind for kind in HONEST if kind != "a cell split"]
FULL = os.environ.get("BACKPROP_FULL")
if not FULL:
    KINDS = ["named mistakes", "half done", "blank", "some letters wrong", "cells added"]
    KINDS += ["saved by an old Jupyter", "a warning on stderr"]
    KINDS += ["a wrong helper", "a wrong helper", "a helper not written"]
KINDS = {f"s{n:02d}": kind for n, kind in enumerate(KINDS)}


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """(the judge's marks, nbgrader's own) of one honest class, and the comments of both.

    What only shows something runs in the first submission: it plays no part in a grade.
    """
    root = tmp_path_factory.mktemp("both")
    shutil.copytree(SOLUTIONS / LESSON, root / "solutions" / LESSON)
    folder = root / "grader"
    folder.mkdir()
    shutil.copy(GRADER / "nbgrader_config.py", folder)
    write_kinds(folder, KINDS)
    for student in [] if FULL else list(KINDS)[1:]:
        without_demos(folder / "submitted" / student / LESSON / f"{LESSON}.ipynb")
    nbgrader = api(folder)
    made = nbgrader.generate_assignment(LESSON)
    assert made["success"], made["log"]
    for student in KINDS:
        stock = nbgrader.autograde(LESSON, student)
        assert stock["success"], stock["log"]
    stock = marks(folder)
    stock_comments = comments(folder)
    for name in ("autograded", "gradebook.db"):
        place = folder / name
        shutil.rmtree(place) if place.is_dir() else place.unlink()
    done = grade(folder)
    assert done.returncode == 0, done.stderr
    return marks(folder), stock, comments(folder), stock_comments


def without_demos(path):
    """Have a student delete what only shows something, in the file as it was saved."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cells = notebook["cells"]
    notebook["cells"] = [c for c in cells if "demo" not in c["metadata"].get("tags", ())]
    assert len(notebook["cells"]) < len(cells)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def comments(folder):
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", "backprop") as gradebook:
        return {
            (submission.student_id, comment.name): comment.auto_comment
            for submission in gradebook.assignment_submissions(LESSON)
            for notebook in submission.notebooks
            for comment in notebook.comments
        }


def test_every_cell_has_nbgrader_s_own_score_and_state(both):
    ours, stock, _, _ = both
    assert ours.keys() == stock.keys() and ours.keys() == KINDS.keys()
    for student in stock:
        assert ours[student] == stock[student], (student, KINDS[student])


def test_what_was_not_answered_says_so_as_nbgrader_does(both):
    _, _, ours, stock = both
    assert ours == stock
