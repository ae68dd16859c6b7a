"""What tests of several folders need."""

import gc
import os
import sys
from importlib import import_module

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from tests.kernels import provisioner
from tests.local import WITHOUT

# Before NumPy is imported, and for every process that a test starts: where two workers share two
# cores, the threads with which BLAS multiplies small matrices only wait for each other.
for library in ("OPENBLAS", "OMP", "MKL"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")
# For every program that a test starts; pytest itself has `-p grader.judge`.
paths = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
if WITHOUT not in paths:
    os.environ["PYTHONPATH"] = os.pathsep.join([WITHOUT, *paths])
provisioner.install()
# Whatever the machine is set to: else each of hundreds of processes that tests start compiles the
# course again, for a quarter of a second.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.fixture(autouse=True)
def no_verdict_before(monkeypatch):
    """A test's checks are all that `progress` knows: a worker runs many tests in one session."""
    monkeypatch.setattr(import_module("course.notebook.progress"), "_verdicts", {})


@pytest.fixture
def shell():
    """The libraries display through IPython; a notebook always has this, pytest does not."""
    yield InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    InteractiveShell.clear_instance()


@pytest.fixture(scope="session")
def browser():
    """One browser for all tests of a process: Playwright refuses to be started twice in one."""
    from tests.browser.lab import browse, chromium_path

    if chromium_path() is None:
        pytest.skip("there is no Chromium: install Debian's package `chromium`")
    with browse() as chromium:
        yield chromium


def pytest_collection_finish(session):
    """Leave all that is imported by now out of every search for garbage: a tenth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Share the tests among workers as tests/scheduling.py says."""
    from tests.scheduling import Scheduling

    return Scheduling(config, log) if config.getvalue("dist") == "loadfile" else None
