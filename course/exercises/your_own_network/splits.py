"""The splits of the digits that a check draws, and the right labels, which never leave it."""

from functools import cache

import numpy as np

from course.checking import Case
from course.examples.data import digits

LEARN, SPLITS, SIDES = 1_297, 3, 8


def turned(x, side):
    """Return images (n, 64) in one of eight ways: turned by quarters, from 4 on mirrored as well.

    Whoever learns from such images reads such images. What somebody kept of the digits as they
    are, or learned from them beforehand, is of no use there.
    """
    images = np.rot90(x.reshape(-1, 8, 8), side % 4, axes=(1, 2))
    images = images[:, :, ::-1] if side >= SIDES // 2 else images
    return np.ascontiguousarray(images).reshape(-1, 64)


def draw_splits(rng):
    """Draw three times 1,297 digits to learn from and 500 others, each time turned another way."""
    x, labels = digits()
    cases = []
    for side in rng.choice(SIDES, SPLITS, replace=False):
        order = rng.permutation(len(x))
        seen, unseen = order[:LEARN], order[LEARN:]
        inputs = {
            "x": turned(x[seen], side),
            "labels": labels[seen],
            "rng": int(rng.integers(2**31)),
            "new": turned(x[unseen], side),
        }
        words = f"{len(seen):,} digits to learn from and {len(unseen)} others"
        cases.append(Case(inputs, len(seen), words=words))
    return cases


def labels_of(images):
    """Return the right labels of images of the data (n, 64), in whichever way they are turned.

    So they need not be among the inputs, which lie where the answer is.
    """
    return np.array([_known()[image.tobytes()] for image in images])


@cache
def _known():
    x, labels = digits()
    return {
        image.tobytes(): int(label)
        for side in range(SIDES)
        for image, label in zip(turned(x, side), labels, strict=True)
    }
