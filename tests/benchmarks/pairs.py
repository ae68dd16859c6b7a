"""Two named mistakes in one answer: what a check says, over all pairs that can be made.

    python -m tests.benchmarks.pairs [NAME ...] [--most 100]

A pair is made of two formulas of one answer, where an exercise is composed of formulas, or of two
outputs, each by its own mistake. For each exercise a line: pairs, crashes, full points; pairs of
which both are named, one, none (general words alone); and pairs with a third name: of a mistake
that leaves the very same trace, or of none that was made. Ends with 1 where there is one of those
that must not be: a crash, full points, a name that is not true. At most so many pairs of an
exercise are tried, spread evenly.
"""

import argparse
import sys
from collections import Counter
from itertools import combinations, islice

from course.checking.examining import draw_for, examination_of
from course.checking.footprints import footprint_of, known_footprints, same_trace
from course.checking.naming import same_where_it_ran
from course.checking.scored import ScoredExercise
from tests.exercises.catalogue import EXERCISES, light, verdict_on

SEED = 1
BAD = "crashes", "full points", "untrue"


def spread(pairs, most):
    """Return at most so many of all pairs, evenly spread."""
    pairs = list(pairs)
    return islice(pairs, 0, None, max(1, len(pairs) // most))


def of_formulas(exercise):
    """Yield (first, second, answer) for mistakes in different formulas of a composed answer."""
    if exercise.compose is None:
        return
    changing = [mistake for mistake in exercise.mistakes if mistake.changes]
    for first, second in combinations(changing, 2):
        if not first.changes.keys() & second.changes.keys():
            yield first, second, exercise.compose(**first.changes, **second.changes)


def of_outputs(exercise):
    """Yield (first, second, answer) for mistakes that get different places of a tuple wrong."""
    draw = draw_for(exercise, SEED)
    right = examination_of(exercise.reference, draw).replies
    if not all(isinstance(right[i].value, list) for i in draw.usual):
        return
    known = known_footprints(draw)
    found = [(mistake, places) for mistake, theirs in known if (places := _wrong(theirs, right))]
    for (first, here), (second, there) in combinations(found, 2):
        if not here & there:
            yield first, second, _joined(exercise, (first, here), (second, there))


def _wrong(found, right):
    """Return the places of a tuple that a mistake gets wrong; none where that is no part of it."""
    wrong = set()
    for i in found.examination.draw.usual:
        value, wanted = found.examination.replies[i].value, right[i].value
        if not isinstance(value, list) or len(value) != len(wanted):
            return set()
        wrong |= {p for p, one in enumerate(wanted) if not same_trace(value[p], one)}
    return wrong


def _joined(exercise, *made):
    def answer(*inputs):
        values = list(exercise.reference(*inputs))
        for mistake, places in made:
            given = mistake.function(*inputs)
            for place in places:
                values[place] = given[place]
        return tuple(values)

    return answer


def told(exercise, first, second, answer):
    """Return in one word what a verdict says of a pair."""
    verdict = verdict_on(exercise, answer, SEED)
    if verdict.diagnosis == "not_comparable":
        return "crashes"
    if verdict.points == verdict.possible:
        return "full points"
    said = " ".join(finding.sentence for finding in verdict.findings)
    both = [core(mistake) in said for mistake in (first, second)]
    made = {first.name, second.name}
    third = [
        (place, names)
        for place, finding in enumerate(verdict.findings)
        if (names := _names(exercise, finding.diagnosis)) and not {m.name for m in names} <= made
    ]
    if third:
        found = footprint_of(examination_of(answer, draw_for(exercise, SEED)))
        true = all(_leaves(exercise, names, place, found) for place, names in third)
        return "another's equal" if true else "untrue"
    return "both" if all(both) else "one" if any(both) else "general"


def _names(exercise, diagnosis):
    """Return the mistakes that a diagnosis names, one or two of them."""
    by_name = {mistake.name: mistake for mistake in exercise.mistakes}
    if diagnosis is None or diagnosis in by_name:
        return [by_name[diagnosis]] if diagnosis else []
    for first in by_name:
        second = diagnosis.removeprefix(f"{first}_and_")
        if second != diagnosis and second in by_name:
            return [by_name[first], by_name[second]]
    return []


def _leaves(exercise, names, place, found):
    """Return whether the mistakes that are named leave an answer's very trace at a place."""
    if len(names) == 1:
        known = dict(known_footprints(found.examination.draw))
        return names[0].family is not None or same_where_it_ran(place, found, known[names[0]])
    answer = exercise.compose(**names[0].changes, **names[1].changes)
    return found.same(place, footprint_of(examination_of(answer, found.examination.draw)))


def core(mistake):
    """Return a mistake's sentence without what a verdict may change: capital, dot, "right, but"."""
    text = mistake.sentence.rstrip(".")
    return text.split("right, but ")[-1][1:]


def main():
    """Print a line an exercise, and what must not be."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*")
    parser.add_argument("--most", type=int, default=100)
    given = parser.parse_args()
    total = Counter()
    for exercise in map(light, EXERCISES):
        if isinstance(exercise, ScoredExercise) or (
            given.names and exercise.name not in given.names
        ):
            continue
        counted = Counter()
        for make in (of_formulas, of_outputs):
            for first, second, answer in spread(make(exercise), given.most):
                word = told(exercise, first, second, answer)
                counted[word] += 1
                if word in BAD:
                    print(f"    {exercise.name}: {first.name}, {second.name}: {word}")
        total += counted
        if counted:
            print(f"{exercise.name}: {counted.total()} pairs: {_listed(counted)}", flush=True)
    print(f"all: {total.total()} pairs: {_listed(total)}")
    sys.exit(any(total[word] for word in BAD))


def _listed(counted):
    return ", ".join(f"{word} {number}" for word, number in counted.most_common())


if __name__ == "__main__":
    main()
