"""What each exercise knows, and what a fault costs: a table in Markdown.

    python -m tests.benchmarks.kept_points

Mistakes are those that have a name (in brackets: those of them in which any number is found).
Conduct is what earns points beside the outputs. The last columns are the shares of the points
that the exercise's ten commonest faults keep, the first ten of its table, each and on the mean;
and those that a right formula keeps with another fault: an eps or h of its own, a number in
brackets, an input overwritten ("-" where that fault cannot be made).
"""

import inspect
import sys

import numpy as np

from course.checking.scored import ScoredExercise
from tests.exercises.catalogue import EXERCISES, verdict_on
from tests.exercises.faults import in_brackets, overwriting, with_fixed

SEED = 3
COMMONEST = 10
COLUMNS = (
    "exercise",
    "points",
    "mistakes",
    "conduct",
    "ten commonest keep",
    "mean",
    "eps or h fixed",
    "in brackets",
    "input changed",
)


def share(exercise, function):
    """Return the share of the points that a function keeps."""
    verdict = verdict_on(exercise, function, SEED)
    return verdict.points / verdict.possible


def conduct_of(exercise):
    """Return the names of what earns points beside the outputs."""
    kinds = {
        "extremes": exercise.extremes,
        "inputs unchanged": exercise.inputs_kept,
        "second call": exercise.second_call,
    }
    return [f"{name} {points}" for name, points in kinds.items() if points]


def row(exercise):
    """Return the cells of one exercise."""
    mistakes = exercise.mistakes
    numbers = sum(mistake.family is not None for mistake in mistakes)
    kept = [share(exercise, mistake.function) for mistake in mistakes[:COMMONEST]]
    return (
        exercise.name,
        exercise.possible,
        f"{len(mistakes)} ({numbers})" if numbers else len(mistakes),
        ", ".join(conduct_of(exercise)) or "-",
        " ".join(f"{100 * part:.0f}" for part in kept),
        f"{np.mean(kept):.0%}",
        told(exercise, with_fixed(exercise)),
        told(exercise, in_brackets(exercise)),
        told(exercise, overwriting(exercise)),
    )


def told(exercise, function):
    """Return the share that a faulty function keeps, or "-" where there is none."""
    return "-" if function is None else f"{share(exercise, function):.0%}"


def main():
    """Print the table."""
    lines = [COLUMNS, ["---"] * len(COLUMNS)]
    lines += [
        row(exercise)
        for exercise in EXERCISES
        if not isinstance(exercise, ScoredExercise) and inspect.isfunction(exercise.reference)
    ]
    sys.stdout.writelines(f"| {' | '.join(map(str, cells))} |\n" for cells in lines)


if __name__ == "__main__":
    main()
