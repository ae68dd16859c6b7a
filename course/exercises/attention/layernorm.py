"""Back through layer normalisation."""

import numpy as np

from course import nn
from course.checking import Exercise, outputs
from course.exercises.attention.layernorm_mistakes import LAYERNORM_MISTAKES
from course.exercises.drawing import ONE_EXAMPLE
from course.exercises.numeric import gradients
from course.exercises.spreads import (
    NARROW,
    WIDE,
    draw_spreads,
    where_eps_counts,
    where_eps_is_nothing,
)

CONSTANT = "a row of equal numbers"
ONE_FEATURE = "a single number in each row (d = 1)"
SIZES = (  # examples, features, the rows' spreads, eps where it is another than the usual one
    (3, 6, WIDE, None, ""),
    (5, 5, WIDE, None, "as many examples as numbers in a row"),
    (1, 4, WIDE, None, ONE_EXAMPLE),
    (2, 5, NARROW, 0.1, ""),
    (3, 4, NARROW, 0.02, CONSTANT),
    (4, 1, NARROW, None, ONE_FEATURE),
)


def draw_rows(rng):
    """Draw rows of several means and spreads; a row of one number has no spread."""
    return draw_spreads(
        rng, SIZES, ("dout", "x", "gamma"), axis=1, flat=CONSTANT, alone=ONE_FEATURE
    )


def numeric_layernorm(dout, x, gamma, eps=1e-5):
    """Return (dx, dgamma, dbeta) by central differences of the sum of dout * forward pass."""

    def loss(x, gamma, beta):
        return np.sum(dout * nn.layernorm_forward(x, gamma, beta, eps))

    return gradients(loss, x, gamma, np.zeros(len(gamma)))


LAYERNORM_BACKWARD = Exercise(
    name="layernorm_backward",
    contract="(dx, dgamma, dbeta), each of the shape of what it is the gradient of",
    reference=nn.layernorm_backward,
    numeric=numeric_layernorm,
    draw=draw_rows,
    parts=(
        *map(where_eps_is_nothing, outputs(dx=3, dgamma=1, dbeta=1)),
        where_eps_counts("dx", 0),
        where_eps_counts("dgamma", 1),
    ),
    mistakes=LAYERNORM_MISTAKES,
)
