"""A small lesson and what a release does to it, for tests of updates."""

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

LESSON = "01-small"
STUB = "def {name}(x):\n    raise NotImplementedError()"


def marked(cell: NotebookNode, name: str, **marks: object) -> NotebookNode:
    """Return a cell with nbgrader's metadata."""
    kind = {"grade": False, "locked": False, "solution": False, "task": False, "schema_version": 3}
    cell.metadata["nbgrader"] = kind | {"grade_id": name} | marks
    cell["id"] = name.replace("_", "-")
    return cell


def exercise(name: str, stub: str = STUB) -> list[NotebookNode]:
    """Return an exercise's cell and its check."""
    check = f'check("{name}", {name})'
    return [
        marked(new_code_cell(stub.format(name=name)), name, solution=True),
        marked(new_code_cell(check), f"{name}_check", locked=True, grade=True, points=3),
    ]


def cells() -> list[NotebookNode]:
    """Return the cells of the first release: two exercises, a dilemma, text and a demonstration."""
    return [
        new_markdown_cell("# A small lesson"),
        new_code_cell("import numpy as np"),
        *exercise("first"),
        new_markdown_cell("Between the two."),
        new_code_cell("rate = 0.1"),
        *exercise("second"),
        marked(new_markdown_cell("Which?"), "dilemma_prompt", locked=True),
        marked(new_markdown_cell("*Your answer.*"), "dilemma", solution=True, grade=True, points=5),
        new_markdown_cell("The end."),
    ]


def release(folder, *groups) -> None:
    """Release a lesson of these cells; those without a name are numbered, as the build does."""
    flat = [cell for group in groups for cell in (group if isinstance(group, list) else [group])]
    for number, cell in enumerate(flat):
        if "nbgrader" not in cell.metadata:
            cell["id"] = f"cell-{number:03d}"
    place = folder / LESSON
    place.mkdir(parents=True, exist_ok=True)
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = nbformat.v4.new_notebook(cells=flat, metadata={"kernelspec": kernel})
    nbformat.write(notebook, place / f"{LESSON}.ipynb")
