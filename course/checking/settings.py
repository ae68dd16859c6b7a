"""A right formula with a number of its own in a setting's place: eps, h, a beta.

A setting is an input with a number for a default. Whatever the number is, the answer is the right
one with that number in all cases, and what is given plays no part.
"""

from collections.abc import Callable
from functools import lru_cache

from course.checking.aspects import Aspect, Output
from course.checking.comparing import Tolerance, matches
from course.checking.examining import Draw, Examination
from course.checking.exercise import Answer, Exercise, Part
from course.checking.fitting import leaves, numbers_for
from course.checking.footprints import Footprint
from course.checking.view import Observation

UNMOVED = Tolerance(1e-6, 1e-11)  # ten times what two equal traces may differ
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
        family = _right_but_for(draw.exercise, name)
        if leaves(trace, family(0.0), aspect, draw):
            continue  # what the setting stands in is left out: that is another formula
        for number in numbers_for(family, WITHIN, aspect, found):
            if leaves(trace, family(number), aspect, draw):
                return Observation(
                    f"unused_{name}",
                    f"right, but `{name}` plays no part, the answer stays the same when it "
                    f"changes: use the {name} that is given",
                )
    return None


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
    parameters = next(iter(draw.exercise.signatures.values())).parameters
    found = []
    for name, parameter in parameters.items():
        if isinstance(parameter.default, float):
            cases = (draw.cases[i] for i in draw.usual_of(part))
            given = {repr(case.inputs.get(name, parameter.default)) for case in cases}
            found += [name] if len(given) > 1 else []
    return tuple(found)


@lru_cache(maxsize=256)
def _right_but_for(exercise: Exercise, name: str) -> Callable[[float], Answer]:
    """Return the family of right answers that have a number of their own in a setting's place."""
    reference = next(iter(exercise.references.values()))
    parameters = exercise.signatures[next(iter(exercise.references))].parameters

    def family(number: float) -> Answer:
        def answer(*inputs: object) -> object:
            given = dict(zip(parameters, inputs, strict=False)) | {name: number}
            return reference(**given)

        return answer

    return family
