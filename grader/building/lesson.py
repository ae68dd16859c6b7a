"""What a lesson's text must be: all that its manifest asks for, each with its check, in order."""

import ast
from dataclasses import dataclass

from course.checking import Exercise, Questions, Written
from course.exercises.manifest import Lesson
from grader.building.solution import BEGIN, END, check_solution
from grader.building.text import Cell
from grader.errors import CourseError

MARK_SCHEME = "### BEGIN MARK SCHEME"
CLOSER = {"exercise": "check", "dilemma": "answer"}


@dataclass(frozen=True)
class Pair:
    """An exercise with its cell and its check's; a dilemma with its prompt and its answer."""

    exercise: Exercise | Questions | Written
    first: Cell
    second: Cell


def pairs(lesson: Lesson, cells: list[Cell]) -> list[Pair]:
    """Return the exercises of a lesson's text, each with its two cells.

    Raises CourseError at the first mistake in the text.
    """
    known = {asked.name: asked for asked in lesson.asked}
    found: dict[str, Pair] = {}
    waiting = None
    for cell in cells:
        _check_markers(cell)
        if set(cell.tags) & set(CLOSER):
            if waiting:
                raise _not_closed(waiting)
            waiting = cell
        elif set(cell.tags) & set(CLOSER.values()):
            pair = _closed(cell, waiting, known, found)
            found[pair.exercise.name] = pair
            waiting = None
    if waiting:
        raise _not_closed(waiting)
    _check_all_there(known, found, cells)
    _check_order(lesson, found)
    return list(found.values())


def _not_closed(cell: Cell) -> CourseError:
    if "exercise" in cell.tags:
        return cell.place.error(
            "an exercise without its check", 'tag the cell that follows it "check"'
        )
    return cell.place.error("a dilemma without answer", 'tag the cell that follows it "answer"')


def _closed(
    cell: Cell,
    waiting: Cell | None,
    known: dict[str, Exercise | Questions | Written],
    found: dict[str, Pair],
) -> Pair:
    """Return what a check or an answer closes; nothing is closed twice."""
    opener = "exercise" if "check" in cell.tags else "dilemma"
    if waiting is None or opener not in waiting.tags:
        raise cell.place.error(
            f"{'a check' if opener == 'exercise' else 'an answer'} without its {opener}",
            f'put a cell tagged "{opener}" before it',
        )
    exercise = _checked(cell, known) if opener == "exercise" else _dilemma(cell, waiting, known)
    if exercise.name in found:
        raise cell.place.error(
            f'two exercises named "{exercise.name}"', "remove or rename one of them"
        )
    if not isinstance(exercise, Written):
        check_solution(waiting, exercise)
    return Pair(exercise, waiting, cell)


def _checked(cell: Cell, known: dict[str, Exercise | Questions | Written]) -> Exercise | Questions:
    """Return the exercise of the library that a check names."""
    name = _checked_name(cell)
    exercise = known.get(name)
    if exercise is None or isinstance(exercise, Written):
        names = [n for n, asked in known.items() if not isinstance(asked, Written)]
        raise cell.place.error(
            f'the library has no exercise "{name}" in this lesson',
            f"use one of {', '.join(names)}" if names else "add it to the lesson's manifest",
        )
    return exercise


def _dilemma(
    cell: Cell, waiting: Cell, known: dict[str, Exercise | Questions | Written]
) -> Written:
    written = next((asked for asked in known.values() if isinstance(asked, Written)), None)
    if written is None:
        raise cell.place.error(
            "a dilemma in a lesson that is not graded", "take it out, or grade the lesson"
        )
    if MARK_SCHEME not in waiting.source:
        raise waiting.place.error(
            "a dilemma without a marking scheme", f"add one after {MARK_SCHEME}"
        )
    return written


def _checked_name(cell: Cell) -> str:
    """Return the name that a check cell checks: the first argument of its call of check."""
    try:
        tree = ast.parse(cell.source)
    except SyntaxError as error:
        raise cell.place.error(f"the check is not Python ({error.msg})", "mend it") from None
    last = tree.body[-1] if tree.body else None
    match last:
        case ast.Expr(ast.Call(ast.Name("check"), [ast.Constant(str(name)), _])):
            return name
    raise cell.place.error(
        "a check that does not end in a call of check", 'end it with check("name", name)'
    )


def _check_markers(cell: Cell) -> None:
    solved = BEGIN in cell.source or END in cell.source
    if solved and not {"exercise", "answer"} & set(cell.tags):
        raise cell.place.error(
            "a solution in a cell that is no exercise", 'tag the cell "exercise" or move it'
        )
    if MARK_SCHEME in cell.source and "dilemma" not in cell.tags:
        raise cell.place.error("a marking scheme outside a dilemma", 'tag the cell "dilemma"')


def _check_all_there(
    known: dict[str, Exercise | Questions | Written], found: dict[str, Pair], cells: list[Cell]
) -> None:
    missing = [name for name in known if name not in found]
    if missing:
        raise cells[-1].place.error(
            f'the exercise "{missing[0]}" of the library is not in the text',
            "add it, or remove it from course.exercises",
        )


def _check_order(lesson: Lesson, found: dict[str, Pair]) -> None:
    for asked, pair in zip(lesson.asked, found.values(), strict=True):
        if pair.exercise is not asked:
            raise pair.first.place.error(
                f'"{pair.exercise.name}" stands here, where the manifest has "{asked.name}"',
                "give the manifest and the text one order",
            )
