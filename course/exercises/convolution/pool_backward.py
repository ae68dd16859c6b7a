"""The way back through pooling."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, Part
from course.exercises.convolution.pool_backward_mistakes import POOL_BACKWARD_MISTAKES
from course.exercises.convolution.shared import POOLS, drawn_images
from course.exercises.drawing import away_from_zero
from course.exercises.numeric import gradient


def draw_max_pool_backward(rng):
    """Draw images without ties and the gradients of their blocks."""
    cases = []
    for n, c, (h, w), label in POOLS:
        dout = away_from_zero(rng, (n, c, h // 2, w // 2))
        inputs = {"dout": dout, "x": drawn_images(rng, n, c, (h, w))}
        cases.append(Case(inputs, n, label))
    return cases


def numeric_pool(dout, x):
    """Return dx by central differences of the sum of dout * max_pool_forward(x)."""
    return gradient(lambda moved: np.sum(dout * nn.max_pool_forward(moved)), x)


MAX_POOL_BACKWARD = Exercise(
    name="max_pool_backward",
    contract="dx of x's shape: each block's largest entry gets the block's gradient, the others 0",
    reference=nn.max_pool_backward,
    numeric=numeric_pool,
    draw=draw_max_pool_backward,
    parts=(Part("dx", 4),),
    mistakes=POOL_BACKWARD_MISTAKES,
)
