"""The seam: one call of a student's function, and what is known of it afterwards.

A check sees a Reply and nothing else, so the function may live in this process
or in another.
"""

import contextlib
import io
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from course.checking.exercise import Answer, Arguments, Exercise
from course.checking.failing import Failure, failure_of
from course.checking.guarding import guarded
from course.checking.plain import NUMBERS, Inputs, Opaque, Plain, plain

PRINTED_AT_MOST = 2_000
NUMERICAL = ("RuntimeWarning", "ComplexWarning", "RankWarning")


@dataclass(frozen=True)
class Reply:
    """What one call gave: a plain value or a failure, and the call's side effects."""

    value: Plain = None
    failure: Failure | None = None
    warnings: tuple[str, ...] = ()
    changed: Mapping[str, Plain] = field(default_factory=dict)
    printed: str = ""

    @property
    def numerical_warnings(self) -> list[str]:
        """The warnings that speak of numbers: the others say nothing against an answer."""
        return [text for text in self.warnings if text.startswith(NUMERICAL)]


Ask: TypeAlias = Callable[[Sequence[Inputs]], list[Reply]]


class _Printed(io.StringIO):
    """The beginning of what is printed: a function that prints for ever fills no memory with it."""

    def write(self, text: str) -> int:
        """Keep a text as far as there is room for it."""
        super().write(text[: max(0, PRINTED_AT_MOST - self.tell())])
        return len(text)


def call(exercise: Exercise, answer: Answer, inputs: Inputs) -> Reply:
    """Call an answer with a copy of the inputs and return its Reply.

    It never raises, but for KeyboardInterrupt: what a student's function
    raises is part of the reply.
    """
    one, printed = _OneCall(exercise, inputs), _Printed()
    with _recorded() as caught:
        redirected = contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed)
        with redirected[0], redirected[1], guarded():
            one.of(answer)
    return one.reply(caught, printed.getvalue())


def reply_of(exercise: Exercise, own: Answer, inputs: Inputs) -> Reply:
    """Return the Reply of one of the exercise's own functions: it prints nothing, nor waits."""
    one = _OneCall(exercise, inputs)
    with _recorded() as caught:
        one.of(own)
    return one.reply(caught)


@contextlib.contextmanager
def _recorded() -> Iterator[list[warnings.WarningMessage]]:
    """Keep each warning, for as long as this is open."""
    with warnings.catch_warnings(record=True) as caught, np.errstate(all="warn", under="ignore"):
        warnings.simplefilter("always")
        yield caught


class _OneCall:
    """One call, with arguments of its own: an answer is called, and then there is a reply."""

    def __init__(self, exercise: Exercise, inputs: Inputs) -> None:
        self.exercise, self.inputs = exercise, inputs
        self.arguments = _arguments(exercise, inputs)
        given = self.arguments.items() if exercise.convert else ()
        self.lists = {name: list(value) for name, value in given if isinstance(value, list)}
        self.value: Plain = None
        self.failure: Failure | None = None

    def of(self, answer: Answer) -> None:
        """Call an answer, and keep what it returns or raises."""
        exercise, arguments = self.exercise, self.arguments
        try:
            returned = exercise.use(answer, arguments)
            self.value = exercise.collect(returned, arguments, self.inputs)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            self.failure = failure_of(error, exercise, answer, len(arguments))

    def reply(self, caught: Sequence[warnings.WarningMessage], printed: str = "") -> Reply:
        """Return all that is known once it has been called."""
        changed = _changed(self.exercise, self.inputs, self.arguments)
        if self.lists:
            changed |= _refilled(self.exercise, self.lists, self.arguments)
        said = tuple(f"{w.category.__name__}: {w.message}" for w in caught)
        return Reply(self.value, self.failure, said, changed, printed)


def _arguments(exercise: Exercise, inputs: Inputs) -> dict[str, object]:
    """Return what a function is given: copies of the inputs, made into objects where it asks so."""
    given = {name: plain(inputs[name]) for name in exercise.arguments if name in inputs}
    if not exercise.convert:
        return dict(given)
    return {
        name: exercise.convert[name](value) if name in exercise.convert else value
        for name, value in given.items()
    }


@contextlib.contextmanager
def silent() -> Iterator[None]:
    """Say nothing of what NumPy warns of, for as long as this is open."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


def value_of(exercise: Exercise, own: Answer, inputs: Inputs) -> Plain:
    """Return the value of one of the exercise's own functions, None where it stops.

    The quick way of one call in hundreds: no side effects are looked for.
    """
    arguments = _arguments(exercise, inputs)
    try:
        return exercise.collect(exercise.use(own, arguments), arguments, inputs)
    except Exception:
        return None


def asking(exercise: Exercise, answer: Answer) -> Ask:
    """Return a callable that calls the answer with each of many inputs, for a list of Reply."""
    return lambda many: [call(exercise, answer, inputs) for inputs in many]


def _changed(exercise: Exercise, inputs: Inputs, arguments: Arguments) -> dict[str, Plain]:
    """Return name to new value for every input that is no longer what it was."""
    kept = exercise.kept or _unchanged
    found: dict[str, Plain] = {}
    for name, argument in arguments.items():
        before = inputs[name]
        if name in exercise.convert or argument is before or _same_array(before, argument):
            continue
        value = _now(argument)
        if isinstance(value, Opaque) or not kept(before, value):
            found[name] = value
    return found


def _same_array(before: object, after: object) -> bool:
    """Return whether an array is as it was: nearly all inputs are, and no copy is needed."""
    if type(before) is not np.ndarray or type(after) is not np.ndarray:
        return False
    same_kind = before.shape == after.shape and before.dtype == after.dtype
    return same_kind and after.dtype.kind in NUMBERS and before.tobytes() == after.tobytes()


def _now(value: object) -> Plain:
    """Return an input as plain data; a list may hold anything by now, itself as well."""
    try:
        return plain(value)
    except Exception:
        return Opaque("something else")


def _refilled(
    exercise: Exercise, lists: Mapping[str, list[object]], arguments: Arguments
) -> dict[str, Plain]:
    """Return name to new length for every list of converted things that holds others now."""
    found: dict[str, Plain] = {}
    for name in lists.keys() & exercise.convert.keys():
        now = arguments[name]
        assert isinstance(now, list)
        if len(now) != len(lists[name]) or any(map(_is_other, now, lists[name])):
            found[name] = len(now)
    return found


def _is_other(one: object, other: object) -> bool:
    return one is not other


def _unchanged(before: Plain, after: Plain) -> bool:
    if isinstance(before, np.ndarray):
        return isinstance(after, np.ndarray) and np.array_equal(before, after)
    if isinstance(before, list):
        if not isinstance(after, list) or len(before) != len(after):
            return False
        return all(map(_unchanged, before, after))
    return type(before) is type(after) and before == after
