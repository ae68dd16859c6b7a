"""Promises of the pad on a student's screen: drawn by mouse, finger or keys, it is read."""

import numpy as np
import pytest

from tests.drawn_digits import DRAWN


class Pad:
    """The pad as it is shown, and three ways to draw on it."""

    def __init__(self, page, cell):
        self.page, self.cell = page, cell
        self.canvas = cell.locator("canvas.pad")
        self.told = cell.locator(".course-pad .told")

    def wipe(self):
        self.cell.locator(".course-pad button").click()
        self.told.filter(has_text="Draw a digit: with").wait_for()

    def _points(self, stroke):
        box = self.canvas.bounding_box()
        return np.asarray(stroke) * [box["width"], box["height"]] + [box["x"], box["y"]]

    def by_mouse(self, strokes):
        for stroke in strokes:
            first, *others = self._points(stroke)
            self.page.mouse.move(*first)
            self.page.mouse.down()
            for point in [*others[1:-1:2], others[-1]]:  # each is told to the kernel and answered
                self.page.mouse.move(*point)
            self.page.mouse.up()

    def by_finger(self, strokes):
        session = self.page.context.new_cdp_session(self.page)
        session.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
        for stroke in strokes:
            kinds = ["touchStart"] + ["touchMove"] * (len(stroke) - 1)
            for kind, (x, y) in zip(kinds, self._points(stroke), strict=True):
                place = [{"x": float(x), "y": float(y)}]
                session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": place})
            session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        session.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
        session.detach()

    def said(self):
        """Return what is said once it no longer changes."""
        self.page.wait_for_function(
            """told => {
                const now = told.textContent;
                const steady = now.includes("says") && now === window.saidBefore;
                window.saidBefore = now;
                return steady;
            }""",
            arg=self.told.element_handle(),
            polling=400,
        )
        return self.told.inner_text()


@pytest.fixture(scope="module")
def pad(lab, widgets):
    pad = Pad(lab.page, widgets["pad"])
    pad.canvas.wait_for()
    pad.canvas.scroll_into_view_if_needed()
    return pad


@pytest.fixture(autouse=True)
def no_errors(lab, pad):
    yield
    assert lab.errors() == []


def test_eight_of_ten_digits_that_a_mouse_draws_are_read(pad):
    right = 0
    for digit, strokes in DRAWN:
        pad.wipe()
        pad.by_mouse(strokes)
        right += f"says {digit} " in pad.said()
    assert right >= 8


def test_a_finger_draws_as_well(pad):
    pad.wipe()
    pad.by_finger(DRAWN[0][1])
    assert "says 0 " in pad.said()


def test_keys_draw_a_1_and_leave_the_notebook_alone(pad, lab):
    pad.wipe()
    before = lab.page.locator(".jp-Cell").count()
    pad.canvas.focus()
    pad.page.keyboard.press("Space")
    for _ in range(18):
        pad.page.keyboard.press("ArrowDown")
    assert "says 1 " in pad.said()
    pad.page.keyboard.press("Backspace")
    pad.told.filter(has_text="Draw a digit: with").wait_for()
    assert lab.page.locator(".jp-Cell").count() == before


def test_bars_and_image_say_the_same_as_the_words(pad):
    pad.wipe()
    pad.by_mouse(DRAWN[8][1])
    said = pad.said()
    first = pad.cell.locator(".course-pad .first")
    assert f"says {first.locator('span').first.inner_text()} " in said
    assert first.locator("span").last.inner_text() in said
    assert "arrows move the pen" in pad.canvas.get_attribute("aria-label")
