"""backprop grade for a class: the judge's run, and then who has handed in nothing."""

from argparse import Namespace

from grader.judge import command


def grade(arguments: Namespace) -> int:
    """Grade a lesson's submissions; return the exit status. Raises CourseError."""
    status = command.grade(arguments)
    # After the run, since importing these would keep it from starting its processes at once.
    from grader.classroom.absent import absent_lines
    from grader.judge.folders import folders

    where = folders(arguments.submitted, arguments.out, arguments.db)
    for line in absent_lines(where, arguments.lesson):
        print(line)
    return status
