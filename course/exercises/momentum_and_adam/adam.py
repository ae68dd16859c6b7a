"""A step of Adam."""

import numpy as np

from course import nn
from course.checking import Exercise, outputs
from course.exercises.momentum_and_adam.adam_slips import SLIPS
from course.exercises.momentum_and_adam.shared import Rule, adaptive_draw

FORMULAS = {
    "m": lambda a: a.beta1 * a.m + (1 - a.beta1) * a.dw,
    "v": lambda a: a.beta2 * a.v + (1 - a.beta2) * a.dw**2,
    "m_hat": lambda a: a.m / (1 - a.beta1**a.t),
    "v_hat": lambda a: a.v / (1 - a.beta2**a.t),
    "scale": lambda a: np.sqrt(a.v_hat) + a.eps,
    "step": lambda a: a.m_hat / a.scale,
}
ADAM = Rule(nn.adam_step, ("w", "m", "v"), **FORMULAS, w=lambda a: a.w - a.learning_rate * a.step)

ADAM_STEP = Exercise(
    name="adam_step",
    contract="(w, m, v): both averages brought up to date, and w moved by the corrected ones",
    reference=nn.adam_step,
    draw=adaptive_draw(nn.adam_step),
    parts=outputs(w=4, m=1, v=1),
    mistakes=(
        ADAM.in_place("m", "v"),
        ADAM.in_place("w"),
        ADAM.in_place("w", "m", "v"),
        *ADAM.mistakes(SLIPS),
    ),
)
