"""A student's clone of the course, and `backprop lab` in it as the README says."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from grader.paths import ROOT
from tests.browser.lab import wait_for
from tests.local import free_port
from tests.workplace.environment import sources

PROGRAM = "import sys; from grader.cli import main; sys.exit(main())"
WHO = ["-c", "user.name=A", "-c", "user.email=a@example.org"]


def git(folder, *arguments):
    """Run git in a folder; return what it says. A failure shows what it said."""
    command = ["git", "-C", folder, *WHO, *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def upstream(folder):
    """Make a repository of the course as it is here, to be cloned and pulled from."""
    folder.mkdir()
    sources(folder)
    shutil.copy(ROOT / ".gitignore", folder)
    git(folder, "init", "-q")
    publish(folder)
    return folder


def publish(folder):
    """Commit all that has changed in a repository."""
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "A release")


def backprop(clone, home, *arguments):
    """Return the command and the environment of backprop as a clone has it."""
    kept = {"HOME": str(home), "PATH": os.environ["PATH"], "PYTHONPATH": str(clone)}
    return [sys.executable, "-c", PROGRAM, *arguments], kept


@contextlib.contextmanager
def lab(clone, home):
    """Run `backprop lab` in a clone; give its address, and the path of what it says."""
    port = free_port()
    log = Path(home) / f"said-{port}.log"
    options = ["--no-browser", "--port", str(port), "--allow-root", "--IdentityProvider.token="]
    options += ["--LabApp.expose_app_in_browser=True", "--ServerApp.ip=127.0.0.1"]
    options += ["--JupyterNotebookApp.expose_app_in_browser=True"]
    command, environment = backprop(clone, home, "lab", *options)
    with open(log, "w") as out:
        server = subprocess.Popen(command, cwd=clone, env=environment, stdout=out, stderr=out)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(server, url, log)
        yield url, log
    finally:
        server.terminate()
        server.wait(timeout=60)


@contextlib.contextmanager
def short_home():
    """Give a new home whose path is short enough for sockets, as a person's is."""
    with tempfile.TemporaryDirectory(prefix="home-", ignore_cleanup_errors=True) as home:
        yield Path(home)
