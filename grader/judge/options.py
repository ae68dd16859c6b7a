"""The options of backprop grade."""

from grader.commands import Commands
from grader.sandbox.limits import MEMORY_MB, SECONDS


def add_commands(commands: Commands) -> None:
    """Add backprop grade with its options."""
    parser = commands.add_parser("grade", help="grade the submissions of a lesson")
    parser.set_defaults(run="grader.classroom.grading:grade")
    add = parser.add_argument
    add("lesson", help="such as 01-forward-pass")
    add("--submitted", metavar="DIR", help="laid out as nbgrader's submitted/")
    add("--out", metavar="DIR", help="where gradebook.db, autograded/ and feedback/ go")
    add("--report", metavar="FILE", help="write all outcomes as JSON")
    add("--feedback", action="store_true", help="write feedback pages as well")
    add("--workers", type=int, metavar="N", help="processes; as many as processors by default")
    add("--scheduler", metavar="ADDRESS", help="a Dask scheduler to send the work to")
    add("--db", metavar="URL", help="the gradebook, such as postgresql+psycopg://host/name")
    add("--timeout", type=float, default=SECONDS, metavar="S", help="of a cell or a call")
    add("--memory", type=int, default=MEMORY_MB, metavar="MB", help="what a submission may use")
    add("--seed", type=int, metavar="N", help="of the inputs that checks draw")
    add("--force", action="store_true", help="grade again what is graded already")
    add("--no-sandbox", action="store_true", help="run students' code as you; trust needed")
