"""The options of backprop report."""

from grader.commands import Commands


def add_commands(commands: Commands) -> None:
    """Add backprop report with its options."""
    parser = commands.add_parser("report", help="write a page on how a class did in a lesson")
    parser.set_defaults(run="grader.report.command:report")
    add = parser.add_argument
    add("lesson", help="such as 01-forward-pass")
    add("--html", metavar="FILE", help="the page; LESSON-report.html in the grading folder")
    add("--submitted", metavar="DIR", help="as it was given to backprop grade")
    add("--out", metavar="DIR", help="as it was given to backprop grade")
    add("--db", metavar="URL", help="as it was given to backprop grade")
