"""Generator and discriminator at work: in three duels kept, and while one's own goes on."""

import numpy as np
from ipywidgets import Checkbox, Dropdown, SelectionSlider

from course.examples.clouds import blobs_held, sectors_held
from course.plots.adversaries import draw_scene, show_scene
from course.widgets.adversaries_runs import DUELS, SHOWN, STEPS, kept, scene
from course.widgets.moving import DrawnPicture
from course.widgets.panel import Panel
from course.widgets.watching import watch

CAPTION = "Light is where the discriminator takes a point for real, dark where for a fake."


class DuelPicture(DrawnPicture):
    """Real points, fakes, arrows at some of them, and the discriminator's belief behind."""

    def __init__(self):
        super().__init__(
            4.6,
            4.5,
            "Real points as green crosses and fakes as blue dots in a plane that is light where "
            "the discriminator takes a point for real and dark where for a fake; orange arrows "
            "say which way its gradient pushes the fakes.",
        )

    def draw(self, figure):
        return draw_scene(figure.add_subplot(), figure)

    def show_kept(self, step, duel, arrows):
        """Show a duel that was kept after a step; return the readout."""
        belief, real, fakes, pushed = kept(duel, step)
        show_scene(self.moving, belief, real, fakes, pushed if arrows else pushed[:0])
        shape = DUELS[duel].data.__name__
        return f"after {step:,} step{'s' * (step != 1)}, {held(shape, fakes)}"


def held(shape, fakes):
    """Say how much of a shape's real points the fakes (n, 2) imitate."""
    if shape == "ring":
        return f"{sectors_held(fakes)} of 8 parts of the ring hold fakes"
    return f"{blobs_held(fakes)} of 4 blobs hold fakes"


def adversaries_widget():
    """Return the pictures of three duels, step by step."""
    picture = DuelPicture()
    controls = {
        "step": SelectionSlider(
            options=[(f"{s:,}", s) for s in STEPS], value=100, description="step"
        ),
        "duel": Dropdown(options=list(DUELS), description="duel"),
        "arrows": Checkbox(True, description="arrows"),
    }
    return Panel(picture, controls, picture.show_kept, caption=CAPTION)


def watch_adversaries(advance, generator, discriminator, data, steps):
    """Train by calling `advance()` and show both players meanwhile; return how often it was called.

    data: (n, rng) to real points (n, 2), `clouds.blobs` or `clouds.ring`.
    """
    picture, rng = DuelPicture(), np.random.default_rng(2)
    real, z = data(SHOWN, rng), rng.normal(size=(SHOWN, 2))

    def show():
        now = scene(generator, discriminator, real, z)
        show_scene(picture.moving, *now)
        return f"{held(data.__name__, now[2])}."

    return watch(picture, advance, steps, show, caption=CAPTION)
