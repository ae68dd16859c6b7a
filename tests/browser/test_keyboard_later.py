"""Promises of the keyboard on what lessons 08 to 13 and the deck show, in both front ends."""

import pytest

from tests.browser.lab import write_notebook
from tests.browser.test_keyboard import CELLS, COMMANDS

SHOWN = (
    "convolution_widget()",
    "unrolled_widget()",
    "attention_widget()",
    "adversaries_widget()",
    "overfitting_widget()",
    "digit_widget(lambda x: [0] * len(x))",
    "deck('all')",
    "memory_game('01-forward-pass')",
)
KINDS = ("[role=slider]", "[role=textbox]", "select", "button", "input", "canvas[tabindex]")


@pytest.fixture(scope="module", params=["lab/tree", "notebooks"])
def page(request, lab, notebooks):
    names = ", ".join(source.split("(")[0] for source in SHOWN)
    first, *rest = SHOWN
    write_notebook(notebooks / "later.ipynb", f"from course import {names}\n{first}", *rest)
    lab.open("later.ipynb", request.param)
    lab.run_all()
    assert lab.errors() == []
    lab.page.locator(".course-memory button").nth(11).wait_for()
    return lab.page


def test_typing_on_a_control_of_each_kind_changes_nothing_of_the_notebook(page):
    outputs = page.locator(".jp-OutputArea").all()
    found = [output.locator(f"{kind}:visible") for output in outputs for kind in KINDS]
    controls = [each.first for each in found if each.count()]
    assert len(controls) >= 2 * len(SHOWN)
    before = page.evaluate(CELLS)
    for control in controls:
        control.focus()
        page.keyboard.type(COMMANDS)
        told = control.evaluate("element => element.outerHTML.slice(0, 200)")
        assert page.evaluate(CELLS) == before, told


def test_arrow_keys_move_every_slider_and_its_picture_and_not_the_cell(page):
    active = "jupyterapp.shell.currentWidget.content.activeCellIndex"
    panels = page.locator(".course-panel:has(img.widget-image):has([role=slider])")
    assert panels.count() == 5
    for panel in panels.all():
        slider = panel.locator("[role=slider]").first
        slider.focus()
        cell = page.evaluate(active)
        was = slider.get_attribute("aria-valuetext"), panel.locator("img").get_attribute("src")
        at_its_end = slider.get_attribute("aria-valuenow") == slider.get_attribute("aria-valuemax")
        slider.press("ArrowLeft" if at_its_end else "ArrowRight")
        page.wait_for_function(
            """([slider, image, [value, src]]) =>
                slider.getAttribute("aria-valuetext") !== value && image.src !== src""",
            arg=[slider.element_handle(), panel.locator("img").element_handle(), was],
        )
        assert page.evaluate(active) == cell
