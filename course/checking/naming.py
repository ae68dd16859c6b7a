"""Which named mistakes an answer makes: it leaves their traces, or shows their symptoms.

A name that is wrong is worse than none. So a mistake is named for an aspect only where the
answer shows it: with a wrong value of its own, or by stopping as it does; and where it claims
nothing of another output that is right.
"""

from collections.abc import Iterator, Sequence
from itertools import product

from course.checking.aspects import Output, aspects_of, view_of
from course.checking.examining import Examination
from course.checking.exercise import Mistake
from course.checking.footprints import Footprint, Known, known_footprints, same_trace
from course.checking.forms import swapped
from course.checking.plain import Plain
from course.checking.scored import ScoredExercise
from course.checking.view import Observation

COMBINED_AT_MOST = 200  # choices of one mistake for each output that are tried


def mistakes_in(found: Footprint) -> list[Mistake | None]:
    """Return for every aspect the named mistake by which it is wrong, or None."""
    if all(found.right):
        return [None] * len(found.right)  # the many mistakes need not be tried out
    exercise = found.examination.exercise
    if isinstance(exercise, ScoredExercise):
        shown = _symptom(found.examination, exercise)
        return [
            None if right or aspect.is_conduct else shown
            for right, aspect in zip(found.right, aspects_of(exercise), strict=True)
        ]
    if all(r.failure is None and r.value is None for r in found.examination.replies):
        return [None] * len(found.right)  # a return is missing, whatever formula stands before it
    known = known_footprints(found.examination.draw)
    named = [_best(place, found, known) for place in range(len(found.right))]
    named = _with_partial(named, found, known)
    return [mistake and mistake[0] for mistake in _with_adopted(named, found)]


def cut_in(found: Footprint, named: Sequence[Mistake | None]) -> dict[int, Observation]:
    """Return what is to be said of outputs that are cut to whole numbers here and there, by place.

    A mistake that gives such numbers in one of them is alike there by chance, unless it explains
    all that is wrong.
    """
    wrong = [place for place in output_places(found) if not found.right[place]]
    if wrong and named[wrong[0]] and all(named[place] is named[wrong[0]] for place in wrong):
        return {}
    told = {}
    for place in wrong:
        aspect = aspects_of(found.examination.exercise)[place]
        if seen := isinstance(aspect, Output) and aspect.cut(found.examination):
            told[place] = seen
    return told


def _symptom(examination: Examination, exercise: ScoredExercise) -> Mistake | None:
    if any(reply.failure for reply in examination.replies):
        return None
    shown = (m for m in exercise.mistakes if m.shows(examination.performances))
    return next(shown, None)


def alike_in(place: int, found: Footprint) -> Mistake | None:
    """Return the named mistake that leaves the very trace of an answer in one aspect, or None."""
    if isinstance(found.examination.exercise, ScoredExercise):
        return mistakes_in(found)[place]
    pair = _best(place, found, known_footprints(found.examination.draw))
    return pair and pair[0]


def _best(place: int, found: Footprint, known: Sequence[Known]) -> Known | None:
    """Return the mistake of this very trace; of several, that which claims nothing untrue.

    Of those still several, it is the one that is alike in most aspects.
    """
    if found.is_right(place):
        return None
    like = [
        (mistake, theirs)
        for mistake, theirs in known
        if found.same(place, theirs) and _is_it(place, found, theirs)
    ]
    if len(like) > 1:
        return max(like, key=lambda pair: (-untrue(found, pair[1]), found.alike(pair[1])))
    return like[0] if like else None


def _is_it(place: int, found: Footprint, theirs: Footprint) -> bool:
    """Return whether the mistake that left an aspect's trace is what makes the answer wrong."""
    if theirs.is_right(place) or not _shows(place, found, theirs):
        return False
    if theirs is found:
        return True  # nothing that it claims of itself is untrue
    if _is_another_output(place, found) and untrue(found, theirs):
        return False  # that two have changed places is not all
    if aspects_of(found.examination.exercise)[place].is_conduct and untrue(found, theirs):
        return False  # at the extremes, where much is 0, a wrong formula looks like another one
    return not claims_too_much(found, theirs) and not _other_count(
        found.examination, theirs.examination
    )


def _is_another_output(place: int, found: Footprint) -> bool:
    """Return whether an output holds what is expected of another one."""
    aspect, examination = aspects_of(found.examination.exercise)[place], found.examination
    if not isinstance(aspect, Output) or aspect.part.flaw:
        return False
    if examination.failure_in(aspect.places(examination.draw)):
        return False
    return swapped(view_of(aspect.part, examination)) is not None


def output_places(found: Footprint) -> Iterator[int]:
    """Yield the places of the outputs among the aspects."""
    for place, aspect in enumerate(aspects_of(found.examination.exercise)):
        if isinstance(aspect, Output):
            yield place


def untrue(found: Footprint, theirs: Footprint) -> int:
    """Return how many outputs a mistake gets wrong in another way than this answer."""
    return sum(not (theirs.is_right(q) or found.same(q, theirs)) for q in output_places(theirs))


def claims_too_much(found: Footprint, theirs: Footprint) -> bool:
    """Return whether a mistake gets an output wrong that is right in this answer."""
    return any(found.is_right(q) and not theirs.is_right(q) for q in output_places(theirs))


