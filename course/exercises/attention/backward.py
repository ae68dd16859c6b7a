"""Back through attention: to the looking, the looked at and the mixed."""

from dataclasses import replace

import numpy as np

from course import nn
from course.checking import Exercise, Tolerance, outputs
from course.exercises.attention.backward_mistakes import BACKWARD_MISTAKES
from course.exercises.attention.forward import draw_vectors
from course.exercises.numeric import gradients

# At the extremes products of 1e9 cancel, and which way they are taken decides what is left.
ROUNDED = Tolerance(1e-9, 1e-4)
# A tiny number in the softmax's sum shows where the right gradient is 0, with a single place.
NEARLY = Tolerance(1e-6, 1e-6)


def numeric_attention(dout, q, k, v):
    """Return (dq, dk, dv) by central differences of the sum of dout * attention_forward."""
    return gradients(lambda *moved: np.sum(dout * nn.attention_forward(*moved)), q, k, v)


ATTENTION_BACKWARD = Exercise(
    name="attention_backward",
    contract="(dq, dk, dv) of out = softmax(q k^T / sqrt(d)) v, each of shape (n, t, d)",
    reference=nn.attention_backward,
    numeric=numeric_attention,
    draw=lambda rng: draw_vectors(rng, ("dout", "q", "k", "v")),
    parts=tuple(replace(part, tolerance=NEARLY) for part in outputs(dq=2, dk=2, dv=2)),
    tolerance=ROUNDED,
    extremes=1,
    mistakes=BACKWARD_MISTAKES,
)
