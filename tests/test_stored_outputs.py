"""What an instructor's notebook holds: every answer right, and nothing that went wrong.

nbval runs these notebooks and compares what they put out with it, cell by cell.
"""

import re

import pytest

from course.checking import Written
from course.exercises import of_lesson
from grader.building.make import lessons
from tests.submissions import instructor_notebook

LABEL = re.compile(r'aria-label="Check of (\w+): ([a-z ]+)')


def outputs(lesson, tag=None):
    """Return the outputs of a lesson's code cells, or of those that have a tag."""
    cells = (cell for cell in instructor_notebook(lesson).cells if cell.cell_type == "code")
    return [
        output
        for cell in cells
        if tag is None or tag in cell.metadata.get("tags", [])
        for output in cell.outputs
    ]


@pytest.mark.parametrize("lesson", lessons())
def test_every_check_says_right_and_nbval_compares_it(lesson):
    told = [output.data["text/html"] for output in outputs(lesson, "check")]
    asked = [each.name for each in of_lesson(lesson) if not isinstance(each, Written)]
    assert [LABEL.search(html).groups() for html in told] == [(name, "right") for name in asked]
    for cell in instructor_notebook(lesson).cells:
        tags = cell.metadata.get("tags", [])
        assert "check" not in tags or "nbval-ignore-output" not in tags


@pytest.mark.parametrize("lesson", lessons())
def test_nothing_stops_and_nothing_warns(lesson):
    assert [out for out in outputs(lesson) if out.output_type == "error"] == []
    assert [out.text for out in outputs(lesson) if out.get("name") == "stderr"] == []
