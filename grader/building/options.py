"""The options of backprop build."""

from grader.commands import Commands


def add_commands(commands: Commands) -> None:
    """Add backprop build with its options."""
    build = commands.add_parser("build", help="make the notebooks from their text")
    build.add_argument("lesson", nargs="*", help="such as 01-forward-pass; all where none is named")
    build.add_argument(
        "--check", action="store_true", help="change nothing; fail where a notebook is stale"
    )
    build.set_defaults(run="grader.building.command:build")
