"""Digits that an answer loses, in few-digit numbers or by rounding: decided for it as a whole.

Whether a loss is larger than a tolerance may depend on what is drawn, so what it costs does not
depend on that: each output that shows it pays, the extremes pay nothing more, and beside numeric
gradients, which have fewer digits themselves, single precision is right.
"""

from collections.abc import Iterator, Mapping, Set

from course.checking.aspects import Output, aspects_of
from course.checking.conduct import Extremes
from course.checking.examining import Examination
from course.checking.exercise import Part
from course.checking.footprints import Footprint
from course.checking.leaves import leaves
from course.checking.plain import Floats
from course.checking.precision import (
    HALF,
    PRECISIONS,
    SINGLE,
    Precision,
    nearly,
    precision_of,
    precision_of_numbers,
)
from course.checking.rounding import ROUNDED, are_rounded, has_many, rounded, rounded_alike
from course.checking.scored import ScoredExercise
from course.checking.view import Observation

# What the words of a flaw may be, the widest first: a number that is rounded may look like others.
IN_FLAWS = ROUNDED, HALF.told, SINGLE.told


def lost_digits(found: Footprint) -> dict[int, Observation | None]:
    """Return the lapse of each aspect, by its place, in which digits are lost; None: it is free."""
    examination = found.examination
    if isinstance(examination.exercise, ScoredExercise):
        return {}
    outputs = dict(_outputs(examination))
    told: dict[int, Observation | None] = dict(_all_rounded(outputs, examination))
    if all(found.right):
        return told
    was_rounded = bool(told)
    told |= _told_by_flaws(found)
    asked = {place: aspect for place, aspect in outputs.items() if place not in told}
    shown = _precisions(asked, found, {p for p in asked if not found.is_right(p)})
    at_extremes = _nearly_at_extremes(found)
    if shown or at_extremes:  # what is right may be so in few digits
        shown |= _precisions(asked, found, asked.keys() - shown.keys())
    if HALF in shown.values():  # of few numbers, one may happen to be nearer
        shown = dict.fromkeys(shown, HALF)
    free = was_rounded and _rounded_at_extremes(found)
    if free or at_extremes & set(shown.values()):
        told |= {p: None for p, a in enumerate(found.aspects) if isinstance(a, Extremes)}
    return told | _charged(shown, found)


def _precisions(
    outputs: Mapping[int, Output], found: Footprint, places: Set[int]
) -> dict[int, Precision]:
    """Return the precision of each of these outputs that is in one."""
    return {
        place: precision
        for place in places
        if (precision := precision_of(outputs[place].part, found.examination))
    }


def _outputs(examination: Examination) -> Iterator[tuple[int, Output]]:
    """Yield each output that is judged by its values and came in every case, with its place."""
    for place, aspect in enumerate(aspects_of(examination.exercise)):
        if isinstance(aspect, Output) and not aspect.part.flaw:
            usual = examination.draw.usual_of(aspect.part)
            if usual and not examination.failure_in(usual):
                yield place, aspect


def _all_rounded(outputs: Mapping[int, Output], examination: Examination) -> dict[int, Observation]:
    """Return what is said of the rounded outputs; what has few numbers shows nothing alone."""
    found = {
        place: lapse
        for place, aspect in outputs.items()
        if (lapse := rounded(aspect.part, examination))
    }
    return found if any(has_many(outputs[place].part, examination) for place in found) else {}


def told_of_numbers(mine: Floats, due: Floats) -> str:
    """Say that numbers are right in fewer digits, "" where they have all or are others."""
    if precision := precision_of_numbers(mine, due):
        return precision.told.sentence
    return ROUNDED.sentence if are_rounded(mine, due) else ""


def _told_by_flaws(found: Footprint) -> dict[int, Observation | None]:
    """Return what is said of the parts whose own words speak of digits: the first one pays."""
    lapses = {
        place: lapse
        for place, aspect in enumerate(found.aspects)
        if isinstance(aspect, Output) and (lapse := _told_by_flaw(aspect.part, found.examination))
    }
    return {
        place: None if number else lapse for number, (place, lapse) in enumerate(lapses.items())
    }


def _told_by_flaw(part: Part, examination: Examination) -> Observation | None:
    """Return the lapse that a part's own words are, wherever it is wrong."""
    draw, flaws = examination.draw, set()
    for i in draw.usual_of(part):
        reply = examination.replies[i]
        if reply.failure or part.flaw is None:
            return None
        flaws.add(part.flaw(part.of(reply.value), part.of(draw.expected[i])))
    if not flaws - {""} or flaws - {"", *(told.sentence for told in IN_FLAWS)}:
        return None
    return next(told for told in IN_FLAWS if told.sentence in flaws)


def _charged(shown: Mapping[int, Precision], found: Footprint) -> dict[int, Observation | None]:
    """Return what is said of the outputs in a precision that makes at least one of them wrong."""
    wrong = {precision for place, precision in shown.items() if not found.is_right(place)}
    numeric = found.examination.exercise.numeric is not None
    free = {SINGLE} if numeric else set()
    return {
        place: None if precision in free else precision.told
        for place, precision in shown.items()
        if precision in wrong
    }


def _nearly_at_extremes(found: Footprint) -> Set[Precision]:
    """Return the precisions in which the extremes, which are wrong, are what they should be."""
    examination = found.examination
    extreme = examination.draw.extreme
    replies = [examination.replies[i] for i in extreme]
    wrong = any(
        isinstance(aspect, Extremes) and not found.is_right(place)
        for place, aspect in enumerate(found.aspects)
    )
    if not wrong or any(reply.failure for reply in replies):
        return set()
    warned = any(reply.numerical_warnings for reply in replies)
    kinds = (HALF,) if warned else PRECISIONS  # its numbers end at 65,504
    parts = examination.exercise.parts
    return {kind for kind in kinds if nearly(parts, extreme, examination, kind)}


def _rounded_at_extremes(found: Footprint) -> bool:
    """Return whether nothing is amiss at the extremes but rounding."""
    examination = found.examination
    draw, replies = examination.draw, examination.replies
    if any(replies[i].failure or replies[i].numerical_warnings for i in draw.extreme):
        return False
    return all(
        rounded_alike(leaves(part.of(replies[i].value), part.of(draw.expected[i])))
        for i in draw.extreme
        for part in examination.exercise.parts
        if part.where(draw.cases[i])
    )
