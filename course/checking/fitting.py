"""Mistakes with a number of the student's own in them: a cap, a leak, a fixed eps.

No table holds the number that a student chose. So it is looked for: where one entry of the
answer says which number it must be, the mistake with that number is made, and it is the
student's if it leaves the same trace on all inputs.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np

from course.checking.aspects import Aspect, Output
from course.checking.calling import reply_of, silent, value_of
from course.checking.conduct import Extremes
from course.checking.examining import Draw, examination_of
from course.checking.exercise import Answer, Exercise, Mistake
from course.checking.footprints import Footprint, footprint_of, same_trace
from course.checking.naming import claims_too_much, untrue
from course.checking.plain import Floats, Inputs, Plain, as_array
from course.checking.zeros import zero_between

STEPS = 25  # numbers tried between the two ends, evenly spaced by their ratio
CASES = 3  # in how many cases a number is looked for before it is given up

Pick: TypeAlias = Callable[[Plain], Plain]


@dataclass(frozen=True)
class Table:
    """A family's answers to one case: a row for each number of the grid, flat.

    entry: the column that tells numbers apart best.
    """

    place: int
    rows: Floats
    entry: int

    @property
    def spread(self) -> float:
        """By what share the entry changes from one end of the grid to the other."""
        column = self.rows[:, self.entry]
        return float(np.ptp(column) / max(np.abs(column).max(), 1e-300))


def fitted_mistake(aspect: Aspect, found: Footprint) -> Mistake | None:
    """Return the mistake that, with some number in it, left this answer's trace in an aspect."""
    if not isinstance(aspect, Output | Extremes):
        return None
    draw = found.examination.draw
    trace = aspect.trace(found.examination)
    for mistake in draw.exercise.mistakes:
        if mistake.family is None:
            continue
        for number in numbers_for(mistake.family, mistake.within, aspect, found):
            if "{number}" in mistake.template and f"{number:.4g}" == "1":
                continue  # once as much as it should be: it is something else that is amiss
            answer = mistake.family(number)
            if leaves(trace, answer, aspect, draw) and _claims_nothing_untrue(
                answer, aspect, found
            ):
                return mistake.told_with(number)
    return None


def _claims_nothing_untrue(answer: Answer, aspect: Output | Extremes, found: Footprint) -> bool:
    """Return whether a mistake is right where an answer is, and wrong as it is.

    Two may be made at once; but at the extremes, and in a single case, some number always fits.
    """
    draw = found.examination.draw
    theirs = footprint_of(examination_of(answer, draw))
    one_case = isinstance(aspect, Extremes) or len(aspect.places(draw)) == 1
    return not (claims_too_much(found, theirs) or (one_case and untrue(found, theirs)))


def leaves(trace: Sequence[Plain], answer: Answer, aspect: Output | Extremes, draw: Draw) -> bool:
    """Return whether an answer leaves this trace; it is asked up to the first case that differs."""
    for place, entry in zip(aspect.places(draw), trace, strict=True):
        reply = reply_of(draw.exercise, answer, draw.cases[place].inputs)
        if not same_trace(entry, aspect.entry(reply, draw, place)):
            return False
    return True


def numbers_for(
    family: Callable[[float], Answer],
    within: tuple[float, float],
    aspect: Output | Extremes,
    found: Footprint,
) -> Iterator[float]:
    """Yield the numbers that some entry of the answer asks for, from the cases that tell most."""
    draw, replies = found.examination.draw, found.examination.replies
    pick = _picked_by(aspect)
    widths = _widths(draw, family, within, aspect)
    answers = {place: _flat(pick(replies[place].value)) for place in widths}
    if not any(a is not None and len(a) == widths[place] for place, a in answers.items()):
        return  # of no case does it give as many numbers: no table need be made
    tables = _tables(draw, family, within, aspect)
    for table in sorted(tables, key=lambda table: -table.spread)[:CASES]:
        answer = answers[table.place]
        if answer is None or len(answer) != table.rows.shape[1]:
            continue
        if not np.isfinite(answer[table.entry]):
            continue
        inputs = draw.cases[table.place].inputs
        wanted = float(answer[table.entry])
        beyond = _beyond(draw.exercise, family, pick, inputs, table.entry, wanted)
        for number in _solved(beyond, _grid(within), table.rows[:, table.entry] - wanted):
            yield from _and_a_short_one(number)


