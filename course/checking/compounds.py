"""Two mistakes at once in one output: each explains a part of what is wrong, both together all.

A second mistake may be a general one, such as a factor or a transpose, or another named one:
formulas in place of right ones, where an exercise says how it is made of formulas.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

import numpy as np

from course.checking.aspects import Aspect, Output, aspects_of, view_of
from course.checking.calling import reply_of
from course.checking.comparing import Tolerance, close
from course.checking.examining import Draw, Examination, examination_of
from course.checking.exercise import Answer, Exercise, Mistake
from course.checking.footprints import Footprint, known_footprints, same_trace
from course.checking.forms import transposed
from course.checking.naming import claims_too_much, output_places, untrue
from course.checking.plain import Floats, Plain, as_array
from course.checking.values import constant_ratio, may_be_scaled
from course.checking.view import Observation

PAIRS_AT_MOST = 2_000
ANY_FACTOR = ("constant_factor", "factor_over_n", "factor_times_n")  # less likely than 2, -1, n
BEYOND = {
    "sign": "every entry has the other sign than that alone would give it",
    "factor_2": "every entry is twice as large as that alone would make it",
    "factor_half": "every entry is half as large as that alone would make it",
    "factor_n": "every entry is n times as large as that alone would make it: is a 1/n missing?",
    "factor_1_over_n": "every entry is n times as small as that alone would make it: is 1/n there "
    "once too often?",
    "transposed": "rows and columns are exchanged",
}
SAYS_RIGHT = re.compile(r"^([\w ]+ (is|are) )?right,? but ")  # of a mistake that is not alone


class Pair(NamedTuple):
    """Two mistakes, and an answer that makes both."""

    first: Mistake
    second: Mistake
    answer: Answer


def two_at_once(aspect: Aspect, found: Footprint) -> Observation | None:
    """Return both mistakes that together make an output what it is, or None."""
    if not isinstance(aspect, Output) or aspect.part.flaw:
        return None
    if found.examination.failure_in(found.examination.draw.usual_of(aspect.part)):
        return two_named(aspect, found)
    return _with_general(aspect, found) or two_named(aspect, found)


def _with_general(aspect: Output, found: Footprint) -> Observation | None:
    """Tell the one mistake whose values are all multiplied by one factor, or transposed."""
    examination = found.examination
    view = view_of(aspect.part, examination)
    if not any(_has_fractions(value) for value in view.expected):
        return None  # of whole numbers one is a multiple of another by chance
    if constant_ratio(view) or transposed(view):
        return None  # one thing is amiss, and not two
    places = examination.draw.usual_of(aspect.part)
    mine = as_array(view.values[0]) if places else None
    if mine is None:
        return None
    told = []
    for mistake, theirs in known_footprints(examination.draw):
        beside = as_array(aspect.part.of(theirs.examination.replies[places[0]].value))
        if beside is None or not _may_be_general(mine, beside, view.tolerance):
            continue
        if aspect.is_right(theirs.examination) or theirs.examination.failure_in(places):
            continue
        if claims_too_much(found, theirs):
            continue
        values = tuple(aspect.part.of(theirs.examination.replies[i].value) for i in places)
        if not all(map(_all_finite, values)) or constant_ratio(replace(view, values=values)):
            continue  # infinity is no multiple, and a multiple of what is right explains nothing
        held = replace(view, expected=values)
        if general := constant_ratio(held) or transposed(held):
            told.append((mistake, theirs, general))
    likely = [item for item in told if item[2].diagnosis not in ANY_FACTOR] or told
    if not likely:
        return None
    mistake, first, general = min(likely, key=lambda item: _other_than(found, item[1]))
    place = aspects_of(found.examination.exercise).index(aspect)
    if not all(first.same(place, theirs) for _, theirs, _ in likely):
        return None  # another mistake, with another factor, would do as well
    return _both(mistake.name, mistake.sentence, general.diagnosis, _beyond(general))


def _other_than(found: Footprint, theirs: Footprint) -> tuple[int, int]:
    """Return how many outputs only one of two answers gets right, and how many otherwise wrong."""
    differing = sum(found.is_right(q) != theirs.is_right(q) for q in output_places(found))
    return differing, untrue(found, theirs)


def _beyond(general: Observation) -> str:
    """Return what a factor or a transpose is when it comes on top of a mistake."""
    return BEYOND.get(
        general.diagnosis, general.sentence.replace("it should be", "that alone would make it")
    )


def _has_fractions(value: Plain) -> bool:
    if isinstance(value, list):
        return any(map(_has_fractions, value))
    array = as_array(value)
    return array is not None and not np.array_equal(array, np.round(array))


def _may_be_general(mine: Floats, theirs: Floats, tolerance: Tolerance) -> bool:
    """Return whether one array may be a multiple of another, or its transpose."""
    if mine.shape == theirs.shape and may_be_scaled(mine, theirs, tolerance):
        return True
    return mine.ndim == 2 and mine.shape == theirs.T.shape and close(mine.T, theirs, tolerance)


def _all_finite(value: Plain) -> bool:
    """Return whether there is neither NaN nor infinity among a value's numbers."""
    if isinstance(value, list):
        return all(map(_all_finite, value))
    array = as_array(value)
    return array is None or bool(np.isfinite(array).all())


