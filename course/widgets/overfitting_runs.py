"""The trainings that the overfitting widget shows: made once, since one takes longer than a move.

    python -m course.widgets.overfitting_runs

makes them anew.
"""

from functools import cache
from itertools import product

import numpy as np

from course.examples.data import FOLDER
from course.examples.noisy_digits import noisy_digits
from course.training.regularized import EPOCHS, fit

STRENGTHS = (0.0, 0.001, 0.003, 0.01, 0.03, 0.1)
RATES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
DATA = ("training", "unseen")
FILE = FOLDER / "overfitting_runs.npz"


def run(strength, drop):
    """Return (losses, right), each (2, epochs): on the training data, and on unseen digits."""
    stage = noisy_digits(0)
    measured = {"unseen": (stage.unseen, stage.unseen_labels)}
    course = fit(stage.x, stage.labels, measured, l2=strength, drop=drop)
    losses, right = course.losses, course.right
    return [losses[name] for name in DATA], [right[name] for name in DATA]


@cache
def runs():
    """Return (losses, right), each (strengths, rates, 2, epochs), as they were kept."""
    with np.load(FILE, allow_pickle=False) as file:
        return file["losses"].astype(float), file["right"].astype(float)


def make():
    """Train once for each strength and rate, and keep what came of it."""
    found = [run(*pair) for pair in product(STRENGTHS, RATES)]
    shape = (len(STRENGTHS), len(RATES), len(DATA), EPOCHS)
    losses, right = (
        np.reshape(kind, shape).astype(np.float32) for kind in zip(*found, strict=True)
    )
    np.savez_compressed(FILE, losses=losses, right=right)


if __name__ == "__main__":
    make()
