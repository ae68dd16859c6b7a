"""What a penalty and dropout do to the loss on what was seen, and on the rest."""

import numpy as np
from ipywidgets import SelectionSlider

from course.plots.style import FORWARD, INK, TARGET
from course.widgets.moving import DrawnPicture
from course.widgets.overfitting_runs import RATES, STRENGTHS, runs
from course.widgets.panel import Panel

LOWEST, HIGHEST = 0.01, 4.0


class OverfittingPicture(DrawnPicture):
    """Two curves over the epochs, and a mark where the one of the unseen digits is lowest."""

    def __init__(self):
        super().__init__(
            6.4,
            4.0,
            "Two losses over the epochs of training, on a log scale: on the training digits, and "
            "on digits that training has not seen. A star marks where the second is lowest.",
        )

    def draw(self, figure):
        epochs = runs()[0].shape[-1]
        ax = figure.add_subplot(yscale="log", ylim=(LOWEST, HIGHEST), xlim=(0.5, epochs + 0.5))
        ax.set(xlabel="epoch", ylabel="loss")
        ax.grid(axis="y")
        chance = {"color": INK, "linestyle": ":", "linewidth": 1.4}
        ax.axhline(np.log(10), label="guessing", **chance)
        (training,) = ax.plot([], [], "--", color=FORWARD, lw=2, label="training")
        (unseen,) = ax.plot([], [], "-", color=TARGET, lw=2.4, label="unseen")
        (best,) = ax.plot([], [], "*", color=TARGET, mec=INK, ms=13, label="lowest")
        figure.legend(loc="outside upper center", ncols=4)
        return {"training": training, "unseen": unseen, "best": best}

    def show(self, strength, drop):
        """Show the training of these controls; return the readout."""
        place = STRENGTHS.index(strength), RATES.index(drop)
        losses, right = (kind[place] for kind in runs())
        epochs = np.arange(1, losses.shape[-1] + 1)
        lowest = int(losses[1].argmin())
        for name, values in zip(("training", "unseen"), losses, strict=True):
            self[name].set_data(epochs, np.maximum(values, LOWEST))
        self["best"].set_data([lowest + 1], [losses[1, lowest]])
        return (
            f"at the end {right[0, -1]:.0%} of the training labels and {right[1, -1]:.0%} of the "
            f"unseen digits are right; the unseen loss is lowest after epoch {lowest + 1}, at "
            f"{losses[1, lowest]:.2f}, and ends at {losses[1, -1]:.2f}"
        )


def overfitting_widget():
    """Return the losses of trainings with an L2 penalty and dropout of chosen strengths."""
    picture = OverfittingPicture()
    controls = {
        "strength": SelectionSlider(
            options=[(f"{s:g}", s) for s in STRENGTHS], value=0.0, description="L2 strength"
        ),
        "drop": SelectionSlider(
            options=[(f"{r:g}", r) for r in RATES], value=0.0, description="dropout"
        ),
    }
    caption = (
        "300 digits, three in ten labels wrong. Dashed is what the network has seen, solid what "
        "it has not; the star is where you would have stopped."
    )
    return Panel(picture, controls, picture.show, caption=caption)