def _both(first: str, sentence: str, second: str, besides: str) -> Observation:
    told, besides = (SAYS_RIGHT.sub("", text.rstrip(".")) for text in (sentence, besides))
    return Observation(f"{first}_and_{second}", f"{told}. Besides, {besides}")


def two_named(aspect: Output, found: Footprint) -> Observation | None:
    """Tell two named mistakes by the answer that makes both, and stops where it stops."""
    place = _first_wrong(aspect, found.examination)
    if place is None:
        return None
    wrong, alike = _wrong_alone(aspect, found.examination.draw), _alike(aspect, place, found)
    pairs = [p for p in alike if _names(p) <= wrong and _explains(p, aspect, found)]
    if not pairs:
        return None
    whole = [pair for pair in pairs if _explains_all(pair, found)]
    if not whole:  # one of two may show in this output only beside the other
        some = [p for p in alike if len(_names(p) & wrong) == 1 and _explains(p, aspect, found)]
        whole = [pair for pair in some if _explains_all(pair, found)]
    pairs = whole or pairs
    common = set.intersection(*map(_names, pairs))
    if len(common) == 2:
        first, second = pairs[0].first, pairs[0].second
        return _both(first.name, first.sentence, second.name, second.sentence)
    sure = [m for m in (pairs[0].first, pairs[0].second) if m.name in common]
    if not sure:
        return None
    return Observation(sure[0].name, f"{sure[0].sentence.rstrip('.')}. That is not all, however")


def _alike(aspect: Output, place: int, found: Footprint) -> list[Pair]:
    """Return the pairs that leave the trace in one case of an output."""
    examination = found.examination
    mine = aspect.part.of(examination.replies[place].value)
    values = _first_values(examination.draw, place)
    return [pair for pair, value in values if same_trace(mine, aspect.part.of(value))]


def _names(pair: Pair) -> set[str]:
    return {pair.first.name, pair.second.name}


def _explains_all(pair: Pair, found: Footprint) -> bool:
    """Return whether the answer that makes both leaves the trace in every output."""
    theirs = Footprint(examination_of(pair.answer, found.examination.draw))
    return all(found.same(place, theirs) for place in output_places(found))


def _wrong_alone(aspect: Output, draw: Draw) -> set[str]:
    """Return the mistakes that get an output wrong by themselves: the others explain nothing."""
    known = known_footprints(draw)
    return {mistake.name for mistake, theirs in known if not aspect.is_right(theirs.examination)}


def _explains(pair: Pair, aspect: Output, found: Footprint) -> bool:
    """Return whether the answer that makes both leaves the trace, and gets no right one wrong."""
    theirs = examination_of(pair.answer, found.examination.draw)
    if not same_trace(aspect.trace(found.examination), aspect.trace(theirs)):
        return False
    each = zip(aspects_of(theirs.exercise), found.right, strict=True)
    return all(a.is_right(theirs) for a, right in each if right and isinstance(a, Output))


def _first_wrong(aspect: Output, examination: Examination) -> int | None:
    """Return the first case in which an output came and is wrong: a stop alone shows no two."""
    places = examination.draw.usual_of(aspect.part)
    for place, right in zip(places, aspect.right_cases(examination), strict=True):
        if not right and examination.replies[place].failure is None:
            return place
    return None


@lru_cache(maxsize=64)
def _first_values(draw: Draw, place: int) -> tuple[tuple[Pair, Plain], ...]:
    """Return each pair with its answer to one case: most are told apart by that alone."""
    inputs = draw.cases[place].inputs
    return tuple(
        (pair, reply.value)
        for pair in _pairs(draw.exercise)
        if not (reply := reply_of(draw.exercise, pair.answer, inputs)).failure
    )


def _pairs(exercise: Exercise) -> Iterator[Pair]:
    """Yield the pairs of mistakes that change different formulas."""
    if exercise.compose is None:
        return
    parts = [mistake for mistake in exercise.mistakes if mistake.changes]
    for number, (first, second) in enumerate(combinations(parts, 2)):
        if number == PAIRS_AT_MOST:
            return
        assert first.changes and second.changes
        if not first.changes.keys() & second.changes.keys():
            answer = exercise.compose(**first.changes, **second.changes)
            yield Pair(first, second, answer)
