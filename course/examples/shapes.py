"""Small images for lesson 09: the house as a drawing, bars to tell apart, and known kernels."""

import numpy as np

SIDE = 8  # of an image of bars
NOISE = 0.3
_HOUSE = """
..........
....#.....
...###....
..#####...
.#######..
..#...#...
..#.#.#...
..#.#.#...
..#####...
..........
"""
HOUSE = np.array([[float(p == "#") for p in row] for row in _HOUSE.split()])
SOBEL = np.array([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]])  # I. Sobel, 1968
KERNELS = {
    "left to right (Sobel)": SOBEL,
    "top to bottom (Sobel)": SOBEL.T,
    "blur": np.full((3, 3), 1 / 9),
    "sharpen": np.array([[0.0, -1.0, 0.0], [-1.0, 5.0, -1.0], [0.0, -1.0, 0.0]]),
    "all edges": np.array([[-1.0, -1.0, -1.0], [-1.0, 8.0, -1.0], [-1.0, -1.0, -1.0]]),
    "unchanged": np.array([[0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]),
}


def bars(n, rng):
    """Return (x, labels): n noisy images (n, 1, 8, 8) of one bar each, 1 where it is upright.

    The bar is a whole row (label 0) or column (label 1), not at the border.
    """
    labels, place = rng.integers(2, size=n), rng.integers(1, SIDE - 1, n)
    line = np.arange(SIDE) == place[:, None]
    upright, lying = line[:, None, :], line[:, :, None]
    bar = np.where(labels[:, None, None] == 1, upright, lying)
    x = NOISE * rng.normal(size=(n, SIDE, SIDE)) + bar
    return x[:, None], labels
