"""The graded notebook: the released one with the student's answers, outputs and verdicts."""

import copy

from grader.judge.merging import ADDED, ADDED_TEXT
from grader.judge.outputs import without_html
from grader.judge.plan import CHECK, WRITTEN

TEXT_AT_MOST, ALL_TEXT_AT_MOST = 10_000, 40_000  # characters, of one cell and of all
CUT = "\n\n(The rest was too long and is cut.)"


def graded_notebook(plan, steps, exercises):
    """Return the notebook that stands in autograded/, as nbformat's plain data."""
    words = Words()
    cells = [_cell(step, number, exercises, words) for number, step in enumerate(steps)]
    for cell in cells:  # the person who grades the answer below has it before their eyes
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        cell["source"] = plan.schemes.get(name, cell["source"])
    return {"cells": cells, "metadata": plan.metadata, "nbformat": 4, "nbformat_minor": 5}


class Words:
    """A student's Markdown, harmless, and cut: rendering may take long for what is long."""

    def __init__(self):
        self.left = ALL_TEXT_AT_MOST

    def shown(self, markdown):
        """Return a text as it can stand in a page."""
        most = min(TEXT_AT_MOST, self.left)
        self.left -= min(len(markdown), most)
        return without_html(markdown[:most]) + (CUT if len(markdown) > most else "")


def _cell(step, number, exercises, words):
    if step.planned is None:
        return _own_cell(step, number, words)
    cell = copy.deepcopy(dict(step.planned.cell))
    cell["source"] = step.source
    if cell["cell_type"] == "code":
        cell |= {"execution_count": None, "outputs": step.outputs}
    if step.kind == CHECK:
        cell["outputs"] = _verdict(exercises[step.exercise])
    if step.kind == WRITTEN and step.source != step.pristine:
        cell["source"] = words.shown(step.source)
    return cell


def _own_cell(step, number, words):
    cell = {"id": f"added-{number:03d}", "metadata": {}, "source": step.source}
    if step.kind == ADDED_TEXT:
        return cell | {"cell_type": "markdown", "source": words.shown(step.source)}
    assert step.kind == ADDED
    return cell | {"cell_type": "code", "execution_count": None, "outputs": step.outputs}


def _verdict(outcome):
    """Return a verdict as outputs: its words, and its points as nbgrader reads them."""
    words = {"output_type": "stream", "name": "stdout", "text": outcome.message + "\n"}
    points = {"text/plain": f"{outcome.points:g}"}
    result = {"output_type": "execute_result", "data": points, "metadata": {}}
    return [words, result | {"execution_count": None}]
