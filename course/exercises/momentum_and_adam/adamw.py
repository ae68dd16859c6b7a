"""A step of Adam with weight decay beside it; Adam's own mistakes can be made here too."""

import numpy as np

from course import nn
from course.checking import Exercise, Mistake
from course.exercises.momentum_and_adam.adam import FORMULAS
from course.exercises.momentum_and_adam.adam_slips import EPS_SLIPS, FAMILIES, SLIPS
from course.exercises.momentum_and_adam.shared import adaptive_draw, overwriting, parts_of_step
from course.exercises.rules import Rule

ADAMW = Rule(
    nn.adamw_step,
    ("w", "m", "v"),
    dw=lambda a: a.dw,
    **FORMULAS,
    decay=lambda a: a.learning_rate * a.weight_decay * a.w,
    w=lambda a: a.w - a.learning_rate * a.step - a.decay,
)

DECAY_SLIPS = (
    (
        "penalty_in_the_gradient",
        "the decay is added to the gradient: that is Adam with an L2 penalty, in which large "
        "gradients switch the decay off; leave dw, m and v alone and take the decay from w",
        {"dw": lambda a: a.dw + a.weight_decay * a.w, "decay": lambda a: 0.0},
    ),
    (
        "penalty_and_decay",
        "the decay is in the gradient and in the step as well: keep it in the step alone",
        {"dw": lambda a: a.dw + a.weight_decay * a.w},
    ),
    (
        "decay_divided_by_the_root",
        "the decay is divided by the root of v_hat too: it stands beside the fraction, not in it",
        {
            "step": lambda a: (a.m_hat + a.weight_decay * a.w) / a.scale,
            "decay": lambda a: 0.0,
        },
    ),
    (
        "decay_without_rate",
        "the decay is not multiplied by the learning rate: some papers have it so; here it is "
        "learning_rate * weight_decay * w",
        {"decay": lambda a: a.weight_decay * a.w},
    ),
    (
        "decay_of_the_new_weights",
        "the decay is taken from the weights after the step: take it from the old w",
        {"decay": lambda a: a.learning_rate * a.weight_decay * (a.w - a.learning_rate * a.step)},
    ),
    (
        "decay_left_out",
        "this is Adam, without the decay: subtract learning_rate * weight_decay * w as well",
        {"decay": lambda a: 0.0},
    ),
    (
        "decay_sign_turned",
        "the decay makes the weights grow: it is subtracted, as the step is",
        {"decay": lambda a: -a.learning_rate * a.weight_decay * a.w},
    ),
    (
        "decay_of_signs",
        "the weights' signs are subtracted, which is an L1 penalty's pull: the decay is "
        "weight_decay * w",
        {"decay": lambda a: a.learning_rate * a.weight_decay * np.sign(a.w)},
    ),
    (
        "weights_scaled_by_decay",
        "w is multiplied by the decay itself, so hardly anything is left of it: the factor is "
        "1 - learning_rate * weight_decay",
        {"w": lambda a: a.decay - a.learning_rate * a.step},
    ),
    (
        "decay_with_rate_squared",
        "the decay is multiplied by the learning rate twice: once is enough",
        {"decay": lambda a: a.learning_rate**2 * a.weight_decay * a.w},
    ),
    (
        "decay_of_the_step",
        "the decay is taken from the step: take it from the old w",
        {"decay": lambda a: a.learning_rate * a.weight_decay * a.step},
    ),
    (
        "decay_of_squares",
        "the squares of the weights are subtracted: the decay is weight_decay * w",
        {"decay": lambda a: a.learning_rate * a.weight_decay * a.w**2},
    ),
    (
        "decay_halved",
        "the decay is halved: an L2 penalty's 1/2 is cancelled by its derivative",
        {"decay": lambda a: a.learning_rate * a.weight_decay * a.w / 2},
    ),
    (
        "vectors_without_decay",
        "arrays of one axis are left out of the decay, as biases often are: here w decays "
        "whatever its shape",
        {
            "decay": lambda a: (
                a.learning_rate * a.weight_decay * a.w if a.w.ndim > 1 else np.zeros_like(a.w)
            )
        },
    ),
    (
        "decay_of_the_norm",
        "the weights' norm is subtracted, one number for all: the decay is weight_decay * w",
        {"decay": lambda a: a.learning_rate * a.weight_decay * np.linalg.norm(a.w)},
    ),
    (
        "decay_fixed",
        "0.01 is written into the code: use the weight_decay that you are given",
        {"decay": lambda a: a.learning_rate * 0.01 * a.w},
    ),
)


DECAY_FAMILIES = (
    (
        "decay_scaled",
        "the decay is {number} times what it should be: it is learning_rate * weight_decay * w, "
        "without a factor besides",
        lambda factor: {"decay": lambda a: factor * a.learning_rate * a.weight_decay * a.w},
        2.0,
        (0.02, 50.0),
    ),
)


def _with_adam_s_own_settings(
    w, dw, m, v, t, learning_rate=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01
):
    stepped, m, v = nn.adam_step(w, dw, m, v, t, learning_rate)
    return stepped - learning_rate * weight_decay * w, m, v


ADAMW_STEP = Exercise(
    name="adamw_step",
    contract="(w, m, v): Adam's step, and beside it learning_rate * weight_decay * w off the old w",
    reference=nn.adamw_step,
    settings=("t", "learning_rate"),
    draw=adaptive_draw(nn.adamw_step),
    compose=ADAMW.but,
    parts=parts_of_step(("m", "v"), 3),
    mistakes=(
        *overwriting(ADAMW),
        Mistake(
            "settings_not_passed_on",
            "your adam_step is called without the betas and the eps that you were given, so it "
            "uses its own: pass them all on",
            _with_adam_s_own_settings,
        ),
        *ADAMW.mistakes(DECAY_SLIPS + SLIPS),
        *ADAMW.families(FAMILIES + DECAY_FAMILIES),
        *ADAMW.with_own_eps(EPS_SLIPS),
    ),
)
