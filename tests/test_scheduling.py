"""How the workers share the tests, and that a run ends when one of them crashes."""

import os
import subprocess
import sys
from collections import OrderedDict

import pytest

from grader.paths import ROOT
from tests.scheduling import Scheduling, rank, unit_of

CONFTEST = """
from tests.scheduling import Scheduling

def pytest_xdist_make_scheduler(config, log):
    return Scheduling(config, log)
"""
CRASHES = """
import os

def test_before(): pass
def test_crashes(): os._exit(3)
def test_behind(): pass
"""
PASS = "def test_one(): pass\n"


def test_a_crash_fails_one_test_and_the_run_goes_on_to_its_end(tmp_path):
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_crash.py").write_text(CRASHES)
    for number in range(6):
        (tmp_path / f"test_{number}.py").write_text(PASS)
    plugins = ["-p", "xdist.plugin", "-p", "no:cacheprovider"]
    shown = ["-q", "-rN"]  # no summary: it tells of the crash a second time, or cuts the line off
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *shown, "-n", "2", *plugins, "-c", "/dev/null", tmp_path],
        cwd=ROOT,
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "1 failed, 8 passed" in done.stdout, done.stdout + done.stderr
    assert done.stdout.count("crashed while running") == 1


class Gone:
    """A worker that has crashed, and of which the run does not know it yet."""

    def send_runtest_some(self, indices):
        raise OSError("cannot send (already closed?)")


def test_what_is_given_to_a_worker_that_has_just_crashed_is_noted_as_its_own():
    node, scheduling = Gone(), Scheduling.__new__(Scheduling)
    scheduling.workqueue, scheduling.assigned_work = OrderedDict(unit={"test": False}), {}
    scheduling.registered_collections = {node: ["test"]}
    scheduling._assign_work_unit(node)
    assert scheduling.assigned_work == {node: {"unit": {"test": False}}}


LESSON = "tests/browser/test_lessons.py::test_no_output[08-dropout]"
KEYS = "tests/browser/test_keys_and_pointer.py::test_typing[lab/tree-a card]"


@pytest.mark.parametrize(
    ("test", "unit"),
    [
        ("tests/exercises/test_promises.py::test_a[04-x:dense]", "04-x:dense"),
        (LESSON, "tests/browser/test_lessons:08-dropout"),
        (LESSON.replace("[08-dropout]", ""), "tests/browser/test_lessons.py"),
        (KEYS, "tests/browser/"),
        ("tests/browser/test_digit_pad.py::test_a_finger", "tests/browser/"),
        ("tests/test_nbgrader.py::test_a", "tests/test_nbgrader.py"),
        ("tests/test_loss.py::test_a[2]", "tests/test_loss.py"),
        ("solutions/02-loss/02-loss.ipynb::Cell 3", "solutions/02-loss/02-loss.ipynb"),
    ],
)
def test_what_shares_its_set_up_is_one_unit(test, unit):
    assert unit_of(test) == unit


def test_what_takes_long_is_begun_first():
    units = ["tests/test_loss.py", "solutions/02-loss/02-loss.ipynb", "tests/hub/test_evening.py"]
    assert sorted(units, key=rank) == units[::-1]
