"""Running a lesson's notebook, so that it holds its outputs."""

import json
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from grader.building.opening import without_guard
from grader.building.text import line_of
from grader.errors import CourseError

SECONDS_A_CELL = 300


def run(notebook: NotebookNode, text: Path, folder: Path) -> NotebookNode:
    """Return the notebook with its outputs; metadata that a run adds is left out.

    text: the lesson's text; folder: where the cells run. Raises CourseError where one fails.
    """
    metadata = json.loads(json.dumps(notebook.metadata))
    client = NotebookClient(
        notebook,
        timeout=SECONDS_A_CELL,
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,
        store_widget_state=False,
        extra_arguments=["--log-level=ERROR"],
    )
    try:
        client.execute()
    except CellExecutionError as error:
        failed = next(cell for cell in notebook.cells if _has_error(cell))
        line = line_of(without_guard(failed.source), text.read_text(encoding="utf-8"))
        raise CourseError(
            f"{text.name}:{line}: the cell fails with {error.ename}: {error.evalue}: mend it"
        ) from None
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = joined(cell.outputs)
            check_earned(cell, text)
    notebook.metadata = nbformat.from_dict(metadata)
    return notebook


def _error(cell: NotebookNode, text: Path, words: str) -> CourseError:
    line = line_of(cell.source, text.read_text(encoding="utf-8"))
    return CourseError(f"{text.name}:{line}: {words}")


def check_earned(cell: NotebookNode, text: Path) -> None:
    """Raise CourseError where the lesson's own solution does not earn what its check can give."""
    points = cell.metadata.get("nbgrader", {}).get("points")
    shown = [o.data["text/plain"] for o in cell.outputs if o.output_type == "execute_result"]
    if points is not None and shown != [str(points)]:
        raise _error(
            cell,
            text,
            f"the solution earns {''.join(shown) or 'none'} of {points} points: run the cells to "
            "read why, and mend the solution or the exercise",
        )


def _has_error(cell: NotebookNode) -> bool:
    return any(output.output_type == "error" for output in cell.get("outputs", ()))


def joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Return a cell's outputs with neighbouring texts of one stream as one.

    Where a stream is cut depends on when the kernel sends it, and so on the run.
    """
    result: list[NotebookNode] = []
    for output in outputs:
        last = result[-1] if result else None
        if output.output_type == "stream" and last and last.get("name") == output.name:
            last["text"] += output.text
        else:
            result.append(output)
    return result
