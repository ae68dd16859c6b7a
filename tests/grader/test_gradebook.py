"""What the gradebook keeps: a person's grades, times, penalties; and what it says in trouble."""

import os
import shutil
import sqlite3
from datetime import datetime

import nbgrader.api
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from nbgrader.api import Gradebook

import grader.judge.gradebook
from grader.errors import CourseError
from grader.judge.folders import folders
from grader.judge.gradebook import Marks
from tests.grader.classes import LESSON, grade_here, marks, write_kinds

ESSAY = "forward_pass_dilemma"


@pytest.fixture
def folder(tmp_path, empty_gradebook):
    shutil.copy(empty_gradebook, tmp_path)
    write_kinds(tmp_path, {"ada": "right", "alan": "named mistakes"})
    return tmp_path


def book(folder):
    return Gradebook(f"sqlite:///{folder / 'gradebook.db'}", "backprop")


def test_a_person_s_grades_and_comments_survive_a_regrade(folder, pool):
    grade_here(folder, pool)
    with book(folder) as gradebook:
        essay = gradebook.find_grade(ESSAY, LESSON, LESSON, "ada")
        essay.manual_score, essay.needs_manual_grade = 4.0, False
        check = gradebook.find_grade("neuron_check", LESSON, LESSON, "alan")
        check.manual_score, check.extra_credit = 2.5, 1.0
        comment = gradebook.find_comment(ESSAY, LESSON, LESSON, "ada")
        comment.manual_comment = "Well put."
        gradebook.db.commit()
    grade_here(folder, pool, force=True)
    after = marks(folder)
    assert after["ada"][ESSAY] == (4.0, None, 4.0, True)
    assert after["alan"]["neuron_check"][0] == 3.5
    assert after["alan"]["neuron_check"][2:] == (2.5, True)
    with book(folder) as gradebook:
        assert gradebook.find_comment(ESSAY, LESSON, LESSON, "ada").comment == "Well put."


def test_a_late_submission_is_penalised_as_nbgrader_is_configured(folder, pool, monkeypatch):
    (folder / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.course_id = 'backprop'\n"
        "c.LateSubmissionPlugin.penalty_method = 'zero'\n"
    )
    monkeypatch.chdir(folder)
    times = {"ada": "2026-02-01 10:00:00.0 UTC", "alan": "2026-02-03 10:00:00.0 UTC"}
    for student, time in times.items():
        (folder / "submitted" / student / LESSON / "timestamp.txt").write_text(time)
    grade_here(folder, pool)
    with book(folder) as gradebook:
        gradebook.find_assignment(LESSON).duedate = datetime(2026, 2, 2)
        gradebook.db.commit()
    grade_here(folder, pool, force=True)
    with book(folder) as gradebook:
        late = gradebook.find_submission_notebook(LESSON, LESSON, "alan")
        assert late.late_submission_penalty == late.score > 0
        in_time = gradebook.find_submission_notebook(LESSON, LESSON, "ada")
        assert in_time.late_submission_penalty is None


@pytest.mark.parametrize("text", ["yesterday", "\x00\xff", "", "9" * 150, "2026-13-45"])
def test_a_time_that_cannot_be_read_stops_nothing_and_can_be_corrected(folder, pool, text):
    place = folder / "submitted" / "ada" / LESSON / "timestamp.txt"
    place.write_text(text, encoding="latin-1")
    grade_here(folder, pool)
    with book(folder) as gradebook:
        assert gradebook.find_submission(LESSON, "ada").timestamp is None
    place.write_text("2026-01-05 08:30:00.000000 UTC")
    grade_here(folder, pool)
    with book(folder) as gradebook:
        assert gradebook.find_submission(LESSON, "ada").timestamp == datetime(2026, 1, 5, 8, 30)


def test_a_locked_gradebook_is_one_line_and_a_later_run_completes(folder, pool, monkeypatch):
    monkeypatch.setattr(grader.judge.gradebook, "TRIES", 1)
    grade_here(folder, pool)
    with sqlite3.connect(folder / "gradebook.db") as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(CourseError, match="is locked by another program") as raised:
            grade_here(folder, pool, force=True)
        other.rollback()
        book = Marks(folders(folder, folder), LESSON)
        other.execute("BEGIN EXCLUSIVE")
        for read in (book.students, lambda: book.feedback_of("ada")):
            with pytest.raises(CourseError, match="is locked by another program"):
                read()
        other.rollback()
    assert "\n" not in str(raised.value)
    assert grade_here(folder, pool, force=True).keys() == {"ada", "alan"}


def test_a_student_s_folder_without_a_notebook_earns_nothing(folder, pool):
    (folder / "submitted" / "grace" / LESSON).mkdir(parents=True)
    results = grade_here(folder, pool)
    assert results["grace"].status == "missing"
    assert all(mark[1] == 0 and not mark[3] for mark in marks(folder)["grace"].values())


def test_names_that_cannot_be_students_are_told_and_stop_nothing(folder, pool):
    odd = os.fsencode(folder / "submitted") + b"/\xff\xfe-latin"
    os.makedirs(odd + b"/" + LESSON.encode())
    (folder / "submitted" / "new\nline" / LESSON).mkdir(parents=True)
    results = grade_here(folder, pool)
    told = [result.flags[0] for result in results.values() if result.flags]
    assert any("is not UTF-8: rename it" in line for line in told)
    assert any("cannot be a student's id" in line for line in told)
    assert marks(folder).keys() == {"ada", "alan"}


def test_a_new_gradebook_notes_the_version_that_nbgrader_would(tmp_path):
    from grader.judge.gradebook import _version

    with nbgrader.api._temp_alembic_ini(f"sqlite:///{tmp_path}/gradebook.db") as file:
        scripts = ScriptDirectory.from_config(Config(file))
        assert scripts.get_heads() == [_version()]
