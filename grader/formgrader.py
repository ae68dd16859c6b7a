"""backprop formgrader: nbgrader's formgrader on the course's gradebook, with its configuration."""

import os
import sys
from argparse import Namespace

from grader.commands import Commands

EXTENSION = "nbgrader.server_extensions.formgrader"


def add_commands(commands: Commands) -> None:
    """Add backprop formgrader; further options are Jupyter Server's."""
    parser = commands.add_parser(
        "formgrader",
        help="read and grade the answers in words, in the browser",
        epilog="Further options are Jupyter Server's.",
    )
    parser.add_argument("lesson", nargs="?", help="open this one's submissions")
    parser.add_argument("--out", metavar="DIR", help="where gradebook.db and autograded/ are")
    parser.add_argument("--db", metavar="URL", help="the gradebook, where it is another")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    parser.add_argument("--port", type=int, help="the port to serve on")
    parser.set_defaults(run="grader.formgrader:formgrader", rest=())


def formgrader(arguments: Namespace) -> None:
    """Become a Jupyter Server that shows the formgrader. Raises CourseError.

    nbgrader 0.9 has no `nbgrader formgrader`; in JupyterLab the formgrader has the configuration
    of the folder that JupyterLab was started in, which is seldom the course's.
    """
    from grader.environment import jupyter, use_own_programs
    from grader.judge.folders import folders
    from grader.judge.places import CONFIG
    from grader.paths import GRADER

    use_own_programs()
    where = folders(None, arguments.out, arguments.db)
    configured = where.home if (where.home / CONFIG).exists() else GRADER
    os.chdir(configured)  # where nbgrader looks for its configuration
    page = f"/{arguments.lesson}/{arguments.lesson}" if arguments.lesson else ""
    options = {
        "ServerApp.root_dir": where.root,
        "ServerApp.default_url": f"/formgrader/gradebook{page}",
        "ServerApp.jpserver_extensions": f"{EXTENSION}=True",
        "CourseDirectory.root": where.root,
        "CourseDirectory.db_url": where.db_url,
    }
    words = [f"--{name}={value}" for name, value in options.items()]
    words += ["--no-browser"] if arguments.no_browser else []
    words += [f"--port={arguments.port}"] if arguments.port is not None else []
    _become(jupyter("jupyter_server", *words, *arguments.rest))


def _become(command: list[str]) -> None:
    sys.stdout.flush()
    if os.name == "nt":  # there exec returns to the shell at once
        import subprocess

        sys.exit(subprocess.run(command).returncode)
    os.execv(command[0], command)
