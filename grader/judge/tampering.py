"""What became of cells that are not the student's, in words for a person."""

from collections.abc import Callable, Sequence

from course.exercises import lessons, of_lesson
from grader.judge.cells import SubmittedCell, marks_of, same_text
from grader.judge.plan import Kind, Plan, PlannedCell
from grader.judge.recognising import CHECKS, defines, places

FIXED = (Kind.CHECK, Kind.LOCKED, Kind.TEXT)
LEAST = 2  # answers of another lesson that make a notebook that lesson's


def tampered(plan: Plan, submitted: Sequence[SubmittedCell]) -> list[str]:
    """Return what was done to cells that are not the student's, a few words each."""
    there: dict[int, list[SubmittedCell]] = {}
    for cell, place in zip(submitted, places(plan, submitted), strict=True):
        if place is not None and plan.cells[place].grade_id:
            there.setdefault(place, []).append(cell)
    if not there:
        return [
            f"none of the cells of {plan.lesson} is in it: ask whether it is the right notebook"
        ]
    fixed = [(n, p) for n, p in enumerate(plan.cells) if p.grade_id and p.kind in FIXED]

    def of(amiss: Callable[[PlannedCell, list[SubmittedCell]], bool]) -> list[PlannedCell]:
        return [p for n, p in fixed if n in there and amiss(p, there[n])]

    kinds = {
        "deleted": [p for n, p in fixed if n not in there],
        "changed": of(lambda p, cells: not any(same_text(c.source, p.source) for c in cells)),
        "there twice": of(lambda p, cells: len(cells) > 1),
        "given other points, locks or tags": [
            plan.cells[n] for n, cells in sorted(there.items()) if _claims(plan.cells[n], cells)
        ],
    }
    told = [
        f"{', '.join(p.name for p in cells)}: {what}, and taken as released"
        for what, cells in kinds.items()
        if cells
    ]
    return told + _gone(plan, there)


def _claims(planned: PlannedCell, cells: Sequence[SubmittedCell]) -> bool:
    """Return whether a cell that has nbgrader's marks claims by them what was not released."""
    released = marks_of(planned.cell["metadata"])
    return any(cell.grade_id and cell.marks.other_than(released) for cell in cells)


def _gone(plan: Plan, there: dict[int, list[SubmittedCell]]) -> list[str]:
    lost = [n for n, cells in there.items() if not any(cell.grade_id for cell in cells)]
    if not lost:
        return []
    return [
        f"nbgrader's marks are gone from {len(lost)} of its cells, as some editors and converters "
        "take them: these cells were found by their ids, their text and what they define"
    ]


def other_lesson(plan: Plan, submitted: Sequence[SubmittedCell]) -> str | None:
    """Return the name of the lesson whose notebook this is, where it is another one's."""
    found = answers_in(plan.lesson, submitted)
    if found:
        return None
    counts = {name: answers_in(name, submitted) for name in lessons() if name != plan.lesson}
    most = max(counts, key=lambda name: counts[name], default=None)
    return most if most is not None and counts[most] >= LEAST else None


def answers_in(lesson: str, submitted: Sequence[SubmittedCell]) -> int:
    """Return how many of a lesson's answers a notebook has, by their marks or what they define."""
    names = {asked.name for asked in of_lesson(lesson)}
    found = {cell.grade_id for cell in submitted} & (names | {f"{name}_check" for name in names})
    for cell in submitted:
        match = CHECKS.match(cell.source)
        if match and match[1] in names:
            found.add(match[1])
        if cell.cell_type == "code" and defines(cell.source, names):
            found.add(cell.source)
    return len(found)
