"""Wrong ways through a step of Adam, as formulas that stand in place of the right ones."""

import numpy as np

from course.exercises.momentum_and_adam.shared import step_scaled

AVERAGE_SLIPS = (
    (
        "betas_exchanged",
        "beta1 and beta2 are exchanged: beta1 belongs to m, the average of the gradient, and "
        "beta2 to v, the average of its square",
        {
            "m": lambda a: a.beta2 * a.m + (1 - a.beta2) * a.dw,
            "v": lambda a: a.beta1 * a.v + (1 - a.beta1) * a.dw**2,
            "m_hat": lambda a: a.m / (1 - a.beta2**a.t),
            "v_hat": lambda a: a.v / (1 - a.beta1**a.t),
        },
    ),
    (
        "weights_exchanged",
        "beta and 1 - beta are exchanged in both averages: beta belongs to the old average, "
        "1 - beta to what is new",
        {
            "m": lambda a: (1 - a.beta1) * a.m + a.beta1 * a.dw,
            "v": lambda a: (1 - a.beta2) * a.v + a.beta2 * a.dw**2,
        },
    ),
    (
        "new_unweighted",
        "the new gradient and its square are added whole, as in momentum: here both are "
        "averages, so weight them with 1 - beta1 and 1 - beta2",
        {
            "m": lambda a: a.beta1 * a.m + a.dw,
            "v": lambda a: a.beta2 * a.v + a.dw**2,
        },
    ),
    (
        "weights_exchanged_in_m",
        "beta1 and 1 - beta1 are exchanged in m: beta1 belongs to the old average, 1 - beta1 to "
        "the gradient",
        {"m": lambda a: (1 - a.beta1) * a.m + a.beta1 * a.dw},
    ),
    (
        "weights_exchanged_in_v",
        "beta2 and 1 - beta2 are exchanged in v: beta2 belongs to the old average, 1 - beta2 to "
        "the new square",
        {"v": lambda a: (1 - a.beta2) * a.v + a.beta2 * a.dw**2},
    ),
    (
        "new_unweighted_in_m",
        "the new gradient is added to m whole, as in momentum: m is an average, so weight it with "
        "1 - beta1",
        {"m": lambda a: a.beta1 * a.m + a.dw},
    ),
    (
        "new_unweighted_in_v",
        "the new square is added to v whole: v is an average, so weight it with 1 - beta2",
        {"v": lambda a: a.beta2 * a.v + a.dw**2},
    ),
    (
        "v_from_m",
        "v averages the square of m: average the square of the gradient, dw**2",
        {"v": lambda a: a.beta2 * a.v + (1 - a.beta2) * a.m**2},
    ),
    (
        "v_not_squared",
        "v averages the gradient itself: average its square, dw**2",
        {"v": lambda a: a.beta2 * a.v + (1 - a.beta2) * a.dw},
    ),
    (
        "corrected_averages_returned",
        "the corrected averages come back, and next time they would be corrected again: correct "
        "for the step alone, and return m and v as they were before",
        {"returned": ("w", "m_hat", "v_hat")},
    ),
    (
        "corrected_m_returned",
        "the corrected m comes back, and next time it would be corrected again: correct it for "
        "the step alone, and return m as it was before",
        {"returned": ("w", "m_hat", "v")},
    ),
    (
        "old_averages_returned",
        "the m and v that come back are those that went in: return the new ones",
        {
            "m_before": lambda a: a.old.m,
            "v_before": lambda a: a.old.v,
            "returned": ("w", "m_before", "v_before"),
        },
    ),
)

