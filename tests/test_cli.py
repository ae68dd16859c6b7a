"""The command backprop, as a newcomer meets it."""

import json
import os
import re
import subprocess
import sys
import sysconfig
import time
import tomllib
import urllib.error
import urllib.request
from importlib import metadata
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

from grader.cli import main
from grader.lab import first_lesson
from grader.paths import LESSONS, ROOT
from tests.local import DIRECT, WITHOUT, free_port

BACKPROP = Path(sys.executable).with_name("backprop")


def fetch(url, seconds=60):
    """Return what a server answers, as soon as there is one."""
    end = time.monotonic() + seconds
    while True:
        try:
            with DIRECT.open(url, timeout=10) as answer:
                return answer.url, answer.read()
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


@pytest.fixture
def lab(tmp_path):
    """The address of `backprop lab`, started as the README says, in a bare environment."""
    port = free_port()
    options = ["--no-browser", "--port", str(port), "--allow-root", "--IdentityProvider.token="]
    bare = {"HOME": str(tmp_path), "PATH": os.defpath, "JUPYTER_CONFIG_DIR": str(tmp_path)}
    bare["PYTHONPATH"] = WITHOUT
    with open(tmp_path / "log", "w") as log:
        server = subprocess.Popen(
            [BACKPROP, "lab", "--folder", "mine", *options],
            cwd=tmp_path,
            env=bare,
            stdout=log,
            stderr=log,
        )
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait(30)


def test_lab_serves_the_lessons_and_opens_the_first(lab):
    url, page = fetch(f"{lab}/")
    assert url == f"{lab}/lab/tree/{first_lesson()}"
    assert b"JupyterLab" in page
    _, answer = fetch(f"{lab}/api/contents/{first_lesson()}")
    cells = json.loads(answer)["content"]["cells"]
    wanted = json.loads((LESSONS / first_lesson()).read_text())["cells"]
    assert [cell["id"] for cell in cells] == [cell["id"] for cell in wanted]


def test_build_check_says_what_is_up_to_date(capsys):
    assert main(["build", "--check", "01-forward-pass"]) == 0
    assert capsys.readouterr().out == "01-forward-pass: up to date\n"


def test_an_error_is_one_line(capsys):
    assert main(["build", "99-none"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("backprop build: no lesson '99-none'")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "option",
    ["--seed=-1", "--timeout=0", "--timeout=nan", "--timeout=inf", "--workers=0", "--memory=1"],
)
def test_a_number_that_makes_no_sense_is_one_line(capsys, option):
    assert main(["grade", "01-forward-pass", option]) == 1
    line = capsys.readouterr().err
    assert line.count("\n") == 1 and option.split("=")[0] in line and "must be" in line


def test_an_interrupted_command_is_one_line(capsys, monkeypatch):
    def interrupted(arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("grader.judge.command.grade", interrupted)
    assert main(["grade", "01-forward-pass"]) == 130
    assert "run the same command again" in capsys.readouterr().err


def test_unknown_options_are_refused(capsys):
    with pytest.raises(SystemExit):
        main(["build", "--chekc"])
    assert "--chekc" in capsys.readouterr().err


def commands():
    """Return the lines of the README's shell blocks."""
    blocks = (ROOT / "README.md").read_text().split("```sh\n")[1:]
    return [line for block in blocks for line in block.split("```")[0].splitlines()]


def test_the_readme_has_the_two_commands_each_on_one_line():
    whole = [line for line in commands() if line.startswith("python3 -m venv .venv && ")]
    assert [line.rsplit(" && ", 1)[1] for line in whole] == [
        ".venv/bin/backprop lab",
        ".venv/bin/pytest",
    ]
    assert all("-c constraints.txt" in line for line in whole)


def test_everything_the_project_asks_for_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = project["dependencies"] + sum(project["optional-dependencies"].values(), [])
    pins = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if line]
    assert all("==" in line for line in pins)
    names = {line.split("==")[0].lower().replace("_", "-") for line in pins}
    assert {re.split(r"[\[; ]", name)[0].lower() for name in wanted} - {project["name"]} <= names


def test_every_pin_can_be_had_with_the_lowest_python_that_is_promised():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lowest = project["requires-python"].removeprefix(">=") + ".0"
    installed = metadata.distributions(path=[sysconfig.get_path("purelib")])
    asked = {d.name: d.metadata.get("Requires-Python") for d in installed}
    refusing = [n for n, spec in asked.items() if spec and lowest not in SpecifierSet(spec)]
    assert refusing == []


def test_importing_the_course_leaves_out_what_is_slow():
    slow = {"matplotlib", "ipywidgets", "IPython", "yaml"}
    code = f"import sys, course; print(sorted({slow} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
