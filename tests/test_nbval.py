"""nbval guards the outputs: a number that changes makes it fail."""

import re
import subprocess
import sys

import nbformat
import pytest

from tests.submissions import instructor_notebook

LESSON = "01-forward-pass"
NUMBER, OTHER = "weighted sum -0.8, after ReLU 0.0", "weighted sum -0.7, after ReLU 0.0"


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What nbval says of two notebooks that differ in one number, in one run of it.

    What only shows something, and is not compared, is left out of both.
    """
    folder = tmp_path_factory.mktemp("nbval")
    notebook = instructor_notebook(LESSON)
    notebook.cells = [c for c in notebook.cells if "demo" not in c.metadata.get("tags", ())]
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    text = nbformat.writes(notebook)
    assert text.count(NUMBER) == 1
    for name, number in (("right", NUMBER), ("wrong", OTHER)):
        (folder / f"{name}.ipynb").write_text(text.replace(NUMBER, number), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "--nbval", "-q", "-rA", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, "right.ipynb", "wrong.ipynb"], cwd=folder, capture_output=True, text=True
    )
    return done.returncode, done.stdout, len(cells)


@pytest.mark.parametrize(("name", "failed"), [("right", 0), ("wrong", 1)])
def test_one_number_changed_in_an_output_fails(said, name, failed):
    status, text, cells = said
    assert status == 1 and "1 failed" in text, text[-2000:]
    assert len(re.findall(rf"^FAILED {name}\.ipynb::", text, re.M)) == failed, text[-2000:]
    passed = len(re.findall(rf"^PASSED {name}\.ipynb::", text, re.M))
    assert passed == cells - failed > 15, text[-2000:]