CORRECTION_SLIPS = (
    (
        "no_bias_correction",
        "the bias correction is missing: before the step, divide m by 1 - beta1**t and v by "
        "1 - beta2**t",
        {"m_hat": lambda a: a.m, "v_hat": lambda a: a.v},
    ),
    (
        "only_m_corrected",
        "only m is corrected: divide v by 1 - beta2**t as well",
        {"v_hat": lambda a: a.v},
    ),
    (
        "only_v_corrected",
        "only v is corrected: divide m by 1 - beta1**t as well",
        {"m_hat": lambda a: a.m},
    ),
    (
        "counted_from_zero",
        "the correction uses t + 1, as if t counted from 0: it counts from 1, so use t itself",
        {
            "m_hat": lambda a: a.m / (1 - a.beta1 ** (a.t + 1)),
            "v_hat": lambda a: a.v / (1 - a.beta2 ** (a.t + 1)),
        },
    ),
    (
        "one_step_behind",
        "the correction uses t - 1 and divides by 0 at the first step: t counts from 1, so use t "
        "itself",
        {
            "m_hat": lambda a: a.m / (1 - a.beta1 ** (a.t - 1)),
            "v_hat": lambda a: a.v / (1 - a.beta2 ** (a.t - 1)),
        },
    ),
    (
        "power_left_out",
        "the correction is 1 - beta without its power, which is right at the first step only: "
        "raise beta to the power t",
        {
            "m_hat": lambda a: a.m / (1 - a.beta1),
            "v_hat": lambda a: a.v / (1 - a.beta2),
        },
    ),
    (
        "times_for_power",
        "beta is multiplied by t: the correction raises it to the power t, beta1**t",
        {
            "m_hat": lambda a: a.m / (1 - a.beta1 * a.t),
            "v_hat": lambda a: a.v / (1 - a.beta2 * a.t),
        },
    ),
    (
        "one_beta_for_both",
        "both corrections use beta1: v has its own, 1 - beta2**t",
        {"v_hat": lambda a: a.v / (1 - a.beta1**a.t)},
    ),
    (
        "power_left_out_in_m",
        "m's correction is 1 - beta1 without its power: raise beta1 to the power t",
        {"m_hat": lambda a: a.m / (1 - a.beta1)},
    ),
    (
        "power_left_out_in_v",
        "v's correction is 1 - beta2 without its power: raise beta2 to the power t",
        {"v_hat": lambda a: a.v / (1 - a.beta2)},
    ),
    (
        "corrections_exchanged",
        "m is corrected with beta2 and v with beta1: 1 - beta1**t belongs to m, 1 - beta2**t to v",
        {
            "m_hat": lambda a: a.m / (1 - a.beta2**a.t),
            "v_hat": lambda a: a.v / (1 - a.beta1**a.t),
        },
    ),
    (
        "power_alone",
        "m and v are divided by beta**t: the corrections are 1 - beta1**t and 1 - beta2**t",
        {
            "m_hat": lambda a: a.m / a.beta1**a.t,
            "v_hat": lambda a: a.v / a.beta2**a.t,
        },
    ),
    (
        "brackets_round_one_minus_beta",
        "1 - beta is raised to the power t: only beta is, 1 - beta1**t and 1 - beta2**t",
        {
            "m_hat": lambda a: a.m / (1 - a.beta1) ** a.t,
            "v_hat": lambda a: a.v / (1 - a.beta2) ** a.t,
        },
    ),
    (
        "corrections_multiplied",
        "the corrections are multiplied in: m and v are divided by them",
        {
            "m_hat": lambda a: a.m * (1 - a.beta1**a.t),
            "v_hat": lambda a: a.v * (1 - a.beta2**a.t),
        },
    ),
    (
        "corrected_twice",
        "m and v are corrected twice: divide by 1 - beta1**t and 1 - beta2**t once",
        {
            "m_hat": lambda a: a.m / (1 - a.beta1**a.t) ** 2,
            "v_hat": lambda a: a.v / (1 - a.beta2**a.t) ** 2,
        },
    ),
    (
        "old_gradient_corrected",
        "the correction is applied to the old averages before the new gradient comes in: bring m "
        "and v up to date first",
        {
            "m_hat": lambda a: a.beta1 * a.old.m / (1 - a.beta1**a.t) + (1 - a.beta1) * a.dw,
            "v_hat": lambda a: a.beta2 * a.old.v / (1 - a.beta2**a.t) + (1 - a.beta2) * a.dw**2,
        },
    ),
    (
        "eps_not_corrected",
        "the correction is folded into the learning rate, so that eps is compared with the "
        "uncorrected root: correct v before eps is added",
        {"step": lambda a: np.sqrt(1 - a.beta2**a.t) * a.m_hat / (np.sqrt(a.v) + a.eps)},
    ),
    (
        "m_correction_multiplied",
        "the correction of m is multiplied in: m is divided by 1 - beta1**t",
        {"m_hat": lambda a: a.m * (1 - a.beta1**a.t)},
    ),
    (
        "v_correction_multiplied",
        "the correction of v is multiplied in: v is divided by 1 - beta2**t",
        {"v_hat": lambda a: a.v * (1 - a.beta2**a.t)},
    ),
)

