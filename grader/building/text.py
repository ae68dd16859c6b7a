"""Reading a lesson's text: its cells, each with the line that it begins at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import jupytext
from nbformat import NotebookNode

from grader.errors import CourseError

TAGS = ("exercise", "check", "demo", "dilemma", "answer")
FENCE = re.compile(r"^(`{3,})\{code-cell\}")
AMOUNT = re.compile(r"\$\d{1,3}(,\d{3})+")


@dataclass(frozen=True)
class Place:
    """Where something stands in a lesson's text, for errors."""

    path: Path
    line: int

    def error(self, found: str, remedy: str) -> CourseError:
        """Return the one-line error that names file, line and remedy."""
        return CourseError(f"{self.path.name}:{self.line}: {found}: {remedy}")


@dataclass(frozen=True)
class Cell:
    """A cell of the notebook with its tags and its place in the text."""

    node: NotebookNode
    tags: tuple[str, ...]
    place: Place

    @property
    def source(self) -> str:
        """Its text."""
        return str(self.node.source)

    @property
    def is_code(self) -> bool:
        """Whether it is code, and not Markdown."""
        return bool(self.node.cell_type == "code")

    def place_of(self, index: int) -> Place:
        """Return where the character of that index in a Markdown cell's source stands."""
        return Place(self.place.path, self.place.line + self.source.count("\n", 0, index))


def read(path: Path) -> list[Cell]:
    """Return the cells of a lesson's text in MyST Markdown.

    Raises CourseError where it cannot be read or a tag is not known.
    """
    try:
        text = path.read_text(encoding="utf-8")
        notebook = jupytext.reads(text, fmt="md:myst")
    except (OSError, UnicodeDecodeError, ValueError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise CourseError(f"{path.name}: cannot be read as MyST Markdown: {first}") from None
    lines = _code_lines(text)
    cells = []
    for node in notebook.cells:
        line = _next_line(lines, node, text)
        tags = tuple(node.metadata.pop("tags", ()))
        cells.append(Cell(node, tags, Place(path, line)))
    for cell in cells:
        _check_tags(cell)
        _check_dollars(cell)
    return cells


def _code_lines(text: str) -> Iterator[int]:
    """Return an iterator over the line numbers at which code cells begin."""
    inside, found = None, []
    for number, line in enumerate(text.splitlines(), 1):
        fence = FENCE.match(line)
        if inside is None and fence:
            inside = fence.group(1)
            found.append(number)
        elif inside and line.rstrip() == inside:
            inside = None
    return iter(found)


def _next_line(lines: Iterator[int], node: NotebookNode, text: str) -> int:
    """Return the line of a code cell's fence, or of a Markdown cell's first line."""
    if node.cell_type == "code":
        return next(lines, 1)
    return line_of(node.source, text)


def line_of(source: str, text: str) -> int:
    """Return the line of a text at which a cell's source begins, 1 where it is not in there."""
    return text.count("\n", 0, max(0, text.find(source))) + 1


def _check_tags(cell: Cell) -> None:
    for tag in cell.tags:
        if tag not in TAGS:
            raise cell.place.error(f"unknown tag {tag!r}", f"use one of {', '.join(TAGS)}")


def _check_dollars(cell: Cell) -> None:
    amount = None if cell.is_code else AMOUNT.search(cell.source)
    if amount:
        raise cell.place_of(amount.start()).error(
            "an amount with a dollar sign, which Jupyter reads as mathematics",
            "write the word, as in 300,000 dollars",
        )
