"""An exception of a student's function: where it happened, and what it says."""

import inspect
import linecache
import sysconfig
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType, TracebackType

from course.checking.exercise import Answer, Exercise

WRAPPED_AT_MOST = 10
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


def failure_of(error: BaseException, exercise: Exercise, answer: Answer, count: int) -> Failure:
    """Return the Failure of an answer that was called with so many inputs."""
    functions = answer if isinstance(answer, tuple) else (answer,)
    frame, line = own_line(error.__traceback__)
    unwritten = isinstance(error, NotImplementedError) and frame is not None
    message = _text(error)
    if unwritten and frame and not message:
        message = f"{frame.f_code.co_name} is not written yet"
    return Failure(
        type(error).__name__,
        message,
        line,
        linecache.getline(frame.f_code.co_filename, line).strip() if frame and line else "",
        frame is not None or _takes(functions[0], count),
        unwritten and frame is not None and _is_asked(frame.f_code, exercise, functions),
    )


def _is_asked(
    code: CodeType, exercise: Exercise, functions: tuple[Callable[..., object], ...]
) -> bool:
    """Return whether a code is one of the asked functions', whatever decorates them."""
    if code.co_name in exercise.signatures:
        return True
    return any(code is own for function in functions for own in _codes(function))


def _codes(function: Callable[..., object]) -> Iterator[CodeType | None]:
    """Yield the code of a function, and that of what it wraps."""
    inner: Callable[..., object] | None = function
    for _ in range(WRAPPED_AT_MOST):
        yield getattr(inner, "__code__", None)
        names = ("__wrapped__", "func", "pyfunc")  # functools.wraps, partial, np.vectorize
        inner = next((found for name in names if (found := getattr(inner, name, None))), None)
        if inner is None:
            return


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
