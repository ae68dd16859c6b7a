"""Classes that several tests look at, graded once."""

import contextlib
import shutil
import subprocess
import sys

import pytest

from grader.demo.hostile import ATTACKS
from grader.errors import CourseError
from grader.judge import command
from grader.judge.executors import Pool
from grader.judge.folders import folders
from grader.judge.gradebook import Marks
from grader.judge.plan import plan_of
from grader.sandbox.bubblewrap import find
from grader.sandbox.starting import Warm
from tests.grader.classes import HONEST, LESSON, graded

SANDBOXED = (  # what needs a sandbox; the rest reads files and messages
    "test_attacks",
    "test_carried",
    "test_evening",
    "test_faults",
    "test_gradebook",
    "test_handing",
    "test_honest",
    "test_kindness",
    "test_late",
    "test_many_machines",
    "test_noticing",
    "test_same_grades",
    "test_saved",
    "test_sitting",
    "test_two_functions",
)
MILD = {f"attack-{n:02d}": a.name for n, a in enumerate(ATTACKS.values()) if not a.dangerous}


def no_sandbox():
    """Return why this machine can have no sandbox, whatever the project does; None where it can."""
    if sys.platform != "linux":
        return "the sandbox needs Linux"
    try:
        find()
    except CourseError:
        return "bubblewrap is not installed (apt install bubblewrap)"
    if shutil.which("unshare") is None:
        return "unshare is not installed (apt install util-linux)"
    made = subprocess.run(["unshare", "--user", "--map-root-user", "true"], capture_output=True)
    return "this system forbids user namespaces" if made.returncode else None


def pytest_collection_modifyitems(items):
    reason = no_sandbox()
    for item in items if reason else ():
        if item.module.__name__.rpartition(".")[2] in SANDBOXED:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def honest_class(tmp_path_factory):
    """One submission of each honest kind, graded with feedback."""
    kinds = {f"honest-{n:02d}": kind for n, kind in enumerate(HONEST)}
    return graded(tmp_path_factory.mktemp("honest"), kinds, "--feedback", "--seed", "5")


@pytest.fixture(scope="session")
def attacked_class(tmp_path_factory):
    """Every attack that cannot harm the machine, and two bystanders, graded with feedback."""
    kinds = {"a-bystander": "right", **MILD, "z-bystander": "right"}
    return graded(tmp_path_factory.mktemp("attacked"), kinds, "--timeout", "2", "--feedback")


@pytest.fixture(scope="session")
def warm():
    """One warm process, whose lanes all tests use that need no more."""
    made = Warm()
    yield made
    made.close()


@pytest.fixture(scope="session")
def pool(warm):
    """One process that grades, for all tests that need no more."""
    made = Pool(1, address=warm.address)
    yield made
    made.close()


@pytest.fixture
def started(pool, monkeypatch):
    """The command finds its processes started already: others' tests see them start and end."""
    monkeypatch.setattr(command, "_processes", lambda arguments: contextlib.nullcontext(pool))


@pytest.fixture(scope="session")
def empty_gradebook(tmp_path_factory):
    """A gradebook that knows the lesson and no student; making one takes seconds."""
    folder = tmp_path_factory.mktemp("empty")
    book = Marks(folders(folder, folder), LESSON)
    book.prepare(plan_of(LESSON))
    book.close()
    return folder / "gradebook.db"
