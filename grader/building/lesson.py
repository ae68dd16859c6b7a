"""What a lesson's text must be: exercises with their checks, each known to the library."""

import ast
import inspect
import re

from course.checking import Questions, Written
from course.exercises import lessons, of_lesson

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
MARK_SCHEME = "### BEGIN MARK SCHEME"
STUB = "raise NotImplementedError()"


def pairs(lesson, cells):
    """Return (exercise, exercise's cell, check's cell) for each exercise of a lesson.

    For the dilemma the two cells are the prompt and the answer. Raises
    CourseError at the first mistake in the text.
    """
    known = {exercise.name: exercise for exercise in _known(lesson, cells)}
    found, waiting = {}, None
    for cell in cells:
        _check_markers(cell)
        if "exercise" in cell.tags or "dilemma" in cell.tags:
            if waiting:
                raise _no_check(waiting)
            waiting = cell
        elif "check" in cell.tags or "answer" in cell.tags:
            exercise = _close(cell, waiting, known, found)
            found[exercise.name] = (exercise, waiting, cell)
            waiting = None
    if waiting:
        raise _no_check(waiting)
    _all_there(known, found, cells)
    return list(found.values())


def _known(lesson, cells):
    if lesson not in lessons():
        raise cells[0].place.error(
            f"no lesson {lesson!r} in course.exercises", "add its module there first"
        )
    return of_lesson(lesson)


def _no_check(cell):
    return cell.place.error(
        "an exercise without its check" if "exercise" in cell.tags else "a dilemma without answer",
        'tag the cell that follows it "check"'
        if "exercise" in cell.tags
        else 'tag the cell that follows it "answer"',
    )


def _close(cell, waiting, known, found):
    """Return the exercise that a check or an answer closes; none is closed twice."""
    opener = "exercise" if "check" in cell.tags else "dilemma"
    if waiting is None or opener not in waiting.tags:
        raise cell.place.error(
            f"{'a check' if opener == 'exercise' else 'an answer'} without its {opener}",
            f'put a cell tagged "{opener}" before it',
        )
    exercise = (_dilemma if opener == "dilemma" else _checked)(cell, waiting, known)
    if exercise.name in found:
        raise cell.place.error(
            f'two exercises named "{exercise.name}"', "remove or rename one of them"
        )
    if opener == "exercise":
        _check_solution(waiting, exercise)
    return exercise


def _checked(cell, waiting, known):
    """Return the exercise of the library that a check names."""
    name = _checked_name(cell)
    if name not in known or isinstance(known[name], Written):
        raise cell.place.error(
            f'the library has no exercise "{name}" in this lesson',
            f"use one of {', '.join(n for n in known if not isinstance(known[n], Written))}",
        )
    return known[name]


def _dilemma(cell, waiting, known):
    written = next((e for e in known.values() if isinstance(e, Written)), None)
    if written is None:
        raise cell.place.error("the library has no dilemma in this lesson", "add a Written there")
    if MARK_SCHEME not in waiting.node.source:
        raise waiting.place.error(
            "a dilemma without a marking scheme", f"add one after {MARK_SCHEME}"
        )
    return written


def _checked_name(cell):
    """Return the name that a check cell checks: the first argument of its call of check."""
    try:
        tree = ast.parse(cell.node.source)
    except SyntaxError as error:
        raise cell.place.error(f"the check is not Python ({error.msg})", "mend it") from None
    last = tree.body[-1] if tree.body else None
    match last:
        case ast.Expr(ast.Call(ast.Name("check"), [ast.Constant(str(name)), _])):
            return name
    raise cell.place.error(
        "a check that does not end in a call of check", 'end it with check("name", name)'
    )


def _check_markers(cell):
    source = cell.node.source
    if (
        "exercise" not in cell.tags
        and "answer" not in cell.tags
        and "SOLUTION" in source
        and (BEGIN in source or END in source)
    ):
        raise cell.place.error(
            "a solution in a cell that is no exercise", 'tag the cell "exercise" or move it'
        )
    if MARK_SCHEME in source and "dilemma" not in cell.tags:
        raise cell.place.error("a marking scheme outside a dilemma", 'tag the cell "dilemma"')


def without_solution(source, stub=STUB):
    """Return a cell's source with its solutions replaced by a stub, as nbgrader does."""
    pattern = rf"^([ \t]*){re.escape(BEGIN)}.*?{re.escape(END)}[^\n]*"
    return re.sub(pattern, rf"\g<1>{stub}", source, flags=re.S | re.M)


def _check_solution(cell, exercise):
    """Raise where the solution is not between its markers, or is of another function."""
    if isinstance(exercise, Questions):
        _check_key(cell, exercise)
        return
    source = cell.node.source
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
    if exercise.name not in functions:
        raise cell.place.error(
            f'the exercise does not define "{exercise.name}"', "define the function that is checked"
        )
    _check_stub(cell, functions[exercise.name])
    _check_signature(cell, functions[exercise.name], exercise)


def _check_stub(cell, function):
    body = [node for node in function.body if not _is_docstring(node)]
    if len(body) != 1 or not isinstance(body[0], ast.Raise):
        raise cell.place.error(
            f'the solution of "{function.name}" stands outside its markers',
            f"leave nothing but the docstring outside of {BEGIN} and {END}",
        )


def _is_docstring(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _check_signature(cell, function, exercise):
    found = f"({ast.unparse(function.args)})"
    asked = ast.unparse(
        ast.parse(f"def f{inspect.signature(exercise.reference)}: ...").body[0].args
    )
    if found != f"({asked})":
        raise cell.place.error(
            f"{function.name}{found} has another signature than the library's",
            f"write {function.name}({asked})",
        )


def key_of(cell):
    """Return (name, key) of graded questions: what the solution cell assigns last, and to what."""
    assignment = ast.parse(cell.node.source).body[-1]
    return assignment.targets[0].id, ast.literal_eval(assignment.value)


def _check_key(cell, exercise):
    try:
        _, key = key_of(cell)
    except (SyntaxError, ValueError, AttributeError, IndexError):
        key = None
    if not isinstance(key, dict) or key.keys() != exercise.choices.keys():
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


def _all_there(known, found, cells):
    missing = [name for name in known if name not in found]
    if missing:
        raise cells[-1].place.error(
            f'the exercise "{missing[0]}" of the library is not in the text',
            "add it, or remove it from course.exercises",
        )
