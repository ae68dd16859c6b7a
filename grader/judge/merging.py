"""Putting a student's answers into the pristine notebook."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import chain
from typing import Any

from grader.judge.cells import SubmittedCell, normal, same_text
from grader.judge.examples import needed
from grader.judge.outputs import safe
from grader.judge.pictures import Picture
from grader.judge.plan import Kind, Plan, PlannedCell
from grader.judge.recognising import Place, defines, places

OWN = (Kind.SOLUTION, Kind.WRITTEN)  # what is theirs to fill in
WORDS = 8  # of a text that stands in a question's place and may be its answer


class Added(StrEnum):
    """A cell of the student's own."""

    CODE = "added"
    TEXT = "added text"


ADDED_KINDS = {"code": Added.CODE, "markdown": Added.TEXT, "raw": Added.TEXT}


@dataclass
class Step:
    """One cell to grade, in order.

    kind: as in a plan, or 'added' and 'added text' for the student's own cells.
    source: the student's where the cell is theirs, else the pristine one. missing: the student
    deleted the cell. idle: it is not run: a stub, since another cell has the function, or an
    example that nothing of the student's touches.
    pictures: in its text. outputs: filled in when the cell has run.
    """

    kind: Kind | Added
    source: str
    planned: PlannedCell | None = None
    missing: bool = False
    idle: bool = False
    pictures: tuple[Picture, ...] = ()
    left_out: int = 0
    outputs: list[dict[str, Any]] = field(default_factory=list)

    @property
    def exercise(self) -> str | None:
        """The name of the exercise that it belongs to."""
        return self.planned.exercise if self.planned else None

    @property
    def pristine(self) -> str | None:
        """Its text as released, None for a cell of the student's own."""
        return self.planned.source if self.planned else None

    @property
    def changed(self) -> bool:
        """Whether its text is other than released."""
        return self.pristine is None or not same_text(self.source, self.pristine)

    @property
    def name(self) -> str:
        """What to call it before a person."""
        return self.planned.name if self.planned else "an added cell"

    @property
    def runs(self) -> bool:
        """Whether the cell is code that is run."""
        kinds = (Kind.RUN, Kind.SOLUTION, Kind.LOCKED, Added.CODE)
        return self.kind in kinds and not self.idle and bool(self.source.strip())


def merged(plan: Plan, submitted: Sequence[SubmittedCell]) -> list[Step]:
    """Return the Steps of a submission: the plan's cells in their order, with what is theirs.

    A solution that stands there twice (a cell that was split) runs twice, in the
    student's order.
    """
    found = places(plan, submitted)
    own = _own(plan, submitted, found)
    before, after = _around(plan, submitted, found, own)
    steps = _added(after[None])
    for number, planned in enumerate(plan.cells):
        steps += _added(before[number])
        steps.append(_step(planned, own.get(number)))
        steps += _added(after[number])
    _leave_stubs(plan, steps)
    _leave_examples(plan, steps)
    return steps


def _own(
    plan: Plan, submitted: Sequence[SubmittedCell], found: Sequence[Place]
) -> dict[int, SubmittedCell]:
    """Return number of a planned cell to the student's: of several, the one that is the answer."""
    candidates: dict[int, list[SubmittedCell]] = defaultdict(list)
    for cell, place in zip(submitted, found, strict=True):
        if place is not None:
            candidates[place].append(cell)
    return {place: _best(plan, plan.cells[place], cells) for place, cells in candidates.items()}


def _best(plan: Plan, planned: PlannedCell, cells: Sequence[SubmittedCell]) -> SubmittedCell:
    """Return the last cell that defines what is asked, else the last that is no blank copy."""
    if planned.kind not in OWN:
        return cells[0]
    written = [cell for cell in cells if not same_text(cell.source, planned.source)]
    wanted = plan.names.get(planned.exercise or "", ())
    defining = [cell for cell in written if defines(cell.source, wanted)]
    return (defining or written or cells)[-1]


Around = defaultdict[Place, list[SubmittedCell]]


