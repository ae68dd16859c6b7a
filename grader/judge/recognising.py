"""Which of the released cells a cell is that was handed in.

nbgrader knows a cell by its metadata alone, which Kaggle, converters and some editors take away.
What is left then: the cell's id, its text, what it defines, and where it stands.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from grader.judge.cells import SubmittedCell, normal
from grader.judge.plan import Kind, Plan

Place = int | None  # of a planned cell
DEFINED = (
    r"^(?:async[ \t]+def|def|class)[ \t]+(?:{names})\b"
    r"|^(?:{names})[ \t]*(?::[^=\n]*)?=(?!=)"
    r"|^(?:from|import)[ \t][^\n]*\b(?:{names})\b"
    r"|^[ \t]+(?:async[ \t]+def|def)[ \t]+(?:{names})\b"  # below if __name__ == "__main__", say
)
LOOKED_THROUGH = 50_000  # characters of a cell; all of a lesson's answers have 10,000
CHECKS = re.compile(r"\s*check\(\s*[\"'](\w{1,80})[\"']")


def defines(source: str, names: Iterable[str]) -> bool:
    """Return whether a cell's code gives one of the names a function or a value."""
    source = source[:LOOKED_THROUGH]
    known = [name for name in names if name in source]
    pattern = DEFINED.format(names="|".join(map(re.escape, known)))
    return bool(known) and re.search(pattern, source, re.MULTILINE) is not None


def places(plan: Plan, cells: Sequence[SubmittedCell]) -> list[Place]:
    """Return, for each cell that was handed in, the number of the planned cell that it is.

    None for the student's own cells. Several may be one: copies, or the halves of a split cell.
    """
    graded = {p.grade_id: n for n, p in enumerate(plan.cells) if p.grade_id}
    found: list[Place] = [graded.get(cell.grade_id or "") for cell in cells]
    ids = {p.cell.get("id"): n for n, p in enumerate(plan.cells)}
    ids_of_graded = {id_: n for id_, n in ids.items() if n in graded.values()}
    texts = {normal(p.source): n for n, p in enumerate(plan.cells)}
    of_name = _solutions(plan)
    of_check = {p.exercise: n for n, p in enumerate(plan.cells) if p.kind is Kind.CHECK}
    _fill(found, cells, lambda cell, missing: ids_of_graded.get(cell.cell_id))
    _fill(found, cells, lambda cell, missing: texts.get(normal(cell.source)))
    _fill(found, cells, lambda cell, missing: ids.get(cell.cell_id))
    _fill(found, cells, lambda cell, missing: _by_definition(cell, missing, of_name))
    _fill(found, cells, lambda cell, missing: of_check.get(_checked(cell)))
    _fill_written(found, plan, cells)
    return found


def _fill(
    found: list[Place],
    cells: Sequence[SubmittedCell],
    find: Callable[[SubmittedCell, set[int]], Place],
) -> None:
    """Find places for cells that have none yet, among those that nobody has yet."""
    taken = {place for place in found if place is not None}
    for i, cell in enumerate(cells):
        if found[i] is None and cell.source.strip():
            place = find(cell, taken)
            found[i] = place if place not in taken else None


def _solutions(plan: Plan) -> dict[str, int]:
    """Return the names that solutions must define, and where each is planned."""
    return {
        name: n
        for n, p in enumerate(plan.cells)
        if p.kind is Kind.SOLUTION
        for name in plan.names.get(p.exercise or "", ())
    }


def _by_definition(cell: SubmittedCell, taken: set[int], of_name: dict[str, int]) -> Place:
    if cell.cell_type == "markdown":
        return None
    missing = [name for name, n in of_name.items() if n not in taken]
    return next((of_name[name] for name in missing if defines(cell.source, [name])), None)


def _checked(cell: SubmittedCell) -> str | None:
    match = CHECKS.match(cell.source) if cell.cell_type == "code" else None
    return match[1] if match else None


def _fill_written(found: list[Place], plan: Plan, cells: Sequence[SubmittedCell]) -> None:
    """Find the written answer, where its marks are gone, between the cells around it."""
    for n in [n for n, p in enumerate(plan.cells) if p.kind is Kind.WRITTEN and n not in found]:
        for i in between(found, n):
            if found[i] is None and cells[i].cell_type != "code" and cells[i].source.strip():
                found[i] = n


def between(found: Sequence[Place], n: int) -> range:
    """Return where the student's cells stand that are between the planned neighbours of cell n."""
    before = max((place for place in found if place is not None and place < n), default=None)
    if before is None:
        return range(0)
    begin = max(i for i, place in enumerate(found) if place == before) + 1
    ends = (i for i in range(begin, len(found)) if found[i] not in (None, n))
    return range(begin, next(ends, len(found)))
