"""Promises of the keyboard: what has the focus gets the keys, in JupyterLab and in Notebook."""

import pytest

from tests.browser.lab import write_notebook

CELLS = """() => jupyterapp.shell.currentWidget.content.widgets
    .map(cell => [cell.model.type, cell.model.sharedModel.source])"""
COMMANDS = "mydabxxcvzrj"  # what they do to a notebook whose cell is selected: text, delete, ...


@pytest.fixture(scope="module", params=["lab/tree", "notebooks"])
def page(request, lab, notebooks):
    sources = (
        "from course.widgets import descent_game, neuron_widget\nneuron_widget()",
        "descent_game()",
        "from course import cards, quiz\nquiz('01-forward-pass')",
        "cards('01-forward-pass')",
    )
    write_notebook(notebooks / "keys.ipynb", *sources)
    lab.open("keys.ipynb", request.param)
    lab.run_all()
    lab.page.locator("[role=slider][aria-label='weight w1']").wait_for()
    return lab.page


CONTROLS = {
    "a slider": "[role=slider] >> nth=0",
    "a slider's number": ".course-panel [role=textbox] >> nth=0",
    "a choice": ".course-panel select >> nth=0",
    "a button": ".course-panel button >> nth=0",
    "a question's choice": ".Quiz .MCButton >> nth=0",
    "a question's number": ".Quiz input[type=text] >> nth=0",
    "a card": ".flip-container >> nth=0",
    "the next card": ".next >> nth=0",
}


@pytest.mark.parametrize("control", CONTROLS)
def test_typing_changes_nothing_of_the_notebook(page, control):
    before = page.evaluate(CELLS)
    page.locator(CONTROLS[control]).focus()
    for key in COMMANDS:
        page.keyboard.press(key)
    page.wait_for_timeout(100)
    assert page.evaluate(CELLS) == before


@pytest.mark.parametrize(
    ("key", "value"), [("ArrowRight", "1.10"), ("ArrowLeft", "0.90"), ("ArrowUp", "1.10")]
)
def test_arrow_keys_move_the_slider_and_not_the_cell(page, key, value):
    number = page.locator("[role=textbox][aria-label^='weight w1']")
    number.fill("1")
    number.press("Enter")
    slider = page.locator("[role=slider][aria-label='weight w1']")
    active = "jupyterapp.shell.currentWidget.content.activeCellIndex"
    before = page.evaluate(active)
    slider.press(key)
    page.wait_for_function(
        "([slider, value]) => slider.getAttribute('aria-valuetext') === value",
        arg=[slider.element_handle(), value],
    )
    assert slider.evaluate("slider => slider === document.activeElement")
    assert page.evaluate(active) == before
