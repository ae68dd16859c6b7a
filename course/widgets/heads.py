"""A head of attention while it learns: its weights on one example, and the loss."""

import numpy as np

from course.plots.attention import draw_weights
from course.plots.style import FORWARD, course_style, new_figure
from course.widgets.moving import MovingPicture
from course.widgets.watching import watch


class HeadPicture(MovingPicture):
    """A map of weights on the left, the losses so far on the right."""

    def __init__(self, rows, columns, steps, worst):
        figure = new_figure(
            7.2,
            3.6,
            "A map of attention weights, a row for each place that looks and a column for each "
            "that is looked at, and beside it the loss over the steps of training.",
        )
        with course_style():
            left, right = figure.subplots(1, 2, width_ratios=(1, 1.1))
            weights = draw_weights(left, np.zeros((len(rows), len(columns))), rows, columns, False)
            left.set(xlabel="looked at", ylabel="looks")
            right.set(xlim=(0, steps), ylim=(0, worst), xlabel="step", ylabel="loss")
            (losses,) = right.plot([], [], color=FORWARD)
        super().__init__(figure, {"weights": weights, "losses": losses})


def watch_head(advance, weights, steps, *, rows, columns, said, worst=2.6):
    """Train by calling `advance()`, which returns a loss, and show what a head looks at meanwhile.

    weights: a function that returns the head's weights (t, t) on an example; rows, columns:
    what its places are called, at the left and above; said: a function that returns what the
    head answers, in words; worst: the highest loss drawn. Returns the losses.
    """
    picture, losses = HeadPicture(rows, columns, steps, worst), []

    def show():
        picture["weights"].set_data(weights())
        picture["losses"].set_data(range(1, len(losses) + 1), losses)
        loss = f"Loss {losses[-1]:.2f}. " if losses else ""
        return loss + said()

    caption = "The darker a field, the more its row looks at its column."
    watch(picture, lambda: losses.append(advance()), steps, show, caption=caption)
    return losses
