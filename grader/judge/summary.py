"""What a run says at its end: by exercise, and a line for each submission that needs a person."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from grader.judge.alike import alike
from grader.judge.attention import for_a_person, of_reference
from grader.judge.result import FAILED, GRADED, MISSING, UNREADABLE, Result

MISTAKES_SHOWN = 3


def report(
    lesson: str, seed: int, results: Mapping[str, Result], sandboxed: bool
) -> dict[str, Any]:
    """Return the run's report as plain data."""
    return {
        "lesson": lesson,
        "seed": seed,
        "sandbox": sandboxed,
        "students": {student: result.as_dict() for student, result in results.items()},
        "alike": [
            {
                "students": [pair.first, pair.second],
                "bits": round(pair.bits, 1),
                "exercises": list(pair.exercises),
            }
            for pair in alike(results)
        ],
        "exercises": {
            name: {"right": right, "graded": graded, "mistakes": dict(mistakes)}
            for name, right, graded, mistakes in by_exercise(results)
        },
    }


def by_exercise(results: Mapping[str, Result]) -> list[tuple[str, int, int, Counter[str]]]:
    """Return (name, how many are right, how many are graded, Counter of diagnoses) for each."""
    right: Counter[str] = Counter()
    graded: Counter[str] = Counter()
    mistakes: dict[str, Counter[str]] = {}
    for result in results.values():
        for name, outcome in result.exercises.items():
            made = mistakes.setdefault(name, Counter())
            if result.status != GRADED or outcome.status == "manual":
                continue
            right[name] += outcome.points == outcome.possible
            graded[name] += 1
            if outcome.diagnosis:
                made[outcome.diagnosis] += 1
    return [(name, right[name], graded[name], made) for name, made in mistakes.items()]


def lines(
    results: Mapping[str, Result],
    report_path: str | None = None,
    kept: Collection[str] = frozenset(),
) -> Iterator[str]:
    """Yield the lines of the summary.

    kept: the students whose work was graded by an earlier run, and not again.
    """
    counts = Counter(result.status for result in results.values())
    before = sum(result.status == GRADED for name, result in results.items() if name in kept)
    named = ((UNREADABLE, "unreadable"), (MISSING, "without notebook"), (FAILED, "failed"))
    rest = "".join(f", {counts[status]} {words}" for status, words in named if counts[status])
    earlier = f", {before} graded before and unchanged" if before else ""
    yield f"{counts[GRADED] - before} graded{earlier}{rest}"
    width = max((len(name) for name, *_ in by_exercise(results)), default=0)
    for name, right, graded, mistakes in by_exercise(results):
        yield f"  {name:<{width}}  {_state(name, right, graded, mistakes, results)}"
    for student, reasons in for_a_person(results):
        yield f"  look at {student}: {'; '.join(reasons)}"
    for pair in alike(results):
        where = ", ".join(pair.exercises)
        yield f"  look at {pair.first} and {pair.second}: they write alike in {where}"
    for name, count in of_reference(results).items():
        yield f"  {name}: {count} write it as the reference does"
    if report_path:
        yield f"report: {report_path}"


def _state(
    name: str, right: int, graded: int, mistakes: Counter[str], results: Mapping[str, Result]
) -> str:
    waiting = sum(r.exercises[name].status == "manual" for r in results.values())
    if waiting:
        return f"{waiting} to be graded by a person"
    common = ", ".join(f"{what} {times}" for what, times in mistakes.most_common(MISTAKES_SHOWN))
    return f"{right} of {graded} right" + (f"; {common}" if common else "")
