"""The options of backprop build and backprop new-lesson."""

from grader.commands import Commands


def add_commands(commands: Commands) -> None:
    """Add backprop build and backprop new-lesson, with their options."""
    build = commands.add_parser("build", help="make the notebooks from their text")
    build.add_argument("lesson", nargs="*", help="such as 01-forward-pass; all where none is named")
    build.add_argument(
        "--check", action="store_true", help="change nothing; fail where a notebook is stale"
    )
    build.set_defaults(run="grader.building.command:build")
    new = commands.add_parser("new-lesson", help="write the files of a new lesson, to be filled in")
    new.add_argument("lesson", metavar="NN-name", help="such as 08-regularization")
    new.set_defaults(run="grader.building.skeleton:new_lesson")
