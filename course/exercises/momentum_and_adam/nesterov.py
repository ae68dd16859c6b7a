"""A step of Nesterov's momentum."""

from course import nn
from course.checking import Exercise, outputs
from course.exercises.momentum_and_adam.shared import (
    draw_velocity_steps,
    mistakes_with_velocity,
    step_scaled,
)
from course.exercises.rules import Rule

NESTEROV = Rule(
    nn.nesterov_step,
    ("w", "v"),
    v=lambda a: a.beta * a.v + a.dw,
    w=lambda a: a.w - a.learning_rate * (a.dw + a.beta * a.v),
)

SLIPS = (
    (
        "plain_momentum",
        "this is plain momentum's step under Nesterov's name (dw + beta * v with the old v is "
        "the same thing): step with dw + beta * v, where v is the new one",
        {"w": lambda a: a.w - a.learning_rate * a.v},
    ),
    (
        "beta_left_out_ahead",
        "the bracket adds the whole velocity: it is dw + beta * v",
        {"w": lambda a: a.w - a.learning_rate * (a.dw + a.v)},
    ),
    (
        "velocity_twice",
        "the bracket is v + beta * v, or (1 + beta) * v: v holds the old velocity as well, so "
        "take dw + beta * v",
        {"w": lambda a: a.w - a.learning_rate * (1 + a.beta) * a.v},
    ),
    (
        "bracket_turns_the_sign",
        "the velocity's part is added where it must be subtracted: put brackets around "
        "dw + beta * v",
        {"w": lambda a: a.w - a.learning_rate * a.dw + a.learning_rate * a.beta * a.v},
    ),
    (
        "rate_on_gradient_only",
        "the learning rate multiplies dw alone: put brackets around dw + beta * v",
        {"w": lambda a: a.w - (a.learning_rate * a.dw + a.beta * a.v)},
    ),
    (
        "averaged_velocity",
        "the gradient is weighted with 1 - beta in the velocity: that is another school's "
        "convention; here v = beta * v + dw",
        {"v": lambda a: a.beta * a.v + (1 - a.beta) * a.dw},
    ),
    (
        "rate_in_velocity",
        "the learning rate is folded into the velocity: that is another school's convention; "
        "here v = beta * v + dw, and the rate multiplies the bracket",
        {
            "v": lambda a: a.beta * a.v + a.learning_rate * a.dw,
            "w": lambda a: a.w - (a.learning_rate * a.dw + a.beta * a.v),
        },
    ),
    (
        "downhill_velocity_with_rate",
        "the velocity points downhill and holds the learning rate, v = beta * v - learning_rate "
        "* dw: that is another school's convention; here v = beta * v + dw",
        {
            "v": lambda a: a.beta * a.v - a.learning_rate * a.dw,
            "w": lambda a: a.w - a.beta * a.old.v + (1 + a.beta) * a.v,
        },
    ),
    (
        "downhill_velocity",
        "the velocity points downhill, v = beta * v - dw: that is the other sign convention; "
        "here v = beta * v + dw, and the step subtracts",
        {
            "v": lambda a: a.beta * a.v - a.dw,
            "w": lambda a: a.w + a.learning_rate * (a.beta * a.v - a.dw),
        },
    ),
    (
        "looked_ahead_twice",
        "w first moves with the old velocity and then by the whole new step, so the old velocity "
        "counts twice: step once, with dw + beta * v",
        {"w": lambda a: a.w - a.learning_rate * (a.beta * a.old.v + a.v)},
    ),
    (
        "gradient_step",
        "v is brought up to date, but w moves with dw alone: step with dw + beta * v",
        {"w": lambda a: a.w - a.learning_rate * a.dw},
    ),
    (
        "old_velocity_returned",
        "the v that comes back is the one that went in, so nothing is ever remembered: return "
        "the new one",
        {"v_before": lambda a: a.old.v, "returned": ("w", "v_before")},
    ),
    (
        "step_returned",
        "the bracket comes back in the velocity's place: return the new v, beta * v + dw",
        {"ahead": lambda a: a.dw + a.beta * a.v, "returned": ("w", "ahead")},
    ),
    (
        "rate_missing",
        "the learning rate is missing from the step: multiply the bracket by it",
        {"w": lambda a: a.w - (a.dw + a.beta * a.v)},
    ),
    (
        "uphill",
        "the step is added, so w climbs: subtract it",
        {"w": lambda a: a.w + a.learning_rate * (a.dw + a.beta * a.v)},
    ),
    (
        "beta_missing",
        "the old velocity is kept whole in v, so it only ever grows: v = beta * v + dw",
        {"v": lambda a: a.v + a.dw},
    ),
    (
        "old_velocity_ahead",
        "the bracket looks ahead with the old velocity twice weakened, dw + beta**2 * v: it is "
        "dw + beta * v, with the new v",
        {"w": lambda a: a.w - a.learning_rate * (a.dw + a.beta**2 * a.old.v)},
    ),
    (
        "velocity_step_only",
        "the step is beta * v alone: the gradient belongs in the bracket too, dw + beta * v",
        {"w": lambda a: a.w - a.learning_rate * a.beta * a.v},
    ),
    (
        "velocity_not_kept",
        "the old velocity plays no part, so v is the gradient alone: v = beta * v + dw",
        {"v": lambda a: a.dw},
    ),
    (
        "beta_fixed",
        "0.9 is written into the code: use the beta that you are given",
        {
            "v": lambda a: 0.9 * a.v + a.dw,
            "w": lambda a: a.w - a.learning_rate * (a.dw + 0.9 * a.v),
        },
    ),
)

FAMILIES = (
    step_scaled(
        "learning_rate * (dw + beta * v)",
        lambda factor: {"w": lambda a: a.w - factor * a.learning_rate * (a.dw + a.beta * a.v)},
    ),
)

NESTEROV_STEP = Exercise(
    name="nesterov_step",
    contract="(w, v): the new velocity beta * v + dw, and w moved against dw + beta * v",
    reference=nn.nesterov_step,
    settings=("learning_rate",),
    draw=draw_velocity_steps,
    compose=NESTEROV.but,
    parts=outputs(w=3, v=1),
    mistakes=mistakes_with_velocity(NESTEROV, SLIPS, FAMILIES),
)
