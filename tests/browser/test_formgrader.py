"""The formgrader by its one command: a dilemma graded by a person, with the scheme in view."""

import contextlib
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import expect

from grader.cli import main
from tests.grader.conftest import no_sandbox
from tests.local import free_port

LESSON = "04-backward-pass"
ESSAY = "backward_pass_dilemma"
SECONDS = 180
pytestmark = pytest.mark.skipif(no_sandbox() is not None, reason=str(no_sandbox()))


def grade(folder):
    """Grade the class in a folder."""
    place = ["--submitted", str(folder / "submitted"), "--out", str(folder)]
    assert main(["grade", LESSON, *place, "--seed", "3"]) == 0


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A class of three, graded."""
    folder = tmp_path_factory.mktemp("class")
    words = ["demo-class", "--lesson", LESSON, "--students", "3", "--honest", "--seed", "4"]
    main([*words, "--out", str(folder / "submitted")])
    grade(folder)
    return folder


@contextlib.contextmanager
def formgrader(folder):
    """Run backprop formgrader on a class; give the address that it says."""
    program = Path(sys.executable).with_name("backprop")
    home = {key: str(folder / "home") for key in ("HOME", "JUPYTER_RUNTIME_DIR")}
    command = [program, "formgrader", "--out", folder, "--no-browser", f"--port={free_port()}"]
    log = folder / "formgrader.log"
    with open(log, "w") as said:
        server = subprocess.Popen(
            [*command, "--allow-root"], stdout=said, stderr=said, env=os.environ | home, cwd="/"
        )
    try:
        yield _address(log, server)
    finally:
        server.terminate()
        server.wait(SECONDS)


def _address(log, server):
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and server.poll() is None:
        found = re.search(r"http://127\.0\.0\.1:\S+token=\w+", log.read_text())
        if found:
            return found[0]
        time.sleep(0.2)
    raise AssertionError(log.read_text()[-3000:])


def waiting(folder):
    """Return student to (score, whether a person is needed) of the dilemma."""
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", "backprop") as gradebook:
        return {
            submission.student_id: (grade.manual_score, grade.needs_manual_grade)
            for submission in gradebook.assignment_submissions(LESSON)
            for notebook in submission.notebooks
            for grade in notebook.grades
            if grade.name == ESSAY
        }


def test_a_dilemma_is_graded_with_its_scheme_in_view_and_the_points_stay(browser, graded):
    before = waiting(graded)
    (first, *_) = [student for student, (_, person) in before.items() if person]
    with formgrader(graded) as address:
        page = browser.new_page(viewport={"width": 1200, "height": 1000})
        page.set_default_timeout(SECONDS * 1000)
        page.goto(address)
        page.get_by_role("link", name=LESSON).first.click()
        page.get_by_role("link", name=LESSON).first.click()
        page.get_by_role("link", name=re.compile("Submission #")).first.wait_for()
        for number in range(len(before)):
            page.get_by_role("link", name=re.compile("Submission #")).nth(number).click()
            page.locator(f"input#{ESSAY}").wait_for()
            if first in page.content():
                break
            page.go_back()
        answer = page.locator(f"input#{ESSAY}")
        scheme = page.get_by_text("points, one for each of these")
        expect(scheme).to_be_visible()
        expect(page.get_by_role("heading", name="Marking scheme")).to_be_visible()
        scheme.scroll_into_view_if_needed()
        tops = [part.bounding_box()["y"] for part in (scheme, answer)]
        assert 0 < tops[1] - tops[0] < 900, "scheme above the answer, on one screen"
        assert page.locator("math").count() > 10
        # the page has loaded what the gradebook has: before that it takes no points
        page.locator(f"input#{ESSAY}.needs_manual_grade").wait_for()
        page.locator(f"textarea#{ESSAY}-comment[placeholder]").wait_for()
        answer.fill("4")
        answer.press("Tab")
        page.locator(f"textarea#{ESSAY}-comment").fill("Well put: who is told, and when.")
        page.locator(f"textarea#{ESSAY}-comment").press("Tab")
        end = time.monotonic() + SECONDS
        while waiting(graded)[first] != (4.0, False) and time.monotonic() < end:
            page.wait_for_timeout(100)
        page.close()
        assert waiting(graded)[first] == (4.0, False)
    place = graded / "submitted" / first / LESSON / f"{LESSON}.ipynb"
    place.write_text(
        place.read_text().replace("print('this cell has run')", "print('twice')") + " "
    )
    grade(graded)
    assert waiting(graded)[first][0] == 4.0
