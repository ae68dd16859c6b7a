"""Answers to graded questions: what their variable holds, brought out of the sandbox as constants.

Only letters count, and each question has one; so what changes while it is read, or is filled in
later, can never earn more than what is written down once.
"""

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from course.checking.plain import Opaque
from grader.judge.likeness import parsed
from grader.sandbox.constants import ENTRIES_AT_MOST, TEXT_AT_MOST
from grader.sandbox.replies import MISSING

Letters = dict[object, object]
Held = Letters | Opaque | None  # a dictionary, something else by its kind, no such variable


@dataclass(frozen=True)
class Reading:
    """What a variable held. steady: whether it was the same both times that it was read."""

    held: Held
    steady: bool = True

    def completed(self, later: Held, questions: Iterable[str | int]) -> "Reading":
        """Return the Reading with what was still open filled in from a later look."""
        if not isinstance(later, dict):
            return self
        if not isinstance(self.held, dict):
            return Reading(later, self.steady)
        new = {q: later[q] for q in questions if self.is_open(q) and later.get(q)}
        return Reading(self.held | new, self.steady) if new else self

    def is_open(self, question: object) -> bool:
        """Return whether a question has no answer."""
        return not isinstance(self.held, dict) or self.held.get(question) in (None, "")


def read_twice(first: object, second: object) -> Reading:
    """Return the Reading of two looks at a variable: what differs between them does not count."""
    held, again = as_letters(first), as_letters(second)
    if held == again:
        return Reading(held)
    if isinstance(held, dict) and isinstance(again, dict):
        same = {q: letter for q, letter in held.items() if q in again and again[q] == letter}
        return Reading(same, steady=False)
    return Reading({}, steady=False)


def as_letters(sent: object) -> Held:
    """Return what a worker sent for a variable, every part of it a constant."""
    if sent == MISSING and isinstance(sent, str):
        return None
    if not isinstance(sent, dict):
        return Opaque(_kind(sent))
    entries = list(sent.items())[:ENTRIES_AT_MOST]
    return {key: _constant(item) for key, item in entries if isinstance(key, (int, str))}


def _constant(item: object) -> object:
    if isinstance(item, str) and len(item) > TEXT_AT_MOST:
        return Opaque("str")
    return item if isinstance(item, (str, int, float, Opaque)) or item is None else Opaque("object")


def _kind(value: object) -> str:
    return value.kind if isinstance(value, Opaque) else type(value).__name__


def written_letters(source: str, variable: str) -> Held:
    """Return the dictionary that a cell assigns to a variable last, where it cannot be run.

    For cells that nothing could be asked of: the worker was lost, or the time was over.
    """
    tree = parsed(source)
    for node in reversed(tree.body if tree else []):
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        if isinstance(node, ast.Assign) and isinstance(target, ast.Name) and target.id == variable:
            try:
                return as_letters(ast.literal_eval(node.value))
            except (ArithmeticError, ValueError, TypeError, SyntaxError, RecursionError):
                return None
    return None