STEP_SLIPS = (
    (
        "eps_inside_root",
        "eps stands inside the root: here it is added after it, sqrt(v_hat) + eps",
        {"scale": lambda a: np.sqrt(a.v_hat + a.eps)},
    ),
    (
        "eps_left_out",
        "eps is missing, so where a gradient has always been 0 this is 0/0: divide by "
        "sqrt(v_hat) + eps",
        {"scale": lambda a: np.sqrt(a.v_hat)},
    ),
    (
        "brackets_missing",
        "eps is added to the fraction: put brackets around the denominator, (sqrt(v_hat) + eps)",
        {"step": lambda a: a.m_hat / np.sqrt(a.v_hat) + a.eps},
    ),
    (
        "rate_missing",
        "the learning rate is missing from the step: multiply m_hat by it",
        {"step": lambda a: a.m_hat / a.scale / a.learning_rate},
    ),
    (
        "largest_v_kept",
        "v_hat is the larger one of the old v and the new: that is AMSGrad; Adam takes the new one",
        {"v_hat": lambda a: np.maximum(a.old.v, a.v) / (1 - a.beta2**a.t)},
    ),
    (
        "nesterov_ahead",
        "the step looks ahead, beta1 * m_hat and a share of dw: that is NAdam; Adam steps with "
        "m_hat",
        {
            "step": lambda a: (
                (a.beta1 * a.m_hat + (1 - a.beta1) * a.dw / (1 - a.beta1**a.t)) / a.scale
            )
        },
    ),
    (
        "multiplied_by_the_root",
        "m_hat is multiplied by the root: divide by it",
        {"step": lambda a: a.m_hat * a.scale},
    ),
    (
        "sign_only",
        "only the sign of m_hat is used: its size beside the root counts too",
        {"step": lambda a: np.sign(a.m_hat)},
    ),
    (
        "root_left_out",
        "this divides by v_hat: divide by its root, which has the gradient's own size",
        {"scale": lambda a: a.v_hat + a.eps},
    ),
    (
        "gradient_step",
        "the step is made with dw: make it with m_hat, the corrected average",
        {"step": lambda a: a.dw / a.scale},
    ),
    (
        "old_averages_used",
        "the step is made with the old m and v: bring both up to date first",
        {
            "m_hat": lambda a: a.old.m / (1 - a.beta1**a.t),
            "v_hat": lambda a: a.old.v / (1 - a.beta2**a.t),
        },
    ),
    (
        "uphill",
        "the step is added, so w climbs: subtract it",
        {"step": lambda a: -a.m_hat / a.scale},
    ),
)


def _own_power(of_m, of_v):
    """Return number to formulas, in which that number stands for t in some corrections."""

    def formulas(power):
        wrong = {}
        if of_m:
            wrong["m_hat"] = lambda a: a.m / (1 - a.beta1**power)
        if of_v:
            wrong["v_hat"] = lambda a: a.v / (1 - a.beta2**power)
        return wrong

    return formulas


POWERS = (0.05, 60.0)
FAMILIES = (
    (
        "own_power",
        "the corrections raise beta1 and beta2 to a power of their own, {number}: the power is t, "
        "1 - beta1**t and 1 - beta2**t",
        _own_power(True, True),
        10.0,
        POWERS,
    ),
    (
        "own_power_in_m",
        "m's correction raises beta1 to a power of its own, {number}: the power is t, 1 - beta1**t",
        _own_power(True, False),
        2.0,
        POWERS,
    ),
    (
        "own_power_in_v",
        "v's correction raises beta2 to a power of its own, {number}: the power is t, 1 - beta2**t",
        _own_power(False, True),
        2.0,
        POWERS,
    ),
    step_scaled(
        "learning_rate * m_hat / (sqrt(v_hat) + eps)",
        lambda factor: {"step": lambda a: factor * a.m_hat / a.scale},
    ),
)
EPS_SLIPS = tuple(
    slip
    for slip in CORRECTION_SLIPS + STEP_SLIPS
    if slip[0] in ("eps_inside_root", "eps_not_corrected", "no_bias_correction")
)
BOTH_SLIPS = tuple(
    (
        f"{name}_and_eps_inside_root",
        f"{text}; and eps stands inside the root: it is added after it",
        {**wrong, "scale": lambda a: np.sqrt(a.v_hat + a.eps)},
    )
    for name, text, wrong in CORRECTION_SLIPS
    if name in ("no_bias_correction", "only_m_corrected", "only_v_corrected", "counted_from_zero")
)
SLIPS = AVERAGE_SLIPS + CORRECTION_SLIPS + STEP_SLIPS + BOTH_SLIPS
