"""What goes along with graded work: scheme, time, secret, penalty, and what a run says it did."""

import json
import shutil
from datetime import datetime

import pytest
from nbgrader.api import Gradebook

from grader.errors import CourseError
from grader.judge import summary
from grader.judge.plan import plan_of
from grader.paths import LESSONS
from tests.grader.classes import LESSON, grade, grade_here, write_kinds

SECRET = "a secret that nbgrader submit drew"
CONFIG = "c = get_config()\nc.CourseDirectory.course_id = 'backprop'\n"
LATE = """
from nbgrader.plugins import BasePlugin


class Policy(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return {}
"""


@pytest.fixture(scope="module")
def handed_back(tmp_path_factory, empty_gradebook, pool):
    """Two submissions graded with feedback; one came through the exchange, one did not."""
    folder = tmp_path_factory.mktemp("handed-back")
    shutil.copy(empty_gradebook, folder)
    write_kinds(folder, {"ada": "right", "alan": "right"})
    (folder / "submitted" / "ada" / LESSON / "submission_secret.txt").write_text(SECRET)
    (folder / "submitted" / "alan" / LESSON / "timestamp.txt").write_text("yesterday")
    grade_here(folder, pool, feedback=True)
    return folder


def beside(folder, stage, student, name):
    return (folder / stage / student / LESSON / name).read_text()


def test_time_and_secret_reach_what_release_feedback_reads(handed_back):
    handed_in = beside(handed_back, "submitted", "ada", "timestamp.txt")
    for stage in ("autograded", "feedback"):
        assert beside(handed_back, stage, "ada", "timestamp.txt").strip() == handed_in
        assert beside(handed_back, stage, "ada", "submission_secret.txt") == SECRET


def test_without_time_or_secret_there_are_files_that_release_feedback_can_read(handed_back, pool):
    assert beside(handed_back, "feedback", "alan", "timestamp.txt") == ""
    secret = beside(handed_back, "feedback", "alan", "submission_secret.txt")
    assert len(secret) == 64
    grade_here(handed_back, pool, feedback=True)
    assert beside(handed_back, "feedback", "alan", "submission_secret.txt") == secret


def test_the_marking_scheme_is_above_the_answer_and_not_in_the_feedback(handed_back):
    cells = json.loads(beside(handed_back, "autograded", "ada", f"{LESSON}.ipynb"))["cells"]
    texts = [cell["source"] for cell in cells]
    (scheme,) = plan_of(LESSON).schemes.values()
    place = texts.index(scheme)
    assert "MARK SCHEME" in scheme
    assert cells[place + 1]["metadata"]["nbgrader"]["grade_id"] == "forward_pass_dilemma"
    page = beside(handed_back, "feedback", "ada", f"{LESSON}.html")
    assert "A dilemma" in page
    assert "MARK SCHEME" not in page


@pytest.fixture
def late_class(tmp_path, empty_gradebook, started, monkeypatch):
    """A submission a day late, in a folder that is configured with a policy of its own."""
    shutil.copy(empty_gradebook, tmp_path)
    write_kinds(tmp_path, {"ada": "right"})
    place = tmp_path / "submitted" / "ada" / LESSON / "timestamp.txt"
    place.write_text("2026-02-03 10:00:00 UTC")
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}", "backprop") as gradebook:
        gradebook.find_assignment(LESSON).duedate = datetime(2026, 2, 2, 10)
        gradebook.db.commit()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def configure(folder, module, penalty):
    (folder / f"{module}.py").write_text(LATE.replace("{}", penalty))
    policy = f"c.AssignLatePenalties.plugin_class = '{module}.Policy'\n"
    (folder / "nbgrader_config.py").write_text(CONFIG + policy)


def test_a_policy_in_a_file_beside_the_configuration_is_found(late_class, pool):
    configure(late_class, "late_by_hours", "total_seconds_late / 3600 / 8")
    grade_here(late_class, pool)
    with Gradebook(f"sqlite:///{late_class / 'gradebook.db'}", "backprop") as gradebook:
        found = gradebook.find_submission_notebook(LESSON, LESSON, "ada")
        assert found.late_submission_penalty == 3


def test_a_policy_that_fails_is_one_line(late_class, pool):
    configure(late_class, "late_and_broken", "1 / 0")
    with pytest.raises(
        CourseError, match="late_and_broken.Policy fails for ada .ZeroDivision"
    ) as e:
        grade_here(late_class, pool)
    assert "\n" not in str(e.value)


def test_a_policy_that_is_not_there_is_one_line(late_class):
    configure(late_class, "late_and_lost", "0")
    (late_class / "late_and_lost.py").unlink()
    done = grade(late_class)
    assert done.returncode == 1
    (line,) = [x for x in done.stderr.splitlines() if x.startswith("backprop grade:")]
    assert "late policy late_and_lost.Policy" in line
    assert "beside nbgrader_config.py" in line


def test_graded_counts_what_this_run_graded(handed_back, pool):
    results = grade_here(handed_back, pool)
    first = next(iter(summary.lines(results, kept=set(results))))
    assert first == "0 graded, 2 graded before and unchanged"
    assert next(iter(summary.lines(results, kept={"ada"}))) == (
        "1 graded, 1 graded before and unchanged"
    )
    assert next(iter(summary.lines(results))) == "2 graded"


def test_a_second_run_says_that_it_graded_nothing(handed_back, started):
    first = grade(handed_back).stdout.splitlines()[0]
    assert first == "0 graded, 2 graded before and unchanged"


def test_a_lesson_that_somebody_worked_in_is_not_graded(
    handed_back, started, tmp_path, monkeypatch
):
    place = tmp_path / LESSON / f"{LESSON}.ipynb"
    place.parent.mkdir()
    text = (LESSONS / LESSON / f"{LESSON}.ipynb").read_text()
    place.write_text(text.replace("raise NotImplementedError()", "return 1", 1))
    monkeypatch.setattr("grader.paths.LESSONS", tmp_path)
    done = grade(handed_back)
    assert done.returncode == 1
    assert "is not what the build made (neuron is other)" in done.stderr