def _around(
    plan: Plan,
    submitted: Sequence[SubmittedCell],
    found: Sequence[Place],
    own: dict[int, SubmittedCell],
) -> tuple[Around, Around]:
    """Return (number to the student's own cells before it, number to those after it).

    They stand right before an answer where one follows, else after what they followed.
    """
    before: Around = defaultdict(list)
    after: Around = defaultdict(list)
    previous: Place = None
    waiting: list[SubmittedCell] = []
    for cell, place in zip(submitted, found, strict=True):
        if place is not None and own[place] is cell:
            waiting += _beside(plan, plan.cells[place], cell)
            follows = plan.cells[place].kind in (*OWN, Kind.CHECK)
            (before[place] if follows else after[previous]).extend(waiting)
            previous, waiting = place, _below(plan.cells[place], cell)
        elif place is None or _is_kept(plan.cells[place], cell):
            waiting.append(cell)
    after[previous].extend(waiting)
    return before, after


def _is_kept(planned: PlannedCell, cell: SubmittedCell) -> bool:
    """Return whether a further cell with a released cell's marks is a cell of the student's."""
    theirs = planned.kind in (*OWN, Kind.RUN, Kind.TEXT)
    return theirs and not same_text(cell.source, planned.source)


def _beside(plan: Plan, planned: PlannedCell, cell: SubmittedCell) -> list[SubmittedCell]:
    """Return a cell that is taken as released, where an answer was written into it."""
    fixed = planned.kind in (Kind.CHECK, Kind.DEMO) and not same_text(cell.source, planned.source)
    return [cell] if fixed and defines(cell.source, chain(*plan.names.values())) else []


def _below(planned: PlannedCell, cell: SubmittedCell) -> list[SubmittedCell]:
    """Return what was written into a locked text, such as an answer below its question."""
    if planned.kind is not Kind.TEXT:
        return []
    if not planned.grade_id:
        return _appended(planned, cell)
    known = {line.strip() for line in planned.source.split("\n")}
    lines = cell.source.split("\n")
    own = "\n".join(line for line in lines if line.strip() not in known)
    kept = any(line.strip() in known for line in lines if line.strip())
    if not own.strip() or not (kept or len(own.split(None, WORDS)) >= WORDS):
        return []
    return [replace(cell, cell_type="markdown", source=own)]


def _appended(planned: PlannedCell, cell: SubmittedCell) -> list[SubmittedCell]:
    """Return what was written below one of the lesson's own texts."""
    text, released = normal(cell.source), normal(planned.source)
    own = text.removeprefix(released).strip() if text.startswith(released) else ""
    return [replace(cell, cell_type="markdown", source=own)] if own else []


def _added(cells: Sequence[SubmittedCell]) -> list[Step]:
    return [
        Step(
            ADDED_KINDS[cell.cell_type],
            cell.source,
            pictures=cell.pictures,
            left_out=cell.left_out,
        )
        for cell in cells
        if cell.source.strip()
    ]


def _step(planned: PlannedCell, cell: SubmittedCell | None) -> Step:
    """Return the step of a planned cell, with the student's text where it is theirs to change."""
    kind, pristine = planned.kind, planned.source
    if cell is None:
        source = "" if kind is Kind.SOLUTION else pristine
        return Step(kind, source, planned, missing=kind in OWN)
    theirs = kind in (*OWN, Kind.RUN) and not same_text(cell.source, pristine)
    if not theirs:
        return Step(kind, pristine, planned)
    return Step(kind, cell.source, planned, pictures=cell.pictures, left_out=cell.left_out)


def _leave_stubs(plan: Plan, steps: Sequence[Step]) -> None:
    """Leave a stub out where the function, or the answers, stand in another cell."""
    for step in steps:
        if step.kind is Kind.SOLUTION and not step.changed and step.exercise in plan.names:
            others = [s.source for s in steps if s.runs and s.changed]
            step.idle = all(
                any(defines(source, [name]) for source in others)
                for name in plan.names[step.exercise]
            )


def _leave_examples(plan: Plan, steps: Sequence[Step]) -> None:
    """Leave the examples out that stand as released and that no other code needs."""
    running = [step for step in steps if step.runs]
    examples = [step for step in running if step.kind is Kind.RUN and not step.changed]
    own = [step for step in running if step.kind is not Kind.RUN or step.changed]
    texts = [step.source for step in own]
    texts += [step.pristine for step in own if step.kind is Kind.RUN and step.pristine]
    wanted = frozenset(chain(*plan.names.values()))
    for step, runs in zip(
        examples, needed([step.source for step in examples], texts, wanted), strict=True
    ):
        if not runs and step.planned:
            step.idle, step.outputs = True, safe(list(step.planned.shown))
