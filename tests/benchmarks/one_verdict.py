"""Whether chance decides: every exercise, every right style and every mistake, over many seeds.

    python -m tests.benchmarks.one_verdict [NAME ...] [--seeds 200]

For each exercise a line: whether a right style was refused, how many mistakes got other points
or another first diagnosis with another seed, or full points, and the seconds that it took. Ends
with 1 where chance decided anything.
"""

import argparse
import sys
import time
from collections import Counter

from tests.exercises.catalogue import EXERCISES, light, styles_of, verdict_on

DEEP_SEEDS = 2  # how deep a graph is does not depend on the seed


def verdicts_of(exercise, functions, seeds):
    """Return for each function (points, first diagnosis) to how many seeds gave it."""
    found = [Counter() for _ in functions]
    for seed in seeds:  # outside, since the mistakes of a seed are examined once
        asked = exercise if seed < DEEP_SEEDS else light(exercise)
        for counted, function in zip(found, functions, strict=True):
            verdict = verdict_on(asked, function, seed)
            counted[verdict.points, verdict.diagnosis] += 1
    return found


def refused(exercise, seeds):
    """Return the places of the right styles that some seed refuses."""
    right = {(exercise.possible, None)}
    found = verdicts_of(exercise, styles_of(exercise), seeds)
    return [place for place, verdicts in enumerate(found) if verdicts.keys() != right]


def undecided(exercise, seeds):
    """Return the mistakes that do not get one verdict, its own name and lost points, every time."""
    found = {}
    functions = [mistake.function for mistake in exercise.mistakes]
    for mistake, verdicts in zip(
        exercise.mistakes, verdicts_of(exercise, functions, seeds), strict=True
    ):
        ((points, name), _) = verdicts.most_common(1)[0]
        if len(verdicts) > 1 or name != mistake.name or points == exercise.possible:
            found[mistake.name] = verdicts
    return found


def main():
    """Measure and print, a line an exercise."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*")
    parser.add_argument("--seeds", type=int, default=200)
    given = parser.parse_args()
    bad = 0
    for exercise in EXERCISES:
        if given.names and exercise.name not in given.names:
            continue
        began = time.perf_counter()
        seeds = range(given.seeds)
        styles, mistakes = refused(exercise, seeds), undecided(exercise, seeds)
        bad += bool(styles or mistakes)
        print(
            f"{exercise.name}: {len(styles_of(exercise))} styles, {len(styles)} refused; "
            f"{len(exercise.mistakes)} mistakes, {len(mistakes)} with more than one verdict; "
            f"{time.perf_counter() - began:.0f} s",
            flush=True,
        )
        for place in styles:
            print(f"    style {place} is refused")
        for name, verdicts in mistakes.items():
            print(f"    {name}: {dict(verdicts.most_common(3))}")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
