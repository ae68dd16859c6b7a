"""Promises of the neuron widget on a student's screen."""

import base64
import io

import pytest
from PIL import Image

from tests.browser.lab import until

READ_PICTURE = """async image => {
    const bytes = new Uint8Array(await (await fetch(image.src)).arrayBuffer());
    return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(""));
}"""

READ_FOCUSED_LABEL = """() => {
    const control = document.activeElement.closest(".widget-inline-hbox");
    return control?.querySelector("label").innerText;
}"""


class Screen:
    """The widget as it is shown: its picture, its readout, its controls."""

    def __init__(self, page, cell):
        self.page, self.cell = page, cell
        self.image = cell.locator("img.widget-image")
        self.sliders = cell.locator("[role=slider]")

    def picture(self):
        data = base64.b64decode(self.image.evaluate(READ_PICTURE))
        return Image.open(io.BytesIO(data)).convert("RGB")

    def changed_by(self, move):
        """Return the picture that `move()` brings."""
        before = self.image.get_attribute("src")
        move()
        changed = "([image, src]) => image.src !== src && image.complete"
        until(self.page, changed, [self.image.element_handle(), before])
        return self.picture()


@pytest.fixture(scope="module")
def screen(lab, widgets):
    screen = Screen(lab.page, widgets["neuron"])
    screen.image.wait_for()
    return screen


@pytest.fixture(autouse=True)
def no_errors(lab, screen):
    yield
    assert lab.errors() == []


def test_the_picture_is_there_with_words_in_its_place(screen):
    assert len(screen.picture().getcolors(maxcolors=100_000)) > 100
    assert "One neuron with two inputs" in screen.image.get_attribute("title")


def test_every_slider_moves_the_picture_by_keyboard(screen):
    for index in range(3):
        before = screen.picture()
        screen.sliders.nth(index).focus()
        after = screen.changed_by(lambda: screen.page.keyboard.press("ArrowRight"))
        assert after.tobytes() != before.tobytes()


def test_tab_reaches_every_control(screen):
    screen.sliders.first.focus()
    reached = set()
    for _ in range(7):  # a slider's handle and its number take the focus one after the other
        reached.add(screen.page.evaluate(READ_FOCUSED_LABEL))
        screen.page.keyboard.press("Tab")
    assert reached == {"weight w1", "weight w2", "bias b", "activation"}


def test_another_activation_changes_the_picture(screen):
    before = screen.picture()
    choice = screen.cell.get_by_label("activation")
    assert screen.changed_by(lambda: choice.select_option("ReLU")).tobytes() != before.tobytes()


def test_the_readout_follows_the_sliders(screen):
    readout = screen.cell.get_by_text("points on the right side")
    before = readout.inner_text()
    screen.sliders.nth(2).focus()
    screen.changed_by(lambda: screen.page.keyboard.press("End"))
    screen.cell.get_by_text(before).wait_for(state="detached")
    assert "points on the right side" in readout.inner_text()
