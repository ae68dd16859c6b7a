"""backprop build: what the command line asks for."""

from argparse import Namespace

from grader.building import make
from grader.building.readme import build_readme, check_readme
from grader.errors import CourseError


def build(arguments: Namespace) -> None:
    """Build lessons, or check that all are built. Raises CourseError."""
    chosen = arguments.lesson or make.lessons()
    if arguments.check:
        check(chosen, everything=not arguments.lesson)
        return
    for lesson in chosen:
        make.build(lesson)
        print(f"{lesson}: built")
    build_readme()


def check(chosen: list[str], everything: bool) -> None:
    """Say which lessons are up to date. Raises CourseError with a line for each that is not."""
    found = make.leftovers() if everything else []
    for lesson in chosen:
        try:
            make.check(lesson)
            print(f"{lesson}: up to date")
        except CourseError as error:
            found.append(str(error))
    if everything:
        try:
            check_readme()
        except CourseError as error:
            found.append(str(error))
    if found:
        raise CourseError("\n".join(found))
