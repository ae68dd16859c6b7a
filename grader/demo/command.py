"""backprop demo-class: what the command line asks for."""

from pathlib import Path


def add_options(parser):
    """Add the options of backprop demo-class to its parser."""
    add = parser.add_argument
    add("--lesson", required=True, help="such as 01-forward-pass")
    add("--students", type=int, required=True, metavar="N", help="how many submissions")
    add("--out", required=True, metavar="DIR", help="laid out as nbgrader's submitted/")
    add("--seed", type=int, default=0, metavar="S", help="the same class for the same number")
    add("--honest", action="store_true", help="leave out those that attack the grader")


def demo_class(arguments):
    """Write a class; raises CourseError where the folder is not empty or the lesson not known."""
    from grader.demo.classroom import write_class

    out = Path(arguments.out)
    kinds = write_class(arguments.lesson, arguments.students, out, arguments.seed, arguments.honest)
    print(f"{sum(kinds.values())} submissions in {out}:")
    for kind, count in sorted(kinds.items()):
        print(f"  {count:4d}  {kind}")
    print(f"what each must earn: {out / 'expected.json'}")
