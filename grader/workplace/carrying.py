"""A lesson's new version with what the student wrote into the one before."""

import re
from copy import deepcopy
from dataclasses import dataclass, field

import nbformat
from nbformat import NotebookNode

from grader.workplace.matching import counterparts, originals, same
from grader.workplace.notebooks import grade_id, is_answer, is_locked

RELEASED_ID = re.compile(r"cell-\d{3}")
CHANGED = (
    "**This exercise has changed since you wrote your answer.** The cell below is yours, as it "
    "was. The exercise now begins so:\n\n````python\n{stub}\n````"
)
REMOVED = "**This exercise is no longer part of the lesson.** Your answer to it is kept here."


@dataclass
class Carried:
    """A new version with the student's work in it, and what became of that work.

    answers: the grade ids that were carried over; changed: those whose exercise reads
    differently now; removed: those that the lesson asks for no more. own: how many cells of
    the student's own. left: how many changes to the lesson's own cells were not carried over.
    guessed: how many cells are the lesson's by their ids alone, as the version before was not
    known; whether the student changed them is not known either.
    """

    notebook: NotebookNode
    answers: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    own: int = 0
    left: int = 0
    guessed: int = 0


def carry(mine: NotebookNode, base: NotebookNode | None, release: NotebookNode) -> Carried:
    """Return a release with the student's work out of mine; the three are left as they are.

    mine: the student's copy. base: the release that it was made from, None where that is
    not known.
    """
    old = (base or release).cells
    there = counterparts(old, release.cells)
    sheet = _Sheet(release, base is None)
    if "kernelspec" in mine.metadata:
        sheet.result.notebook.metadata["kernelspec"] = deepcopy(mine.metadata["kernelspec"])
    for cell, place in zip(mine.cells, originals(mine.cells, old, base is not None), strict=True):
        if place is None:
            sheet.keep_own(cell)
        else:
            sheet.keep_change(cell, old[place], there.get(place))
    return sheet.finished()


class _Sheet:
    """The new version while it is being filled.

    waiting: the student's cells that go in front of the next of the lesson's, so that what they
    define is there for it, also where they took the place of a cell that was deleted. inserted:
    place in the release to what stands in front of it.
    """

    def __init__(self, release: NotebookNode, unknown_base: bool):
        self.release, self.unknown_base = release, unknown_base
        self.result = Carried(deepcopy(release))
        self.waiting: list[NotebookNode] = []
        self.inserted: dict[int, list[NotebookNode]] = {}
        self.ids = {cell["id"] for cell in release.cells}

    def keep_own(self, cell: NotebookNode) -> None:
        """Carry over a cell that the student has added, unless nothing is in it."""
        if not cell.source.strip():
            return
        if self.unknown_base and RELEASED_ID.fullmatch(cell.get("id", "")):
            self.result.guessed += 1
            return
        self._wait(_plain(cell))
        self.result.own += 1

    def keep_change(self, cell: NotebookNode, was: NotebookNode, there: int | None) -> None:
        """Carry over what the student made of one of the lesson's cells, now the one at there."""
        now = None if there is None else self.release.cells[there]
        changed = not same(cell, was) and not (now is not None and same(cell, now))
        if changed and is_answer(was):
            self._keep_answer(cell, was, there)
        elif changed and there is not None and self._left_alone(was, there):
            self._fill(there, cell)
        elif changed:
            self.result.left += 1
        if there is not None:
            self._insert_before(there)

    def finished(self) -> Carried:
        """Return the outcome, with all that was inserted in its place."""
        cells: list[NotebookNode] = []
        for place, cell in enumerate(self.result.notebook.cells):
            cells += [*self.inserted.get(place, ()), cell]
        self.result.notebook.cells = [*cells, *self.waiting]
        return self.result

    def _left_alone(self, was: NotebookNode, there: int) -> bool:
        """Return whether a cell is the student's to change, and the release has not changed it."""
        return not is_locked(was) and same(was, self.release.cells[there])

    def _keep_answer(self, cell: NotebookNode, was: NotebookNode, there: int | None) -> None:
        name = str(grade_id(was))
        self.result.answers.append(name)
        if there is None:
            self.result.removed.append(name)
            self._wait(nbformat.v4.new_markdown_cell(REMOVED))
            self._wait(_plain(cell))
            return
        now = self.release.cells[there]
        if not same(was, now) and now.cell_type == "code":
            self.result.changed.append(name)
            self._wait(nbformat.v4.new_markdown_cell(CHANGED.format(stub=now.source)))
        self._fill(there, cell)

    def _fill(self, there: int, cell: NotebookNode) -> None:
        filled = _plain(cell)
        released = self.release.cells[there]
        filled.metadata, filled["id"] = deepcopy(released.metadata), released["id"]
        self.result.notebook.cells[there] = filled

    def _wait(self, cell: NotebookNode) -> None:
        if cell.get("id") is None or cell["id"] in self.ids:
            cell["id"] = nbformat.v4.new_code_cell()["id"]
        self.ids.add(cell["id"])
        self.waiting.append(cell)

    def _insert_before(self, place: int) -> None:
        self.inserted.setdefault(place, []).extend(self.waiting)
        self.waiting = []


def _plain(cell: NotebookNode) -> NotebookNode:
    """Return a copy of a cell without outputs and without nbgrader's marks."""
    plain = deepcopy(cell)
    plain.metadata.pop("nbgrader", None)
    if plain.cell_type == "code":
        plain.outputs, plain.execution_count = [], None
    return plain
