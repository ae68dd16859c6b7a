"""nbval guards the outputs: a number that changes makes it fail."""

import subprocess
import sys

import pytest

from grader.paths import SOLUTIONS

LESSON = "01-forward-pass"
NUMBER = "weighted sum -0.8, after ReLU 0.0"


@pytest.mark.parametrize(("number", "failed"), [(NUMBER, 0), ("weighted sum -0.7, after", 1)])
def test_one_number_changed_in_an_output_fails(tmp_path, number, failed):
    path = SOLUTIONS / LESSON / f"{LESSON}.ipynb"
    text = path.read_text(encoding="utf-8")
    assert text.count(NUMBER) == 1
    copy = tmp_path / f"{LESSON}.ipynb"
    copy.write_text(text.replace(NUMBER, number), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "--nbval", "-q", "-p", "no:cacheprovider", str(copy)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (f"{failed} failed" in done.stdout) == bool(failed), done.stdout[-2000:]
    assert done.returncode == failed
