"""Noticing that an answer of the library was called while a student's own was being computed.

Reading the student's source shows only what stands there plainly; here it is the call itself that
is seen, by whatever name it was reached.
"""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import course
from course.exercises import lesson_of, of_lesson

COURSE = str(Path(course.__file__).parent)
Place = tuple[str, str, int]  # a code object's file, name and line: a copy of it has them, too
set_profile, profile_threads = sys.setprofile, threading.setprofile  # before a cell sets others


@cache
def answers(exercise: str) -> frozenset[Place]:
    """Return the places of all answers that the library has to exercises of the same lesson."""
    found: set[Place] = set()
    for known in of_lesson(lesson_of(exercise)):
        right = getattr(known, "reference", ())
        functions = [*(right if isinstance(right, tuple) else [right])]
        functions += [getattr(known, "numeric", None)]
        functions += [mistake.function for mistake in getattr(known, "mistakes", ())]
        found |= {place(f.__code__) for f in functions if hasattr(f, "__code__")}
    return frozenset(found)


def place(code: CodeType) -> Place:
    """Return where a code object was written."""
    return code.co_filename, code.co_name, code.co_firstlineno


@contextmanager
def noticing(exercise: str, use: Callable[..., Any]) -> Iterator[Callable[[], bool]]:
    """Watch the calls made inside; what is given tells whether one was to an answer.

    use: what calls the student's function. A call from it, or from code that is not the
    course's, counts; what the course's own code calls does not.
    """
    known, caller_of_answers = answers(exercise), getattr(use, "__code__", None)
    seen: list[bool] = []

    def hook(frame: FrameType, event: str, _: Any) -> None:
        if event != "call" or place(frame.f_code) not in known or frame.f_back is None:
            return
        caller = frame.f_back.f_code
        if caller is caller_of_answers or not caller.co_filename.startswith(COURSE):
            seen.append(True)

    profile_threads(hook)
    set_profile(hook)
    try:
        yield lambda: bool(seen)
    finally:
        set_profile(None)
        profile_threads(None)
