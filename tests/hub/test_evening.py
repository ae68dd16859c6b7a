"""A lesson's way under JupyterHub: released, fetched, handed in, graded, and its feedback read."""

import json

import pytest

from grader.paths import LESSONS, SOLUTIONS
from tests.hub.machine import COURSE
from tests.hub.student import Seat

LESSON = "01-forward-pass"
FILE = f"{LESSON}/{LESSON}.ipynb"


@pytest.fixture(scope="module")
def teach(machine):
    """Return a function that runs a line of the instructor's, in the course's grader/."""

    def run(line):
        return machine.run(f"PATH=/opt/hub/bin:$PATH {line}", "grace", f"{COURSE}/grader")

    return run


@pytest.fixture(scope="module")
def seats(hub, browser):
    return {user: Seat(browser, hub, user) for user in ("ada", "alan")}


def answer(machine, user):
    """Save the instructor's answers in a student's fetched notebook, as the student would."""
    path = machine.folder / "home" / user / FILE
    notebook = json.loads(path.read_text(encoding="utf-8"))
    right = json.loads((SOLUTIONS / FILE).read_text(encoding="utf-8"))
    sources = {
        cell["metadata"].get("nbgrader", {}).get("grade_id"): cell for cell in right["cells"]
    }
    for cell in notebook["cells"]:
        marks = cell["metadata"].get("nbgrader", {})
        if marks.get("solution") and not marks.get("grade"):
            cell["source"] = sources[marks["grade_id"]]["source"]
    path.write_text(json.dumps(notebook), encoding="utf-8")


def test_students_see_their_list_and_instructors_the_formgrader(hub, browser, seats):
    assert seats["ada"].menu() == ["Assignment List"]
    grace = Seat(browser, hub, "grace")
    assert any(entry.startswith("Formgrader") for entry in grace.menu())
    grace.page.context.close()


def test_students_cannot_read_what_is_the_instructors(machine):
    for folder in ("solutions", "grader"):
        line = f"ls {COURSE}/{folder} 2>&1 || true"
        assert "Permission denied" in machine.run(line, user="ada")


def test_a_lesson_goes_out_and_comes_back_with_feedback(machine, teach, seats):
    teach(f"nbgrader release_assignment {LESSON}")
    for user, seat in seats.items():
        seat.open_assignments()
        seat.press("released", LESSON, "Fetch")
        seat.see("fetched", LESSON)
        assert (machine.folder / "home" / user / FILE).read_text() == (LESSONS / FILE).read_text()
    answer(machine, "ada")
    for seat in seats.values():
        seat.press("fetched", LESSON, "Submit")
        seat.see("submitted", LESSON)
    teach(f"nbgrader collect {LESSON}")
    assert "2 graded" in teach(f"backprop grade {LESSON} --feedback")
    teach(f"nbgrader release_feedback {LESSON}")
    for user, words in (("ada", "neuron: right"), ("alan", "neuron: not attempted yet")):
        seats[user].press("submitted", LESSON, "Fetch Feedback")
        assert words in seats[user].feedback(LESSON)
