"""Submissions of people who do their work: each kind a function that changes a notebook.

A kind takes a Desk and returns what each exercise must earn, as far as that is
other than full points: name to (points, diagnosis).
"""

import copy
from collections.abc import Callable, Iterable, Mapping
from random import Random
from typing import Any, Literal, TypeAlias

from course.checking import Exercise
from grader.demo.answers import Answers, mistaken, own_mistakes
from grader.judge.plan import Plan

Cell: TypeAlias = dict[str, Any]  # as nbformat has it
Points: TypeAlias = float | Literal["any"] | None  # None: less than all of them
Lost: TypeAlias = dict[str, tuple[Points, str | None]]

KINDS: dict[str, Callable[["Desk"], Lost]] = {}


def kind(name: str) -> Callable[[Callable[["Desk"], Lost]], Callable[["Desk"], Lost]]:
    """Register a kind of submission under a name."""

    def add(function: Callable[["Desk"], Lost]) -> Callable[["Desk"], Lost]:
        KINDS[name] = function
        return function

    return add


class Desk:
    """A student at work: the released notebook, what can be answered, and chance.

    notebook: nbformat's plain data, to be changed. rng: random.Random.
    """

    def __init__(self, plan: Plan, answers: Answers, rng: Random) -> None:
        self.plan, self.answers, self.rng = plan, answers, rng
        cells = [copy.deepcopy(dict(planned.cell)) for planned in plan.cells]
        self.notebook: dict[str, Any] = {
            "cells": cells,
            "metadata": dict(plan.metadata),
            "nbformat": 4,
            "nbformat_minor": 5,
        }

    @property
    def cells(self) -> list[Cell]:
        """The notebook's cells."""
        cells: list[Cell] = self.notebook["cells"]
        return cells

    def place(self, grade_id: str) -> int:
        """Return where in the notebook the cell of that id stands."""
        return next(
            n
            for n, cell in enumerate(self.cells)
            if cell["metadata"].get("nbgrader", {}).get("grade_id") == grade_id
        )

    def fill(self, sources: Mapping[str, str]) -> None:
        """Write sources into the cells of those names."""
        for name, source in sources.items():
            self.cells[self.place(name)]["source"] = source

    def add(self, place: int, source: str, kind: str = "code", **more: Any) -> Cell:
        """Insert a cell of the student's own, and return it."""
        cell: Cell = {
            "cell_type": kind,
            "id": f"own-{len(self.cells)}",
            "metadata": {},
            "source": source,
        }
        if kind == "code":
            cell |= {"execution_count": None, "outputs": []}
        self.cells.insert(place, cell | more)
        return self.cells[place]

    def some(self, count: int | None = None) -> list[Exercise]:
        """Return some of the lesson's exercises, in its order."""
        known = self.answers.exercises
        count = count or self.rng.randint(1, max(1, len(known) // 2))
        chosen = set(self.rng.sample(range(len(known)), min(count, len(known))))
        return [exercise for n, exercise in enumerate(known) if n in chosen]


@kind("right")
def right(desk: Desk) -> Lost:
    desk.fill(desk.answers.by_hand(desk.rng))
    return {}


@kind("named mistakes")
def named_mistakes(desk: Desk) -> Lost:
    desk.fill(desk.answers.by_hand(desk.rng))
    lost: Lost = {}
    for exercise in desk.some():
        mistake = desk.rng.choice(own_mistakes(exercise))
        desk.fill({exercise.name: mistaken(exercise, mistake)})
        lost[exercise.name] = (None, mistake.name)
    return lost


@kind("a wrong helper")
def wrong_helper(desk: Desk) -> Lost:
    desk.fill(desk.answers.right())
    helper = desk.rng.choice(desk.answers.helpers() or desk.answers.exercises)
    mistake = desk.rng.choice(helper.mistakes)
    desk.fill({helper.name: mistaken(helper, mistake)})
    return {helper.name: (None, mistake.name)}


@kind("a helper not written")
def helper_not_written(desk: Desk) -> Lost:
    right = desk.answers.right()
    helper = desk.rng.choice(desk.answers.helpers() or desk.answers.exercises)
    desk.fill({name: source for name, source in right.items() if name != helper.name})
    return _nothing([helper.name])


@kind("half done")
def half_done(desk: Desk) -> Lost:
    known = desk.answers.exercises
    done = {e.name for e in known[: len(known) // 2]}
    right = desk.answers.by_hand(desk.rng)
    desk.fill({name: source for name, source in right.items() if name in done})
    return _nothing(name for name in desk.answers.machine_marked if name not in done)


@kind("blank")
def blank(desk: Desk) -> Lost:
    return _nothing(desk.answers.machine_marked)


def _nothing(names: Iterable[str]) -> Lost:
    return {name: (0, None) for name in names}


@kind("a syntax error")
def syntax_error(desk: Desk) -> Lost:
    right = desk.answers.by_hand(desk.rng)
    (broken,) = desk.some(1)
    known = desk.answers.right()[broken.name]
    desk.fill(right | {broken.name: known.replace(":", "", 1)})
    return {broken.name: (0, "raised_SyntaxError")}


@kind("some letters wrong")
def some_letters_wrong(desk: Desk) -> Lost:
    desk.fill(desk.answers.by_hand(desk.rng))
    found: Lost = {}
    for questions in desk.answers.questions:
        source, right = desk.answers.wrong_letters(questions.name)
        desk.fill({questions.name: source})
        found[questions.name] = (right, None)
    return found


@kind("saved by an old Jupyter")
def old_jupyter(desk: Desk) -> Lost:
    desk.fill(desk.answers.by_hand(desk.rng))
    desk.notebook["nbformat_minor"] = 2
    for cell in desk.cells:
        del cell["id"]
        cell["source"] = cell["source"].splitlines(keepends=True)
    return {}


@kind("cells added")
def cells_added(desk: Desk) -> Lost:
    desk.fill(desk.answers.by_hand(desk.rng))
    name = desk.some(1)[0].name
    desk.add(desk.place(name), "import math\n\nmath.sqrt(2)")
    desk.add(desk.place(f"{name}_check") + 1, "I checked this by hand.", "markdown")
    desk.add(len(desk.cells), "# to try something out\nfor i in range(3):\n    print(i)")
    return {}


@kind("cells deleted")
def cells_deleted(desk: Desk) -> Lost:
    desk.fill(desk.answers.by_hand(desk.rng))
    texts = [c for c in desk.cells if c["cell_type"] == "markdown" and not _graded(c)]
    for cell in desk.rng.sample(texts, min(3, len(texts))):
        desk.cells.remove(cell)
    return {}


@kind("cells moved")
def cells_moved(desk: Desk) -> Lost:
    desk.fill(desk.answers.by_hand(desk.rng))
    texts = [c for c in desk.cells if c["cell_type"] == "markdown" and not _graded(c)]
    moved = desk.rng.choice(texts)
    desk.cells.remove(moved)
    desk.cells.append(moved)
    return {}


def _graded(cell: Cell) -> bool:
    return "nbgrader" in cell["metadata"]


@kind("a cell split")
def cell_split(desk: Desk) -> Lost:
    desk.fill(desk.answers.by_hand(desk.rng))
    place = desk.place(desk.some(1)[0].name)
    first = copy.deepcopy(desk.cells[place])
    first |= {"id": "split-off", "source": "# what I need below\nimport math"}
    desk.cells.insert(place, first)
    return {}


@kind("a warning on stderr")
def warning(desk: Desk) -> Lost:
    right = desk.answers.by_hand(desk.rng)
    name = desk.some(1)[0].name
    shout = "\nimport sys\nprint('careful', file=sys.stderr)\n"
    desk.fill(right | {name: right[name] + shout})
    return {}


@kind("output left in")
def output_left_in(desk: Desk) -> Lost:
    desk.fill(desk.answers.by_hand(desk.rng))
    left = {"output_type": "stream", "name": "stdout", "text": "from my own run\n"}
    for cell in desk.cells:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [left], "execution_count": 7}
    return {}
