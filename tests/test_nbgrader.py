"""The round trip through nbgrader: released, submitted, graded, sent back, exported."""

import csv
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from course.checking import Exercise, Written
from course.exercises import of_lesson
from grader.building.make import lessons
from grader.paths import GRADER, SOLUTIONS
from tests import in_process
from tests.in_process import api
from tests.submissions import GRADED, filled, graded_alone, solutions, student_notebook, submit

LESSON = "01-forward-pass"
WRONG = {
    "neuron": "def neuron(x, w, b):\n    return x @ w",
    "sigmoid": "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))",
    "forward_pass_questions": 'answers = {1: "b", 2: "a", 3: "d", 4: ""}',
}
LOST = {"neuron_check": 5, "sigmoid_check": 2, "forward_pass_questions_check": 2}


def nbgrader(folder, *arguments):
    """Run nbgrader in a folder, the environment not activated."""
    program = Path(sys.executable).with_name("nbgrader")
    done = subprocess.run(
        [program, *arguments], cwd=folder, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr[-3000:]


def course_folder(root, lesson):
    """Make a course of one lesson in a folder, released; return its grader folder."""
    shutil.copytree(SOLUTIONS / lesson, root / "solutions" / lesson)
    folder = root / "grader"
    folder.mkdir()
    shutil.copy(GRADER / "nbgrader_config.py", folder)
    made = api(folder).generate_assignment(lesson)
    assert made["success"], made["log"]
    return folder


def scores_of(folder, lesson):
    """Return student to cell's name to (score, possible, needs a person)."""
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
        return {
            submission.student_id: {
                grade.name: (grade.score, grade.max_score, grade.needs_manual_grade)
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
            for submission in gradebook.assignment_submissions(lesson)
        }


def possible(lesson=LESSON):
    return {
        exercise.name if isinstance(exercise, Written) else f"{exercise.name}_check": (
            exercise.possible
        )
        for exercise in of_lesson(lesson)
    }


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A course folder in which three submissions went all the way; its grader folder.

    What is not graded runs in the one that is right.
    """
    folder = course_folder(tmp_path_factory.mktemp("course"), LESSON)
    released = student_notebook(LESSON)
    right = solutions(LESSON)
    partly = graded_alone(filled(released, right | WRONG))
    submit(partly, folder / "submitted", "partly", LESSON)
    nbgrader(folder, "autograde", LESSON, "--create")
    submit(filled(released, right), folder / "submitted", "right", LESSON)
    submit(graded_alone(released), folder / "submitted", "untouched", LESSON)
    here = api(folder)
    for made in (
        here.autograde(LESSON, "right"),
        here.autograde(LESSON, "untouched"),
        here.generate_feedback(LESSON),
    ):
        assert made["success"], made["log"]
    in_process.nbgrader(["export", "--to", "grades.csv"], folder, folder)
    return folder


@pytest.fixture(scope="module")
def scores(graded):
    return scores_of(graded, LESSON)


def test_the_release_is_what_the_build_made(graded):
    for path in (graded.parent / "lessons" / LESSON).iterdir():
        assert path.read_bytes() == (GRADER.parent / "lessons" / LESSON / path.name).read_bytes()


def test_points_come_from_the_library(scores):
    assert {name: most for name, (_, most, _) in scores["right"].items()} == possible()


def test_all_right_gets_all_that_a_machine_can_give(scores):
    for name, (score, most, person) in scores["right"].items():
        written = name.endswith("dilemma")
        assert (score, person) == ((0, True) if written else (most, False)), name


def test_two_wrong_exercises_and_two_wrong_answers_lose_just_their_points(scores):
    for name, (score, most, person) in scores["partly"].items():
        written = name.endswith("dilemma")
        wanted = 0 if written else most - LOST.get(name, 0)
        assert (score, person) == (wanted, written), name


def test_an_untouched_notebook_gets_nothing_and_needs_nobody(scores):
    for name, (score, _, person) in scores["untouched"].items():
        assert (score, person) == (0, False), name


def test_feedback_says_what_was_wrong(graded):
    page = (graded / "feedback" / "partly" / LESSON / f"{LESSON}.html").read_text()
    assert "The bias is left out" in page
    assert "Not attempted yet" not in page
    assert (
        "Not attempted yet"
        in (graded / "feedback" / "untouched" / LESSON / f"{LESSON}.html").read_text()
    )


def test_the_marking_scheme_is_there_when_a_person_grades(graded):
    text = (graded / "autograded" / "right" / LESSON / f"{LESSON}.ipynb").read_text()
    assert "MARK SCHEME" in text


def test_export_has_every_student_s_sum(graded):
    with open(graded / "grades.csv") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    most = sum(possible().values())
    machine = most - possible()["forward_pass_dilemma"]
    sums = {name: float(row["score"]) for name, row in rows.items()}
    assert sums == {"right": machine, "partly": machine - sum(LOST.values()), "untouched": 0}
    assert float(rows["right"]["max_score"]) == most


@pytest.fixture(scope="module")
def evening(tmp_path_factory):
    """nbgrader in this process, in a course folder of all other lessons with one gradebook."""
    folder = tmp_path_factory.mktemp("evening") / "grader"
    folder.mkdir()
    shutil.copy(GRADER / "nbgrader_config.py", folder)
    for lesson in lessons():
        shutil.copytree(SOLUTIONS / lesson, folder.parent / "solutions" / lesson)
    return folder, api(folder)


@pytest.mark.filterwarnings("ignore:Object of type")  # nbgrader's own, of its gradebook
@pytest.mark.parametrize("lesson", [name for name in GRADED if name != LESSON])
def test_every_other_lesson_makes_the_round_trip(evening, lesson):
    """The last exercise returns nothing, all else is right; and a notebook without answers.

    What is not graded runs here in the first lesson alone, and in tests of the other lessons by
    nbval and in a browser.
    """
    folder, nbgrader = evening
    made = nbgrader.generate_assignment(lesson)
    assert made["success"], made["log"]
    broken = [e for e in of_lesson(lesson) if isinstance(e, Exercise)][-1]
    wrong = {broken.name: f"def {broken.call_text}:\n    pass"}
    answers = solutions(lesson) | wrong
    released = student_notebook(lesson)
    submit(graded_alone(filled(released, answers)), folder / "submitted", "partly", lesson)
    submit(graded_alone(released), folder / "submitted", "unanswered", lesson)
    for student in ("partly", "unanswered"):
        graded = nbgrader.autograde(lesson, student)
        assert graded["success"], graded["log"]
    most = possible(lesson)
    got = scores_of(folder, lesson)
    for name, (score, possible_score, person) in got["partly"].items():
        written = name.endswith("dilemma")
        wanted = 0 if written or name == f"{broken.name}_check" else most[name]
        assert (score, possible_score, person) == (wanted, most[name], written), name
    assert len(got["unanswered"]) == len(most)
    assert all(grade[::2] == (0, False) for grade in got["unanswered"].values())
