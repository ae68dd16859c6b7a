"""Grading and releasing take what the build made, and refuse a lesson that somebody worked in."""

import json
import shutil

import pytest
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError
from nbgrader.utils import compute_checksum
from traitlets.config import Config

from grader.classroom.release import ReleaseAssignment
from grader.errors import CourseError
from grader.judge.pristine import _checksum, look_over
from grader.paths import LESSONS, SOLUTIONS
from tests.submissions import grade_id, student_notebook

LESSON = "04-backward-pass"
NAMES = sorted(path.parent.name for path in LESSONS.glob("*/*.ipynb"))


@pytest.fixture
def course(tmp_path):
    """A copy of a lesson and its solutions."""
    for folder in (LESSONS, SOLUTIONS):
        shutil.copytree(folder / LESSON, tmp_path / folder.name / LESSON)
    return tmp_path


def change(course, work):
    """Change the released notebook's cells, given by id."""
    path = course / "lessons" / LESSON / f"{LESSON}.ipynb"
    notebook = json.loads(path.read_text())
    work({cell["id"]: cell for cell in notebook["cells"]}, notebook)
    path.write_text(json.dumps(notebook))


@pytest.mark.parametrize("lesson", NAMES)
def test_every_lesson_is_as_built(lesson):
    look_over(lesson, LESSONS, SOLUTIONS)


def test_the_checksum_is_nbgrader_s():
    for cell in student_notebook(LESSON).cells:
        if grade_id(cell):
            assert _checksum(cell, cell.metadata.nbgrader) == compute_checksum(cell)


CHANGES = {
    "a trial answer": lambda cells, _: cells["relu-backward"].update(source="relu_backward = 1"),
    "an answer in words": lambda cells, _: cells["backward-pass-dilemma"].update(source="I would"),
    "letters": lambda cells, _: cells["backward-pass-questions"].update(
        source="answers = {1: 'a'}"
    ),
    "a text": lambda cells, _: cells["cell-003"].update(source="other"),
    "a check": lambda cells, _: cells["relu-backward-check"].update(source="99"),
    "a cell more": lambda _, notebook: notebook["cells"].append(dict(notebook["cells"][0], id="x")),
    "points": lambda c, _: c["relu-backward-check"]["metadata"]["nbgrader"].update(points=99),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_somebody_worked_in_is_refused_in_one_line(course, name):
    look_over(LESSON, course / "lessons", course / "solutions")
    change(course, CHANGES[name])
    with pytest.raises(CourseError, match=f"run backprop build {LESSON}") as error:
        look_over(LESSON, course / "lessons", course / "solutions")
    assert "\n" not in str(error.value)


def test_outputs_and_metadata_that_jupyter_adds_are_no_change(course):
    def opened(cells, notebook):
        notebook["metadata"]["language_info"] = {"name": "python", "version": "3.14"}
        cells["relu-backward-check"]["outputs"] = [{"output_type": "stream", "text": "0"}]

    change(course, opened)
    look_over(LESSON, course / "lessons", course / "solutions")


@pytest.mark.parametrize("worked_in", [False, True])
def test_nbgrader_releases_what_is_as_built_alone(course, worked_in):
    if worked_in:
        change(course, CHANGES["a trial answer"])
    config = Config(CourseDirectory={"root": str(course), "course_id": "backprop"})
    config.CourseDirectory.source_directory = "solutions"
    config.CourseDirectory.release_directory = "lessons"
    config.CourseDirectory.assignment_id = LESSON
    config.Exchange.root = str(course / "exchange")
    exchange = ReleaseAssignment(coursedir=CourseDirectory(config=config), config=config)
    released = course / "exchange" / "backprop" / "outbound" / LESSON / f"{LESSON}.ipynb"
    if worked_in:
        with pytest.raises(ExchangeError):
            exchange.start()
    else:
        exchange.start()
    assert released.exists() != worked_in
