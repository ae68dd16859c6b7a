"""A step of RMSprop."""

import numpy as np

from course import nn
from course.checking import Exercise
from course.exercises.momentum_and_adam.shared import (
    adaptive_draw,
    overwriting,
    parts_of_step,
    step_scaled,
)
from course.exercises.rules import Rule

RMSPROP = Rule(
    nn.rmsprop_step,
    ("w", "s"),
    s=lambda a: a.rho * a.s + (1 - a.rho) * a.dw**2,
    scale=lambda a: np.sqrt(a.s) + a.eps,
    w=lambda a: a.w - a.learning_rate * a.dw / a.scale,
)


def _scaled_step(factor):
    return {"w": lambda a: a.w - factor * a.learning_rate * a.dw / a.scale}


SLIPS = (
    (
        "eps_inside_root",
        "eps stands inside the root: that is another school's form, and with small gradients it "
        "is another step; here eps is added after the root, sqrt(s) + eps",
        {"scale": lambda a: np.sqrt(a.s + a.eps)},
    ),
    (
        "eps_left_out",
        "eps is missing, so where a gradient has always been 0 this is 0/0: divide by "
        "sqrt(s) + eps",
        {"scale": lambda a: np.sqrt(a.s)},
    ),
    (
        "brackets_missing",
        "eps is added to the whole step: put brackets around the denominator, (sqrt(s) + eps)",
        {"w": lambda a: a.w - a.learning_rate * a.dw / np.sqrt(a.s) + a.eps},
    ),
    (
        "eps_in_both",
        "eps stands inside the root and after it: here it is added after it alone",
        {"scale": lambda a: np.sqrt(a.s + a.eps) + a.eps},
    ),
    (
        "root_left_out",
        "this divides by the average of the squares: divide by its root, which has the "
        "gradient's own size",
        {"scale": lambda a: a.s + a.eps},
    ),
    (
        "gradient_not_squared",
        "s averages the gradient itself: average its square, dw**2, so that signs do not cancel",
        {"s": lambda a: a.rho * a.s + (1 - a.rho) * a.dw},
    ),
    (
        "absolute_gradient",
        "s averages the size of the gradient, |dw|: average its square, dw**2",
        {"s": lambda a: a.rho * a.s + (1 - a.rho) * np.abs(a.dw)},
    ),
    (
        "squared_average",
        "the average is squared, and not what is averaged: only dw is squared",
        {"s": lambda a: (a.rho * a.s + (1 - a.rho) * a.dw) ** 2},
    ),
    (
        "adagrad_sum",
        "the squares are only ever added up, which is AdaGrad: weaken the old ones with rho and "
        "weight the new one with 1 - rho",
        {"s": lambda a: a.s + a.dw**2},
    ),
    (
        "new_square_unweighted",
        "the whole new square is added, as in momentum: s is an average, so weight it with 1 - rho",
        {"s": lambda a: a.rho * a.s + a.dw**2},
    ),
    (
        "weights_exchanged",
        "rho and 1 - rho are exchanged: rho belongs to the old average, 1 - rho to the new square",
        {"s": lambda a: (1 - a.rho) * a.s + a.rho * a.dw**2},
    ),
    (
        "one_size_for_all",
        "the squares are added up over the whole array, so all entries share one size: the point "
        "is one for each entry, dw**2",
        {"s": lambda a: a.rho * a.s + (1 - a.rho) * np.sum(a.dw**2)},
    ),
    (
        "old_average_used",
        "the step is divided by the old average: bring s up to date first",
        {"scale": lambda a: np.sqrt(a.old.s) + a.eps},
    ),
    (
        "old_average_returned",
        "the s that comes back is the one that went in: return the new one",
        {"s_before": lambda a: a.old.s, "returned": ("w", "s_before")},
    ),
    (
        "eps_kept_in_average",
        "eps is added to s itself, so it comes back with it and is added again at every step: add "
        "it for the step alone, after the root",
        {
            "s": lambda a: a.rho * a.s + (1 - a.rho) * a.dw**2 + a.eps,
            "scale": lambda a: np.sqrt(a.s),
        },
    ),
    (
        "root_returned",
        "the root comes back as s, and it would be averaged with squares: return s itself",
        {"root": lambda a: np.sqrt(a.s), "returned": ("w", "root")},
    ),
    (
        "gradient_missing",
        "the step has no gradient in it, only its size: it is learning_rate * dw / (sqrt(s) + eps)",
        {"w": lambda a: a.w - a.learning_rate / a.scale},
    ),
    (
        "uphill",
        "the step is added, so w climbs: subtract it",
        {"w": lambda a: a.w + a.learning_rate * a.dw / a.scale},
    ),
    (
        "rate_missing",
        "the learning rate is missing from the step: it is learning_rate * dw / (sqrt(s) + eps)",
        {"w": lambda a: a.w - a.dw / a.scale},
    ),
    (
        "gradient_step",
        "s is brought up to date, but w moves with dw alone: that is plain gradient descent; "
        "divide by sqrt(s) + eps",
        {"w": lambda a: a.w - a.learning_rate * a.dw},
    ),
    (
        "multiplied_by_the_root",
        "the gradient is multiplied by the root: divide by it",
        {"w": lambda a: a.w - a.learning_rate * a.dw * a.scale},
    ),
    (
        "both_weighted_alike",
        "old and new are weighted alike, with 1 - rho: rho belongs to the old average",
        {"s": lambda a: (1 - a.rho) * a.s + (1 - a.rho) * a.dw**2},
    ),
    (
        "old_average_whole",
        "the old average is kept whole: weaken it with rho",
        {"s": lambda a: a.s + (1 - a.rho) * a.dw**2},
    ),
    (
        "average_over_the_array",
        "the squares are averaged over the whole array, so all entries share one size: the point "
        "is one for each entry, dw**2",
        {"s": lambda a: a.rho * a.s + (1 - a.rho) * np.mean(a.dw**2)},
    ),
    (
        "corrected_for_bias",
        "s is divided by 1 - rho, as Adam's first step does: RMSprop uses s as it is",
        {"scale": lambda a: np.sqrt(a.s / (1 - a.rho)) + a.eps},
    ),
    (
        "rho_fixed",
        "0.9 is written into the code: use the rho that you are given",
        {"s": lambda a: 0.9 * a.s + (1 - 0.9) * a.dw**2},
    ),
)

FAMILIES = (step_scaled("learning_rate * dw / (sqrt(s) + eps)", _scaled_step),)
EPS_SLIPS = tuple(slip for slip in SLIPS if slip[0] == "eps_inside_root")

RMSPROP_STEP = Exercise(
    name="rmsprop_step",
    contract="(w, s): the new average of the squared gradients, and w moved by dw over its root",
    reference=nn.rmsprop_step,
    settings=("learning_rate",),
    draw=adaptive_draw(nn.rmsprop_step),
    compose=RMSPROP.but,
    parts=parts_of_step(("s",), 2),
    mistakes=(
        *overwriting(RMSPROP),
        *RMSPROP.mistakes(SLIPS),
        RMSPROP.with_exchanged("w", "dw"),
        *RMSPROP.families(FAMILIES),
        *RMSPROP.with_own_eps(EPS_SLIPS),
    ),
)
