"""The way back through time."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, outputs
from course.exercises.drawing import away_from_zero
from course.exercises.numeric import gradients
from course.exercises.recurrence.backward_mistakes import BACKWARD_MISTAKES
from course.exercises.recurrence.shared import TIME_SIZES, drawn_sequence


def draw_rnn_backward(rng):
    """Draw dh and sequences with their states; one with gradients that tempt to clip them."""
    cases = [_drawn(rng, *sizes, label) for *sizes, label in TIME_SIZES]
    return [*cases, _drawn(rng, 4, 3, 2, 3, "large gradients", size=60.0)]


def _drawn(rng, n, t, d_in, d, label, size=1.0):
    drawn = drawn_sequence(rng, n, t, d_in, d)
    inputs = {
        "dh": size * away_from_zero(rng, (n, t, d)),
        "x": drawn["x"],
        "h0": drawn["h0"],
        "h": nn.rnn_forward(**drawn),
        "wx": drawn["wx"],
        "wh": drawn["wh"],
    }
    return Case(inputs, n, label, telling=t > 1)


def numeric_rnn(dh, x, h0, h, wx, wh):
    """Return (dx, dh0, dwx, dwh, db) by central differences of the sum of dh * rnn_forward."""

    def loss(x, h0, wx, wh, b):
        return np.sum(dh * nn.rnn_forward(x, h0, wx, wh, b))

    b = (np.arctanh(h[:, 0]) - x[:, 0] @ wx - h0 @ wh)[0]  # the states say what it was
    return gradients(loss, x, h0, wx, wh, b)


RNN_BACKWARD = Exercise(
    name="rnn_backward",
    contract="(dx, dh0, dwx, dwh, db), each of the shape of what it is the gradient of",
    reference=nn.rnn_backward,
    numeric=numeric_rnn,
    draw=draw_rnn_backward,
    parts=outputs(dx=2, dh0=2, dwx=2, dwh=2, db=1),
    mistakes=BACKWARD_MISTAKES,
)
