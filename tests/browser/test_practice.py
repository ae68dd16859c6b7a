"""The deck and the memory game in JupyterLab, by keyboard and by mouse."""

import json

import pytest

from tests.browser.accessibility import faults


@pytest.fixture(scope="module")
def page(lab, widgets):
    widgets["memory"].locator(".course-memory button").nth(11).wait_for()
    return lab.page


def test_a_card_is_turned_and_answered_by_keys_and_kept(page, widgets, notebooks):
    deck = widgets["deck"]
    told = deck.locator(".course-readout[role=status]")
    deck.get_by_role("button", name="turn the card").focus()
    page.keyboard.press("Enter")
    told.get_by_text("A weighted sum plus a bias").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    told.get_by_text("Known: it comes back in 1 day.").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "I knew it"
    ((box, _),) = json.loads((notebooks / "cards.json").read_text())["cards"].values()
    assert box == 1


def test_tiles_open_by_key_and_by_click_and_stay_under_the_keyboard(page, widgets):
    tiles = widgets["memory"].locator(".course-memory button")
    told = widgets["memory"].locator(".course-memory .course-readout[role=status]")
    tiles.nth(0).focus()
    page.keyboard.press("Enter")
    told.get_by_text("Open: ").wait_for()
    assert tiles.nth(0).inner_text() != "tile 1"
    assert tiles.nth(0).evaluate("tile => tile === document.activeElement")
    tiles.nth(5).click()
    told.get_by_text("pair:").wait_for()


def test_neither_shuts_anybody_out(page):
    assert faults(page) == []