def _other_count(examination: Examination, other: Examination) -> bool:
    """Return whether tuples came of another length than a mistake's, where that is agreed on.

    What is picked from such a tuple may look like the mistake's by its place alone.
    """
    usual = examination.draw.usual
    asked = {_count(examination.draw.expected[i]) for i in usual}
    if len(asked) > 1 or None in asked:
        return False
    return any(
        None is not _count(examination.replies[i].value) != _count(other.replies[i].value) in asked
        for i in usual
    )


def _count(value: Plain) -> int | None:
    return len(value) if isinstance(value, list) else None


def _shows(place: int, found: Footprint, theirs: Footprint) -> bool:
    """Return whether equal traces say anything: a wrong value, or why it stops."""
    aspect = aspects_of(found.examination.exercise)[place]
    ran = (not _raised(entry) for entry in found.traces[place])
    if not isinstance(aspect, Output):
        return any(ran) or (_stop_alike(found, theirs) and not _explains_less(found, theirs))
    right = aspect.right_cases(theirs.examination)
    if any(here and not fine for here, fine in zip(ran, right, strict=True)):
        return True
    if all(isinstance(entry, dict) and entry.get("by") for entry in found.traces[place]):
        return True
    return _stop_alike(found, theirs)


def _explains_less(found: Footprint, theirs: Footprint) -> bool:
    """Return whether an output is wrong that a mistake gets right: that one stops for its own."""
    return any(theirs.is_right(q) and not found.is_right(q) for q in output_places(theirs))


def _stop_alike(found: Footprint, theirs: Footprint) -> bool:
    """Return whether two answers stop with the same messages, wherever they stop, and agree.

    Many roads lead to one message: each output must be right or the same.
    """
    messages = _messages(found.examination)
    if not messages or messages != _messages(theirs.examination):
        return False
    return not untrue(found, theirs)


def _messages(examination: Examination) -> list[str]:
    replies = (*examination.replies, examination.again)
    return [reply.failure.message for reply in replies if reply.failure]


def _raised(entry: Plain) -> bool:
    """Return whether an entry of a trace is a call that stopped."""
    outcome = entry[0] if isinstance(entry, list) and len(entry) == 2 else entry  # at the extremes
    return isinstance(outcome, dict) and "raised" in outcome


def _with_partial(
    named: list[Known | None], found: Footprint, known: Sequence[Known]
) -> list[Known | None]:
    """Name two mistakes of two outputs, of which either stops calls that the other takes.

    Each explains its output where the answer ran at all, and both together where it stopped;
    one of them may be named already. An output that is right wherever the answer ran shows
    nothing of its own.
    """
    stops = _stops(found.examination)
    if not any(stops) or all(stops):
        return named
    places = [q for q in output_places(found) if not named[q] and _wrong_where_it_ran(q, found)]
    choices = {q: _partly_like(q, found, known) for q in places}
    shown = [q for q in places if choices[q]]
    settled = [pair for q in output_places(found) if (pair := named[q])]
    for chosen in _bounded(product(*(choices[q] for q in shown))):
        stopping = [_stops(theirs.examination) for _, theirs in (*settled, *chosen)]
        together = [any(column) for column in zip(*stopping, strict=True)]
        if together == stops:
            for q, mistake in zip(shown, chosen, strict=True):
                named[q] = mistake
            break
    return named


def _bounded(many: Iterator[tuple[Known, ...]]) -> Iterator[tuple[Known, ...]]:
    for chosen, _ in zip(many, range(COMBINED_AT_MOST), strict=False):
        yield chosen


def _stops(examination: Examination) -> list[bool]:
    return [examination.replies[i].failure is not None for i in examination.draw.usual]


def _partly_like(place: int, found: Footprint, known: Sequence[Known]) -> list[Known]:
    """Return the mistakes of the same trace, but for calls that stopped in the answer alone.

    First those that get the fewest of the other outputs wrong in another way.
    """
    like = [
        (mistake, theirs)
        for mistake, theirs in known
        if same_where_it_ran(place, found, theirs)
        and not theirs.is_right(place)
        and _shows(place, found, theirs)
    ]

    def untrue_elsewhere(pair: Known) -> int:
        theirs = pair[1]
        wrong = [q for q in output_places(theirs) if not theirs.is_right(q)]
        return sum(not same_where_it_ran(q, found, theirs) for q in wrong)

    return sorted(like, key=untrue_elsewhere)


def _wrong_where_it_ran(place: int, found: Footprint) -> bool:
    """Return whether an answer that ran got an output wrong, in some usual case."""
    aspect = aspects_of(found.examination.exercise)[place]
    assert isinstance(aspect, Output)
    right = aspect.right_cases(found.examination)
    ran = [not _raised(entry) for entry in found.traces[place]]
    return any(here and not fine for here, fine in zip(ran, right, strict=True))


def same_where_it_ran(place: int, found: Footprint, theirs: Footprint) -> bool:
    """Return whether a mistake has an aspect's trace, but for calls that stopped in the answer."""
    pairs = zip(found.traces[place], theirs.traces[place], strict=True)
    return all(_raised(mine) or same_trace(mine, other) for mine, other in pairs)


def _with_adopted(named: list[Known | None], found: Footprint) -> list[Known | None]:
    """Name a mistake where it shows nothing by itself, if it is named and alike elsewhere."""
    elsewhere = [pair for pair in named if pair]
    for place, pair in enumerate(named):
        if pair or found.right[place]:
            continue
        for mistake, theirs in elsewhere:
            if not theirs.is_right(place) and found.same(place, theirs):
                named[place] = mistake, theirs
                break
    return named
