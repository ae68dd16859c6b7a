"""Answers to exercises as students write them: right in several styles, and wrong in known ways."""

import ast
import inspect
import re
import textwrap
from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any

import numpy as np

from course.checking import Exercise, Mistake, Questions, Written
from course.checking.calling import reply_of
from course.checking.examining import draw_for
from course.checking.plain import Plain
from course.exercises import of_lesson
from grader.demo.hands import written, written_styles
from grader.demo.variety import rewritten
from grader.judge.plan import Plan
from grader.judge.trees import nodes

MARKER = re.compile(r"^[ \t]*### (BEGIN|END) SOLUTION[^\n]*\n?", re.MULTILINE)
WALKED_ONCE = ("yield", "return reversed(")  # in a style whose result is gone after one walk
ESSAY = (
    "I would take the smaller one, because a tool that runs every day beats a better one that "
    "stands still. First I would want to know which fractures it misses, and who looks again."
)


class Answers:
    """The answers that a lesson can be given, as sources of its solution cells.

    plan: of the lesson. exercises: those with a function to write.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        known = of_lesson(plan.lesson)
        self.exercises = [e for e in known if isinstance(e, Exercise)]
        self.questions = [e for e in known if isinstance(e, Questions)]
        self.written = [e for e in known if isinstance(e, Written)]
        self._uses: dict[str, frozenset[str]] = {}

    @property
    def machine_marked(self) -> dict[str, int]:
        """Name to points of all that needs no person: exercises, then questions."""
        functions = {e.name: e.possible for e in self.exercises}
        return functions | {q.name: q.possible for q in self.questions}

    def right(self) -> dict[str, str]:
        """Return name to source with everything right and the essay written."""
        solved = {n: MARKER.sub("", source) for n, source in self.plan.solutions.items()}
        keys = {n: f"{variable} = {key!r}" for n, (variable, key) in self.plan.keys.items()}
        return solved | keys | {e.name: ESSAY for e in self.written}

    def by_hand(self, rng: Random) -> dict[str, str]:
        """Return name to source with everything right, each function as somebody writes it.

        What another function calls gives it arrays, and no list in their place, as the library's.
        """
        sources = self.right()
        called = {name for exercise in self.exercises for name in self.uses(exercise.name)}
        for exercise in self.exercises:
            styles = written_styles(exercise.name)
            if exercise.name in called:
                styles = tuple(style for style in styles if can_be_called(style, exercise))
            ways = [sources[exercise.name], *styles]
            sources[exercise.name] = rewritten(rng.choice(ways), rng)
        return sources

    def uses(self, name: str) -> frozenset[str]:
        """Return the names of the other exercises' functions that a right answer calls."""
        if name not in self._uses:
            tree = ast.parse(self.plan.solutions.get(name, ""))
            found = {node.id for node in nodes(tree) if isinstance(node, ast.Name)}
            others = {exercise.name for exercise in self.exercises} - {name}
            self._uses[name] = frozenset(found & others)
        return self._uses[name]

    def helpers(self) -> list[Exercise]:
        """Return the exercises whose functions right answers to others call."""
        called = {used for exercise in self.exercises for used in self.uses(exercise.name)}
        return [exercise for exercise in self.exercises if exercise.name in called]

    def wrong_letters(self, name: str) -> tuple[str, int]:
        """Return a source that answers graded questions with one letter, and how many are right."""
        variable, key = self.plan.keys[name]
        source = f"{variable} = {dict.fromkeys(key, 'a')!r}"
        return source, sum(letter == "a" for letter in key.values())


@cache
def can_be_called(source: str, exercise: Exercise) -> bool:
    """Return whether a function of this source gives others what they can compute with.

    That is an array wherever the right one gives an array, and nothing that is gone after one walk.
    """
    if any(words in source for words in WALKED_ONCE):
        return False
    room: dict[str, Any] = {}
    exec(source, room)
    draw = draw_for(exercise, 0)
    given = reply_of(exercise, room[exercise.name], draw.cases[0].inputs).value
    return _has_arrays(given, reply_of(exercise, exercise.reference, draw.cases[0].inputs).value)


def _has_arrays(value: Plain, right: Plain) -> bool:
    if isinstance(right, list):
        return isinstance(value, list) and all(map(_has_arrays, value, right))
    return isinstance(value, np.ndarray) or not isinstance(right, np.ndarray)


def own_mistakes(exercise: Exercise) -> list[Mistake]:
    """Return the mistakes of an exercise that can be written without the library, or else all."""
    by_itself = [
        mistake
        for mistake in exercise.mistakes
        if callable(mistake.function) and written(mistake.function, exercise.name)
    ]
    return by_itself or list(exercise.mistakes)


def mistaken(exercise: Exercise, mistake: Mistake) -> str:
    """Return a function's source that makes a named mistake.

    A formula that stands by itself is written out; another is called where the library has it.
    """
    which = f'find("{exercise.name}").mistakes if m.name == "{mistake.name}"'
    known = f"next(m for m in {which}).function"
    if not callable(mistake.function):  # it is several functions
        return f"from course.exercises import find\n\n{', '.join(exercise.functions)} = {known}\n"
    source = written(mistake.function, exercise.name)
    if source:
        return source
    formula = _formula(mistake.function)
    arguments = ", ".join(exercise.arguments)
    head = f"def {exercise.name}{next(iter(exercise.signatures.values()))}:\n"
    if formula:
        return f"import numpy as np\n\n\n{head}    return {formula}\n"
    return f"from course.exercises import find\n\n\n{head}    return {known}({arguments})\n"


def _formula(function: Callable[..., object]) -> str | None:
    """Return the body of a lambda that needs nothing but NumPy and its arguments, or None."""
    names = set(inspect.signature(function).parameters) | {"np"}
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)).strip().rstrip(","))
    except (OSError, TypeError, SyntaxError):
        return None
    lambdas = [node for node in ast.walk(tree) if isinstance(node, ast.Lambda)]
    if len(lambdas) != 1:
        return None
    used = {node.id for node in ast.walk(lambdas[0].body) if isinstance(node, ast.Name)}
    return ast.unparse(lambdas[0].body) if used <= names else None
