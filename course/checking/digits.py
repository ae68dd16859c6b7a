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
    shown = {
        place: precision
        for place, aspect in outputs.items()
        if place not in told and (precision := precision_of(aspect.part, examination))
    }
    if HALF in shown.values():  # of few numbers, one may happen to be nearer
        shown = dict.fromkeys(shown, HALF)
    told |= _told_by_flaws(found)
    return told | _charged(shown, found) | _at_extremes(found, was_rounded, set(shown.values()))


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


def _at_extremes(
    found: Footprint, was_rounded: bool, precisions: Set[Precision]
) -> dict[int, Observation | None]:
    """Return the extremes as free where all that is wrong there are digits lost in the outputs."""
    examination = found.examination
    draw, parts = examination.draw, examination.exercise.parts
    replies = [examination.replies[i] for i in draw.extreme]
    if any(reply.failure for reply in replies):
        return {}
    if any(reply.numerical_warnings for reply in replies):
        precisions = precisions & {HALF}  # whose numbers end at 65,504
        was_rounded = False
    fine = was_rounded and all(
        rounded_alike(leaves(part.of(examination.replies[i].value), part.of(draw.expected[i])))
        for i in draw.extreme
        for part in parts
        if part.where(draw.cases[i])
    )
    if not (fine or any(nearly(parts, draw.extreme, examination, p) for p in precisions)):
        return {}
    return {p: None for p, a in enumerate(found.aspects) if isinstance(a, Extremes)}
