"""The command backprop."""

import argparse
import sys

from grader.errors import CourseError

AGAIN = "run the same command again; grading goes on where it stopped"
INTERRUPTED = 130  # as a shell has it


def main(argv=None):
    """Run one of the commands; return the exit status. Errors are one line on stderr."""
    arguments, rest = _parser().parse_known_args(argv)
    if rest and arguments.command != "lab":
        _parser().error(f"unrecognized arguments: {' '.join(rest)}")
    try:
        return arguments.run(arguments, rest) or 0
    except KeyboardInterrupt:
        print(f"backprop {arguments.command}: interrupted: {AGAIN}", file=sys.stderr)
        return INTERRUPTED
    except CourseError as error:
        print(f"backprop {arguments.command}: {error}", file=sys.stderr)
        return 1


def _parser():
    parser = argparse.ArgumentParser(prog="backprop", description="A course on back-propagation.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    lab = commands.add_parser(
        "lab", help="start JupyterLab on the lessons", epilog="Further options are JupyterLab's."
    )
    lab.add_argument("--no-browser", action="store_true", help="do not open a browser")
    lab.add_argument("--port", type=int, help="the port to serve on")
    lab.set_defaults(run=_lab)
    build = commands.add_parser("build", help="make the notebooks from their text")
    build.add_argument("lesson", nargs="*", help="such as 01-forward-pass; all where none is named")
    build.add_argument(
        "--check", action="store_true", help="change nothing; fail where a notebook is stale"
    )
    build.set_defaults(run=_build)
    _add_grading(commands)
    return parser


def _add_grading(commands):
    from grader.demo.command import add_options as add_demo_options
    from grader.judge.options import add_options

    grade = commands.add_parser("grade", help="grade the submissions of a lesson")
    add_options(grade)
    grade.set_defaults(run=_grade)
    demo = commands.add_parser("demo-class", help="write a class's submissions to try grading on")
    add_demo_options(demo)
    demo.set_defaults(run=_demo_class)


def _lab(arguments, rest):
    from grader.lab import start

    start(arguments.no_browser, arguments.port, rest)


def _build(arguments, rest):
    from grader.building import build, check, lessons

    chosen = arguments.lesson or lessons()
    for lesson in chosen:
        (check if arguments.check else build)(lesson)
        print(f"{lesson}: {'up to date' if arguments.check else 'built'}")


def _grade(arguments, rest):
    from grader.judge.command import grade

    return grade(arguments)


def _demo_class(arguments, rest):
    from grader.demo.command import demo_class

    return demo_class(arguments)
