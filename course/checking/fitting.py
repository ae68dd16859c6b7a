"""Mistakes with a number of the student's own in them: a cap, a leak, a fixed eps.

No table holds the number that a student chose. So it is looked for: where one entry of the
answer says which number it must be, the mistake with that number is made, and it is the
student's if it leaves the same trace on all inputs.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import numpy as np

from course.checking.calling import asking, call
from course.checking.examining import Examination, examine, question
from course.checking.exercise import Case, Exercise, Mistake
from course.checking.marking import Aspect, same_trace
from course.checking.plain import as_array

STEPS = 25  # numbers tried between the two ends, evenly spaced by their ratio
HALVINGS = 60
CASES = 3  # in how many cases a number is looked for before it is given up
Array = np.ndarray


def fitted_mistake(
    exercise: Exercise, seed: int, aspect: Aspect, examination: Examination
) -> Mistake | None:
    """Return the mistake that, with some number in it, left this answer's trace in an aspect."""
    asked = question(exercise, seed)
    places = asked.usual_of(aspect.part) if aspect.part else asked.extreme
    if not places or aspect.name in ("inputs unchanged", "a second call"):
        return None
    trace = aspect.trace(exercise, asked, examination)
    for mistake in exercise.mistakes:
        for number in _numbers(exercise, seed, mistake, aspect, examination, tuple(places)):
            again = examine(asking(exercise, mistake.family(number)), asked.cases)
            if same_trace(trace, aspect.trace(exercise, asked, again)):
                return mistake
    return None


def _numbers(
    exercise: Exercise,
    seed: int,
    mistake: Mistake,
    aspect: Aspect,
    examination: Examination,
    places: tuple[int, ...],
) -> Iterator[float]:
    """Yield the numbers that some entry of the answer asks for, from the cases that tell most."""
    if not mistake.family:
        return
    pick = aspect.part.of if aspect.part else _whole
    cases = question(exercise, seed).cases
    tables = _tables(exercise, seed, mistake, pick, places)
    for i, table, entry in sorted(tables, key=lambda found: -_spread(found[1], found[2]))[:CASES]:
        answer = _flat(pick(examination.replies[i].value))
        if answer is None or len(answer) != table.shape[1] or not np.isfinite(answer[entry]):
            continue
        number = _solved(
            lambda number, case=cases[i], entry=entry: _flat(
                pick(call(exercise, mistake.family(number), case.inputs).value)
            )[entry],
            _grid(mistake),
            table[:, entry],
            float(answer[entry]),
        )
        if number is not None:
            yield from _and_a_short_one(number)


def _whole(value: object) -> object:
    return value


def _grid(mistake: Mistake) -> Array:
    return np.geomspace(*mistake.within, STEPS)


@lru_cache(maxsize=64)
def _tables(
    exercise: Exercise, seed: int, mistake: Mistake, pick: Callable, places: tuple[int, ...]
) -> list[tuple[int, Array, int]]:
    """Return for each case that tells numbers apart (its place, a row a number, the best entry)."""
    cases, found = question(exercise, seed).cases, []
    for i in places:
        table = _table(exercise, mistake, pick, cases[i])
        if table is not None and (spreads := np.ptp(table, axis=0)).any():
            found.append((i, table, int(np.argmax(spreads))))
    return found


def _table(exercise: Exercise, mistake: Mistake, pick: Callable, case: Case) -> Array | None:
    """Return the mistake's answers to one case, a row for each number of the grid."""
    rows = [
        _flat(pick(call(exercise, mistake.family(number), case.inputs).value))
        for number in _grid(mistake)
    ]
    if any(row is None or len(row) != len(rows[0]) for row in rows):
        return None
    table = np.array(rows)
    return table if table.size and np.isfinite(table).all() else None


def _flat(value: object) -> Array | None:
    """Return all numbers of plain data in one row, or None where there are others."""
    if isinstance(value, list):
        parts = [_flat(item) for item in value]
        if any(part is None for part in parts):
            return None
        return np.concatenate([np.zeros(0), *parts])
    array = as_array(value)
    return None if array is None else array.ravel()


def _spread(table: Array, entry: int) -> float:
    """Return by what share an entry changes from one end of the grid to the other."""
    column = table[:, entry]
    return float(np.ptp(column) / max(np.abs(column).max(), 1e-300))


def _solved(
    entry_at: Callable[[float], float], grid: Array, column: Sequence[float], wanted: float
) -> float | None:
    """Return the number at which an entry is as wanted: halve where the difference turns sign."""
    above = np.asarray(column) > wanted
    turns = np.flatnonzero(above[1:] != above[:-1])
    if not len(turns):
        return None
    low, high = grid[turns[0]], grid[turns[0] + 1]
    for _ in range(HALVINGS):
        middle = float(np.sqrt(low * high))
        if (entry_at(middle) > wanted) == above[turns[0]]:
            low = middle
        else:
            high = middle
    return float(np.sqrt(low * high))


def _and_a_short_one(number: float) -> Iterator[float]:
    """Yield a short number that lies very near, if there is one, since people write those."""
    short = float(f"{number:.2g}")
    if abs(short - number) <= 1e-4 * abs(number):
        yield short
    yield number
