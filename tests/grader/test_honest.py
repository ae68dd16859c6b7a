"""What grading promises to people who do their work."""

import json

import nbformat
import pytest

from course.exercises import of_lesson
from grader.cli import main
from tests.grader.classes import HONEST, LESSON, assert_earned, marks

STUDENTS = {f"honest-{n:02d}": kind for n, kind in enumerate(HONEST)}
NAMED = {kind: student for student, kind in STUDENTS.items()}


@pytest.mark.parametrize("student", STUDENTS, ids=STUDENTS.get)
def test_everyone_earns_what_their_work_is_worth(honest_class, student):
    assert_earned(honest_class, student)


def test_the_gradebook_has_the_report_s_points(honest_class):
    book = honest_class.book
    assert book.keys() == honest_class.expected.keys()
    for student, cells in book.items():
        points = honest_class.points(student)
        for cell, (score, automatic, manual, _) in cells.items():
            name = cell.removesuffix("_check")
            assert automatic == points[name]
            assert score == (points[name] or 0)
            assert manual is None


def test_an_essay_waits_for_a_person_and_a_missing_one_does_not(honest_class):
    book = honest_class.book
    essay = "forward_pass_dilemma"
    assert book[NAMED["right"]][essay][1:] == (None, None, True)
    assert book[NAMED["blank"]][essay][1:] == (0.0, None, False)


def test_the_graded_notebook_is_valid_and_says_the_judge_s_words(honest_class):
    student = NAMED["named mistakes"]
    path = honest_class.folder / "autograded" / student / LESSON / f"{LESSON}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    text = json.dumps(notebook)
    for name, outcome in honest_class.outcomes(student).items():
        if outcome["status"] != "manual":
            assert json.dumps(outcome["message"])[1:-1] in text, name


def test_feedback_has_the_judge_s_words_for_every_exercise(honest_class):
    for student in STUDENTS:
        path = honest_class.folder / "feedback" / student / LESSON / f"{LESSON}.html"
        page = path.read_text(encoding="utf-8")
        for exercise in of_lesson(LESSON):
            outcome = honest_class.outcomes(student)[exercise.name]
            if outcome["status"] != "manual" and exercise.name.endswith("dilemma") is False:
                assert outcome["message"].splitlines()[0] in page, (student, exercise.name)


def test_the_summary_counts_who_is_right_by_exercise(honest_class):
    for name, counted in honest_class.report["exercises"].items():
        right = sum(
            outcomes["exercises"][name]["points"] == outcomes["exercises"][name]["possible"]
            for outcomes in honest_class.report["students"].values()
            if outcomes["exercises"][name]["status"] != "manual"
        )
        assert counted["right"] == right
        if not name.endswith("dilemma"):
            assert f"{right} of {len(STUDENTS)} right" in honest_class.said


def test_a_second_run_grades_nothing_again_and_changes_nothing(honest_class):
    from tests.grader.classes import grade

    folder = honest_class.folder
    before = marks(folder)
    files = {p: p.stat().st_mtime_ns for p in (folder / "autograded").rglob("*.ipynb")}
    done = grade(folder)
    assert done.returncode == 0, done.stderr
    assert marks(folder) == before
    assert {p: p.stat().st_mtime_ns for p in files} == files


def test_a_graded_class_has_its_page(honest_class, capsys):
    target = honest_class.folder / "page.html"
    assert main(["report", LESSON, "--out", str(honest_class.folder), "--html", str(target)]) == 0
    text = target.read_text(encoding="utf-8")
    for student, result in honest_class.report["students"].items():
        if result["flags"]:
            assert student in text
    assert f"{len(honest_class.report['students'])} submissions" in capsys.readouterr().out
