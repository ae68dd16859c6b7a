"""A lesson's questions and cards: that its file in quizzes/ is what the lesson needs."""

import ast
import re
from typing import Any

from course.exercises.manifest import Lesson
from course.material import files
from course.material.schema import validate
from grader.building.text import Cell
from grader.errors import CourseError

SHOWN = {"quiz": "question", "cards": "card"}  # what shows part of the file, and what it counts
NUMBERS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
CLAIM = re.compile(rf"\b({NUMBERS.replace(' ', '|')}|[0-9]+) (?:\w+ )?(question|card)s\b", re.I)


def material_of(lesson: Lesson) -> dict[str, list[Any]]:
    """Return what a lesson's file in quizzes/ holds; a lesson that is not graded may have none.

    Raises CourseError where a graded lesson has none, or where it breaks the rules.
    """
    name = f"quizzes/{lesson.name}.yaml"
    if lesson.name not in files.lessons():
        if not lesson.graded:
            return {}
        raise CourseError(
            f"{lesson.name}: found no file of its questions, cards and words; add {name}"
        )
    try:
        data = files.read(lesson.name)
        validate(data, name, lesson.graded)
    except ValueError as error:
        raise CourseError(str(error)) from None
    return data


def check_claims(cells: list[Cell], material: dict[str, list[Any]]) -> None:
    """Raise CourseError where the text above a quiz or cards counts them wrongly."""
    for above, cell in zip(cells, cells[1:], strict=False):
        if above.is_code or not cell.is_code:
            continue
        for part in _shown(cell):
            for claim in CLAIM.finditer(above.source):
                if claim[2].lower() == SHOWN[part] and _number(claim[1]) != len(material[part]):
                    raise above.place_of(claim.start()).error(
                        f'"{claim[0]}" above {part}, which has {len(material[part])}',
                        "correct the number, or quizzes/",
                    )


def _shown(cell: Cell) -> list[str]:
    """Return which parts of the lesson's file a cell of code shows."""
    try:
        nodes = list(ast.walk(ast.parse(cell.source)))
    except SyntaxError:
        return []
    called = [node.func for node in nodes if isinstance(node, ast.Call)]
    return [name.id for name in called if isinstance(name, ast.Name) and name.id in SHOWN]


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS.split().index(word.lower()) + 2
