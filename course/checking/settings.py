"""A right formula with a number of its own in a setting's place: eps, h, a beta.

A setting is an input with a number for a default. Whatever the number is, the answer is the right
one with that number in all cases, and what is given plays no part.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import product

from course.checking.aspects import Aspect, Output
from course.checking.comparing import Tolerance, matches
from course.checking.examining import Draw, Examination
from course.checking.exercise import Answer, Exercise, Part
from course.checking.fitting import leaves, numbers_for
from course.checking.footprints import Footprint
from course.checking.plain import Plain
from course.checking.view import Observation

UNMOVED = Tolerance(1e-6, 1e-11)  # ten times what two equal traces may differ
MOST = 5  # settings, and numbers for one of them
WITHIN = (1e-14, 1 - 1e-6)  # a beta of 1 divides by 0


def fixed_setting(aspect: Aspect, found: Footprint) -> Observation | None:
    """Return the setting in whose place a number is written, where nothing else is wrong."""
    if not isinstance(aspect, Output) or aspect.part.flaw:
        return None
    draw = found.examination.draw
    if found.examination.failure_in(draw.usual_of(aspect.part)):
        return None
    trace = aspect.trace(found.examination)
    for name in _settings(draw, aspect.part):
        if _plays_a_part(name, aspect.part, found.examination):
            continue
        family = right_but_for(draw.exercise, name)
        if leaves(trace, family(0.0), aspect, draw):
            continue  # what the setting stands in is left out: that is another formula
        for number in numbers_for(family, WITHIN, aspect, found):
            if leaves(trace, family(number), aspect, draw):
                return told_of([name])
    return _several_fixed(aspect, trace, found)


def _several_fixed(aspect: Output, trace: Sequence[Plain], found: Footprint) -> Observation | None:
    """Return the settings in whose places numbers are written, where nothing else is wrong.

    The numbers are the defaults, or those that other outputs ask for; one may be any other.
    """
    draw = found.examination.draw
    names = _unused(found.examination)
    if not 1 < len(names) <= MOST:
        return None
    known = {name: _known_numbers(name, found) for name in names}
    for numbers in product(*known.values()):
        fixed = dict(zip(names, numbers, strict=True))
        if leaves(trace, _right_with(draw.exercise, fixed), aspect, draw):
            return told_of(_needed(fixed, aspect, trace, draw))
    for free in names:
        others = [name for name in names if name != free]
        for numbers in product(*(known[name] for name in others)):
            fixed = dict(zip(others, numbers, strict=True))
            if number := _free_number(free, fixed, aspect, trace, found):
                return told_of(_needed(fixed | {free: number}, aspect, trace, draw))
    return None


def _unused(examination: Examination) -> list[str]:
    """Return the settings with which nothing of an answer changes, where that was tried."""
    draw, tried = examination.draw, dict[str, bool]()
    before = 0
    for place, case in enumerate(draw.cases):
        if not case.varied:
            before = place
        elif case.varied in _settings_of(draw.exercise):
            value, other = (examination.replies[i].value for i in (place, before))
            same = matches(value, other, UNMOVED)
            tried[case.varied] = tried.get(case.varied, True) and same
    return [name for name, same in tried.items() if same]


def _known_numbers(name: str, found: Footprint) -> list[float]:
    """Return the numbers that may stand in a setting's place: its default, others' findings."""
    draw = found.examination.draw
    numbers = [_settings_of(draw.exercise)[name]]
    family = right_but_for(draw.exercise, name)
    for aspect in found.aspects:
        if isinstance(aspect, Output) and not aspect.part.flaw:
            trace = aspect.trace(found.examination)
            for number in numbers_for(family, WITHIN, aspect, found):
                if number not in numbers and leaves(trace, family(number), aspect, draw):
                    numbers.append(number)
                    break
    return numbers[:MOST]


def _free_number(
    free: str,
    fixed: Mapping[str, float],
    aspect: Output,
    trace: Sequence[Plain],
    found: Footprint,
) -> float | None:
    """Return the number in one setting's place with which an output is this answer's, or None."""
    draw = found.examination.draw

    def family(number: float) -> Answer:
        return _right_with(draw.exercise, {**fixed, free: number})

    if leaves(trace, family(0.0), aspect, draw):
        return None
    numbers = numbers_for(family, WITHIN, aspect, found)
    return next((n for n in numbers if leaves(trace, family(n), aspect, draw)), None)


def _needed(
    fixed: Mapping[str, float], aspect: Output, trace: Sequence[Plain], draw: Draw
) -> list[str]:
    """Return the settings without which the numbers do not explain an output."""
    left = dict(fixed)
    for name in fixed:
        without = {other: number for other, number in left.items() if other != name}
        if leaves(trace, _right_with(draw.exercise, without), aspect, draw):
            left = without
    return list(left)


def told_of(names: Sequence[str]) -> Observation | None:
    """Return what is said of inputs in whose places other numbers are written."""
    if not names:
        return None
    if len(names) == 1:
        play, change, those = "plays no part", "it changes", f"the {names[0]} that is given"
    else:
        play, change, those = "play no part", "they change", "those that are given"
    *first, last = (f"`{name}`" for name in names)
    listed = " and ".join([", ".join(first), last] if first else [last])
    return Observation(
        f"unused_{'_and_'.join(names)}",
        f"right, but {listed} {play}, the answer stays the same when {change}: use {those}",
    )


@lru_cache(maxsize=64)
def _settings_of(exercise: Exercise) -> dict[str, float]:
    """Return the settings of an exercise, each with its default."""
    parameters = next(iter(exercise.signatures.values())).parameters
    return {n: p.default for n, p in parameters.items() if isinstance(p.default, float)}


def _right_with(exercise: Exercise, fixed: Mapping[str, float]) -> Answer:
    """Return the right answer with numbers of its own in some settings' places."""
    reference = next(iter(exercise.references.values()))
    parameters = exercise.signatures[next(iter(exercise.references))].parameters

    def answer(*inputs: object) -> object:
        given: dict[str, object] = dict(zip(parameters, inputs, strict=False))
        return reference(**{**given, **fixed})

    return answer


def _plays_a_part(name: str, part: Part, examination: Examination) -> bool:
    """Return whether an answer is another one where this setting alone is: then it is in use."""
    draw, asked = examination.draw, examination.draw.usual_of(part)
    before = None
    for place, case in enumerate(draw.cases):
        if not case.varied:
            before = place
        elif case.varied == name and before in asked and place in asked:
            value, other = (part.of(examination.replies[i].value) for i in (place, before))
            if not matches(value, other, UNMOVED):
                return True
    return False


@lru_cache(maxsize=256)
def _settings(draw: Draw, part: Part) -> tuple[str, ...]:
    """Return the settings that differ from case to case."""
    found = []
    for name, default in _settings_of(draw.exercise).items():
        cases = (draw.cases[i] for i in draw.usual_of(part))
        given = {repr(case.inputs.get(name, default)) for case in cases}
        found += [name] if len(given) > 1 else []
    return tuple(found)


@lru_cache(maxsize=256)
def right_but_for(exercise: Exercise, name: str) -> Callable[[float], Answer]:
    """Return the family of right answers that have a number of their own in an input's place."""
    return lambda number: _right_with(exercise, {name: number})
