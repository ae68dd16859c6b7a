"""The student's commands: copies of the lessons in a folder of one's own, and JupyterLab on it."""

import os
import shlex
import sys
from argparse import Namespace
from pathlib import Path

from grader.commands import Commands

FIRST = "00-start"


def add_commands(commands: Commands) -> None:
    """Add backprop start and backprop lab; further options of lab are JupyterLab's."""
    start = commands.add_parser("start", help="put the lessons into a folder of your own")
    start.add_argument("folder", nargs="?", metavar="FOLDER", help="my-lessons where none is named")
    start.set_defaults(run="grader.lab:start")
    lab = commands.add_parser(
        "lab",
        help="the same, and start JupyterLab on them",
        epilog="Further options are JupyterLab's.",
    )
    lab.add_argument("--folder", help="your folder, as backprop start knows it")
    lab.add_argument("--no-browser", action="store_true", help="do not open a browser")
    lab.add_argument("--port", type=int, help="the port to serve on")
    lab.set_defaults(run="grader.lab:lab", rest=())


def start(arguments: Namespace) -> None:
    """Copy the lessons into the student's folder, or bring new versions in, and say so."""
    from grader.workplace.folder import chosen

    folder = _brought(arguments.folder)
    option = "" if folder == chosen(None) else f" --folder {shlex.quote(str(folder))}"
    print(f"Open them with: backprop lab{option}")


def lab(arguments: Namespace) -> None:
    """Become JupyterLab on the student's copies, with the first of them open.

    The environment need not be activated.
    """
    from grader.environment import jupyter, use_own_programs
    from grader.workplace.jupyter import configure

    folder = _brought(arguments.folder)
    use_own_programs()
    configure()
    options = _options(folder, arguments.no_browser, arguments.port)
    command = jupyter("jupyterlab", *options, *arguments.rest)
    if os.name == "nt":  # there exec returns to the shell at once
        import subprocess

        sys.exit(subprocess.run(command).returncode)
    os.execv(sys.executable, command)


def _brought(name: str | None) -> Path:
    """Return the student's folder, with a copy of each lesson in it."""
    from grader.workplace.copies import bring
    from grader.workplace.folder import chosen, prepare
    from grader.workplace.telling import lines

    folder = chosen(name)
    prepare(folder)
    for line in lines(folder, bring(folder)):
        print(line, flush=True)  # before exec
    return folder


def _options(folder: Path, no_browser: bool, port: int | None) -> list[str]:
    from grader.workplace.jupyter import transport

    options = [
        f"--ServerApp.root_dir={folder}",
        f"--LabApp.default_url=/lab/tree/{first_lesson()}",
        *(f"--KernelManager.{name}={value}" for name, value in transport().items()),
    ]
    if no_browser:
        options.append("--no-browser")
    if port is not None:
        options.append(f"--port={port}")
    return options


def first_lesson() -> str:
    """Return the path of the lesson to open, below the student's folder."""
    from grader.workplace.copies import lessons

    names = lessons()
    name = FIRST if FIRST in names else names[0]
    return f"{name}/{name}.ipynb"