def _picked_by(aspect: Output | Extremes) -> Pick:
    return aspect.part.of if isinstance(aspect, Output) else _whole


def _whole(value: Plain) -> Plain:
    return value


def _beyond(
    exercise: Exercise,
    family: Callable[[float], Answer],
    pick: Pick,
    inputs: Inputs,
    entry: int,
    wanted: float,
) -> Callable[[float], float]:
    """Return the function from a number to how far an entry of the family's answer is beyond
    the one wanted, NaN where there is none."""

    def beyond(number: float) -> float:
        flat = _flat(pick(value_of(exercise, family(number), inputs)))
        return float("nan") if flat is None or len(flat) <= entry else float(flat[entry]) - wanted

    return beyond


def _grid(within: tuple[float, float]) -> Floats:
    return np.geomspace(*within, STEPS)


@lru_cache(maxsize=512)
def _widths(
    draw: Draw,
    family: Callable[[float], Answer],
    within: tuple[float, float],
    aspect: Output | Extremes,
) -> dict[int, int]:
    """Return for each case how many numbers a family's answer has, where it has any."""
    pick, one = _picked_by(aspect), family(float(_grid(within)[0]))
    with silent():
        flat = {
            place: _flat(pick(value_of(draw.exercise, one, draw.cases[place].inputs)))
            for place in aspect.places(draw)
        }
    return {place: len(row) for place, row in flat.items() if row is not None}


@lru_cache(maxsize=512)
def _tables(
    draw: Draw,
    family: Callable[[float], Answer],
    within: tuple[float, float],
    aspect: Output | Extremes,
) -> tuple[Table, ...]:
    """Return a Table for each case that tells numbers apart."""
    found = []
    for place in aspect.places(draw):
        rows = _rows(draw, family, within, _picked_by(aspect), place)
        if rows is not None and (spreads := np.ptp(rows, axis=0)).any():
            found.append(Table(place, rows, int(np.argmax(spreads))))
    return tuple(found)


def _rows(
    draw: Draw,
    family: Callable[[float], Answer],
    within: tuple[float, float],
    pick: Pick,
    place: int,
) -> Floats | None:
    """Return the family's answers to one case, a row for each number of the grid."""
    inputs = draw.cases[place].inputs
    with silent():
        flat = [
            _flat(pick(value_of(draw.exercise, family(number), inputs))) for number in _grid(within)
        ]
    rows = [row for row in flat if row is not None]
    if len(rows) < len(flat) or any(len(row) != len(rows[0]) for row in rows):
        return None
    table = np.array(rows)
    return table if table.size and np.isfinite(table).all() else None


def _flat(value: Plain) -> Floats | None:
    """Return all numbers of plain data in one row, or None where there are others."""
    if isinstance(value, list):
        parts = [part for item in value if (part := _flat(item)) is not None]
        return np.concatenate([np.zeros(0), *parts]) if len(parts) == len(value) else None
    array = as_array(value)
    return None if array is None else array.ravel()


def _solved(beyond: Callable[[float], float], grid: Floats, column: Floats) -> Iterator[float]:
    """Yield the numbers at which an entry is as wanted: between two where it turns sign."""
    above = column > 0
    for turn in np.flatnonzero(above[1:] != above[:-1]):
        ends = [(math.log(grid[i]), float(column[i])) for i in (turn, turn + 1)]
        with silent():
            number = math.exp(zero_between(lambda x: beyond(math.exp(x)), *ends))
        yield number


def _and_a_short_one(number: float) -> Iterator[float]:
    """Yield a short number that lies very near, if there is one, since people write those."""
    short = float(f"{number:.2g}")
    if abs(short - number) <= 1e-4 * abs(number):
        yield short
    yield number
