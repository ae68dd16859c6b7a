"""What a lesson's first code cell says where the course is not installed, as in Colab."""

import re

from grader.building.text import Cell

# Folded, a cell shows its first line.
SAID = "  # run this cell first"
OF_COURSE = re.compile(r"^(from|import) course\b", re.MULTILINE)
# IPython shows a UsageError as one line, and "Run All" stops at it.
GUARD = """\
try:
    import course
except ModuleNotFoundError:
    from IPython.core.error import UsageError

    raise UsageError(
        "the course is not installed here: run %pip install backprop-course, then this cell again"
    ) from None

"""


def guard(cells: list[Cell]) -> None:
    """Put the guard into the first code cell, above what it takes of the course, and fold it."""
    first = next((cell for cell in cells if cell.node.cell_type == "code"), None)
    if first:
        first.node.source = guarded(first.node.source)
        first.node.metadata["jupyter"] = {"source_hidden": True}


def guarded(source: str) -> str:
    """Return a first cell's source with the guard; what it begins with stays."""
    found = OF_COURSE.search(source)
    if found is None or not found.start():
        return GUARD + source
    first, rest = source[: found.start()].split("\n", 1)
    return f"{first}{SAID}\n{rest}{GUARD}{source[found.start() :]}"


def without_guard(source: str) -> str:
    """Return a cell's source as the lesson's text has it."""
    return source.replace(SAID + "\n", "\n", 1).replace(GUARD, "", 1)
