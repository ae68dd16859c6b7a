"""What the exercises of lesson 09 share: sizes of images and kernels, and how they are drawn."""

import numpy as np

from course.exercises.drawing import ONE_EXAMPLE, away_from_zero
from course.nn.convolution import pooling_blocks

ALL_EQUAL = "square, and as many images as channels and kernels"
ONE_CHANNEL = "one channel and one kernel"
WHOLE_IMAGE = "a kernel as large as the image"
ONE_BY_ONE = "a kernel of 1 by 1"

# n, c, f, (h, w), (kh, kw), what is special
CONVOLUTIONS = (
    (2, 3, 4, (3, 4), (2, 3), ""),
    (1, 2, 3, (4, 3), (2, 2), ONE_EXAMPLE),
    (2, 2, 2, (3, 3), (2, 2), ALL_EQUAL),
    (3, 1, 1, (3, 4), (2, 2), ONE_CHANNEL),
    (3, 2, 3, (3, 2), (3, 2), WHOLE_IMAGE),
    (2, 3, 2, (2, 3), (1, 1), ONE_BY_ONE),
    (2, 1, 2, (2, 5), (1, 3), "a kernel of one row"),
)

# n, c, (h, w), what is special
POOLS = (
    (2, 3, (4, 6), ""),
    (1, 2, (6, 2), ONE_EXAMPLE),
    (2, 2, (4, 4), "square images, and as many as channels"),
    (3, 1, (2, 4), "one channel"),
)


def places(image, kernel):
    """Return the size of the answer, (h - kh + 1, w - kw + 1)."""
    return image[0] - kernel[0] + 1, image[1] - kernel[1] + 1


def drawn_convolution(rng, n, c, f, image, kernel):
    """Return dout, x, w and b of a convolution of these sizes."""
    return {
        "dout": away_from_zero(rng, (n, f, *places(image, kernel))),
        "x": away_from_zero(rng, (n, c, *image)),
        "w": away_from_zero(rng, (f, c, *kernel)),
        "b": away_from_zero(rng, f),
    }


def drawn_images(rng, n, c, image):
    """Return x (n, c, h, w) whose entries are 0.06 apart or more, of either sign: no ties.

    In some block all entries are negative, so that a search that begins at 0 shows.
    """
    h, w = image
    size = n * c * h * w
    spaced = 0.1 * (np.arange(size) - size // 2) + 0.05 + rng.uniform(-0.02, 0.02, size)
    x = rng.permutation(spaced).reshape(n, c, h, w)
    while pooling_blocks(x).max(axis=-1).min() > 0:
        x = rng.permutation(spaced).reshape(n, c, h, w)
    return x
