"""Promises of every lesson on a student's screen: it runs, shows, answers and validates."""

import nbformat
import pytest

from course.checking import Exercise, Written
from course.exercises import of_lesson
from grader.building.make import lessons
from grader.demo.answers import mistaken
from tests.browser.accessibility import faults, leave_the_outputs_alone
from tests.browser.lab import DARK, LIGHT, until, write_notebook
from tests.submissions import instructor_notebook, student_notebook

FAILED_ON_PURPOSE = {"00-start": 1}  # how many checks at a lesson's beginning show a mistake
BELOW = "below"  # the tag of what a lesson gets below it here; another one says what it is
FAULTY = (
    "def stops(*given):\n    raise ValueError('no')\n\n\ncheck({name!r}, {stops})",
    "def unwritten(*given):\n    raise NotImplementedError()\n\n\ncheck({name!r}, {unwritten})",
    "check({name!r}, 7)",
    "check({name!r}, {nothing})",
    "{mistaken}\n\n\ncheck({name!r}, {answer})",
)
LABELS = """() => window.jupyterapp.shell.currentWidget.content.widgets.flatMap(cell =>
    [...cell.node.querySelectorAll('[aria-label^="Check of"]')].map(verdict =>
        [cell.model.getMetadata("tags") || [], verdict.getAttribute("aria-label")]))"""


def answered(lesson):
    """Return name to a source that answers and checks it, of all that is not a dilemma."""
    sources, waiting = {}, []
    names = iter(asked.name for asked in of_lesson(lesson) if not isinstance(asked, Written))
    for cell in instructor_notebook(lesson).cells:
        if {"exercise", "check"} & set(cell.metadata.get("tags", [])):
            waiting.append(cell.source)
        if "check" in cell.metadata.get("tags", []):
            sources[next(names)], waiting = "\n\n\n".join(waiting), []
    return sources


def faulty(first):
    """Return sources whose checks bring verdicts of every kind but the right one."""
    words = {"stops": "stops", "unwritten": "unwritten", "nothing": "lambda *given: None"}
    if first.functions:
        words = {key: f"({code}, {code})" for key, code in words.items()}
    words |= {"name": first.name, "answer": first.answer_text}
    words["mistaken"] = mistaken(first, first.mistakes[0])
    return [source.format(**words) for source in FAULTY]


def below(lesson):
    """Return cells for below a lesson: right answers, the first one's after wrong ones."""
    right = answered(lesson)
    exercises = [e for e in of_lesson(lesson) if isinstance(e, Exercise)]
    first = next((e for e in exercises if not e.functions), exercises[0])
    wrong = [*faulty(first), "progress()"]
    sources = [(source, "right") for name, source in right.items() if name != first.name]
    sources += [(source, "wrong") for source in wrong] + [(right[first.name], "right")]
    return [
        nbformat.v4.new_code_cell(source, metadata={"tags": [BELOW, kind]})
        for source, kind in sources
    ]


@pytest.fixture(scope="module", params=lessons())
def lesson(request, lab, notebooks):
    """A lesson's untouched notebook and answers below it, run from top to bottom; its name."""
    name = request.param
    notebook = student_notebook(name)
    notebook.cells += below(name)
    nbformat.write(notebook, notebooks / f"{name}.ipynb")
    lab.open(f"{name}.ipynb")
    lab.run_all()
    return name


def verdicts(lab, tag=None):
    """Return the labels of verdicts in what was put below with this tag, or in the lesson."""
    told = lab.page.evaluate(LABELS)
    return [label for tags, label in told if (tag in tags if tag else BELOW not in tags)]


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
    labels = verdicts(lab)[FAILED_ON_PURPOSE.get(lesson, 0) :]
    assert len(labels) == len(answered(lesson)) > 0
    assert all("not attempted yet" in label for label in labels)


def test_a_right_answer_is_told_to_be_right(lab, lesson):
    labels = verdicts(lab, "right")
    assert len(labels) == len(answered(lesson))
    for name in answered(lesson):
        assert any(label.startswith(f"Check of {name}: right") for label in labels)


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
    until(lab.page, "([image, src]) => image.src !== src", [image.element_handle(), before])


DUEL = """g, d = new_pair(rng)
watch_adversaries(
    lambda: duel(g, d, clouds.blobs(128, rng), rng), g, d, clouds.blobs, steps={}"""
