"""A right formula with a number of its own in place of one that the call gives: a rate, a share.

An exercise names these inputs, which have no default, in its settings. Whatever the number is, the
answer is the right one with that number in all cases, and it stays the same when what is given
changes.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

from course.checking.aspects import Aspect, Output
from course.checking.calling import Reply, reply_of
from course.checking.compounds import two_named
from course.checking.examining import Draw
from course.checking.exercise import Answer, Part
from course.checking.fitting import leaves, numbers_for
from course.checking.footprints import Footprint, same_trace
from course.checking.plain import Plain
from course.checking.settings import right_but_for, told_of
from course.checking.view import Observation

RANGES = (1e-14, 1 - 1e-6), (1 + 1e-6, 100.0)  # with 1 a rate is not there
COUNTS = (*range(2, 31), 32, 40, 50, 64, 100, 128, 200, 256, 500, 1000)
SHARES = tuple(number / 100 for number in (1, *range(5, 100, 5)))


def fixed_number(aspect: Aspect, found: Footprint) -> Observation | None:
    """Return the number of the call in whose place another is written, where all else is right."""
    if not isinstance(aspect, Output):
        return None
    draw, examination = found.examination.draw, found.examination
    places = draw.usual_of(aspect.part)
    if examination.failure_in(places) or all(examination.replies[i].value is None for i in places):
        return None
    for name in draw.exercise.settings:
        if _stays(name, aspect.part, found) and _is_right_with_some(name, aspect, found):
            return told_of([name])
    return None


def _stays(name: str, part: Part, found: Footprint) -> bool:
    """Return whether a part of the first answer stays the same when a number changes."""
    examination = found.examination
    draw, first = examination.draw, examination.draw.usual_of(part)[0]
    inputs = draw.cases[first].inputs
    given = inputs[name]
    others = (draw.cases[place].inputs[name] for place in draw.usual)
    other = next((number for number in others if number != given), given)
    if other == given:
        return False
    (reply,) = examination.ask([{**inputs, name: other}])
    if reply.failure:
        return False
    mine, theirs = examination.replies[first].value, reply.value
    if part.flaw:
        return same_trace(_but_for(given, mine), _but_for(other, theirs))
    return same_trace(part.of(mine), part.of(theirs))


def _but_for(number: Plain, value: Plain) -> Plain:
    """Return a value without what it says of the call itself."""
    if not isinstance(value, dict):
        return value
    return {key: item for key, item in value.items() if type(item) is not type(number)}


def _is_right_with_some(name: str, aspect: Output, found: Footprint) -> bool:
    """Return whether an answer is right but for some number in the place of the given one."""
    draw = found.examination.draw
    family = right_but_for(draw.exercise, name)
    if aspect.part.flaw:
        parts = [one.part for one in _outputs(found)]
        return any(
            all(_keeps(number, name, part, found) for part in parts)
            for number in (COUNTS if _is_count(draw, name) else SHARES)
        )
    trace = aspect.trace(found.examination)
    if any(leaves(trace, family(number), aspect, draw) for number in _left_out(draw, name)):
        return False  # what the number stands in is left out: that is another formula
    fits = any(
        leaves(trace, family(number), aspect, draw)
        and (not _is_count(draw, name) or _leaves_all(family(number), found))
        for number in _numbers(name, family, aspect, found)
    )
    return fits and not (draw.exercise.compose and two_named(aspect, found))


def _numbers(
    name: str, family: Callable[[float], Answer], aspect: Output, found: Footprint
) -> Iterator[float]:
    """Yield the numbers that may stand in the place of the given one."""
    if _is_count(found.examination.draw, name):
        yield from COUNTS
        return
    for within in RANGES:
        yield from numbers_for(family, within, aspect, found)


def _left_out(draw: Draw, name: str) -> tuple[float, ...]:
    """Return the numbers with which an input is not there."""
    return (1,) if _is_count(draw, name) else (0.0, 1.0)


def _leaves_all(answer: Answer, found: Footprint) -> bool:
    """Return whether an answer leaves the trace in all outputs: a count may fit one by chance."""
    examination = found.examination
    return all(
        leaves(output.trace(examination), answer, output, examination.draw)
        for output in _outputs(found)
    )


def _outputs(found: Footprint) -> Iterator[Output]:
    return (aspect for aspect in found.aspects if isinstance(aspect, Output))


def _keeps(number: float, name: str, part: Part, found: Footprint) -> bool:
    """Return whether an answer keeps a part's promise for some number in an input's place."""
    draw = found.examination.draw
    for place in draw.usual_of(part):
        given = {**draw.cases[place].inputs, name: number}
        if not part.where(replace(draw.cases[place], inputs=given)):
            continue  # what is asked there is asked of another number alone
        right = _right_with(draw, name, number, place)
        mine = found.examination.replies[place].value
        if right.failure or not part.is_right(mine, right.value, draw.tolerance):
            return False
    return True


@lru_cache(maxsize=256)
def _right_with(draw: Draw, name: str, number: float, place: int) -> Reply:
    """Return the right answer to a case with another number in an input's place."""
    given = {**draw.cases[place].inputs, name: number}
    return reply_of(draw.exercise, draw.exercise.reference, given)


@lru_cache(maxsize=256)
def _is_count(draw: Draw, name: str) -> bool:
    """Return whether an input counts something."""
    return all(type(draw.cases[place].inputs[name]) is int for place in draw.usual)
