"""What an exercise's cell must be: functions as the library has them, solved between markers."""

import ast
import re
from inspect import Signature

from course.checking import Exercise, Questions
from grader.building.text import Cell

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
STUB = "raise NotImplementedError()"


def without_solution(source: str, stub: str = STUB) -> str:
    """Return a cell's source with its solutions replaced by a stub, as nbgrader does."""
    pattern = rf"^([ \t]*){re.escape(BEGIN)}.*?{re.escape(END)}[^\n]*"
    return re.sub(pattern, rf"\g<1>{stub}", source, flags=re.S | re.M)


def check_solution(cell: Cell, exercise: Exercise | Questions) -> None:
    """Raise CourseError where a solution is not between its markers, or of another function."""
    if isinstance(exercise, Questions):
        _check_key(cell, exercise)
        return
    source = cell.source
    if source.count(BEGIN) != source.count(END) or BEGIN not in source:
        raise cell.place.error(
            f'the solution of "{exercise.name}" is not between its markers',
            f"put it between {BEGIN} and {END}",
        )
    try:
        tree = ast.parse(without_solution(source))
        ast.parse(source)
    except SyntaxError as error:
        raise cell.place.error(f"not Python ({error.msg})", "mend it, or its markers") from None
    functions = {f.name: f for f in tree.body if isinstance(f, ast.FunctionDef)}
    for name, signature in exercise.signatures.items():
        if name not in functions:
            raise cell.place.error(
                f'the exercise does not define "{name}"', "define the function that is checked"
            )
        _check_stub(cell, functions[name])
        _check_signature(cell, functions[name], signature)


def _check_stub(cell: Cell, function: ast.FunctionDef) -> None:
    body = [node for node in function.body if not _is_docstring(node)]
    if len(body) != 1 or not isinstance(body[0], ast.Raise):
        raise cell.place.error(
            f'the solution of "{function.name}" stands outside its markers',
            f"leave nothing but the docstring outside of {BEGIN} and {END}",
        )


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _check_signature(cell: Cell, function: ast.FunctionDef, signature: Signature) -> None:
    found = ast.unparse(function.args)
    stub = ast.parse(f"def f{signature}: ...").body[0]
    assert isinstance(stub, ast.FunctionDef)
    asked = ast.unparse(stub.args)
    if found != asked:
        raise cell.place.error(
            f"{function.name}({found}) has another signature than the library's",
            f"write {function.name}({asked})",
        )


def key_of(source: str) -> tuple[str, dict[int | str, str]]:
    """Return (name, key) of graded questions: what a cell assigns last, and to what.

    Raises ValueError where that is no dictionary of constants.
    """
    try:
        last = ast.parse(source).body[-1]
    except (SyntaxError, IndexError):
        raise ValueError("no assignment") from None
    match last:
        case ast.Assign([ast.Name(name)], ast.Dict() as value):
            key: dict[int | str, str] = ast.literal_eval(value)
            return name, key
    raise ValueError("no assignment of a dictionary")


def _check_key(cell: Cell, exercise: Questions) -> None:
    try:
        _, key = key_of(cell.source)
    except ValueError:
        key = {}
    if key.keys() != exercise.choices.keys():
        raise cell.place.error(
            "the answers are no dictionary with a letter for each question",
            f"assign one with the keys {', '.join(map(str, exercise.choices))}",
        )
    for question, letter in key.items():
        if letter not in exercise.choices[question]:
            raise cell.place.error(
                f"question {question} has no choice {letter!r}",
                f"use one of {', '.join(exercise.choices[question])}",
            )
