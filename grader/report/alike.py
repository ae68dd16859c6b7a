"""The page that lays the code of two people who write alike side by side."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from grader.errors import CourseError
from grader.judge.alike import Alike, alike
from grader.judge.folders import Folders
from grader.judge.result import Result
from grader.report.page import template

LINES_AT_MOST = 200
CHARACTERS_AT_MOST = 200  # of a line


@dataclass(frozen=True)
class Line:
    """A line of code, and whether the other has it too."""

    text: str
    shared: bool


@dataclass(frozen=True)
class Beside:
    """One exercise as two people wrote it."""

    exercise: str
    first: tuple[Line, ...]
    second: tuple[Line, ...]


def alike_page(lesson: str, where: Folders, results: Mapping[str, Result]) -> tuple[int, str]:
    """Return (how many pairs there are, the page with their code)."""
    pairs = [(pair, _beside(pair, lesson, where)) for pair in alike(results)]
    return len(pairs), template("alike.html.j2").render(lesson=lesson, pairs=pairs)


def _beside(pair: Alike, lesson: str, where: Folders) -> list[Beside]:
    first, second = (_code(where, student, lesson) for student in (pair.first, pair.second))
    return [
        Beside(name, *compared(first.get(name, ""), second.get(name, "")))
        for name in pair.exercises
    ]


def _code(where: Folders, student: str, lesson: str) -> dict[str, str]:
    """Return grade id to code of a graded notebook."""
    path = where.autograded / student / lesson / f"{lesson}.ipynb"
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError):
        raise CourseError(
            f"{path} cannot be read: run backprop grade {lesson} --force, which writes it again"
        ) from None
    named = ((cell["metadata"].get("nbgrader", {}).get("grade_id"), cell) for cell in cells)
    return {name: "".join(cell["source"]) for name, cell in named if name}


def compared(first: str, second: str) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return the lines of two texts, each with whether it is in both in the same order."""
    ours, theirs = _lines(first), _lines(second)
    matcher = SequenceMatcher(
        None, [line.strip() for line in ours], [line.strip() for line in theirs], autojunk=False
    )
    blocks = matcher.get_matching_blocks()
    left = {block.a + n for block in blocks for n in range(block.size)}
    right = {block.b + n for block in blocks for n in range(block.size)}
    return _marked(ours, left), _marked(theirs, right)


def _lines(text: str) -> list[str]:
    return [line[:CHARACTERS_AT_MOST] for line in text.split("\n")[:LINES_AT_MOST]]


def _marked(lines: list[str], shared: set[int]) -> tuple[Line, ...]:
    return tuple(
        Line(line, number in shared and bool(line.strip())) for number, line in enumerate(lines)
    )


def beside(path: Path, lesson: str) -> Path:
    """Return where the page goes: beside the report."""
    return path.with_name(f"{lesson}-alike.html")
