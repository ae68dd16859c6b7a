"""The late policy: days of grace, a share a day, extensions; changes reach what is graded."""

import csv
import io
import shutil
from datetime import datetime

import pytest
from nbgrader.api import Gradebook
from traitlets.config import Config

from grader.classroom.late import DAY, LatePolicy
from grader.cli import main
from grader.paths import GRADER
from tests.grader.classes import LESSON, grade, write_kinds

OPTIONS = {
    "grace_days": 1,
    "penalty_a_day": 0.1,
    "extensions": {"ada": 7, f"alan/{LESSON}": 3},
}


@pytest.mark.parametrize(
    ("student", "days", "lost"),
    [("tim", 0.5, None), ("tim", 1, None), ("tim", 1.01, 5), ("tim", 3, 10), ("tim", 40, 50)]
    + [("ada", 8, None), ("ada", 8.5, 5), ("alan", 4, None), ("alan", 4.1, 5)],
)
def test_points_lost(student, days, lost):
    policy = LatePolicy(config=Config(LatePolicy=OPTIONS))
    policy.lesson = LESSON
    assert policy.late_submission_penalty(student, 50.0, days * DAY) == lost


def test_an_extension_of_one_lesson_is_of_no_other():
    policy = LatePolicy(config=Config(LatePolicy=OPTIONS))
    policy.lesson = "02-loss"
    assert policy.late_submission_penalty("alan", 50.0, 2 * DAY) == 5


def test_nbgrader_s_own_method_holds_after_the_grace():
    own = {"penalty_method": "zero"}
    policy = LatePolicy(config=Config(LatePolicy=OPTIONS, LateSubmissionPlugin=own))
    assert policy.late_submission_penalty("tim", 50.0, 0.5 * DAY) is None
    assert policy.late_submission_penalty("tim", 50.0, 1.5 * DAY) == 50.0


@pytest.fixture
def class_(tmp_path, empty_gradebook, started, monkeypatch):
    """A submission, graded in a folder with the course's configuration, in the zone of Berlin."""
    shutil.copy(empty_gradebook, tmp_path)
    shutil.copy(GRADER / "nbgrader_config.py", tmp_path)
    write_kinds(tmp_path, {"ada": "right"})
    place = tmp_path / "submitted" / "ada" / LESSON / "timestamp.txt"
    place.write_text("2026-02-03 11:00:00 Europe/Berlin")
    monkeypatch.chdir(tmp_path)
    assert grade(tmp_path).returncode == 0
    return tmp_path


def configure(folder, options):
    text = (GRADER / "nbgrader_config.py").read_text()
    (folder / "nbgrader_config.py").write_text(text + options)


def penalty(folder):
    """Return (penalty, raw score) of the submission."""
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", "backprop") as gradebook:
        found = gradebook.find_submission_notebook(LESSON, LESSON, "ada")
        return found.late_submission_penalty, found.score


def due(folder, time):
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", "backprop") as gradebook:
        gradebook.find_assignment(LESSON).duedate = time
        gradebook.db.commit()


def test_a_due_date_and_a_policy_reach_what_is_graded_without_force(class_):
    assert penalty(class_)[0] is None
    due(class_, datetime(2026, 2, 1, 10))
    configure(class_, "\nc.LatePolicy.penalty_a_day = 0.1\n")
    said = grade(class_).stdout
    assert said.startswith("0 graded, 1 graded before")
    lost, score = penalty(class_)
    assert lost == pytest.approx(0.2 * score) and score > 10
    configure(class_, "\nc.LatePolicy.penalty_a_day = 0.1\nc.LatePolicy.extensions = {'ada': 1}\n")
    grade(class_)
    assert penalty(class_)[0] == pytest.approx(0.1 * score)
    due(class_, datetime(2026, 2, 4))
    grade(class_)
    assert penalty(class_)[0] is None


def test_the_examples_in_the_configuration_are_options_that_there_are(class_):
    text = (GRADER / "nbgrader_config.py").read_text()
    examples = [line[2:] for line in text.splitlines() if line.startswith("# c.")]
    assert len(examples) == 4
    due(class_, datetime(2026, 1, 25, 10))
    configure(class_, "\n" + "\n".join(examples) + "\n")
    grade(class_)
    lost, score = penalty(class_)
    assert lost == pytest.approx(0.1 * score)  # nine days, of which a week and a day are free


def test_an_export_has_the_time_in_the_instructor_s_zone(class_, capsys):
    due(class_, datetime(2026, 2, 1, 10))
    configure(class_, "\nc.Exchange.timezone = 'Asia/Tokyo'\n")
    assert main(["export", LESSON]) == 0
    text = (class_ / f"{LESSON}-csv.csv").read_text(encoding="utf-8")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["handed_in"] == "2026-02-03 19:00:00.000000 Asia/Tokyo"
    assert row["late"] == "LATE"
