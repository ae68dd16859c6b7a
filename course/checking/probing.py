"""Asking a wrong answer again with one input changed: which input does it not use?

A number that is written into the code in an input's place shows in this way, whatever it is.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from course.checking.calling import reply_of
from course.checking.comparing import Tolerance, matches
from course.checking.examining import Examination
from course.checking.exercise import Case, Exercise, Part
from course.checking.perturbing import perturbed, turned
from course.checking.plain import Inputs, Plain, as_array
from course.checking.view import Observation

SAME = Tolerance(1e-11, 1e-300)
MOVED = Tolerance(1e-4, 1e-6)
CASES = 3  # in how many cases an input must play no part
FACTORS = (2.0, 0.5, 10.0, 1e3, 1e5)


def unused_input(part: Part, examination: Examination) -> Observation | None:
    """Return the first input with which this part of the answer does not change, and should."""
    if part.flaw or part.test:
        return None
    for name in reversed(examination.exercise.arguments):
        if _is_unused(name, part, examination):
            words = f"the answer stays the same when `{name}` changes: use the {name} that is given"
            return Observation(f"unused_{name}", words)
    return None


def _is_unused(name: str, part: Part, examination: Examination) -> bool:
    exercise, draw = examination.exercise, examination.draw
    if name in exercise.convert:
        return False
    looked_at = 0
    for i in draw.usual_of(part):
        mine = part.of(examination.replies[i].value)
        changes = list(_telling_changes(exercise, part, draw.cases[i], name, draw.expected[i]))
        if not changes or not _holds_numbers(mine):
            continue
        replies = examination.ask(changes)
        if any(r.failure or not matches(part.of(r.value), mine, SAME) for r in replies):
            return False
        looked_at += 1
        if looked_at == CASES:
            break
    return looked_at > 0


def _holds_numbers(value: Plain) -> bool:
    """Return whether there are numbers in a value that are finite and not all 0."""
    if isinstance(value, list):
        return any(map(_holds_numbers, value))
    array = as_array(value)
    return array is not None and bool(np.isfinite(array).all() and array.any())


def _telling_changes(
    exercise: Exercise, part: Part, case: Case, name: str, expected: Plain
) -> Iterator[Inputs]:
    """Yield inputs with another value of one name, by which the right answer changes clearly.

    Of a number there is one such, an array is changed in every way.
    """
    given = _with_defaults(exercise, case.inputs, name)
    if name not in given:
        return
    for value in _others(given[name]):
        changed = {**given, name: value}
        reply = reply_of(exercise, exercise.reference, changed)
        fine = not (reply.failure or reply.numerical_warnings)
        if fine and not matches(part.of(reply.value), part.of(expected), MOVED):
            yield changed
            if isinstance(value, int | float):
                return


def _with_defaults(exercise: Exercise, inputs: Inputs, name: str) -> dict[str, Plain]:
    """Return inputs with the defaults of the signature filled in, up to one name."""
    given = dict(inputs)
    parameters = next(iter(exercise.signatures.values())).parameters
    for parameter in parameters.values():
        has_default = isinstance(parameter.default, int | float)
        if has_default and parameter.name not in given:
            given[parameter.name] = parameter.default
        if parameter.name == name:
            break
    ordered = {key: given[key] for key in parameters if key in given}
    return ordered | {key: given[key] for key in given if key not in ordered}


def _others(value: Plain) -> Iterator[Plain]:
    """Yield other values in an input's place, by little and by much."""
    if isinstance(value, bool):
        return
    if isinstance(value, int):
        yield from (value + 1, value + 2, max(1, value - 1))
    elif isinstance(value, float):
        yield from _other_numbers(value)
    else:
        yield from perturbed(value)
        yield from turned(value)


def _other_numbers(value: float) -> Sequence[float]:
    within = 0.0 < value < 1.0  # what lies between 0 and 1 may have to stay there
    found = [factor * value for factor in FACTORS]
    return [number for number in found if not within or number < 1.0] + [0.5 * (1.0 + value)]
