"""What a run says at its end: by exercise, and a line for each submission that needs a person."""

from collections import Counter, defaultdict

from grader.judge.result import FAILED, GRADED, MISSING, UNREADABLE

MISTAKES_SHOWN = 3
STUDENTS_SHOWN = 6


def like_groups(results):
    """Return (exercise, students) for each set of submissions whose code is the same."""
    groups = defaultdict(list)
    for student, result in results.items():
        for name, outcome in result.exercises.items():
            if outcome.fingerprint:
                groups[name, outcome.fingerprint].append(student)
    return [(name, students) for (name, _), students in groups.items() if len(students) > 1]


def report(lesson, seed, results, sandboxed):
    """Return the run's report as plain data."""
    groups = like_groups(results)
    return {
        "lesson": lesson,
        "seed": seed,
        "sandbox": sandboxed,
        "students": {student: result.as_dict() for student, result in results.items()},
        "alike": [{"exercise": name, "students": students} for name, students in groups],
        "exercises": {
            name: {"right": right, "graded": graded, "mistakes": dict(mistakes)}
            for name, right, graded, mistakes in by_exercise(results)
        },
    }


def by_exercise(results):
    """Return (name, how many are right, how many are graded, Counter of diagnoses) for each."""
    rows = {}
    for result in results.values():
        for name, outcome in result.exercises.items():
            row = rows.setdefault(name, [0, 0, Counter()])
            if result.status != GRADED or outcome.status == "manual":
                continue
            row[0] += outcome.points == outcome.possible
            row[1] += 1
            if outcome.diagnosis:
                row[2][outcome.diagnosis] += 1
    return [(name, *row) for name, row in rows.items()]


def lines(results, report_path=None, kept=frozenset()):
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
    for name, students in like_groups(results):
        yield f"  {name}, the same code: {_some(students)}"
    if report_path:
        yield f"report: {report_path}"


def _state(name, right, graded, mistakes, results):
    waiting = sum(r.exercises[name].status == "manual" for r in results.values())
    if waiting:
        return f"{waiting} to be graded by a person"
    common = ", ".join(f"{what} {times}" for what, times in mistakes.most_common(MISTAKES_SHOWN))
    return f"{right} of {graded} right" + (f"; {common}" if common else "")


def for_a_person(results):
    """Yield (student, reasons) for each submission that a person should look at."""
    for student in sorted(results):
        result = results[student]
        flags = [f"{name}: {flag}" for name, e in result.exercises.items() for flag in e.flags]
        if result.flags or flags:
            yield student, [*result.flags, *flags]


def _some(students):
    more = len(students) - STUDENTS_SHOWN
    return ", ".join(students[:STUDENTS_SHOWN]) + (f" and {more} more" if more > 0 else "")
