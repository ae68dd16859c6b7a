"""What the checks know, how much faults keep, and whether a name depends on the seed.

    .venv/bin/python -m tests.benchmarks.diagnoses [SEEDS] [EXERCISE ...]

Prints a line for each exercise: mistakes that are named, points for conduct, and the share of
points that faults keep; then every mistake whose verdict is not the same for all seeds.
"""

import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from statistics import mean

import numpy as np

from course.checking import Exercise
from course.exercises import by_name
from tests.exercises.catalogue import light, verdict_on

Function = Callable[..., object]


def each(value: object, change: Callable[[np.ndarray], object]) -> object:
    """Return a value with every array and number in it changed."""
    if isinstance(value, tuple | list):
        return type(value)(each(item, change) for item in value)
    return change(np.asarray(value, dtype=float))


def common_faults(exercise: Exercise) -> Iterator[tuple[str, Function]]:
    """Yield (name, answer) of faults that can be made in any exercise whose answer is numbers."""
    right = next(iter(exercise.references.values()))

    def with_value(change: Callable[[np.ndarray], object]) -> Function:
        return lambda *inputs: each(right(*inputs), change)

    def changing(*inputs: object) -> object:
        found = right(*inputs)
        for value in inputs:
            if isinstance(value, np.ndarray) and value.dtype.kind == "f":
                value += 1.0
        return found

    yield "float32", with_value(lambda array: array.astype(np.float32))
    yield "rounded", with_value(lambda array: np.round(array, 4))
    yield "in brackets", lambda *inputs: (right(*inputs),)
    yield "input", changing
    yield "sign", with_value(lambda array: -array)
    yield "twice", with_value(lambda array: 2 * array)
    yield "prints", lambda *inputs: print("here") or right(*inputs)
    yield "None", lambda *inputs: None


def share(exercise: Exercise, answer: Function) -> float:
    """Return the share of the points that an answer keeps, the least of three seeds."""
    return min(verdict_on(exercise, answer, seed).points for seed in range(3)) / exercise.possible


def unsteady(exercise: Exercise, seeds: int) -> Iterator[str]:
    """Yield the mistakes whose points or names depend on the seed."""
    for mistake in exercise.mistakes:
        verdicts = (verdict_on(exercise, mistake.function, seed) for seed in range(seeds))
        seen = Counter((v.points, *(f.diagnosis for f in v.findings)) for v in verdicts)
        if len(seen) > 1:
            yield f"{exercise.name}, {mistake.name}: {dict(seen)}"


def main(seeds: int, names: list[str]) -> None:
    warnings.simplefilter("ignore")
    exercises = [e for e in by_name().values() if isinstance(e, Exercise)]
    for exercise in (light(e) for e in exercises if not names or e.name in names):
        kept = " ".join(
            f"{name} {share(exercise, answer):.0%}" for name, answer in common_faults(exercise)
        )
        own = mean(share(exercise, mistake.function) for mistake in exercise.mistakes)
        print(
            f"{exercise.name}: {len(exercise.mistakes)} mistakes keep {own:.0%}, "
            f"{exercise.conduct_points} of {exercise.possible} points for conduct; {kept}",
            flush=True,
        )
        for line in unsteady(exercise, seeds):
            print(f"  not steady: {line}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200, sys.argv[2:])
