"""A learning curve that grows while a network trains, with the seconds that are left."""

import time

import numpy as np
from IPython.display import display
from ipywidgets import HTML, VBox

from course.plots.style import FORWARD, TARGET, course_style, new_figure, still_picture
from course.widgets.moving import MovingPicture

LOOK_SECONDS = 0.2  # between two pictures: a picture takes some 15 ms


class LearningCurve:
    """Goes through epochs, and shows the share right on both sides of a split as it grows.

    with learning_curve(60) as curve:
        for epoch in curve:
            ...
            curve.add(right_of_the_seen, right_of_the_unseen)

    Interrupt the kernel to stop: the picture stays as it is, and what was learned so far as well.
    """

    def __init__(self, epochs, lowest=0.8):
        self.epochs, self.seen, self.unseen = epochs, [], []
        figure = new_figure(
            7,
            3.6,
            "The share of digits that is right after each epoch, of the seen and the unseen.",
        )
        with course_style():
            ax = figure.add_subplot(
                xlim=(0, epochs), ylim=(lowest, 1.005), xlabel="epoch", ylabel="share right"
            )
            (seen,) = ax.plot([], [], color=FORWARD, label="seen")
            (unseen,) = ax.plot([], [], "--", color=TARGET, label="unseen")
            ax.legend(loc="lower right")
        self.picture = MovingPicture(figure, {"seen": seen, "unseen": unseen})
        self.words = HTML()
        self.words.add_class("course-readout")

    def __enter__(self):
        self.picture.refresh()
        self._began = self._looked = time.monotonic()
        self._place = display(_Shown(self), display_id=True)
        return self

    def __iter__(self):
        return iter(range(1, self.epochs + 1))

    def add(self, seen, unseen):
        """Add the shares right after an epoch, and show them where it is time to."""
        self.seen.append(seen)
        self.unseen.append(unseen)
        now = time.monotonic()
        if now - self._looked > LOOK_SECONDS:
            self._looked = now
            done = len(self.seen)
            left = (now - self._began) / done * (self.epochs - done)
            self._show(f"epoch {done} of {self.epochs}, about {left:.0f} s left")

    def __exit__(self, kind, error, traceback):
        stopped = kind is not None and issubclass(kind, KeyboardInterrupt)
        if kind is None or stopped:
            how = "stopped" if stopped else "done"
            self._show(f"{how} after {len(self.seen)} of {self.epochs} epochs")
            if self._place:  # outside of a notebook there is none
                self._place.update(_Shown(self))  # what is kept of it is the last picture
        return stopped

    def _show(self, words):
        epochs = np.arange(1, len(self.seen) + 1)
        self.picture["seen"].set_data(epochs, self.seen)
        self.picture["unseen"].set_data(epochs, self.unseen)
        self.picture.refresh()
        if self.seen:
            words += f": {self.seen[-1]:.3f} of the seen right, {self.unseen[-1]:.3f} of the unseen"
        self.words.value = f"<b>{words}</b>"


class _Shown(VBox):
    """The picture and its words; for those who have no kernel, the picture that there is."""

    def __init__(self, curve):
        self._curve = curve
        super().__init__([curve.picture.image, curve.words])

    def _repr_mimebundle_(self, **kwargs):
        picture = self._curve.picture
        still, about = still_picture(picture.still(), picture.figure.description, picture.width)
        return super()._repr_mimebundle_(**kwargs) | still, about


learning_curve = LearningCurve
