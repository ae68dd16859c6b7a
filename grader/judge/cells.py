"""The cells of a notebook's file: what is taken from each, whoever wrote it and however."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from grader.judge.pictures import Picture, taken_out
from grader.sandbox.limits import ITEMS_AT_MOST

CELLS_AT_MOST = 1000
SOURCE_AT_MOST = 200_000
WORDS_AT_MOST = 50  # characters of a tag, of a version
TAGS_AT_MOST = 50
TYPES = ("code", "markdown", "raw")
ROLES = ("grade", "locked", "solution", "task")


class UnreadableError(Exception):
    """A submission that cannot be graded, and why, in words for its author and the instructor."""


@dataclass(frozen=True)
class Marks:
    """What a cell's metadata claims, to be compared with the release and never used."""

    points: str = ""
    roles: tuple[str, ...] = ()
    tags: frozenset[str] = frozenset()

    def other_than(self, released: "Marks") -> bool:
        """Return whether this claims what the release does not; a tag that is gone claims nothing.

        Some tools write points as 6.0, and some take tags away.
        """
        same = (self.points, self.roles) == (released.points, released.roles)
        return not same or not self.tags <= released.tags


@dataclass(frozen=True)
class SubmittedCell:
    """What is taken from a cell that was handed in: its kind, its ids, its text, its pictures.

    left_out: how many pictures were of another kind, or too large.
    """

    cell_type: str
    source: str
    grade_id: str | None = None
    cell_id: str | None = None
    marks: Marks = field(default_factory=Marks)
    pictures: tuple[Picture, ...] = ()
    left_out: int = 0


@dataclass(frozen=True)
class Submitted:
    """A notebook that was handed in. python: the version that its metadata names, "" for none."""

    cells: tuple[SubmittedCell, ...] = ()
    python: str = ""


def notebook_of(data: bytes) -> Submitted:
    """Return what is taken from a notebook's file. Raises UnreadableError."""
    items = sum(map(data.count, (b",", b"[", b"{")))  # each of which takes memory once it is read
    if items > ITEMS_AT_MOST:
        raise UnreadableError(
            f"the file has {items:,} commas and brackets, and may have {ITEMS_AT_MOST:,}: clear "
            "its outputs and hand it in again"
        )
    try:
        notebook = json.loads(data)
    except (ValueError, RecursionError, MemoryError):
        raise UnreadableError(
            "the file is not JSON, so it is no notebook: hand it in again"
        ) from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if cells is None and isinstance(notebook, dict):
        cells = _cells_of_old_format(notebook)
    if not isinstance(cells, list):
        raise UnreadableError("the file is JSON but no notebook: hand in the notebook itself")
    if len(cells) > CELLS_AT_MOST:
        raise UnreadableError(
            f"the notebook has {len(cells):,} cells, and may have {CELLS_AT_MOST:,}"
        )
    return Submitted(
        tuple(_cell(cell) for cell in cells if isinstance(cell, dict)),
        _python_of(notebook.get("metadata")),
    )


def _cells_of_old_format(notebook: dict[str, object]) -> list[dict[str, object]] | None:
    """Return the cells of nbformat 3, which stand in worksheets and call their text input."""
    sheets = notebook.get("worksheets")
    if not isinstance(sheets, list) or not all(isinstance(sheet, dict) for sheet in sheets):
        return None
    lists = (sheet.get("cells") for sheet in sheets)
    found = [cell for cells in lists if isinstance(cells, list) for cell in cells]
    return [
        cell | {"source": cell.get("input", cell.get("source"))}
        for cell in found
        if isinstance(cell, dict)
    ]


def _python_of(metadata: object) -> str:
    language = metadata.get("language_info") if isinstance(metadata, dict) else None
    if not isinstance(language, dict) or language.get("name", "python") != "python":
        return ""
    version = language.get("version")
    return version[:WORDS_AT_MOST] if isinstance(version, str) else ""


def _cell(cell: dict[str, object]) -> SubmittedCell:
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    kind, own_id = cell.get("cell_type"), cell.get("id")
    kind = kind if isinstance(kind, str) and kind in TYPES else "raw"
    text = _text(cell.get("source"))
    pictures: tuple[Picture, ...] = ()
    left_out = 0
    if kind == "markdown":
        text, pictures, left_out = taken_out(text, cell.get("attachments"))
    return SubmittedCell(
        kind,
        _source(text),
        grade_id if isinstance(grade_id, str) else None,
        own_id if isinstance(own_id, str) else None,
        marks_of(metadata),
        pictures,
        left_out,
    )


def marks_of(metadata: object) -> Marks:
    """Return what a cell's metadata says of its points, its roles and its tags."""
    metadata = metadata if isinstance(metadata, dict) else {}
    nbgrader = metadata.get("nbgrader")
    nbgrader = nbgrader if isinstance(nbgrader, dict) else {}
    tags = metadata.get("tags")
    return Marks(
        _claim(nbgrader.get("points")),
        tuple(_claim(nbgrader.get(name) or False) for name in ROLES),
        frozenset(_tags(tags) if isinstance(tags, list) else ()),
    )


def _tags(tags: list[object]) -> Iterable[str]:
    return (_claim(tag) for tag in tags[:TAGS_AT_MOST])


def _claim(value: object) -> str:
    """Return a value as a word to compare; of what is no single value, its kind alone."""
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, (int, float)) and abs(value) < 2**53:
        return f"{value:g}"
    return value[:WORDS_AT_MOST] if isinstance(value, str) else type(value).__name__


def _text(source: object) -> str:
    if isinstance(source, list):
        return "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""


def _source(text: str) -> str:
    """Return a cell's text in the form that any file can hold, with line ends as Python's."""
    if len(text) > SOURCE_AT_MOST:
        raise UnreadableError(
            f"a cell has {len(text):,} characters, and may have {SOURCE_AT_MOST:,}"
        )
    text = text.replace("\0", "\N{REPLACEMENT CHARACTER}")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.encode("utf-8", "replace").decode()


def normal(text: str) -> str:
    """Return a text without the space that editors add and take away at the ends of lines."""
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def same_text(text: str, other: str) -> bool:
    """Return whether two texts are the same but for space at the ends of lines."""
    return text == other or normal(text) == normal(other)
