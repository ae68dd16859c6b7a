"""A learning curve that grows while a network trains, with the seconds that are left."""

import numpy as np

from course.plots.style import FORWARD, TARGET, course_style, new_figure
from course.widgets.moving import MovingPicture
from course.widgets.watching import Watched


class LearningCurve(Watched):
    """Goes through epochs, and shows the share right on both sides of a split as it grows.

    with learning_curve(60) as curve:
        for epoch in curve:
            ...
            curve.add(right_of_the_seen, right_of_the_unseen)

    Interrupt the kernel to stop: the picture stays as it is, and what was learned so far as well.
    """

    every, unit = 0.2, "epoch"

    def __init__(self, epochs, lowest=0.8):
        self.seen, self.unseen = [], []
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
        super().__init__(MovingPicture(figure, {"seen": seen, "unseen": unseen}), epochs)

    def add(self, seen, unseen):
        """Add the shares right after an epoch, and show them where it is time to."""
        self.seen.append(seen)
        self.unseen.append(unseen)
        self._took_a_step()

    def _draw(self):
        epochs = np.arange(1, len(self.seen) + 1)
        self.picture["seen"].set_data(epochs, self.seen)
        self.picture["unseen"].set_data(epochs, self.unseen)
        if not self.seen:
            return ""
        return f"{self.seen[-1]:.3f} of the seen right, {self.unseen[-1]:.3f} of the unseen"


learning_curve = LearningCurve
