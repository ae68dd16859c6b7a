"""Attacks by the notebook: tags, metadata, ids, and cells that are not the student's."""

import copy
from typing import Any

from grader.demo.honest import Cell, Desk

TAGS = [
    "skip-execution", "raises-exception", "remove-cell", "remove-input", "remove-output",
    "demo", "exercise", "check", "parameters", "nbval-skip", "hide-cell",
]  # fmt: skip
SCRIPT = (
    '<script>alert(1)</script><img src="x" onerror="alert(1)"><svg onload="alert(1)"></svg>'
    "[press](javascript:alert(1)) [press](&#106;avascript:alert(1)) [press](java\\script&colon;x) "
    "[press][there] ![seen](https://example.org/seen.png) <!-- hidden -->"
    "\n\n[there]: &#x6a;avascript:alert(1)"
)


def _check(desk: Desk, name: str) -> Cell:
    return desk.cells[desk.place(f"{name}_check")]


def tags(desk: Desk, name: str) -> None:
    for cell in desk.cells:
        cell["metadata"]["tags"] = TAGS


def points_changed(desk: Desk, name: str) -> None:
    _check(desk, name)["metadata"]["nbgrader"]["points"] = 1000
    _check(desk, name)["source"] = "99"


def unlocked(desk: Desk, name: str) -> None:
    cell = _check(desk, name)
    cell["metadata"]["nbgrader"] |= {"locked": False, "solution": True, "grade": True}
    cell["source"] = "1000"


def checks_deleted(desk: Desk, name: str) -> None:
    for cell in [c for c in desk.cells if _id(c).endswith("_check")]:
        desk.cells.remove(cell)


def _id(cell: Cell) -> str:
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def checks_first(desk: Desk, name: str) -> None:
    checks = [cell for cell in desk.cells if _id(cell).endswith("_check")]
    rest = [cell for cell in desk.cells if cell not in checks]
    desk.cells[:] = checks + rest


def reversed_order(desk: Desk, name: str) -> None:
    desk.cells.reverse()


def ids_twice(desk: Desk, name: str) -> None:
    right = copy.deepcopy(_check(desk, name))
    right["source"] = "99"
    desk.cells.insert(0, right)
    desk.cells.append(copy.deepcopy(right))


def ids_missing(desk: Desk, name: str) -> None:
    for cell in desk.cells:
        cell.pop("id", None)
        if _id(cell) != name:
            cell["metadata"].pop("nbgrader", None)


def ids_odd(desk: Desk, name: str) -> None:
    odd: list[Any] = [
        "../../escape",
        "a" * 5000,
        "\ud800",
        "\0",
        7,
        None,
        ["x"],
        {"y": 1},
        "__class__",
        "",
    ]
    for cell, value in zip(desk.cells, odd, strict=False):
        cell["id"] = value
        cell["metadata"]["nbgrader"] = {"grade_id": value, "grade": True, "points": 99}


def metadata_odd(desk: Desk, name: str) -> None:
    desk.notebook["metadata"] = {
        "kernelspec": {"name": "bash", "display_name": "$(id)", "language": "bash"},
        "widgets": {"application/vnd.jupyter.widget-state+json": {"state": "x" * 1000}},
    }
    for cell in desk.cells:
        cell["metadata"] |= {"jupyter": {"source_hidden": True}, "deletable": "no", "nbgrader2": []}


def script_in_answers(desk: Desk, name: str) -> None:
    desk.fill({written.name: SCRIPT for written in desk.answers.written})
    desk.add(0, SCRIPT, "markdown")


def answers_that_run(desk: Desk, name: str) -> None:
    for questions in desk.answers.questions:
        variable, key = desk.plan.keys[questions.name]
        source = f"import os\nos._exit(1)\n{variable} = eval('{key}')"
        desk.fill({questions.name: source})


def outputs_forged(desk: Desk, name: str) -> None:
    for cell in desk.cells:
        if cell["cell_type"] == "code":
            data = {"text/plain": "99", "text/html": SCRIPT}
            result = {"output_type": "execute_result", "data": data, "metadata": {}}
            cell["outputs"] = [result | {"execution_count": 1}]


def attachments(desk: Desk, name: str) -> None:
    for cell in desk.cells:
        if cell["cell_type"] == "markdown":
            cell["attachments"] = {"../../x.svg": {"image/svg+xml": SCRIPT}}


ATTACKS = {
    "tags of every kind": tags,
    "points changed": points_changed,
    "a check unlocked": unlocked,
    "checks deleted": checks_deleted,
    "checks moved to the front": checks_first,
    "cells in reverse": reversed_order,
    "ids that stand twice": ids_twice,
    "ids that are missing": ids_missing,
    "ids that are odd": ids_odd,
    "metadata that is odd": metadata_odd,
    "HTML, script and SVG in Markdown": script_in_answers,
    "answers that would run": answers_that_run,
    "outputs forged": outputs_forged,
    "attachments": attachments,
}
