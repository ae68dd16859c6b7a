"""The L1 penalty and its subgradients."""

from dataclasses import replace

import numpy as np

from course import nn
from course.checking import Exercise, outputs
from course.exercises.regularization.penalties import (
    Penalty,
    draw_penalties,
    each,
    has_zeros,
    total,
)

L1 = Penalty(total(np.abs), each(np.sign))


def _over_its_size(w):
    """Return w / |w|, which is 0 / 0 where a weight is 0."""
    with np.errstate(invalid="ignore"):
        return w / np.abs(w)


OF_THE_PENALTY = (
    (
        "half_in_penalty",
        "the penalty is halved, as L2's is: L1's has no 1/2, since no factor 2 is to be cancelled",
        {"penalty": total(lambda w: np.abs(w) / 2)},
    ),
    (
        "signs_kept",
        "the weights are added up with their signs, so they cancel: take absolute values first",
        {"penalty": total(lambda w: w)},
    ),
    (
        "absolute_sum",
        "the absolute value is taken of the sum: take it of each weight, then add up",
        {"penalty": lambda ws, s: s * abs(sum(np.sum(w) for w in ws))},
    ),
    (
        "absolute_sums",
        "the absolute value is taken of each array's sum: take it of each weight, then add up",
        {"penalty": lambda ws, s: s * sum(abs(np.sum(w)) for w in ws)},
    ),
    (
        "matrix_norm",
        "np.linalg.norm(w, 1) of a matrix is its largest column sum: add up all absolute values, "
        "np.abs(w).sum()",
        {"penalty": lambda ws, s: s * sum(np.linalg.norm(w, 1) for w in ws)},
    ),
    (
        "euclidean_norm",
        "the arrays' Euclidean norms are added, roots of sums of squares: add up absolute values",
        {"penalty": lambda ws, s: s * sum(np.linalg.norm(w) for w in ws)},
    ),
    (
        "squares_in_penalty",
        "the penalty adds up squares, which is L2's: take absolute values, without 1/2",
        {"penalty": total(lambda w: w**2 / 2)},
    ),
    (
        "largest",
        "this takes each array's largest size: add all absolute values up",
        {"penalty": lambda ws, s: s * sum(np.abs(w).max() for w in ws)},
    ),
)
OF_THE_GRADIENTS = (
    (
        "over_its_size",
        "right, but w / |w| is 0/0 where a weight is exactly 0: np.sign gives 0 there",
        {"gradients": each(_over_its_size)},
    ),
    (
        "one_at_zero",
        "right, but a weight of exactly 0 gets a positive slope: let it be 0 there, as np.sign "
        "has it",
        {"gradients": each(lambda w: np.where(w >= 0, 1.0, -1.0))},
    ),
    (
        "minus_one_at_zero",
        "right, but a weight of exactly 0 gets a negative slope: let it be 0 there, as np.sign "
        "has it",
        {"gradients": each(lambda w: np.where(w > 0, 1.0, -1.0))},
    ),
    (
        "tiny_number_in_size",
        "right but for a number that is added to |w|, so that the last digits are lost: np.sign "
        "needs none",
        {"gradients": each(lambda w: w / (np.abs(w) + 1e-8))},
    ),
    (
        "half_in_gradients",
        "the gradients are halved: they are strength * sign(w), without 1/2",
        {"gradients": each(lambda w: np.sign(w) / 2)},
    ),
    (
        "only_positive_weights",
        "negative weights get no slope: theirs is -strength, as np.sign has it",
        {"gradients": each(lambda w: (w > 0) * 1.0)},
    ),
    (
        "ones",
        "the gradients are the strength everywhere, so negative weights would grow: multiply by "
        "the sign of w",
        {"gradients": each(np.ones_like)},
    ),
    (
        "ones_where_not_zero",
        "the gradients have lost their signs: they are strength * sign(w)",
        {"gradients": each(lambda w: np.abs(np.sign(w)))},
    ),
    (
        "weights_in_gradients",
        "the gradients are strength * w, which is L2's: here they are strength * sign(w), "
        "however large a weight is",
        {"gradients": each(lambda w: w)},
    ),
    (
        "absolute_in_gradients",
        "the gradients are strength * |w|: the slope of |w| is its sign",
        {"gradients": each(np.abs)},
    ),
)
OF_BOTH = (
    (
        "half_taken",
        "penalty and gradients are halved, as L2's penalty is: L1 has no 1/2, since no factor 2 "
        "is to be cancelled",
        {"penalty": total(lambda w: np.abs(w) / 2), "gradients": each(lambda w: np.sign(w) / 2)},
    ),
    (
        "l2_instead",
        "this is the L2 penalty: L1 takes absolute values, and its gradients are "
        "strength * sign(w)",
        {"penalty": total(lambda w: w**2 / 2), "gradients": each(lambda w: w)},
    ),
    (
        "signs_ignored",
        "absolute values are nowhere taken: the penalty is strength times the sum of |w|, and "
        "the gradients are strength * sign(w)",
        {"penalty": total(lambda w: w), "gradients": each(np.ones_like)},
    ),
)

PENALTY, GRADIENTS = outputs(penalty=3, gradients=2)
PARTS = (
    PENALTY,
    replace(GRADIENTS, where=lambda case: not has_zeros(case)),
    replace(
        GRADIENTS,
        name="gradients at 0",
        points=1,
        of_tuple=False,
        variable="gradients",
        where=has_zeros,
    ),
)

L1_PENALTY = Exercise(
    name="l1_penalty",
    contract="(a number, a list of arrays): strength times the sum of absolute values, and its "
    "subgradients, 0 at 0",
    reference=nn.l1_penalty,
    settings=("strength",),
    draw=lambda rng: draw_penalties(rng, zeros=True),
    compose=L1.but,
    parts=PARTS,
    mistakes=(
        *L1.mistakes(OF_BOTH + OF_THE_PENALTY + OF_THE_GRADIENTS),
        *L1.mistakes(L1.common("sum of absolute values", "strength * sign(w)")),
        L1.swapped(),
        L1.in_place(),
    ),
)
