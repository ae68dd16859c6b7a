"""The way back through a dense layer."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, outputs
from course.exercises.backward_pass.dense_mistakes import DENSE_MISTAKES
from course.exercises.drawing import DENSE_SIZES, away_from_zero
from course.exercises.numeric import gradients


def draw_dense_backward(rng):
    """Draw dz, x and w of layers whose sizes differ, agree in part, and agree all."""
    return [
        Case(
            {
                "dz": away_from_zero(rng, (n, d_out)),
                "x": rng.normal(size=(n, d_in)),
                "w": rng.normal(size=(d_in, d_out)),
            },
            n,
            label,
        )
        for n, d_in, d_out, label in (*DENSE_SIZES, (3, 3, 3, "all sizes equal"))
    ]


def numeric_dense(dz, x, w):
    """Return (dx, dw, db) by central differences of the sum of dz * dense_forward(x, w, b)."""

    def loss(x, w, b):
        return np.sum(dz * nn.dense_forward(x, w, b))

    return gradients(loss, x, w, np.zeros(w.shape[1]))


DENSE_BACKWARD = Exercise(
    name="dense_backward",
    contract="(dx, dw, db), each of the shape of what it is the gradient of",
    reference=nn.dense_backward,
    numeric=numeric_dense,
    draw=draw_dense_backward,
    parts=outputs(dx=2, dw=2, db=2),
    mistakes=DENSE_MISTAKES,
)
