"""Drawn cats and dogs as small images: pointed ears make the one, hanging ears the other.

Each is drawn anew: a face of its own size at a place of its own, ears of their own length, fur
of its own shade, and a little noise.
"""

import numpy as np

SIDE = 20
"""Points along each side of an image."""

_ROW, _COLUMN = np.mgrid[:SIDE, :SIDE]


def draw_faces(count, rng):
    """Return (images, y): images (count, SIDE, SIDE) from 0, paper, to 1, ink; y 1 for a cat.

    Cats and dogs take turns; y: (count,), 1.0 for a cat, 0.0 for a dog.
    """
    y = (np.arange(count) % 2 == 0) * 1.0
    return np.stack([_face(is_cat, rng) for is_cat in y]), y


def _face(is_cat, rng):
    row, column = 11 + rng.uniform(-1.5, 1.5), 9.5 + rng.uniform(-1.5, 1.5)
    size, shade = rng.uniform(4.8, 5.6), rng.uniform(0.2, 0.35)
    down, across = _ROW - row, np.abs(_COLUMN - column)
    ears = (_pointed if is_cat else _hanging)(down, across, size, rng.uniform(5.5, 7))
    image = np.where(np.hypot(down, across) <= size, shade, 0.0)
    image[ears] = shade + 0.35
    image[np.hypot(down + 1.2, across - 2) < 0.9] = 1.0  # eyes
    image[(np.abs(down - 2) < 0.6) & (across < 1.2)] = 1.0  # nose
    return np.clip(image + rng.normal(0, 0.03, image.shape), 0, 1)


def _pointed(down, across, size, length):
    """Return where ears stand: triangles on the face, wide below and narrow at the tip."""
    height = -down - 0.5 * size
    width = 0.5 * (length - height)
    return (height > 0) & (height < length) & (np.abs(across - 0.65 * size) < width)


def _hanging(down, across, size, length):
    """Return where ears hang: long drops at both sides of the face."""
    return np.hypot((down - 0.1 * size) / length, (across - 1.05 * size) / 1.8) <= 1
