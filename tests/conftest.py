"""What tests of several folders need."""

import os
import re

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

# Before NumPy is imported, and for every process that a test starts: where two workers share two
# cores, the threads with which BLAS multiplies small matrices only wait for each other.
for library in ("OPENBLAS", "OMP", "MKL"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")

ONE_PARAMETER = re.compile(r"tests/exercises/.*\[(.*)\]$")


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


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Hand out whole files, as loadfile does, but the promises of the exercises one by one.

    A notebook is never split, since its cells share a kernel.
    """
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid):
            parameter = ONE_PARAMETER.match(nodeid)
            return parameter[1] if parameter else super()._split_scope(nodeid)

    return Scheduling(config, log) if config.getvalue("dist") == "loadfile" else None
