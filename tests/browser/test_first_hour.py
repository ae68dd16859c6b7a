"""Promises of a student's first hour, next day and next update, in a clone of the course."""

import os
import re
import subprocess
from types import SimpleNamespace

import nbformat
import pytest

from grader.workplace.folder import DEFAULT
from tests.browser.clone import backprop, git, lab, publish, short_home, upstream
from tests.browser.lab import LAB, PATIENCE, Lab, until
from tests.submissions import solutions

DOOR, LESSON = "00-start", "01-forward-pass"
NOTEBOOK = f"{LESSON}/{LESSON}.ipynb"
NEWS = ".Toastify__toast, .jp-toast, .jp-Dialog"
WRITE = """([id, source]) => {
    const { widgets } = window.jupyterapp.shell.currentWidget.content;
    widgets.find(cell => cell.model.id === id).model.sharedModel.setSource(source);
}"""
READY = """() => {
    const panel = window.jupyterapp?.shell.currentWidget;
    return panel?.content?.widgets && panel.sessionContext?.session?.kernel?.status === "idle";
}"""


@pytest.fixture(scope="module")
def clone(browser, tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    git(folder, "clone", "-q", upstream(folder / "upstream"), "clone")
    return folder / "clone"


@pytest.fixture(scope="module")
def home():
    """A student's home, on a machine whose npm notes that it was asked."""
    with short_home() as folder, pytest.MonkeyPatch.context() as patch:
        npm = folder / "bin" / "npm"
        npm.parent.mkdir()
        npm.write_text(f"#!/bin/sh\necho $* >> {folder / 'asked'}\n")
        npm.chmod(0o755)
        patch.setenv("PATH", os.pathsep.join([str(npm.parent), os.environ["PATH"]]))
        yield folder


@pytest.fixture(scope="module")
def first(browser, clone, home):
    """The first hour: what was there at the start and after half a lesson, saved."""
    seen = SimpleNamespace()
    with lab(clone, home) as (url, log):
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.set_default_timeout(PATIENCE * 1000)
        page.goto(f"{url}/")
        until(page, READY)
        page.wait_for_timeout(3_000)  # by then the news had asked
        seen.url = page.url.removeprefix(url)
        seen.popups = page.locator(NEWS).all_inner_texts()
        seen.menus = page.locator(".lm-MenuBar-itemLabel").all_inner_texts()
        seen.buttons = page.locator(".jp-NotebookPanel-toolbar").inner_text()
        seen.commands = page.evaluate("window.jupyterapp.commands.listCommands()")
        window = Lab(page, url, front=LAB)
        window.open(NOTEBOOK)
        answer = solutions(LESSON)["neuron"]
        page.evaluate(WRITE, ["neuron", answer])
        window.run_all()
        window.command("docmanager:save")
        window.close()
    seen.said = log.read_text()
    seen.saved = nbformat.read(clone / DEFAULT / NOTEBOOK, as_version=4)
    return seen


def test_the_door_is_open_and_nothing_asks_or_reports(first):
    assert first.url == f"/lab/tree/{DOOR}/{DOOR}.ipynb"
    assert first.popups == []


def test_what_a_student_alone_has_no_use_for_is_not_there(first):
    assert first.menus == ["File", "Edit", "View", "Run", "Kernel", "Tabs", "Settings", "Help"]
    assert [c for c in first.commands if c.startswith(("nbgrader", "jupytext"))] == []
    assert "Validate" in first.buttons


def test_the_terminal_says_where_the_lessons_are_and_reports_no_trouble(first, clone):
    assert first.said.startswith(f"Your lessons are in {clone / DEFAULT}\n")
    for trouble in ("susceptible", "nbgrader_config.py", "exchange directory", "Traceback"):
        assert trouble not in first.said
    own = [line for line in first.said.splitlines() if re.match(r"\[[EC] ", line)]
    assert [line for line in own if "received signal" not in line] == []


def test_a_start_looks_for_no_language_servers(first, home):
    assert not (home / "asked").exists()


def test_widgets_are_saved_with_the_notebook(first):
    state = first.saved.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"]
    assert any("Slider" in model["model_name"] for model in state.values())


def test_git_sees_nothing_of_a_lesson_that_was_opened_and_saved(first, clone):
    assert git(clone, "status", "--porcelain") == ""


@pytest.fixture(scope="module")
def restarted(first, clone, home):
    """The address of the server, started again."""
    with lab(clone, home) as (url, _):
        yield url


@pytest.fixture(scope="module")
def next_day(restarted, browser):
    """The next day: the saved lesson as it is shown before anything has been run."""
    seen = SimpleNamespace()
    window = Lab(browser.new_page(viewport={"width": 1280, "height": 1000}), restarted)
    window.open(NOTEBOOK)
    window.page.wait_for_selector(".jupyter-widgets", state="attached")
    seen.errors = window.errors()
    pictures = window.page.locator(".jp-OutputArea img")
    seen.pictures = pictures.evaluate_all("all => all.map(image => image.naturalWidth)")
    window.close()
    return seen


def test_after_a_restart_widgets_and_pictures_are_there(next_day):
    assert next_day.errors == []
    assert len(next_day.pictures) >= 2 and all(next_day.pictures)


@pytest.fixture(scope="module")
def updated(next_day, clone, home):
    """After a release that changed an exercise and a text: what git and backprop start said."""
    source = clone.parent / "upstream"
    path = source / "lessons" / NOTEBOOK
    release = nbformat.read(path, as_version=4)
    cells = {cell["id"]: cell for cell in release.cells}
    cells["neuron"].source = cells["neuron"].source.replace("def neuron", "# New.\ndef neuron")
    release.cells[0].source = "# Lesson 01, said better"
    nbformat.write(release, path)
    publish(source)
    git(clone, "pull", "-q", "--ff-only")
    command, environment = backprop(clone, home, "start")
    done = subprocess.run(command, cwd=clone, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_update_is_pulled_and_brought_in_with_the_answer(updated, first, clone):
    assert f"{LESSON}: a new version, with your 1 answer; the one before is before/" in updated
    assert "neuron reads differently now" in updated
    now = nbformat.read(clone / DEFAULT / NOTEBOOK, as_version=4)
    answers = {c["id"]: c.source for c in now.cells}
    assert answers["neuron"] == solutions(LESSON)["neuron"]
    assert now.cells[0].source == "# Lesson 01, said better"
    (before,) = (clone / DEFAULT / "before").iterdir()
    assert nbformat.read(before, as_version=4) == first.saved
    assert git(clone, "status", "--porcelain") == ""


def test_the_updated_lesson_runs_in_notebook_7_and_links_to_the_next(updated, restarted, browser):
    window = Lab(browser.new_page(viewport={"width": 1280, "height": 1000}), restarted)
    window.open(NOTEBOOK, front="notebooks")
    window.run_all()
    window.page.wait_for_selector('[aria-label^="Check of neuron: right"]', state="attached")
    assert window.errors() == []
    link = window.page.get_by_role("link", name="lesson 02, the loss")
    link.scroll_into_view_if_needed()
    with window.page.context.expect_page() as opened:
        link.click()
    opened.value.wait_for_url("**/02-loss/02-loss.ipynb*", wait_until="commit")
    opened.value.close()
    window.close()
