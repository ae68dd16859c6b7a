"""backprop build: what the command line asks for."""

from argparse import Namespace

from grader.building import make


def build(arguments: Namespace) -> None:
    """Build lessons, or check that they are built. Raises CourseError."""
    for lesson in arguments.lesson or make.lessons():
        (make.check if arguments.check else make.build)(lesson)
        print(f"{lesson}: {'up to date' if arguments.check else 'built'}")
