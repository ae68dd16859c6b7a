"""A step with momentum."""

from course import nn
from course.checking import Exercise, outputs
from course.exercises.momentum_and_adam.shared import (
    draw_velocity_steps,
    mistakes_with_velocity,
    step_scaled,
)
from course.exercises.rules import Rule

MOMENTUM = Rule(
    nn.momentum_step,
    ("w", "v"),
    v=lambda a: a.beta * a.v + a.dw,
    w=lambda a: a.w - a.learning_rate * a.v,
)

SLIPS = (
    (
        "averaged_velocity",
        "the gradient is weighted with 1 - beta: that is another school's velocity, an average, "
        "and its steps are smaller by that factor; here v = beta * v + dw",
        {"v": lambda a: a.beta * a.v + (1 - a.beta) * a.dw},
    ),
    (
        "rate_in_velocity",
        "the learning rate is folded into the velocity: that is another school's convention; "
        "here v = beta * v + dw, and the rate multiplies v in the step",
        {
            "v": lambda a: a.beta * a.v + a.learning_rate * a.dw,
            "w": lambda a: a.w - a.v,
        },
    ),
    (
        "downhill_velocity_with_rate",
        "the velocity points downhill and holds the learning rate, v = beta * v - learning_rate "
        "* dw: that is another school's convention; here v = beta * v + dw, and the step "
        "subtracts learning_rate * v",
        {
            "v": lambda a: a.beta * a.v - a.learning_rate * a.dw,
            "w": lambda a: a.w + a.v,
        },
    ),
    (
        "downhill_velocity",
        "the velocity points downhill, v = beta * v - dw: that is the other sign convention; "
        "here v = beta * v + dw, and the step subtracts it",
        {
            "v": lambda a: a.beta * a.v - a.dw,
            "w": lambda a: a.w + a.learning_rate * a.v,
        },
    ),
    (
        "rate_twice",
        "the learning rate is in the velocity and in the step as well: keep it in the step alone",
        {"v": lambda a: a.beta * a.v + a.learning_rate * a.dw},
    ),
    (
        "gradient_subtracted",
        "the new gradient is subtracted from the velocity, and the step is subtracted too, so w "
        "climbs: v = beta * v + dw",
        {"v": lambda a: a.beta * a.v - a.dw},
    ),
    (
        "old_velocity_used",
        "w moves with the old velocity: work out the new v first, and step with that",
        {"w": lambda a: a.w - a.learning_rate * a.old.v},
    ),
    (
        "old_velocity_returned",
        "the v that comes back is the one that went in, so nothing is ever remembered: return "
        "the new one",
        {"v_before": lambda a: a.old.v, "returned": ("w", "v_before")},
    ),
    (
        "gradient_step",
        "v is brought up to date, but w moves with dw alone: that is plain gradient descent; "
        "step with v",
        {"w": lambda a: a.w - a.learning_rate * a.dw},
    ),
    (
        "nesterov_instead",
        "this is Nesterov's step, dw + beta * v, which looks ahead: plain momentum steps with v",
        {"w": lambda a: a.w - a.learning_rate * (a.dw + a.beta * a.v)},
    ),
    (
        "gradient_counted_twice",
        "the step is dw + v, but v holds dw already: step with v alone",
        {"w": lambda a: a.w - a.learning_rate * (a.dw + a.v)},
    ),
    (
        "rate_missing",
        "the learning rate is missing from the step: subtract learning_rate * v",
        {"w": lambda a: a.w - a.v},
    ),
    (
        "uphill",
        "the step is added, so w climbs: subtract learning_rate * v",
        {"w": lambda a: a.w + a.learning_rate * a.v},
    ),
    (
        "beta_on_both",
        "beta multiplies the gradient too: only the old velocity is weakened, beta * v + dw",
        {"v": lambda a: a.beta * (a.v + a.dw)},
    ),
    (
        "beta_on_gradient",
        "beta multiplies the gradient in place of the velocity: it is beta * v + dw",
        {"v": lambda a: a.v + a.beta * a.dw},
    ),
    (
        "beta_missing",
        "the old velocity is kept whole, so it only ever grows: weaken it with beta",
        {"v": lambda a: a.v + a.dw},
    ),
    (
        "weights_exchanged",
        "beta and 1 - beta are exchanged, and neither belongs to the gradient here: "
        "v = beta * v + dw",
        {"v": lambda a: (1 - a.beta) * a.v + a.beta * a.dw},
    ),
    (
        "rate_on_gradient_only",
        "the learning rate multiplies dw alone, and the old velocity is subtracted whole: v holds "
        "both, so subtract learning_rate * v",
        {"w": lambda a: a.w - a.learning_rate * a.dw - a.beta * a.old.v},
    ),
    (
        "both_averaged_and_rate_folded",
        "the velocity is an average that holds the learning rate: here v = beta * v + dw, and the "
        "rate multiplies v in the step",
        {
            "v": lambda a: a.beta * a.v + (1 - a.beta) * a.learning_rate * a.dw,
            "w": lambda a: a.w - a.v,
        },
    ),
    (
        "velocity_not_kept",
        "the old velocity plays no part, so v is the gradient alone: v = beta * v + dw",
        {"v": lambda a: a.dw},
    ),
    (
        "gradient_squared",
        "the gradient is squared, as in RMSprop: momentum adds dw itself",
        {"v": lambda a: a.beta * a.v + a.dw**2},
    ),
    (
        "beta_fixed",
        "0.9 is written into the code: use the beta that you are given",
        {"v": lambda a: 0.9 * a.v + a.dw},
    ),
)

FAMILIES = (
    step_scaled(
        "learning_rate * v",
        lambda factor: {"w": lambda a: a.w - factor * a.learning_rate * a.v},
    ),
)

MOMENTUM_STEP = Exercise(
    name="momentum_step",
    contract="(w, v): the new velocity beta * v + dw, and w moved against it",
    reference=nn.momentum_step,
    settings=("learning_rate",),
    draw=draw_velocity_steps,
    compose=MOMENTUM.but,
    parts=outputs(w=2, v=2),
    mistakes=mistakes_with_velocity(MOMENTUM, SLIPS, FAMILIES),
)
