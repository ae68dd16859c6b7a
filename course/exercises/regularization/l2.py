"""The L2 penalty and its gradients."""

from dataclasses import replace

import numpy as np

from course import nn
from course.checking import Exercise, outputs
from course.checking.comparing import matches
from course.exercises.regularization.penalties import Penalty, draw_penalties, each, total

L2 = Penalty(total(lambda w: w**2 / 2), each(lambda w: w))

OF_THE_PENALTY = (
    (
        "half_left_out_of_penalty",
        "the 1/2 is left out of the penalty, so it does not belong to the gradients, which are "
        "right: it is strength / 2 times the sum of squares",
        {"penalty": total(lambda w: w**2)},
    ),
    (
        "norm",
        "this is the root of the sum of squares, the norm: leave out the root (np.linalg.norm "
        "takes it)",
        {"penalty": lambda ws, s: s / 2 * np.sqrt(sum(np.sum(w**2) for w in ws))},
    ),
    (
        "norms_added",
        "the arrays' norms are added: each is the root of a sum of squares, so square it first",
        {"penalty": lambda ws, s: s / 2 * sum(np.linalg.norm(w) for w in ws)},
    ),
    (
        "spectral_norms",
        "np.linalg.norm(w, 2) of a matrix is its largest singular value: add up all squares, "
        "np.sum(w**2)",
        {"penalty": lambda ws, s: s / 2 * sum(np.linalg.norm(w, 2) ** 2 for w in ws)},
    ),
    (
        "not_squared",
        "the weights are added up as they are: square them first",
        {"penalty": total(lambda w: w / 2)},
    ),
    (
        "sum_squared",
        "the sum is squared: square each weight, then add up",
        {"penalty": lambda ws, s: s / 2 * sum(np.sum(w) for w in ws) ** 2},
    ),
    (
        "sums_squared",
        "each array's sum is squared: square each weight, then add up",
        {"penalty": lambda ws, s: s / 2 * sum(np.sum(w) ** 2 for w in ws)},
    ),
    (
        "matrix_product",
        "w @ w.T multiplies rows with rows: square entry by entry, w**2 or w * w",
        {"penalty": total(lambda w: w @ w.T / 2)},
    ),
    (
        "absolute_in_penalty",
        "the penalty adds up absolute values, which is L1's: square the weights, and take half",
        {"penalty": total(np.abs)},
    ),
    (
        "strength_squared",
        "the strength is squared along with the weights: only the weights are",
        {"penalty": lambda ws, s: sum(np.sum((s * w) ** 2) for w in ws) / 2},
    ),
    (
        "quarter",
        "the sum is halved twice: strength / 2 has the 1/2 already",
        {"penalty": total(lambda w: w**2 / 4)},
    ),
)
OF_THE_GRADIENTS = (
    (
        "two_in_gradients",
        "the gradients have a factor 2 too much: the 1/2 of the penalty cancels it, and "
        "strength * w is left",
        {"gradients": each(lambda w: 2 * w)},
    ),
    (
        "half_in_gradients",
        "the gradients have a factor 1/2 too much: the square's slope, 2 w, cancels it, and "
        "strength * w is left",
        {"gradients": each(lambda w: w / 2)},
    ),
    (
        "gradients_squared",
        "the gradients hold the squares: the slope of w**2 / 2 is w",
        {"gradients": each(lambda w: w**2)},
    ),
    (
        "signs_in_gradients",
        "the gradients are strength * sign(w), which is L1's: here they are strength * w",
        {"gradients": each(np.sign)},
    ),
    (
        "absolute_in_gradients",
        "the gradients have lost their signs: they are strength * w, whatever its sign",
        {"gradients": each(np.abs)},
    ),
    (
        "strength_alone",
        "the gradients are the strength alone: multiply it by w",
        {"gradients": each(np.ones_like)},
    ),
    (
        "weights_decayed",
        "these are the weights times (1 - 2 strength): return the gradients, strength * w",
        {"gradients": lambda ws, s: [w * (1 - 2 * s) for w in ws]},
    ),
)
OF_BOTH = (
    (
        "half_left_out",
        "the 1/2 is left out of the penalty, and its gradients are twice as large: that is "
        "another convention, and here it is strength / 2 times the sum of squares, with "
        "gradients strength * w",
        {"penalty": total(lambda w: w**2), "gradients": each(lambda w: 2 * w)},
    ),
    (
        "l1_instead",
        "this is the L1 penalty, absolute values and signs: L2 takes half the squares, and its "
        "gradients are strength * w",
        {"penalty": total(np.abs), "gradients": each(np.sign)},
    ),
    (
        "norm_and_its_gradients",
        "this penalises the norm, which is the root of the sum: leave out the root, and the "
        "gradients are strength * w",
        {
            "penalty": lambda ws, s: s * np.sqrt(sum(np.sum(w**2) for w in ws)),
            "gradients": lambda ws, s: [s * w / np.sqrt(sum(np.sum(v**2) for v in ws)) for w in ws],
        },
    ),
)


def _but_for_a_factor(value, expected):
    """Whether an answer is right, or right by another school's factor of 2 or 1/2."""
    return any(matches(value, _times(factor, expected)) for factor in (1.0, 2.0, 0.5))


def _times(factor, expected):
    return [factor * g for g in expected] if isinstance(expected, list) else factor * expected


PENALTY, GRADIENTS = outputs(penalty=2, gradients=2)
PARTS = (
    PENALTY,
    GRADIENTS,
    *(
        replace(
            part,
            name=f"{part.name} apart from a factor 2",
            points=1,
            test=_but_for_a_factor,
            of_tuple=False,
            variable=part.name,
        )
        for part in (PENALTY, GRADIENTS)
    ),
)

L2_PENALTY = Exercise(
    name="l2_penalty",
    contract="(a number, a list of arrays): strength / 2 times the sum of squares, and its "
    "gradients",
    reference=nn.l2_penalty,
    settings=("strength",),
    draw=draw_penalties,
    compose=L2.but,
    parts=PARTS,
    mistakes=(
        *L2.mistakes(OF_BOTH + OF_THE_PENALTY + OF_THE_GRADIENTS),
        *L2.mistakes(L2.common("sum of squares", "strength * w")),
        L2.swapped(),
        L2.in_place(),
    ),
)
