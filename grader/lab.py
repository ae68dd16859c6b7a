"""Starting JupyterLab on the lessons."""

import os
import sys
from argparse import Namespace

from grader.commands import Commands
from grader.environment import use_own_programs
from grader.errors import CourseError
from grader.paths import LESSONS

FIRST = "00-start"


def add_commands(commands: Commands) -> None:
    """Add backprop lab with its options; further ones are JupyterLab's."""
    parser = commands.add_parser(
        "lab", help="start JupyterLab on the lessons", epilog="Further options are JupyterLab's."
    )
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    parser.add_argument("--port", type=int, help="the port to serve on")
    parser.set_defaults(run="grader.lab:start", rest=())


def start(arguments: Namespace) -> None:
    """Become JupyterLab on the lessons, with the first of them open.

    The environment need not be activated.
    """
    use_own_programs()
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        *_options(arguments.no_browser, arguments.port),
        *arguments.rest,
    ]
    if os.name == "nt":  # there exec returns to the shell at once
        import subprocess

        sys.exit(subprocess.run(command).returncode)
    os.execv(sys.executable, command)


def _options(no_browser: bool, port: int | None) -> list[str]:
    options = [
        f"--ServerApp.root_dir={LESSONS}",
        f"--LabApp.default_url=/lab/tree/{first_lesson()}",
    ]
    if no_browser:
        options.append("--no-browser")
    if port is not None:
        options.append(f"--port={port}")
    return options


def first_lesson() -> str:
    """Return the path of the lesson to open, below the lessons' folder.

    Raises CourseError where there is none.
    """
    lessons = sorted(path.relative_to(LESSONS) for path in LESSONS.glob("*/*.ipynb"))
    if not lessons:
        raise CourseError(f"no lesson found in {LESSONS}: run backprop build")
    return next((path for path in lessons if path.stem == FIRST), lessons[0]).as_posix()
