"""Putting a student's answers into the pristine notebook."""

from dataclasses import dataclass, field

from grader.judge.plan import CHECK, LOCKED, RUN, SOLUTION, TEXT, WRITTEN
from grader.judge.reading import marks_of

ADDED = "added"
ADDED_TEXT = "added text"


@dataclass
class Step:
    """One cell to grade, in order.

    kind: as in a plan, or 'added' and 'added text' for the student's own cells.
    source: the student's where the cell is theirs, else the pristine one.
    pristine: the source as released, None for added cells. missing: the student
    deleted the cell. outputs: filled in when the cell has run.
    """

    kind: str
    source: str
    planned: object = None
    missing: bool = False
    outputs: list = field(default_factory=list)

    @property
    def exercise(self):
        return self.planned.exercise if self.planned else None

    @property
    def pristine(self):
        return self.planned.cell["source"] if self.planned else None

    @property
    def runs(self):
        """Whether the cell is code that is run."""
        return self.kind in (RUN, SOLUTION, LOCKED, ADDED)


def merged(plan, submitted):
    """Return the Steps of a submission: the plan's cells in their order, with what is theirs.

    submitted: SubmittedCells. A solution that stands there twice (a cell that
    was split) runs twice, in the student's order.
    """
    places = _places(plan, submitted)
    own, before, after = _sorted(plan, submitted, places)
    steps = _added(after.get(None, ()))
    for number, planned in enumerate(plan.cells):
        steps += _added(before.get(number, ()))
        steps.append(_step(planned, own.get(number)))
        steps += _added(after.get(number, ()))
    return steps


def _places(plan, submitted):
    """Return, for each submitted cell, the number of the planned cell that it is, or None."""
    by_grade_id = {p.grade_id: n for n, p in enumerate(plan.cells) if p.grade_id}
    by_id = {p.cell.get("id"): n for n, p in enumerate(plan.cells) if not p.grade_id}
    found = [by_grade_id.get(cell.grade_id, by_id.get(cell.cell_id)) for cell in submitted]
    by_text = {p.cell["source"]: n for n, p in enumerate(plan.cells) if n not in found}
    return [
        by_text.get(cell.source) if place is None and cell.source.strip() else place
        for place, cell in zip(found, submitted, strict=True)
    ]


def _sorted(plan, submitted, places):
    """Return (number to the student's cell, number to cells before it, number to cells after)."""
    own, before, after = {}, {}, {}
    previous, waiting = None, []
    for cell, place in zip(submitted, places, strict=True):
        if place is None:
            waiting.append(cell)
            continue
        again = place in own and plan.cells[place].kind in (SOLUTION, WRITTEN)
        if again:
            waiting.append(own[place])
        if plan.cells[place].kind in (SOLUTION, WRITTEN):
            before.setdefault(place, []).extend(waiting)
        else:
            after.setdefault(previous, []).extend(waiting)
        if again or place not in own:
            own[place] = cell
        previous, waiting = place, []
    after.setdefault(previous, []).extend(waiting)
    return own, before, after


def _added(cells):
    kinds = {"code": ADDED, "markdown": ADDED_TEXT}
    return [
        Step(kinds[cell.cell_type], cell.source)
        for cell in cells
        if cell.cell_type in kinds and cell.source.strip()
    ]


def _step(planned, cell):
    """Return the step of a planned cell, with the student's text where it is theirs to change."""
    kind, pristine = planned.kind, planned.cell["source"]
    if cell is None:
        deleted = kind in (SOLUTION, WRITTEN)
        return Step(kind, "" if kind == SOLUTION else pristine, planned, missing=deleted)
    theirs = kind in (SOLUTION, WRITTEN, RUN) and cell.source != pristine
    return Step(kind, cell.source if theirs else pristine, planned)


def tampered(plan, submitted):
    """Return what was done to cells that are not the student's, a few words each."""
    found = {}
    for cell in submitted:
        found.setdefault(cell.grade_id, []).append(cell)
    fixed = [p for p in plan.cells if p.grade_id and p.kind in (CHECK, LOCKED, TEXT)]
    there = [(p, found[p.grade_id]) for p in fixed if p.grade_id in found]
    own = [p for p in plan.cells if p.kind in (SOLUTION, WRITTEN) and p.grade_id in found]
    claims = [*there, *((p, found[p.grade_id]) for p in own)]
    kinds = {
        "deleted": [p for p in fixed if p.grade_id not in found],
        "changed": [p for p, cells in there if _other_text(p, cells)],
        "there twice": [p for p, cells in there if len(cells) > 1],
        "given other points, locks or tags": [p for p, cells in claims if _other_marks(p, cells)],
    }
    return [
        f"{', '.join(p.grade_id for p in cells)}: {what}, and taken as released"
        for what, cells in kinds.items()
        if cells
    ]


def _other_text(planned, cells):
    return any(cell.source.strip() != planned.cell["source"].strip() for cell in cells)


def _other_marks(planned, cells):
    released = marks_of(planned.cell["metadata"])
    return any(cell.marks != released for cell in cells)
