"""The command backprop."""

import argparse
import sys
from importlib import import_module

from grader.errors import CourseError

# Modules that add commands, in the order of the help. Each has add_commands(commands) and imports
# nothing slow: what a command does is named as "module:function" and imported when it is run.
ROOMS = (
    "grader.lab",
    "grader.building.options",
    "grader.judge.options",
    "grader.classroom.options",
    "grader.formgrader",
    "grader.report.options",
    "grader.demo.options",
)
AGAIN = "run the same command again; grading goes on where it stopped"
INTERRUPTED = 130  # as a shell has it


def main(argv: list[str] | None = None) -> int:
    """Run one of the commands; return the exit status. Errors are one line on stderr."""
    parser = _parser()
    arguments, rest = parser.parse_known_args(argv)
    if rest and not hasattr(arguments, "rest"):
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    arguments.rest = rest
    try:
        module, function = arguments.run.split(":")
        return getattr(import_module(module), function)(arguments) or 0
    except KeyboardInterrupt:
        print(f"backprop {arguments.command}: interrupted: {AGAIN}", file=sys.stderr)
        return INTERRUPTED
    except CourseError as error:
        for line in str(error).splitlines():
            print(f"backprop {arguments.command}: {line}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="backprop", description="A course on back-propagation.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for room in ROOMS:
        import_module(room).add_commands(commands)
    return parser
