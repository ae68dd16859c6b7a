"""A step of Adam."""

import numpy as np

from course import nn
from course.checking import Exercise
from course.exercises.momentum_and_adam.adam_slips import EPS_SLIPS, FAMILIES, SLIPS
from course.exercises.momentum_and_adam.shared import adaptive_draw, overwriting, parts_of_step
from course.exercises.rules import Rule

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
    settings=("t", "learning_rate"),
    draw=adaptive_draw(nn.adam_step),
    compose=ADAM.but,
    parts=parts_of_step(("m", "v"), 3),
    mistakes=(
        *overwriting(ADAM),
        *ADAM.mistakes(SLIPS),
        ADAM.with_exchanged("w", "dw"),
        ADAM.with_exchanged("m", "v"),
        *ADAM.families(FAMILIES),
        *ADAM.with_own_eps(EPS_SLIPS),
    ),
)
