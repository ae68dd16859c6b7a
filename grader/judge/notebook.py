"""The graded notebook: the released one with the student's answers, outputs and verdicts."""

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from grader.judge import words
from grader.judge.merging import Added, Step
from grader.judge.outputs import without_html
from grader.judge.pictures import Picture, marked
from grader.judge.plan import Cell, Kind, Plan
from grader.judge.result import ExerciseResult

TEXT_AT_MOST, ALL_TEXT_AT_MOST = 10_000, 40_000  # characters, of one cell and of all
PICTURES_AT_MOST = 8 * 2**20  # characters of base64, of all
CUT = "\n\n(The rest was too long and is cut.)"


def graded_notebook(
    plan: Plan, steps: Sequence[Step], exercises: Mapping[str, ExerciseResult]
) -> dict[str, Any]:
    """Return the notebook that stands in autograded/, as nbformat's plain data."""
    text = Words()
    answers = {n: _written(steps, n, text) for n, s in enumerate(steps) if s.kind is Kind.WRITTEN}
    cells = [_cell(step, n, exercises, text) | answers.get(n, {}) for n, step in enumerate(steps)]
    for cell in cells:  # the person who grades the answer below has it before their eyes
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        cell["source"] = plan.schemes.get(name, cell["source"])
    return {"cells": cells, "metadata": plan.metadata, "nbformat": 4, "nbformat_minor": 5}


class Words:
    """A student's Markdown, harmless, and cut: rendering may take long for what is long."""

    def __init__(self) -> None:
        self.left = ALL_TEXT_AT_MOST
        self.pictures_left = PICTURES_AT_MOST

    def shown(self, markdown: str, pictures: Sequence[Picture] = ()) -> str:
        """Return a text as it can stand in a page, with references to its own pictures alone."""
        most = min(TEXT_AT_MOST, self.left)
        self.left -= min(len(markdown), most)
        text, references = marked(markdown[:most], pictures)
        text = without_html(text)
        for word, reference in references.items():
            text = text.replace(word, reference)
        return text + (CUT if len(markdown) > most else "")

    def fields(self, step: Step) -> Cell:
        """Return a Markdown cell's text and pictures, as it can stand in a page."""
        kept = []
        for picture in step.pictures:
            if len(picture.data) <= self.pictures_left:
                self.pictures_left -= len(picture.data)
                kept.append(picture)
        fields: Cell = {"source": self.shown(step.source, kept)}
        if kept:
            fields["attachments"] = {p.name: {p.mime: p.data} for p in kept}
        return fields


def _cell(step: Step, number: int, exercises: Mapping[str, ExerciseResult], text: Words) -> Cell:
    if step.planned is None:
        return _own_cell(step, number, text)
    cell: Cell = copy.deepcopy(dict(step.planned.cell))
    cell["source"] = step.source
    if cell["cell_type"] == "code":
        cell |= {"execution_count": None, "outputs": step.outputs}
    if step.kind is Kind.CHECK:
        cell["outputs"] = _verdict(exercises[step.exercise or ""])
    return cell


def _written(steps: Sequence[Step], number: int, text: Words) -> Cell:
    """Return an answer in words, or where else in the notebook it stands."""
    step = steps[number]
    if words.answered(steps, number):
        return text.fields(step)
    elsewhere = words.elsewhere(steps, number)
    return {"source": f"{step.source}\n\n({text.shown(elsewhere)})"} if elsewhere else {}


def _own_cell(step: Step, number: int, text: Words) -> Cell:
    cell: Cell = {"id": f"added-{number:03d}", "metadata": {}, "source": step.source}
    if step.kind is Added.TEXT:
        return cell | {"cell_type": "markdown"} | text.fields(step)
    return cell | {"cell_type": "code", "execution_count": None, "outputs": step.outputs}


def _verdict(outcome: ExerciseResult) -> list[dict[str, Any]]:
    """Return a verdict as outputs: its words, and its points as nbgrader reads them."""
    words = {"output_type": "stream", "name": "stdout", "text": outcome.message + "\n"}
    points = {"text/plain": f"{outcome.points:g}"}
    result: dict[str, Any] = {"output_type": "execute_result", "data": points, "metadata": {}}
    return [words, result | {"execution_count": None}]
