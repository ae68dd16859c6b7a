"""The parts of a lesson's text, and which of its sections go further than the core."""

import re

from course.exercises.manifest import Lesson
from grader.building.lesson import Pair
from grader.building.text import Cell

PARTS = (
    "Quick: in one minute",
    "By hand",
    "Standard: the idea",
    "In code",
    "See it move",
    "Two voices",
    "Check yourself",
    "A dilemma",
    "Remember",
)
FURTHER = "going further"
HEADING = re.compile(r"^(#{1,6})[ \t]+(.*)$", re.M)


def check_parts(lesson: Lesson, cells: list[Cell]) -> None:
    """Raise CourseError where a graded lesson lacks a part that all have, or has two exchanged."""
    found = [(title, cell, at) for cell in cells for title, at in _parts(cell)]
    titles = [title for title, _, _ in found]
    for part in PARTS if lesson.graded else ():
        if part not in titles:
            raise cells[-1].place.error(f'no part "## {part}"', "every graded lesson has one")
    for (title, cell, at), part in zip(found, PARTS, strict=False):
        if lesson.graded and title != part:
            raise cell.place_of(at).error(
                f'the part "{title}" stands where "{part}" is expected',
                f"the order is {', '.join(PARTS)}, each once",
            )


def _parts(cell: Cell) -> list[tuple[str, int]]:
    headings = [] if cell.is_code else HEADING.finditer(cell.source)
    return [(h[2].strip(), h.start()) for h in headings if h[1] == "##" and h[2].strip() in PARTS]


def check_further(lesson: Lesson, cells: list[Cell], pairs: list[Pair]) -> None:
    """Raise CourseError where manifest and headings do not agree on what is *Going further*."""
    above: list[str] = []  # the headings that a cell stands under, one a level
    by_cell = {id(pair.first): pair.exercise.name for pair in pairs}
    for cell in cells:
        for heading in [] if cell.is_code else HEADING.finditer(cell.source):
            level = len(heading[1])
            above = [*above[: level - 1], *[""] * (level - 1 - len(above)), heading[2]]
        name = by_cell.get(id(cell))
        told = any(FURTHER in heading.casefold() for heading in above)
        if name and told != (name in lesson.further):
            raise cell.place.error(
                f'"{name}" is {"" if told else "not "}under a heading with "Going further", and '
                f"the manifest has it {'in the core' if told else 'in further'}",
                "say the same in both",
            )
