"""The way back through a convolution."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, outputs
from course.exercises.convolution.backward_mistakes import BACKWARD_MISTAKES
from course.exercises.convolution.shared import CONVOLUTIONS, drawn_convolution
from course.exercises.numeric import gradients


def draw_conv2d_backward(rng):
    """Draw dout, x and w of convolutions whose sizes differ, agree in part, and agree all."""
    cases = []
    for *sizes, label in CONVOLUTIONS:
        drawn = drawn_convolution(rng, *sizes)
        inputs = {name: drawn[name] for name in ("dout", "x", "w")}
        cases.append(Case(inputs, sizes[0], label))
    return cases


def numeric_conv2d(dout, x, w):
    """Return (dx, dw, db) by central differences of the sum of dout * conv2d_forward(x, w, b)."""

    def loss(x, w, b):
        return np.sum(dout * nn.conv2d_forward(x, w, b))

    return gradients(loss, x, w, np.zeros(len(w)))


CONV2D_BACKWARD = Exercise(
    name="conv2d_backward",
    contract="(dx, dw, db), each of the shape of what it is the gradient of",
    reference=nn.conv2d_backward,
    numeric=numeric_conv2d,
    draw=draw_conv2d_backward,
    parts=outputs(dx=3, dw=3, db=2),
    mistakes=BACKWARD_MISTAKES,
)
