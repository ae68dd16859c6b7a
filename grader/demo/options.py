"""The options of backprop demo-class."""

from grader.commands import Commands


def add_commands(commands: Commands) -> None:
    """Add backprop demo-class with its options."""
    parser = commands.add_parser("demo-class", help="write a class's submissions to try grading on")
    parser.set_defaults(run="grader.demo.command:demo_class")
    add = parser.add_argument
    add("--lesson", required=True, help="such as 01-forward-pass")
    add("--students", type=int, required=True, metavar="N", help="how many submissions")
    add("--out", required=True, metavar="DIR", help="laid out as nbgrader's submitted/")
    add("--seed", type=int, default=0, metavar="S", help="the same class for the same number")
    add("--honest", action="store_true", help="leave out those that attack the grader")
