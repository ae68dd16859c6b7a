"""The deck and the memory game in JupyterLab, by keyboard and by mouse."""

import json

import pytest

from tests.browser.lab import write_notebook
from tests.browser.test_lessons import faults

DECK = "from course import deck\ndeck('01-forward-pass')"
GAME = (
    "import random\nfrom course import memory_game\n"
    "memory_game('01-forward-pass', rng=random.Random(2))"
)


@pytest.fixture(scope="module")
def page(lab, notebooks):
    write_notebook(notebooks / "practice.ipynb", DECK, GAME)
    lab.open("practice.ipynb")
    lab.run_all()
    assert lab.errors() == []
    lab.page.locator(".course-memory button").nth(11).wait_for()
    return lab.page


def pressed(page, key, said):
    page.keyboard.press(key)
    page.locator(".course-readout[role=status]").first.get_by_text(said).wait_for()


def test_a_card_is_turned_and_answered_by_keys_and_kept(page, notebooks):
    page.get_by_role("button", name="turn the card").focus()
    pressed(page, "Enter", "A weighted sum plus a bias")
    page.keyboard.press("Tab")
    pressed(page, "Space", "Known: it comes back in 1 day.")
    assert page.evaluate("document.activeElement.textContent") == "I knew it"
    ((box, _),) = json.loads((notebooks / "cards.json").read_text())["cards"].values()
    assert box == 1


def test_tiles_open_by_key_and_by_click_and_stay_under_the_keyboard(page):
    tiles = page.locator(".course-memory button")
    told = page.locator(".course-memory .course-readout[role=status]")
    tiles.nth(0).focus()
    page.keyboard.press("Enter")
    told.get_by_text("Open: ").wait_for()
    assert tiles.nth(0).inner_text() != "tile 1"
    assert tiles.nth(0).evaluate("tile => tile === document.activeElement")
    tiles.nth(5).click()
    told.get_by_text("pair:").wait_for()


def test_neither_shuts_anybody_out(page):
    assert faults(page) == []
