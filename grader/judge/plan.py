"""The plan of a lesson's grading: its pristine cells, and what each of them is for."""

import ast
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from course.checking import Exercise, Questions, Written
from course.exercises import Asked, lessons, of_lesson
from course.exercises import lesson as manifest
from course.places import installed
from grader.errors import CourseError
from grader.paths import LESSONS as RELEASED
from grader.paths import SOLUTIONS

MARK_SCHEME = "### BEGIN MARK SCHEME"
Cell = dict[str, Any]  # one of nbformat's, as JSON has it


class Kind(StrEnum):
    """What a cell of a lesson is for."""

    TEXT = "text"
    RUN = "run"
    DEMO = "demo"
    SOLUTION = "solution"
    CHECK = "check"
    LOCKED = "locked"
    WRITTEN = "written"


@dataclass(frozen=True)
class PlannedCell:
    """One cell of the student's notebook as it was released.

    exercise: the name of what it belongs to, for solution, check and written. shown: what an
    example shows in the instructor's notebook.
    """

    cell: Cell
    kind: Kind
    exercise: str | None = None
    shown: tuple[dict[str, Any], ...] = ()

    @property
    def grade_id(self) -> str | None:
        """Its id among nbgrader's, where it has one."""
        return _grade_id(self.cell)

    @property
    def source(self) -> str:
        """Its text as released."""
        return str(self.cell["source"])

    @property
    def name(self) -> str:
        """What to call it before a person: its grade id, else its id."""
        return self.grade_id or str(self.cell["id"])


@dataclass(frozen=True)
class Plan:
    """A lesson's cells, with the keys and solutions that only the judge has.

    keys: name of graded questions to (variable, right answers). solutions: name
    of an exercise to the instructor's code. schemes: grade id of a dilemma's prompt
    to its text with the marking scheme.
    """

    lesson: str
    cells: tuple[PlannedCell, ...]
    metadata: dict[str, Any]
    keys: dict[str, tuple[str, dict[Any, str]]] = field(default_factory=dict)
    solutions: dict[str, str] = field(default_factory=dict)
    schemes: dict[str, str] = field(default_factory=dict)

    @property
    def released(self) -> tuple[str, ...]:
        """The code that was released."""
        return tuple(p.source for p in self.cells if p.cell["cell_type"] == "code")

    @cached_property
    def text(self) -> str:
        """What was released in words."""
        return "\n".join(p.source for p in self.cells if p.cell["cell_type"] != "code")

    @cached_property
    def names(self) -> dict[str, tuple[str, ...]]:
        """Name of exercise or questions to the names that its cell must define."""
        functions = {e.name: tuple(e.signatures) for e in self._exercises()}
        return functions | {name: (variable,) for name, (variable, _) in self.keys.items()}

    def _exercises(self) -> Iterator[Exercise]:
        return (e for e in of_lesson(self.lesson) if isinstance(e, Exercise))


def plan_of(lesson: str, released: Path = RELEASED, sources: Path = SOLUTIONS) -> Plan:
    """Return the Plan of a lesson.

    Raises CourseError where the lesson is not known or has not been built.
    """
    if not _is_graded(lesson):
        graded = [name for name, manifest in lessons().items() if manifest.graded]
        raise CourseError(f"no graded lesson {lesson!r}: there are {', '.join(graded)}")
    if installed() and not sources.is_dir():
        raise CourseError(
            "the solutions, which grading needs, are a package of their own: "
            "pip install backprop-course-solutions, or grade in a clone of the repository"
        )
    release, source = (_read(folder, lesson) for folder in (released, sources))
    known = {exercise.name: exercise for exercise in of_lesson(lesson)}
    solved = {_grade_id(cell): cell["source"] for cell in source["cells"]}
    shown = {cell["id"]: _shown(cell) for cell in source["cells"]}
    return Plan(
        lesson,
        tuple(_planned(cell, known, shown) for cell in release["cells"]),
        release["metadata"],
        {n: _key(solved[n]) for n, e in known.items() if isinstance(e, Questions)},
        {n: solved[n] for n, e in known.items() if isinstance(e, Exercise)},
        {name: text for name, text in solved.items() if name and MARK_SCHEME in text},
    )


def _shown(cell: Cell) -> tuple[dict[str, Any], ...]:
    """Return the outputs that a cell is stored with, the lines of each text put together."""
    return tuple(map(_joined, cell.get("outputs", ())))


def _joined(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _joined(item) for key, item in value.items()}
    return "".join(value) if isinstance(value, list) else value


def _is_graded(lesson: str) -> bool:
    try:
        return manifest(lesson).graded
    except KeyError:
        return False


def _read(folder: Path, lesson: str) -> dict[str, Any]:
    """Return a built notebook as plain data; nbformat would take seconds to import."""
    path = folder / lesson / f"{lesson}.ipynb"
    try:
        notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise CourseError(f"no notebook {path}: run backprop build {lesson}") from None
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    return notebook


def _grade_id(cell: Cell) -> str | None:
    found: str | None = cell["metadata"].get("nbgrader", {}).get("grade_id")
    return found


def _planned(
    cell: Cell, known: Mapping[str, Asked], shown: Mapping[str, tuple[dict[str, Any], ...]]
) -> PlannedCell:
    grade_id = _grade_id(cell) or ""
    name = grade_id.removesuffix("_check")
    if grade_id in known:
        kind = Kind.WRITTEN if isinstance(known[grade_id], Written) else Kind.SOLUTION
        return PlannedCell(cell, kind, grade_id)
    if name in known and name != grade_id:
        return PlannedCell(cell, Kind.CHECK, name)
    if cell["metadata"].get("nbgrader", {}).get("locked"):
        return PlannedCell(cell, Kind.LOCKED if cell["cell_type"] == "code" else Kind.TEXT)
    if cell["cell_type"] != "code":
        return PlannedCell(cell, Kind.TEXT)
    demo = "demo" in cell["metadata"].get("tags", ())
    if demo:
        return PlannedCell(cell, Kind.DEMO)
    return PlannedCell(cell, Kind.RUN, shown=shown.get(cell["id"], ()))


def _key(source: str) -> tuple[str, dict[Any, str]]:
    assignment = ast.parse(source).body[-1]
    assert isinstance(assignment, ast.Assign) and isinstance(assignment.targets[0], ast.Name)
    return assignment.targets[0].id, ast.literal_eval(assignment.value)
