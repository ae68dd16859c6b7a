"""backprop report: the page on a class, from what grading has left."""

from argparse import Namespace
from pathlib import Path

from grader.errors import CourseError
from grader.judge.folders import Folders, folders
from grader.judge.journal import Journal
from grader.judge.plan import plan_of
from grader.judge.result import Result
from grader.judge.writing import write


def report(arguments: Namespace) -> None:
    """Write the page on a lesson's class, and one on who writes alike.

    Raises CourseError where nothing is graded yet.
    """
    from grader.report.alike import alike_page, beside
    from grader.report.figures import of_class
    from grader.report.page import page

    plan = plan_of(arguments.lesson)
    where = folders(arguments.submitted, arguments.out, arguments.db)
    results = graded(where, arguments.lesson)
    target = Path(arguments.html) if arguments.html else _home(where, arguments.lesson)
    write(target.absolute(), page(of_class(plan, results)))
    print(f"{len(results)} submissions of {arguments.lesson}: {target}")
    pairs, text = alike_page(arguments.lesson, where, results)
    if pairs:
        other = beside(target, arguments.lesson)
        write(other.absolute(), text)
        print(f"{pairs} pairs that write alike, side by side: {other}")


def graded(where: Folders, lesson: str) -> dict[str, Result]:
    """Return student to Result of what was graded last. Raises CourseError where there is none."""
    results = Journal(where.journal, lesson).all()
    if not results:
        raise CourseError(
            f"found no graded submission of {lesson} in {where.journal}: run "
            f"backprop grade {lesson} first, with the same folders"
        )
    return results


def _home(where: Folders, lesson: str) -> Path:
    return where.journal.parent / f"{lesson}-report.html"
