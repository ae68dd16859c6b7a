"""The plan of a lesson's grading: its pristine cells, and what each of them is for."""

import ast
import json
from dataclasses import dataclass, field

from course.checking import Exercise, Questions, Written
from course.exercises import lessons, of_lesson
from course.places import installed
from grader.errors import CourseError
from grader.paths import LESSONS as RELEASED
from grader.paths import SOLUTIONS

TEXT, RUN, DEMO, SOLUTION, CHECK, LOCKED, WRITTEN = (
    "text",
    "run",
    "demo",
    "solution",
    "check",
    "locked",
    "written",
)


MARK_SCHEME = "### BEGIN MARK SCHEME"


@dataclass(frozen=True)
class PlannedCell:
    """One cell of the student's notebook as it was released.

    kind: text, run, demo, solution, check, locked or written. exercise: the
    name of what it belongs to, for solution, check and written.
    """

    cell: dict
    kind: str
    exercise: str | None = None

    @property
    def grade_id(self):
        return self.cell["metadata"].get("nbgrader", {}).get("grade_id")


@dataclass(frozen=True)
class Plan:
    """A lesson's cells, with the keys and solutions that only the judge has.

    keys: name of graded questions to (variable, right answers). solutions: name
    of an exercise to the instructor's code. schemes: grade id of a dilemma's prompt
    to its text with the marking scheme.
    """

    lesson: str
    cells: tuple
    metadata: dict
    keys: dict = field(default_factory=dict)
    solutions: dict = field(default_factory=dict)
    schemes: dict[str, str] = field(default_factory=dict)


def plan_of(lesson, released=RELEASED, sources=SOLUTIONS):
    """Return the Plan of a lesson.

    Raises CourseError where the lesson is not known or has not been built.
    """
    graded = [name for name, manifest in lessons().items() if manifest.graded]
    if lesson not in graded:
        raise CourseError(f"no graded lesson {lesson!r}: there are {', '.join(graded)}")
    if installed() and not sources.is_dir():
        raise CourseError(
            "the solutions, which grading needs, are a package of their own: "
            "pip install backprop-course-solutions, or grade in a clone of the repository"
        )
    release, source = (_read(folder, lesson) for folder in (released, sources))
    known = {exercise.name: exercise for exercise in of_lesson(lesson)}
    solved = {_grade_id(cell): cell["source"] for cell in source["cells"]}
    return Plan(
        lesson,
        tuple(_planned(cell, known) for cell in release["cells"]),
        release["metadata"],
        {n: _key(solved[n]) for n, e in known.items() if isinstance(e, Questions)},
        {n: solved[n] for n, e in known.items() if isinstance(e, Exercise)},
        {name: text for name, text in solved.items() if name and MARK_SCHEME in text},
    )


def _read(folder, lesson):
    """Return a built notebook as plain data; nbformat would take seconds to import."""
    path = folder / lesson / f"{lesson}.ipynb"
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise CourseError(f"no notebook {path}: run backprop build {lesson}") from None
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    return notebook


def _grade_id(cell):
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


def _planned(cell, known):
    grade_id = _grade_id(cell) or ""
    name = grade_id.removesuffix("_check")
    if grade_id in known:
        kind = WRITTEN if isinstance(known[grade_id], Written) else SOLUTION
        return PlannedCell(cell, kind, grade_id)
    if name in known and name != grade_id:
        return PlannedCell(cell, CHECK, name)
    if cell["metadata"].get("nbgrader", {}).get("locked"):
        return PlannedCell(cell, LOCKED if cell["cell_type"] == "code" else TEXT)
    if cell["cell_type"] != "code":
        return PlannedCell(cell, TEXT)
    return PlannedCell(cell, DEMO if "demo" in cell["metadata"].get("tags", ()) else RUN)


def _key(source):
    assignment = ast.parse(source).body[-1]
    return assignment.targets[0].id, ast.literal_eval(assignment.value)
