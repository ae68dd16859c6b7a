"""From the strokes of a pen to an image such as those of the digits: 8 by 8, from 0 to 1.

The data were made so (E. Alpaydin and C. Kaynak, 1998): a digit that fills a bitmap of 32 by 32,
counted in blocks of 4 by 4, so that each of 64 numbers lies between 0 and 16.
"""

import numpy as np

SIDE, BLOCK = 32, 4
PEN = 2.6  # the pen's radius, in pixels of the bitmap: so there is as much ink as in the data
LEAST = 0.15  # of its height is the least size of a drawing: a dot is not blown up


def bitmap_of(strokes, pen=PEN):
    """Return the bitmap (32, 32) of strokes, each of points (n, 2) with x to the right, y down.

    They are scaled to the bitmap's height, or to its width where they are wider, and centred;
    the pen is as thick as ever. Without a stroke all is False.
    """
    strokes = [np.asarray(points, dtype=float).reshape(-1, 2) for points in strokes if len(points)]
    if not strokes:
        return np.zeros((SIDE, SIDE), dtype=bool)
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = (SIDE - 2 * pen) / max(*(high - low), LEAST)
    middle = (low + high) / 2
    centres = np.stack(np.meshgrid(np.arange(SIDE), np.arange(SIDE)), axis=-1) + 0.5
    inked = np.zeros((SIDE, SIDE), dtype=bool)
    for stroke in strokes:
        placed = (stroke - middle) * scale + SIDE / 2
        for start, end in zip(placed, [*placed[1:], placed[-1]], strict=True):
            inked |= _distance(centres, start, end) <= pen
    return inked


def _distance(centres, start, end):
    """Return how far each pixel is from the straight line between two points."""
    along = end - start
    length = max(float(along @ along), 1e-12)
    part = np.clip((centres - start) @ along / length, 0, 1)
    return np.linalg.norm(centres - (start + part[..., None] * along), axis=-1)


def counted(bitmap):
    """Return the image (64,), between 0 and 1: how much of each block of 4 by 4 is inked."""
    blocks = bitmap.reshape(SIDE // BLOCK, BLOCK, SIDE // BLOCK, BLOCK)
    return blocks.mean(axis=(1, 3)).ravel()
