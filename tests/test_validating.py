"""What nbgrader's Validate says: the check's own words, and none of them at any other time."""

import contextlib
import io
import shutil

import nbformat
import numpy as np
import pytest
from nbgrader.validator import Validator

from course import check
from grader.paths import LESSONS
from tests.submissions import filled, graded_alone, solutions, student_notebook

LESSON = "01-forward-pass"


def unwritten(z):
    raise NotImplementedError()


def wrong(z):
    return 1 / (1 + np.exp(z))


def right(z):
    return np.where(z < 0, np.exp(np.minimum(z, 0)), 1) / (1 + np.exp(-abs(z)))


@pytest.mark.parametrize(
    ("answer", "words"), [(unwritten, "not attempted yet"), (wrong, "sigmoid: "), (right, "")]
)
def test_a_verdict_is_error_output_while_nbgrader_validates(monkeypatch, capsys, answer, words):
    check("sigmoid", answer)
    assert capsys.readouterr().err == ""
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    check("sigmoid", answer)
    assert capsys.readouterr().err == ""
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    check("sigmoid", answer)
    said = capsys.readouterr().err
    assert (words in said) if words else (said == "")


def validate(folder, name):
    """Return what `nbgrader validate` prints; in this process, which has imported it already."""
    validator = Validator()
    validator.stream = said = io.StringIO()
    with contextlib.chdir(folder):
        validator.validate_and_print(name)
    return said.getvalue()


def test_what_is_not_written_is_not_attempted_and_no_partial_credit(tmp_path):
    """What is not graded stays in the notebook that is not answered."""
    shutil.copy(LESSONS / LESSON / f"{LESSON}.ipynb", tmp_path / "blank.ipynb")
    said = validate(tmp_path, "blank.ipynb")
    assert "VALIDATION FAILED" in said
    assert "neuron: not attempted yet" in said
    assert "Partial credit" not in said
    answered = filled(student_notebook(LESSON), solutions(LESSON))
    nbformat.write(graded_alone(answered), tmp_path / "right.ipynb")
    assert "Success" in validate(tmp_path, "right.ipynb")
