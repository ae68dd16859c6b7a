"""A stage for overfitting: a few digits, some of which carry a wrong label."""

from typing import NamedTuple

import numpy as np

from course.examples import data

EXAMPLES, WRONG = 300, 0.3


class NoisyDigits(NamedTuple):
    """x (n, 64) and labels (n,) to learn from; wrong (n,), whether a label is; unseen digits.

    The labels of unseen (m, 64), unseen_labels (m,), are all right.
    """

    x: np.ndarray
    labels: np.ndarray
    wrong: np.ndarray
    unseen: np.ndarray
    unseen_labels: np.ndarray


def noisy_digits(seed=0, n=EXAMPLES, share=WRONG):
    """Return the NoisyDigits: n digits drawn for a seed, each label wrong with a chance."""
    rng = np.random.default_rng(seed)
    images, labels = data.digits()
    order = rng.permutation(len(images))
    seen, unseen = order[:n], order[n:]
    wrong = rng.random(n) < share
    noisy = np.where(wrong, (labels[seen] + rng.integers(1, 10, n)) % 10, labels[seen])
    return NoisyDigits(images[seen], noisy, wrong, images[unseen], labels[unseen])
