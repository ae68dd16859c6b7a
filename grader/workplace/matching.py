"""Which cell of one notebook is which of another."""

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from nbformat import NotebookNode

from grader.workplace.notebooks import grade_id

Cells = Sequence[NotebookNode]
Test = Callable[[NotebookNode, NotebookNode], bool]


def text(cell: NotebookNode) -> tuple[str, str]:
    """Return what a reader sees of a cell: its kind and its source, spaces at the ends aside."""
    return cell.cell_type, cell.source.strip()


def same(one: NotebookNode, other: NotebookNode) -> bool:
    """Return whether two cells read the same."""
    return text(one) == text(other)


def originals(mine: Cells, released: Cells, by_id: bool) -> list[int | None]:
    """Return for each cell of a copy which of the released cells it was, None for none.

    By its grade id, else by what it says, else, where by_id, by its id: those number the
    cells, so that another version has them for other cells.
    """
    found: list[int | None] = [None] * len(mine)
    free = list(range(len(released)))
    tests: list[Test] = [_same_name, _same_unnamed, _same_id]
    for test in tests if by_id else tests[:-1]:
        for place, cell in enumerate(mine):
            match = next((i for i in free if test(cell, released[i])), None)
            if found[place] is None and match is not None:
                found[place] = match
                free.remove(match)
    return found


def counterparts(old: Cells, new: Cells) -> dict[int, int]:
    """Return which cells of a version are in the next: graded ones by name, others by text."""
    names = {name: place for place, cell in enumerate(new) if (name := grade_id(cell))}
    found = {
        place: names[name] for place, cell in enumerate(old) if (name := grade_id(cell)) in names
    }
    matcher = SequenceMatcher(None, [*map(text, old)], [*map(text, new)], autojunk=False)
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            found.setdefault(block.a + step, block.b + step)
    return found


def _same_name(cell: NotebookNode, other: NotebookNode) -> bool:
    return grade_id(cell) is not None and grade_id(cell) == grade_id(other)


def _same_unnamed(cell: NotebookNode, other: NotebookNode) -> bool:
    return grade_id(cell) is None and same(cell, other)


def _same_id(cell: NotebookNode, other: NotebookNode) -> bool:
    return grade_id(cell) is None and cell.get("id") == other.get("id")
