"""Promises of every lesson on a student's screen: it runs, shows, answers and validates."""

import shutil

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe

from course.checking import Exercise, Written
from course.exercises import of_lesson
from grader.building.make import lessons
from grader.demo.answers import mistaken
from grader.paths import LESSONS
from tests.browser.lab import write_notebook
from tests.submissions import instructor_notebook

OUTPUT = ".jp-OutputArea-output"


FAILED_ON_PURPOSE = {"00-start": 1}  # how many checks at a lesson's beginning show a mistake


def at_least(lesson):
    """Return how many verdicts a lesson shows at least."""
    return min(5, sum(not isinstance(asked, Written) for asked in of_lesson(lesson)))


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
    labels = verdicts.evaluate_all("all => all.map(v => v.getAttribute('aria-label'))")
    labels = labels[FAILED_ON_PURPOSE.get(lesson, 0) :]
    assert len(labels) >= at_least(lesson)
    assert all("not attempted yet" in label for label in labels)


def test_the_quiz_answers(lab, lesson):
    question = lab.page.locator(".Quiz:has(.MCButton)").first
    question.locator(".MCButton").first.click()
    feedback = question.locator(".Feedback")
    feedback.get_by_text("Right.").or_(feedback.get_by_text("Not quite.")).first.wait_for()


def test_a_card_turns(lab, lesson):
    lab.page.locator(".flip-container").first.click()
    lab.page.locator(".flip-container.flip").wait_for()


def test_a_slider_moves_the_picture(lab, lesson):
    if lab.page.locator("canvas.pad").count():
        pytest.skip("its picture is drawn by hand: see test_digit_pad.py")
    panel = lab.page.locator(".course-panel:has([role=slider])").first
    image = panel.locator("img.widget-image")
    before = image.get_attribute("src")
    panel.locator("[role=slider]").first.focus()
    lab.page.keyboard.press("ArrowRight")
    lab.page.wait_for_function(
        "([image, src]) => image.src !== src", arg=[image.element_handle(), before]
    )


@pytest.mark.parametrize("lesson", ["01-forward-pass"], indirect=True)  # it runs all once more
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


FAULTY = (
    "def stops(*given):\n    raise ValueError('no')\n\n\ncheck({name!r}, {stops})",
    "def unwritten(*given):\n    raise NotImplementedError()\n\n\ncheck({name!r}, {unwritten})",
    "check({name!r}, 7)",
    "check({name!r}, {nothing})",
    "{mistaken}\n\n\ncheck({name!r}, {answer})",
    "progress()",
)


@pytest.fixture(scope="module", params=lessons())
def solved(request, lab, notebooks):
    """A lesson's solved notebook, run, verdicts of every other kind below it; its name."""
    name = request.param
    notebook = instructor_notebook(name)
    exercises = [e for e in of_lesson(name) if isinstance(e, Exercise)]
    first = next((e for e in exercises if not e.functions), exercises[0])
    words = {"stops": "stops", "unwritten": "unwritten", "nothing": "lambda *given: None"}
    if first.functions:
        words = {key: f"({code}, {code})" for key, code in words.items()}
    words |= {"name": first.name, "answer": first.answer_text}
    words["mistaken"] = mistaken(first, first.mistakes[0])
    for source in FAULTY:
        notebook.cells.append(nbformat.v4.new_code_cell(source.format(**words)))
    nbformat.write(notebook, notebooks / f"solved-{name}.ipynb")
    lab.open(f"solved-{name}.ipynb")
    lab.run_all()
    return name


def test_the_instructor_s_notebook_is_right_throughout(lab, solved):
    assert lab.errors() == []
    labels = lab.page.locator('[aria-label^="Check of"]').evaluate_all(
        "all => all.map(v => v.getAttribute('aria-label'))"
    )
    labels = labels[FAILED_ON_PURPOSE.get(solved, 0) : 1 - len(FAULTY)]
    assert len(labels) >= at_least(solved)
    assert all(": right" in label for label in labels)


def faults(page, rules=()):
    """Return what axe-core finds amiss in the notebook's outputs, in a line each.

    rules: the only ones to look at, where not all are.
    JupyterLab's body has no height and hides what overflows, so that axe-core would take all
    text for unseen and judge no contrast.
    """
    page.evaluate("document.body.style.height = '100vh'")
    only = {"runOnly": list(rules)} if rules else None
    found = Axe().run(page, context={"include": [[OUTPUT]]}, options=only).response["violations"]
    return [f"{each['id']}: {node['html'][:300]}" for each in found for node in each["nodes"]]


THEMES = {"JupyterLab Light": (), "JupyterLab Dark": ["color-contrast"]}  # a theme is colours alone


@pytest.mark.parametrize("theme", THEMES)
def test_no_output_shuts_anybody_out(lab, solved, theme):
    """By the rules of axe-core, with verdicts of every kind and a quiz that was answered."""
    states = ("right", "stopped by an error", "not attempted yet", "not checked", "not right yet")
    for state in states:
        assert lab.page.locator(f'[role=status][aria-label*=": {state}"]').count() > 0, state
    for place in (0, 1, 2):
        lab.page.locator(".Quiz").filter(has=lab.page.locator(".MCButton")).first.locator(
            ".MCButton"
        ).nth(place).click()
    lab.set_theme(theme)
    assert faults(lab.page, THEMES[theme]) == []
    lab.set_theme("JupyterLab Light")


def test_what_shuts_people_out_is_found(lab, notebooks):
    faulty = '<p style="color: #eee; background: #fff">pale words</p><input>'
    write_notebook(
        notebooks / "faulty.ipynb", f"from IPython.display import HTML\nHTML({faulty!r})"
    )
    lab.open("faulty.ipynb")
    lab.run_all()
    lab.page.get_by_text("pale words").last.wait_for()
    assert [fault.split(":")[0] for fault in faults(lab.page)] == ["color-contrast", "label"]
    (fault,) = faults(lab.page, ["color-contrast"])
    assert fault.startswith("color-contrast")
