"""Inputs that are used as what they are not: arithmetic with a list, or with a function."""

import re

import numpy as np

from course.checking.exercise import Case, Exercise
from course.checking.failing import Failure
from course.checking.plain import Plain

NAME = re.compile(r"[A-Za-z_]\w*")
# What Python says of an operation with a list or a function, and which operation it was.
OPERATIONS = (
    re.compile(r"unsupported operand type\(s\) for (?P<by>\S+?)(=| or pow\(\))?: (?P<kinds>.*)"),
    re.compile(r"bad operand type for unary (?P<by>.): (?P<kinds>.*)"),
    re.compile(r"'(?P<by>\S+)' not supported between instances of (?P<kinds>.*)"),
    re.compile(r"can't multiply (?P<kinds>sequence) by non-int of type '(float|numpy.float64)'"),
    re.compile(r"can only concatenate (?P<kinds>list) "),
)
MISSING = re.compile(r"'(?P<kinds>list)' object has no attribute '(?P<name>\w+)'")


def misused(exercise: Exercise, failure: Failure, case: Case) -> str:
    """Say which input a line took for what it is not, "" where it took none so."""
    found = MISSING.match(failure.message) if failure.kind == "AttributeError" else None
    if failure.kind == "TypeError":
        found = next(filter(None, (one.match(failure.message) for one in OPERATIONS)), None)
    if not found:
        return ""
    given = found.groupdict()
    is_function = "'function'" in given["kinds"] or "'method'" in given["kinds"]
    if not (is_function or "list" in given["kinds"] or given["kinds"] == "sequence"):
        return ""
    names = [name for name in NAME.findall(failure.source) if name in exercise.arguments]
    if is_function:
        name = next((name for name in names if name in exercise.convert), "")
        return f"`{name}` is a function, and the line uses it as a number: call it" if name else ""
    what = f"asks it for `{given['name']}`" if given.get("name") else _arithmetic(given.get("by"))
    lists = [name for name in names if isinstance(case.inputs.get(name), list)]
    if not lists or lists[0] in exercise.convert:
        return "" if given.get("name") else f"a list is no array, and the line {what}: {TO_DO}"
    return f"`{lists[0]}` is {_kind(case.inputs[lists[0]])}, and the line {what}: {TO_DO}"


TO_DO = "take its items one by one, in a loop or a comprehension"


def _arithmetic(by: str | None) -> str:
    return f"computes with the list itself (`{by or '*'}`)"


def _kind(value: Plain) -> str:
    assert isinstance(value, list)
    numbers = all(isinstance(item, int | float) for item in value)
    arrays = all(isinstance(item, np.ndarray) for item in value)
    return f"a list of {len(value)}{' numbers' if numbers else ' arrays' if arrays else ''}"
