"""Promises of a released lesson wherever it is opened: with no course, in Jupyter, by a link."""

import json
import re
import subprocess
import sys

import pytest
from markdown_it import MarkdownIt

from grader.building.make import lessons
from grader.building.opening import GUARD, without_guard
from grader.paths import LESSONS
from tests.submissions import GRADED, instructor_notebook, student_notebook

RUN = """
import json, sys
from IPython.core.interactiveshell import InteractiveShell
sys.modules["course"] = None  # as where it is not installed
shell = InteractiveShell.instance()
for source in json.load(sys.stdin):
    print("ended well:", shell.run_cell(source, store_history=False).success)
"""


def first_cell(lesson):
    return next(c for c in student_notebook(lesson).cells if c.cell_type == "code").source


def test_where_the_course_is_missing_the_first_cell_says_in_one_line_how_to_get_it():
    sources = json.dumps([first_cell(name) for name in lessons()])
    done = subprocess.run(
        [sys.executable, "-I", "-c", RUN], input=sources, capture_output=True, text=True
    )
    assert done.stdout == "ended well: False\n" * len(lessons())
    said = done.stderr.splitlines()
    assert len(said) == len(lessons())
    assert all("%pip install backprop-course" in line and "Error: " in line for line in said)


@pytest.mark.parametrize("lesson", lessons())
def test_the_guard_stands_once_in_front_of_the_first_cell(lesson):
    for notebook in (student_notebook(lesson), instructor_notebook(lesson)):
        code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
        assert GUARD in code[0] and "UsageError" not in "".join(code[1:])
        assert "from course import" in without_guard(code[0])


@pytest.mark.parametrize("lesson", lessons())
def test_the_next_lesson_is_a_link_that_leads_there(lesson):
    number = lessons().index(lesson) + 1
    text = student_notebook(lesson).cells[-1].source
    links = re.findall(r"^Next: \[[^]]+\]\(([^)]+)\)", text, re.M)
    targets = [(LESSONS / lesson / link).resolve() for link in links]
    following = lessons()[number : number + 1]
    assert targets == [LESSONS / name / f"{name}.ipynb" for name in following]


@pytest.mark.parametrize("lesson", lessons())
def test_what_jupyter_writes_at_the_first_save_is_there(lesson):
    language = student_notebook(lesson).metadata["language_info"]
    assert language.pop("version").startswith("3.")
    assert language == {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
    }


def test_the_first_lesson_says_where_one_s_work_is():
    assert "`my-lessons`" in student_notebook(lessons()[0]).cells[0].source


@pytest.mark.parametrize("lesson", lessons())
def test_the_first_cell_is_folded_to_a_line_that_says_what_it_is(lesson):
    cell = next(c for c in student_notebook(lesson).cells if c.cell_type == "code")
    assert cell.metadata["jupyter"]["source_hidden"] is True
    assert "# run this cell first" in cell.source.splitlines()[0]


@pytest.mark.parametrize("lesson", lessons())
def test_what_is_read_aloud_is_folded_away(lesson):
    cells = [c for c in student_notebook(lesson).cells if c.cell_type == "code"]
    aloud = [cell for cell in cells if "listen(" in cell.source]
    assert len(aloud) == (2 if lesson in GRADED else 1)  # the door has no exchange
    for cell in aloud:
        assert cell.metadata.get("jupyter", {}).get("source_hidden"), cell.source[:60]


@pytest.mark.parametrize("lesson", lessons())
def test_no_mark_of_markdown_is_left_over_in_the_text(lesson):
    texts = [c.source for c in student_notebook(lesson).cells if c.cell_type == "markdown"]
    without_formulas = [re.sub(r"\$\$.*?\$\$|\$[^$\n]+\$", "", t, flags=re.DOTALL) for t in texts]
    assert [left for text in without_formulas for left in left_over(text)] == []


def left_over(text):
    """Return the stretches of a text that still show marks once Markdown is rendered."""
    inlines = [t for t in MarkdownIt("commonmark").enable("table").parse(text) if t.children]
    words = [c.content for t in inlines for c in t.children if c.type == "text"]
    return [stretch for stretch in words if re.search(r"\*|(^|\s)_\w|\w_(\s|$)", stretch)]


def test_marks_that_are_left_over_are_found():
    assert left_over("*it mumbles* learn learn*, then*") == [" learn learn*, then*"]
    assert left_over("*it mumbles learn learn*, then `a * b`") == []
