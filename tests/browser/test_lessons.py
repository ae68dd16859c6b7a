"""Promises of every lesson on a student's screen: it runs, shows, answers and validates."""

import shutil

import pytest

from grader.building.make import lessons
from grader.paths import LESSONS, SOLUTIONS

OUTPUT = ".jp-OutputArea-output"


@pytest.fixture(scope="module", params=lessons())
def lesson(request, lab, notebooks):
    """A lesson's untouched notebook, run from top to bottom; its name."""
    name = request.param
    shutil.copy(LESSONS / name / f"{name}.ipynb", notebooks)
    lab.open(f"{name}.ipynb")
    lab.run_all()
    return name


def test_it_runs_from_top_to_bottom_without_an_error(lab, lesson):
    assert lab.errors() == []


def test_everything_that_is_to_be_shown_is_shown(lab, lesson):
    empty = lab.page.evaluate(
        """() => window.jupyterapp.shell.currentWidget.content.widgets
            .filter(cell => (cell.model.getMetadata("tags") || []).includes("demo"))
            .filter(cell => {
                const output = cell.node.querySelector(".jp-Cell-outputWrapper");
                return !output || output.getBoundingClientRect().height < 15;
            })
            .map(cell => cell.model.sharedModel.source)"""
    )
    assert empty == []
    assert lab.page.locator("img").evaluate_all("all => all.every(i => i.naturalWidth > 0)")


def test_every_exercise_says_that_it_is_not_attempted(lab, lesson):
    verdicts = lab.page.locator('[aria-label^="Check of"]')
    assert verdicts.count() >= 5
    for label in verdicts.evaluate_all("all => all.map(v => v.getAttribute('aria-label'))"):
        assert "not attempted yet" in label


def test_the_quiz_answers(lab, lesson):
    question = lab.page.locator(".Quiz:has(.MCButton)").first
    question.locator(".MCButton").first.click()
    feedback = question.locator(".Feedback")
    feedback.get_by_text("Right.").or_(feedback.get_by_text("Not quite.")).first.wait_for()


def test_a_card_turns(lab, lesson):
    lab.page.locator(".flip-container").first.click()
    lab.page.locator(".flip-container.flip").wait_for()


def test_a_slider_moves_the_picture(lab, lesson):
    image = lab.page.locator("img.widget-image").first
    before = image.get_attribute("src")
    lab.page.locator("[role=slider]").first.focus()
    lab.page.keyboard.press("ArrowRight")
    lab.page.wait_for_function(
        "([image, src]) => image.src !== src", arg=[image.element_handle(), before]
    )


def test_validate_tells_what_is_still_to_do(lab, lesson):
    lab.page.get_by_text("Validate", exact=True).click()
    dialog = lab.page.locator(".jp-Dialog")
    dialog.wait_for(timeout=120_000)
    lab.page.wait_for_function(
        "() => /failed|passed|success/i.test(document.querySelector('.jp-Dialog').innerText)",
        timeout=120_000,
    )
    assert "failed" in dialog.inner_text().lower()
    dialog.get_by_role("button").last.click()


@pytest.mark.parametrize("name", lessons())
def test_the_instructor_s_notebook_is_right_throughout(lab, notebooks, name):
    shutil.copy(SOLUTIONS / name / f"{name}.ipynb", notebooks / f"solved-{name}.ipynb")
    lab.open(f"solved-{name}.ipynb")
    lab.run_all()
    assert lab.errors() == []
    labels = lab.page.locator('[aria-label^="Check of"]').evaluate_all(
        "all => all.map(v => v.getAttribute('aria-label'))"
    )
    assert len(labels) >= 5
    assert all(": right" in label for label in labels)
