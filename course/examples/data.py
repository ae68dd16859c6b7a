"""The data of the lessons: houses with their prices, and handwritten digits.

Where they come from and on what terms stands in datasets/README.md.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np

FOLDER = Path(__file__).with_name("datasets")


class Houses(NamedTuple):
    """House sales: x (n, 10), one house a row; y (n,), prices in $100,000; names of x's columns."""

    x: np.ndarray
    y: np.ndarray
    names: tuple


def houses():
    """Return the Houses: 3,000 sales in King County, Washington, in 2014 and 2015."""
    path = FOLDER / "king_county_houses.csv"
    with path.open(encoding="utf-8") as lines:
        _, *names = next(lines).strip().split(",")
        table = np.loadtxt(lines, delimiter=",")
    return Houses(table[:, 1:], table[:, 0] / 100_000, tuple(names))


def digits():
    """Return (x, labels): 1,797 handwritten digits as (n, 64) between 0 and 1, and (n,) integers.

    Each image has 8 rows of 8 pixels, one after the other.
    """
    with np.load(FOLDER / "digits.npz", allow_pickle=False) as file:
        images, labels = file["images"], file["labels"]
    return images.reshape(len(images), -1) / 16.0, labels.astype(np.int64)
