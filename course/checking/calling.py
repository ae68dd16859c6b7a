"""The seam: one call of a student's function, and what is known of it afterwards.

A check sees a Reply and nothing else, so the function may live in this process
or in another.
"""

import contextlib
import inspect
import io
import linecache
import sysconfig
import traceback
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType, TracebackType
from typing import TypeAlias

import numpy as np

from course.checking.exercise import Answer, Arguments, Exercise
from course.checking.guarding import guarded
from course.checking.plain import Inputs, Plain, plain

PRINTED_AT_MOST = 2_000
LIBRARIES = tuple(
    str(path)
    for path in (
        *(sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")),
        Path(__file__).resolve().parents[1],
        "<frozen",
        "<__array_function__",
    )
)


@dataclass(frozen=True)
class Failure:
    """An exception that a student's function raised, at the student's own line.

    fits: whether the function takes the exercise's inputs at all. unwritten:
    the function itself says that it is not written yet.
    """

    kind: str
    message: str
    line: int | None = None
    source: str = ""
    fits: bool = True
    unwritten: bool = False


@dataclass(frozen=True)
class Reply:
    """What one call gave: a plain value or a failure, and the call's side effects."""

    value: Plain = None
    failure: Failure | None = None
    warnings: tuple[str, ...] = ()
    changed: Mapping[str, Plain] = field(default_factory=dict)
    printed: str = ""


Ask: TypeAlias = Callable[[Sequence[Inputs]], list[Reply]]


def call(exercise: Exercise, answer: Answer, inputs: Inputs) -> Reply:
    """Call an answer with a copy of the inputs and return its Reply.

    It never raises, but for KeyboardInterrupt: what a student's function
    raises is part of the reply.
    """
    given = {name: plain(inputs[name]) for name in exercise.arguments if name in inputs}
    arguments = {
        name: exercise.convert[name](value) if name in exercise.convert else value
        for name, value in given.items()
    }
    printed = io.StringIO()
    value: Plain = None
    failure = None
    with warnings.catch_warnings(record=True) as caught, np.errstate(all="warn", under="ignore"):
        warnings.simplefilter("always")
        redirected = contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed)
        with redirected[0], redirected[1], guarded():
            try:
                returned = exercise.use(answer, arguments)
                value = exercise.collect(returned, arguments, inputs)
            except KeyboardInterrupt:
                raise
            except BaseException as error:
                failure = _failure(error, answer, len(arguments))
    return Reply(
        value,
        failure,
        tuple(f"{w.category.__name__}: {w.message}" for w in caught),
        _changed(exercise, inputs, arguments),
        printed.getvalue()[:PRINTED_AT_MOST],
    )


def asking(exercise: Exercise, answer: Answer) -> Ask:
    """Return a callable that calls the answer with each of many inputs, for a list of Reply."""
    return lambda many: [call(exercise, answer, inputs) for inputs in many]


def _changed(exercise: Exercise, inputs: Inputs, arguments: Arguments) -> dict[str, Plain]:
    """Return name to new value for every input that is no longer what it was."""
    kept = exercise.kept or _unchanged
    after = {name: plain(arguments[name]) for name in arguments if name not in exercise.convert}
    return {name: value for name, value in after.items() if not kept(inputs[name], value)}


def _unchanged(before: Plain, after: Plain) -> bool:
    if isinstance(before, np.ndarray):
        return isinstance(after, np.ndarray) and np.array_equal(before, after)
    if isinstance(before, list):
        if not isinstance(after, list) or len(before) != len(after):
            return False
        return all(map(_unchanged, before, after))
    return type(before) is type(after) and before == after


def _failure(error: BaseException, answer: Answer, count: int) -> Failure:
    functions = answer if isinstance(answer, tuple) else (answer,)
    frame, line = own_line(error.__traceback__)
    return Failure(
        type(error).__name__,
        _text(error),
        line,
        linecache.getline(frame.f_code.co_filename, line).strip() if frame and line else "",
        frame is not None or _takes(functions[0], count),
        isinstance(error, NotImplementedError)
        and frame is not None
        and frame.f_code in map(_code, functions),
    )


def _code(function: Callable[..., object]) -> CodeType | None:
    return getattr(function, "__code__", None)


def _text(error: BaseException) -> str:
    """Return the first line of an error's message; writing it may fail as well."""
    try:
        return str(error).strip().split("\n")[0][:300]
    except Exception:
        return "(its message cannot be read)"


def own_line(tb: TracebackType | None) -> tuple[FrameType | None, int | None]:
    """Return the frame and the number of the deepest line that is the student's."""
    for frame, line in reversed(list(traceback.walk_tb(tb))):
        if not frame.f_code.co_filename.startswith(LIBRARIES):
            return frame, line
    return None, None


def _takes(function: Callable[..., object], count: int) -> bool:
    try:
        inspect.signature(function).bind(*range(count))
    except TypeError:
        return False
    except ValueError:
        pass  # a builtin without a signature: nothing is known against it
    return True
