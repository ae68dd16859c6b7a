"""backprop demo-class: what the command line asks for."""

from argparse import Namespace
from pathlib import Path

from grader.demo.classroom import write_class


def demo_class(arguments: Namespace) -> None:
    """Write a class; raises CourseError where the folder is not empty or the lesson not known."""
    out = Path(arguments.out)
    kinds = write_class(arguments.lesson, arguments.students, out, arguments.seed, arguments.honest)
    print(f"{sum(kinds.values())} submissions in {out}:")
    for kind, count in sorted(kinds.items()):
        print(f"  {count:4d}  {kind}")
    print(f"what each must earn: {out / 'expected.json'}")
