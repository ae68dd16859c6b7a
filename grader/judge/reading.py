"""Reading what was handed in, none of which can be trusted: names, links, sizes, contents."""

import contextlib
import json
import os
import stat
from dataclasses import dataclass

from grader.errors import CourseError
from grader.sandbox.limits import ITEMS_AT_MOST

NOTEBOOK_AT_MOST = 16 * 2**20
CELLS_AT_MOST = 1000
SOURCE_AT_MOST = 200_000
TIMESTAMP_AT_MOST = 200
NAME_AT_MOST = 128  # bytes; the names of files made from it have more
UNKNOWN_TIME = "unreadable"
MARKS_AT_MOST = 1000
TYPES = ("code", "markdown", "raw")


class UnreadableError(Exception):
    """A submission that cannot be graded, and why, in words for its author and the instructor."""


@dataclass(frozen=True)
class SubmittedCell:
    """What is taken from a cell that was handed in: its kind, its ids and its text.

    marks: what its metadata claims, to be compared with the release and never used.
    """

    cell_type: str
    source: str
    grade_id: str | None = None
    cell_id: str | None = None
    marks: str = ""


def students(folder, lesson):
    """Return the names of the folders below folder that hold a submission of a lesson, sorted.

    Names that are not UTF-8 keep their odd bytes, as Python writes them. Raises
    CourseError where the folder cannot be read.
    """
    try:
        names = sorted(entry.name for entry in os.scandir(folder))
    except OSError as error:
        raise CourseError(
            f"{folder}: {os.strerror(error.errno).lower()}: collect the submissions first, or "
            "name their folder with --submitted"
        ) from None
    return [name for name in names if os.path.lexists(os.path.join(folder, name, lesson))]


def name_trouble(name):
    """Return why a folder's name cannot be a student's in the gradebook, or None."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return "the folder's name is not UTF-8: rename it to the student's id"
    plain = name.isprintable() and name == name.strip() and not name.startswith(".")
    if not plain or len(name.encode()) > NAME_AT_MOST:
        return "the folder's name cannot be a student's id: rename it"
    return None


def read_file(folder, student, lesson, name, most):
    """Return the bytes of a submission's file, following no link on the way.

    Raises UnreadableError, or FileNotFoundError where there is no such file.
    """
    with contextlib.ExitStack() as stack:
        place = _open(folder, None, os.O_DIRECTORY, stack)
        for step in (student, lesson):
            place = _open(step, place, os.O_DIRECTORY | os.O_NOFOLLOW, stack)
        file = _open(name, place, os.O_NOFOLLOW | os.O_NONBLOCK, stack)
        found = os.fstat(file)
        if not stat.S_ISREG(found.st_mode):
            raise UnreadableError(f"{name} is no ordinary file")
        if found.st_size > most:
            raise UnreadableError(
                f"{name} has {found.st_size / 2**20:.0f} MB, and may have {most / 2**20:.0f}: "
                "clear its outputs and hand it in again"
            )
        with os.fdopen(os.dup(file), "rb") as opened:
            return opened.read(most)


def _open(name, place, flags, stack):
    try:
        descriptor = os.open(name, flags | os.O_RDONLY | os.O_CLOEXEC, dir_fd=place)
    except FileNotFoundError:
        raise
    except OSError as error:
        shown = ascii(os.path.basename(name))[1:-1]
        linked = place is not None and _is_link(name, place)
        why = "is a link, which is not followed" if linked else os.strerror(error.errno).lower()
        raise UnreadableError(f"{shown}: {why}") from None
    stack.callback(os.close, descriptor)
    return descriptor


def _is_link(name, place):
    with contextlib.suppress(OSError):
        return stat.S_ISLNK(os.stat(name, dir_fd=place, follow_symlinks=False).st_mode)
    return False


def read_notebook(folder, student, lesson):
    """Return the bytes of a student's notebook of a lesson; raises as read_file does."""
    return read_file(folder, student, lesson, f"{lesson}.ipynb", NOTEBOOK_AT_MOST)


def read_timestamp(folder, student, lesson):
    """Return the text of a submission's timestamp.txt, '' where there is no such file.

    Where it cannot be read, the text is one that says no time.
    """
    try:
        data = read_file(folder, student, lesson, "timestamp.txt", TIMESTAMP_AT_MOST)
    except FileNotFoundError:
        return ""
    except (UnreadableError, OSError):
        return UNKNOWN_TIME
    return data.decode("utf-8", "replace").strip()


def cells_of(data):
    """Return the cells of a notebook's file as SubmittedCells. Raises UnreadableError."""
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
    try:
        return [_cell(cell) for cell in cells if isinstance(cell, dict)]
    except RecursionError:
        raise UnreadableError("the notebook's metadata is nested without end") from None


def _cells_of_old_format(notebook):
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


def _cell(cell):
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    kind = cell.get("cell_type")
    return SubmittedCell(
        kind if kind in TYPES else "raw",
        _source(cell.get("source")),
        grade_id if isinstance(grade_id, str) else None,
        cell["id"] if isinstance(cell.get("id"), str) else None,
        marks_of(metadata),
    )


def marks_of(metadata):
    """Return as text what a cell's metadata says of its points, its lock and its tags."""
    metadata = metadata if isinstance(metadata, dict) else {}
    nbgrader = metadata.get("nbgrader")
    nbgrader = nbgrader if isinstance(nbgrader, dict) else {}
    claims = [nbgrader.get(name) for name in ("points", "grade", "locked", "solution", "task")]
    return ascii([*claims, metadata.get("tags")])[:MARKS_AT_MOST]


def _source(source):
    """Return a cell's text, in the form that any file can hold."""
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        return ""
    if len(source) > SOURCE_AT_MOST:
        raise UnreadableError(
            f"a cell has {len(source):,} characters, and may have {SOURCE_AT_MOST:,}"
        )
    return source.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()
