"""Asking a wrong answer again with one example changed: which examples does it not count?

A loop that ends one too early, or returns in its first turn, shows in this way.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from course.checking.calling import reply_of
from course.checking.comparing import Tolerance, matches
from course.checking.examining import Examination
from course.checking.exercise import Case, Part
from course.checking.perturbing import perturbed
from course.checking.plain import Plain
from course.checking.view import Observation

SAME, MOVED = Tolerance(1e-11, 1e-300), Tolerance(1e-4, 1e-6)
LEAST = 3  # of two examples, the first alone and all but the last are the same
CASES = 2
TOLD = {
    "last_left_out": "the last example plays no part, the answer stays the same when it changes: "
    "let the loop run over all of them",
    "first_left_out": "the first example plays no part, the answer stays the same when it changes: "
    "indices begin at 0",
    "first_alone": "only the first example counts, the answer stays the same when another changes: "
    "is there a return inside of a loop, or an index [0]?",
    "last_alone": "only the last example counts, the answer stays the same when another changes: "
    "does each turn of a loop overwrite what the one before it found?",
}


def left_out(part: Part, examination: Examination) -> Observation | None:
    """Return which examples this part of an answer does not change with, and should."""
    if part.flaw or part.test:
        return None
    told = set()
    for place, case in _telling(part, examination):
        told.add(_shown(part, examination, place, case))
        if len(told) > 1 or None in told:
            return None
    name = next(iter(told), None)
    return Observation(name, TOLD[name]) if name else None


def _telling(part: Part, examination: Examination) -> Iterator[tuple[int, Case]]:
    """Yield the first cases that have several examples, with their places."""
    places = examination.draw.usual_of(part)
    several = [i for i in places if (examination.draw.cases[i].n or 0) >= LEAST]
    for i in several[:CASES] if len(several) >= CASES else ():
        yield i, examination.draw.cases[i]


def _shown(part: Part, examination: Examination, place: int, case: Case) -> str | None:
    """Return the name of what an answer shows in one case, None where it shows nothing."""
    exercise, count, names = examination.exercise, case.n or 0, _with_rows(examination)
    changes = [
        {n: _changed(v, k) if n in names else v for n, v in case.inputs.items()}
        for k in range(count)
    ]
    right = part.of(examination.draw.expected[place])
    for changed in changes:
        reply = reply_of(exercise, exercise.reference, changed)
        if reply.failure or matches(part.of(reply.value), right, MOVED):
            return None
    mine, replies = part.of(examination.replies[place].value), examination.ask(changes)
    if any(reply.failure for reply in replies):
        return None
    return _name([not matches(part.of(reply.value), mine, SAME) for reply in replies])


def _name(counts: Sequence[bool]) -> str | None:
    first, *others = counts
    *before, last = counts
    if all(before) and not last:
        return "last_left_out"
    if all(others) and not first:
        return "first_left_out"
    if first and not any(others):
        return "first_alone"
    return "last_alone" if last and not any(before) else None


def _with_rows(examination: Examination) -> set[str]:
    """Return the names of the inputs that have a row for each example in every case."""
    cases = [case for case in examination.draw.cases if case.n]
    return {
        name
        for name in examination.exercise.arguments
        if all(_has_rows(case.inputs.get(name), case.n or 0) for case in cases)
    }


def _has_rows(value: Plain, count: int) -> bool:
    if isinstance(value, list):
        return bool(value) and all(_has_rows(item, count) for item in value)
    return isinstance(value, np.ndarray) and value.ndim > 0 and len(value) == count


def _changed(value: Plain, example: int) -> Plain:
    """Return a value in which the row of one example is another one."""
    if isinstance(value, list):
        return [_changed(item, example) for item in value]
    if not isinstance(value, np.ndarray):
        return value
    others = next(perturbed(value), value)
    changed = value.copy()
    changed[example] = others[example] if isinstance(others, np.ndarray) else value[example]
    return changed