TRAINED = {  # what tells a cell that trains how long to, and what has it train for minutes
    "09-convolution": ("learn_bars(seed=0)", "learn_bars(seed=0, epochs=15_000)"),
    "10-recurrence": ("(x, labels), 150, text=RHYME", "(x, labels), 150_000, text=RHYME"),
    "11-attention": ("weights, 300, rows=", "weights, 300_000, rows="),
    "12-adversaries": (DUEL.format("1500"), DUEL.format("150_000")),
    "13-your-own-network": ("learning_curve(40)", "learning_curve(40_000)"),
}
RUN_LAST = """source => {
    const { content } = window.jupyterapp.shell.currentWidget;
    content.activeCellIndex = content.widgets.length - 1;
    content.activeCell.model.sharedModel.setSource(source);
    void window.jupyterapp.commands.execute("notebook:run-cell");
}"""


@pytest.mark.parametrize("lesson", TRAINED, indirect=True)
def test_what_trains_moves_tells_the_seconds_left_and_can_be_stopped(lab, lesson):
    words, longer = TRAINED[lesson]
    (cell,) = (cell for cell in student_notebook(lesson).cells if words in cell.source)
    lab.page.evaluate(RUN_LAST, cell.source.replace(words, longer))
    last = lab.page.locator(".jp-CodeCell").last
    image = last.locator("img.widget-image")
    image.wait_for()
    pictures = [image.get_attribute("src")]
    for _ in range(2):
        changed = "([image, src]) => image.src !== src && image.complete && image.naturalWidth"
        until(lab.page, changed, [image.element_handle(), pictures[-1]])
        pictures.append(image.get_attribute("src"))
    readout = last.locator(".course-readout")
    assert "s left" in readout.inner_text()
    lab.command("notebook:interrupt-kernel")
    lab.wait_until_idle()
    readout.get_by_text("stopped after").wait_for()
    assert lab.errors() == []


def test_no_output_shuts_anybody_out(lab, lesson):
    """By the rules of axe-core, with verdicts of every kind and a quiz that was answered.

    In the theme that is there, then in the other one, where the next lesson begins: a theme is
    colours alone. It is a lesson's last test: only the outputs are left.
    """
    states = ("right", "stopped by an error", "not attempted yet", "not checked", "not right yet")
    for state in states:
        assert lab.page.locator(f'[role=status][aria-label*=": {state}"]').count() > 0, state
    question = lab.page.locator(".Quiz:has(.MCButton)").first
    for place in (0, 1, 2):
        question.locator(".MCButton").nth(place).click()
    leave_the_outputs_alone(lab.page)
    found = {lab.theme: faults(lab.page)}
    lab.set_theme(DARK if lab.theme == LIGHT else LIGHT)
    found[lab.theme] = faults(lab.page, ["color-contrast"])
    assert found == {LIGHT: [], DARK: []}


def test_what_shuts_people_out_is_found(lab, notebooks):
    faulty = '<p style="color: #eee; background: #fff">pale words</p><input>'
    write_notebook(
        notebooks / "faulty.ipynb", f"from IPython.display import HTML\nHTML({faulty!r})"
    )
    lab.open("faulty.ipynb")
    lab.run_all()
    lab.page.get_by_text("pale words").last.wait_for()
    leave_the_outputs_alone(lab.page)
    assert [fault.split(":")[0] for fault in faults(lab.page)] == ["color-contrast", "label"]
    (fault,) = faults(lab.page, ["color-contrast"])
    assert fault.startswith("color-contrast")


def test_validate_tells_what_is_still_to_do(lab, notebooks):
    """In the first lesson up to its first check: it runs all once more."""
    notebook = student_notebook("01-forward-pass")
    tags = [cell.metadata.get("tags", []) for cell in notebook.cells]
    first = next(place for place, found in enumerate(tags) if "check" in found)
    notebook.cells = notebook.cells[: first + 1]
    nbformat.write(notebook, notebooks / "validated.ipynb")
    lab.open("validated.ipynb")
    lab.page.get_by_text("Validate", exact=True).click()
    dialog = lab.page.locator(".jp-Dialog")
    dialog.wait_for()
    until(
        lab.page,
        "() => /failed|passed|success/i.test(document.querySelector('.jp-Dialog').innerText)",
    )
    assert "failed" in dialog.inner_text().lower()
    dialog.get_by_role("button").last.click()
