"""What a lesson's first code cell says where the course is not installed, as in Colab."""

from grader.building.text import Cell

# Folded, a cell shows its first line. IPython shows a UsageError as one line, and "Run All"
# stops at it.
GUARD = """\
# Run this cell first: NumPy as np, and what the lesson takes from the course
try:
    import course
except ModuleNotFoundError:
    from IPython.core.error import UsageError

    raise UsageError(
        "the course is not installed here: run %pip install backprop-course, then this cell again"
    ) from None

"""


def guard(cells: list[Cell]) -> None:
    """Put the guard in front of the first code cell, and fold that."""
    first = next((cell for cell in cells if cell.node.cell_type == "code"), None)
    if first:
        first.node.source = GUARD + first.node.source
        first.node.metadata["jupyter"] = {"source_hidden": True}


def without_guard(source: str) -> str:
    """Return a cell's source as the lesson's text has it."""
    return source.removeprefix(GUARD)
