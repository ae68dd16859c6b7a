"""The student's notebook: nbgrader's generate_assignment, with templates for answers."""

import ast
import io
import json
import logging
import re
import tempfile
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader import preprocessors as nbgrader
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from grader.building.solution import key_of
from grader.errors import CourseError
from grader.paths import GRADER


class ClearSolutions(nbgrader.ClearSolutions):
    """nbgrader's ClearSolutions, but a dictionary of answers keeps its questions.

    An error in its place would stop "Run All Cells" at the questions.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Replace a cell's solution; answers become a dictionary to be filled in."""
        original = cell.source
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        answers = _answers(original)
        if nbgrader_solution(cell) and answers is not None:
            cell.source = _template(original, answers)
        return cell, resources


def nbgrader_solution(cell: NotebookNode) -> bool:
    """Return whether a cell is a solution cell of code."""
    solution = cell.metadata.get("nbgrader", {}).get("solution", False)
    return bool(cell.cell_type == "code" and solution)


def _answers(source: str) -> tuple[str, dict[int | str, str]] | None:
    """Return (name, dictionary) where a cell does nothing but assign a dictionary of letters."""
    try:
        return key_of(source) if len(ast.parse(source).body) == 1 else None
    except (SyntaxError, ValueError):
        return None


def _template(source: str, answers: tuple[str, dict[int | str, str]]) -> str:
    """Return the cell to be filled in: its leading comments, and a blank for each question."""
    name, questions = answers
    comments = [line for line in source.splitlines() if line.startswith("# ")]
    blanks = [f'    {json.dumps(question)}: "",' for question in questions]
    return "\n".join([*comments, f"{name} = {{", *blanks, "}"])


PREPROCESSORS = [
    nbgrader.IncludeHeaderFooter,
    nbgrader.LockCells,
    ClearSolutions,
    nbgrader.ClearOutput,
    nbgrader.CheckCellMetadata,
    nbgrader.ComputeChecksums,
    nbgrader.SaveCells,
    nbgrader.ClearHiddenTests,
    nbgrader.ClearMarkScheme,
    nbgrader.ComputeChecksums,
    nbgrader.CheckCellMetadata,
]
# Most of a release's time would go into a gradebook that nobody reads.
WITHOUT_GRADEBOOK = [p for p in PREPROCESSORS if p is not nbgrader.SaveCells]


def configuration() -> Config:
    """Return the course's nbgrader configuration."""
    return PyFileConfigLoader("nbgrader_config.py", path=str(GRADER)).load_config()


def release(lesson: str, source: Path, destination: Path) -> None:
    """Write the student's version of source/LESSON below destination.

    source, destination: folders laid out as solutions/ and lessons/. The
    gradebook is not touched. Raises CourseError where nbgrader refuses.
    """
    with tempfile.TemporaryDirectory() as folder:
        config = configuration()
        config.merge(
            Config(
                CourseDirectory={
                    "root": folder,
                    "source_directory": str(source),
                    "release_directory": str(destination),
                    "assignment_id": lesson,
                },
                GenerateAssignment={
                    "force": True,
                    "no_database": True,
                    "preprocessors": WITHOUT_GRADEBOOK,
                },
            )
        )
        _generate(lesson, config)


def _generate(lesson: str, config: Config) -> None:
    said = io.StringIO()
    log = logging.Logger("backprop build")
    log.addHandler(logging.StreamHandler(said))
    converter = GenerateAssignment(coursedir=CourseDirectory(config=config), config=config)
    converter.log = log
    try:
        converter.start()
    except (Exception, SystemExit):
        raise CourseError(
            f"{lesson}: nbgrader refuses to make the release: {_reason(said.getvalue())}"
        ) from None


def _reason(log: str) -> str:
    """Return the line of nbgrader's log that names the error: the last one of a traceback."""
    lines = [line for line in log.splitlines() if re.match(r"[\w.]*(Error|Exception)\b", line)]
    return lines[-1] if lines else log.strip().splitlines()[-1]
