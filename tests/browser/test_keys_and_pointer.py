"""Promises of keys and pointer: what has the focus gets them, in JupyterLab and in Notebook."""

import re
from types import SimpleNamespace

import pytest

from tests.browser.conftest import run_widgets
from tests.browser.lab import Lab, until

CELLS = """() => jupyterapp.shell.currentWidget.content.widgets
    .map(cell => [cell.model.type, cell.model.sharedModel.source])"""
COMMANDS = "mydabxxcvzrj"  # what they do to a notebook whose cell is selected: text, delete, ...
MOVED = ("convolution", "unrolled", "attention", "adversaries", "overfitting")
LATER = (*MOVED, "another pad", "all decks", "another memory")  # of lessons 08 to 13, and the deck
TRIED = ("another neuron", "game", "quiz", "cards", *LATER)


@pytest.fixture(scope="module")
def in_notebook(browser, server, notebooks):
    """The widgets that are tried here in Jupyter Notebook: its page, and name to cell."""
    seven = Lab(browser.new_page(viewport={"width": 1280, "height": 1000}), server)
    yield SimpleNamespace(lab=seven, cells=run_widgets(seven, notebooks, TRIED, "notebooks"))
    seven.close()


@pytest.fixture(scope="module", params=["lab/tree", "notebooks"])
def front(request):
    """The widgets as one of the two shows them: its page, and name to cell."""
    if request.param == "notebooks":
        return request.getfixturevalue("in_notebook")
    cells = request.getfixturevalue("widgets")
    return SimpleNamespace(lab=request.getfixturevalue("lab"), cells=cells)


CONTROLS = {
    "a slider": ("another neuron", "[role=slider]"),
    "a slider's number": ("another neuron", ".course-panel [role=textbox]"),
    "a choice": ("another neuron", ".course-panel select"),
    "a button": ("game", ".course-panel button"),
    "a question's choice": ("quiz", ".Quiz .MCButton"),
    "a question's number": ("quiz", ".Quiz input[type=text]"),
    "a card": ("cards", ".flip-container"),
    "the next card": ("cards", ".next"),
}


@pytest.mark.parametrize("control", CONTROLS)
def test_typing_changes_nothing_of_the_notebook(front, control):
    page = front.lab.page
    before = page.evaluate(CELLS)
    cell, place = CONTROLS[control]
    front.cells[cell].locator(place).first.focus()
    for key in COMMANDS:
        page.keyboard.press(key)
    page.wait_for_timeout(100)
    assert page.evaluate(CELLS) == before


@pytest.mark.parametrize(
    ("key", "value"), [("ArrowRight", "1.10"), ("ArrowLeft", "0.90"), ("ArrowUp", "1.10")]
)
def test_arrow_keys_move_the_slider_and_not_the_cell(front, key, value):
    page, cell = front.lab.page, front.cells["another neuron"]
    number = cell.locator("[role=textbox][aria-label^='weight w1']")
    number.fill("1")
    number.press("Enter")
    slider = cell.locator("[role=slider][aria-label='weight w1']")
    active = "jupyterapp.shell.currentWidget.content.activeCellIndex"
    before = page.evaluate(active)
    slider.press(key)
    until(
        page,
        "([slider, value]) => slider.getAttribute('aria-valuetext') === value",
        [slider.element_handle(), value],
    )
    assert slider.evaluate("slider => slider === document.activeElement")
    assert page.evaluate(active) == before


KINDS = ("[role=slider]", "[role=textbox]", "select", "button", "input", "canvas[tabindex]")


def test_typing_on_a_control_of_each_kind_changes_nothing_of_the_notebook(front):
    page = front.lab.page
    front.cells["another memory"].locator(".course-memory button").nth(11).wait_for()
    outputs = [front.cells[name].locator(".jp-OutputArea").first for name in LATER]
    found = [output.locator(f"{kind}:visible") for output in outputs for kind in KINDS]
    controls = [each.first for each in found if each.count()]
    assert len(controls) >= 2 * len(LATER)
    before = page.evaluate(CELLS)
    for control in controls:
        control.focus()
        page.keyboard.type(COMMANDS)
        told = control.evaluate("element => element.outerHTML.slice(0, 200)")
        assert page.evaluate(CELLS) == before, told


@pytest.mark.parametrize("name", MOVED)
def test_arrow_keys_move_a_slider_and_its_picture_and_not_the_cell(front, name):
    page, active = front.lab.page, "jupyterapp.shell.currentWidget.content.activeCellIndex"
    panel = front.cells[name].locator(".course-panel:has(img.widget-image):has([role=slider])")
    slider = panel.locator("[role=slider]").first
    slider.focus()
    cell = page.evaluate(active)
    was = slider.get_attribute("aria-valuetext"), panel.locator("img").get_attribute("src")
    at_its_end = slider.get_attribute("aria-valuenow") == slider.get_attribute("aria-valuemax")
    slider.press("ArrowLeft" if at_its_end else "ArrowRight")
    until(
        page,
        """([slider, image, [value, src]]) =>
            slider.getAttribute("aria-valuetext") !== value && image.src !== src""",
        [slider.element_handle(), panel.locator("img").element_handle(), was],
    )
    assert page.evaluate(active) == cell


def test_the_row_under_the_pointer_is_the_one_that_is_told(front):
    cell = front.cells["attention"]
    image, readout = (cell.locator(f".course-panel {x}") for x in ("img", ".course-readout"))
    image.scroll_into_view_if_needed()
    for share, word in ((0.55, "erred"), (0.30, "the"), (0.37, "weight")):
        box = image.bounding_box()
        front.lab.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + share * box["height"])
        readout.get_by_text(re.compile(f"“{word}” looks at")).wait_for()
    assert front.lab.errors() == []
