"""An exercise whose answer calls the student's answers to others: no point is lost twice.

Where such a helper is not right, the course's own function stands in its place while the caller
is checked. Only earlier exercises of the lesson count as helpers: two answers that lean on each
other would earn what neither of them does.
"""

import contextlib
import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dis import get_instructions
from types import CodeType, FunctionType

from course.checking.calling import Ask
from course.checking.exercise import Answer, Exercise, Function
from course.checking.judging import judge
from course.checking.verdict import Status, Verdict

FINE = (Status.RIGHT, Status.NOT_ATTEMPTED)
LOOKS_UP = ("LOAD_GLOBAL", "LOAD_NAME", "LOAD_FROM_DICT_OR_GLOBALS")


@dataclass(frozen=True)
class Bench:
    """Where an answer is to be had.

    ask_with: names of helpers to an Ask that calls the answer with the course's own functions
    in their place. used: names to those that the answer calls. standing: a helper's name to the
    status of the student's own answer to it.
    """

    ask_with: Callable[[Sequence[str]], Ask]
    used: Callable[[Sequence[str]], Sequence[str]]
    standing: Callable[[str], Status]

    def blamed(self, earlier: Sequence[str]) -> dict[str, Status]:
        """Return name to status of the helpers that are used and not right."""
        found = {name: self.standing(name) for name in self.used(earlier)}
        return {name: status for name, status in found.items() if status != Status.RIGHT}


def judge_caller(exercise: Exercise, bench: Bench, earlier: Sequence[str], seed: int) -> Verdict:
    """Return the Verdict on an answer that may call the student's answers to earlier exercises."""
    verdict = judge(exercise, bench.ask_with(()), seed)
    blamed = {} if verdict.status in FINE else bench.blamed(earlier)
    if not blamed:
        return verdict
    return better(verdict, judged_with(exercise, bench.ask_with(tuple(blamed)), blamed, seed))


def judged_with(exercise: Exercise, ask: Ask, blamed: Mapping[str, Status], seed: int) -> Verdict:
    """Return the Verdict through an ask that has the course's own in their place, and say so.

    blamed: the names of the helpers, with the status of the student's own answers to them.
    """
    verdict = judge(exercise, ask, seed)
    return replace(verdict, headline=f"{_told(exercise.name, blamed)}\n{verdict.headline}".strip())


def better(own: Verdict, helped: Verdict) -> Verdict:
    """Return the verdict with more points; of two that are alike the one that names the helper."""
    return own if own.points > helped.points else helped


def _told(caller: str, blamed: Mapping[str, Status]) -> str:
    """Say which helper is to be mended, or written, first."""
    unwritten = [name for name, status in blamed.items() if status == Status.NOT_ATTEMPTED]
    wrong = [name for name in blamed if name not in unwritten]
    words = [
        f"Your `{caller}` calls your {_listed(names)}, which {'are' if names[1:] else 'is'} not "
        f"{found} yet: {remedy} {'these' if names[1:] else 'that'} first."
        for names, found, remedy in ((wrong, "right", "mend"), (unwritten, "written", "write"))
        if names
    ]
    return " ".join([*words, "Here the course's own was used in the place of yours."])


def _listed(names: Sequence[str]) -> str:
    return " and ".join(f"`{name}`" for name in names)


def used_by(answer: Answer, names: Sequence[str]) -> list[str]:
    """Return which of these names an answer's code uses, by itself or through other functions."""
    namespace, found = namespace_of(answer), set()
    waiting, seen = [each for each in map(_plain_function, _functions(answer)) if each], set()
    while waiting:
        function = waiting.pop()
        if function in seen:
            continue
        seen.add(function)
        for name in _names(function.__code__):
            if name in names:
                found.add(name)
            called = _plain_function(namespace.get(name))
            if called and called.__globals__ is namespace:
                waiting.append(called)
    return [name for name in names if name in found]


@contextlib.contextmanager
def standing_in(answer: Answer, references: Mapping[str, Function]) -> Iterator[None]:
    """Have these functions in the place of the student's own of their names while this is open."""
    namespace = namespace_of(answer)
    own = {name: namespace[name] for name in references if name in namespace}
    namespace.update(references)
    try:
        yield
    finally:
        for name in references:
            namespace.pop(name, None)
        namespace.update(own)


def namespace_of(answer: Answer) -> dict[str, object]:
    """Return where the names of an answer's code are looked up; nothing of it for a callable."""
    function = _plain_function(_functions(answer)[0])
    return function.__globals__ if function else {}


def _functions(answer: Answer) -> tuple[Function, ...]:
    return answer if isinstance(answer, tuple) else (answer,)


def _plain_function(value: object) -> FunctionType | None:
    """Return the function behind a value, its decorators aside; None where there is none."""
    try:
        unwrapped = inspect.unwrap(value) if callable(value) else None
    except Exception:  # an object of the student's own may raise what it likes
        return None
    return unwrapped if isinstance(unwrapped, FunctionType) else None


def _names(code: CodeType) -> Iterator[str]:
    """Yield all names that code looks up, that of functions inside of it as well.

    `relu` is one of them in `relu(x)`, and not in `nn.relu(x)`, which is the course's.
    """
    yield from (str(step.argval) for step in get_instructions(code) if step.opname in LOOKS_UP)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
