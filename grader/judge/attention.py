"""Which submissions a person should look at, the gravest first."""

from collections import Counter
from collections.abc import Iterator, Mapping

from grader.judge.outcomes import BORROWED, OF_REFERENCE
from grader.judge.result import FAILED, UNREADABLE, Result

# What a line begins with, or has in it: the earlier, the graver. Whatever else is told of a
# submission, such as cells that were changed, comes last.
GRAVITY = (
    ("it tried",),
    ("stopped", "took too long", "could not be compared"),
    (BORROWED, "uses the library", "replaces functions", "looks through the interpreter"),
    (OF_REFERENCE, "differ between two draws"),
)
MANY_AT_LEAST = 3
MANY = 0.05  # of a class


def for_a_person(results: Mapping[str, Result]) -> Iterator[tuple[str, list[str]]]:
    """Yield (student, reasons) for each submission to look at, both the gravest first.

    That an exercise is the reference's is no reason where many have it.
    """
    many = of_reference(results)
    found = []
    for student, result in results.items():
        own = [
            f"{name}: {flag}"
            for name, outcome in result.exercises.items()
            for flag in outcome.flags
            if not (flag == OF_REFERENCE and name in many)
        ]
        reasons = sorted([*result.flags, *own], key=gravity)
        if reasons:
            ungraded = result.status in (UNREADABLE, FAILED)
            found.append((0 if ungraded else gravity(reasons[0]), student, reasons))
    yield from ((student, reasons) for _, student, reasons in sorted(found))


def gravity(reason: str) -> int:
    """Return how grave a line is: 0 for the gravest."""
    for place, words in enumerate(GRAVITY):
        if any(word in reason for word in words):
            return place
    return len(GRAVITY)


def of_reference(results: Mapping[str, Result]) -> dict[str, int]:
    """Return exercise to how many have the reference's own code, for those where many do."""
    counts = Counter(
        name
        for result in results.values()
        for name, outcome in result.exercises.items()
        if OF_REFERENCE in outcome.flags
    )
    many = max(MANY_AT_LEAST, MANY * len(results))
    return {name: count for name, count in counts.items() if count >= many}
