"""Soft thresholding: the step that makes weights exactly 0."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, Mistake, Part
from course.exercises.drawing import away_from_zero


def draw_shrinking(rng):
    """Draw weights of either sign, larger and smaller than the amount, as large, and zeros."""
    cases = []
    for shape, label, least in (
        ((12,), "", 0.8),
        ((4, 5), "", 0.8),
        ((4, 4), "a square array", 1.05),  # more than 1: what is left of a share turns its sign
        ((2, 3, 4), "three axes", 0.8),
    ):
        cases.append(_case(rng, shape, label, least))
        if len(cases) == 1:
            other = cases[0].inputs | {"amount": 0.45}
            cases.append(Case(other, varied="amount"))
    zeros = _case(rng, (3, 5), "weights that are exactly 0, or as large as the amount")
    w, amount = zeros.inputs["w"], zeros.inputs["amount"]
    w.flat[[1, 7]], w.flat[[4, 9]] = 0.0, [amount, -amount]
    whole = Case({"w": away_from_zero(rng, (3, 3)), "amount": 0.0}, label="amount 0", telling=False)
    nothing = away_from_zero(rng, (2, 3))
    nothing[0, 1] = 0.0
    both = Case({"w": nothing, "amount": 0.0}, label="a weight and an amount of 0", telling=False)
    return [*cases, zeros, whole, both]


def _case(rng, shape, label, least=0.8):
    w, amount = away_from_zero(rng, shape), round(float(rng.uniform(least, 1.2)), 3)
    w.flat[:4] = [0.4, -0.4, 1.7, -1.7] * rng.uniform(0.9, 1.1, 4)  # of each kind there is one
    return Case({"w": w, "amount": amount}, label=label)


def _has_zeros(case):
    return bool((case.inputs["w"] == 0).any())


def _in_place(w, amount):
    w[...] = nn.soft_threshold(w, amount)
    return w


def _over_its_size(w, amount):
    with np.errstate(invalid="ignore"):
        return w / np.abs(w) * np.maximum(np.abs(w) - amount, 0)


def _share_of_its_size(w, amount):
    with np.errstate(divide="ignore", invalid="ignore"):
        return w * np.maximum(0, 1 - amount / np.abs(w))


def _compared_after_the_move(w, amount):
    moved = w.copy()
    moved[moved > amount] -= amount
    moved[moved < -amount] += amount
    moved[np.abs(moved) <= amount] = 0
    return moved


def _by_the_norm(w, amount):
    return w * max(0.0, 1 - amount / np.linalg.norm(w))


SHRINKING_MISTAKES = (
    Mistake(
        "changes_w",
        "the values are right, but w itself is overwritten: make a new array",
        _in_place,
    ),
    Mistake(
        "crosses_zero",
        "small weights cross 0 and come out with the other sign: where |w| is below amount, "
        "the result is exactly 0",
        lambda w, amount: w - amount * np.sign(w),
    ),
    Mistake(
        "one_sided",
        "all negative weights become 0, as under a ReLU: move them towards 0 by amount too, "
        "np.sign(w) * np.maximum(np.abs(w) - amount, 0)",
        lambda w, amount: np.maximum(w - amount, 0),
    ),
    Mistake(
        "negative_kept",
        "negative weights stay as they are: move them up by amount, towards 0",
        lambda w, amount: np.where(w > 0, np.maximum(w - amount, 0), w),
    ),
    Mistake(
        "negative_kept_below",
        "weights below -amount stay as they are: move them up by amount, towards 0",
        lambda w, amount: np.where(w > amount, w - amount, np.where(w < -amount, w, 0)),
    ),
    Mistake(
        "negative_pushed_away",
        "negative weights are moved away from 0: for them the amount is added, w + amount",
        lambda w, amount: np.where(w > amount, w - amount, np.where(w < -amount, w - amount, 0)),
    ),
    Mistake(
        "hard_threshold",
        "small weights become 0 but large ones stay as they are, which is a hard threshold: a "
        "soft one moves those by amount as well",
        lambda w, amount: w * (np.abs(w) > amount),
    ),
    Mistake(
        "sign_lost",
        "the sizes are right but all come out positive: multiply by np.sign(w)",
        lambda w, amount: np.maximum(np.abs(w) - amount, 0),
    ),
    Mistake(
        "subtracted_everywhere",
        "amount is subtracted whatever the sign, so negative weights grow: move w towards 0",
        lambda w, amount: w - amount,
    ),
    Mistake(
        "clipped",
        "this clips w to the range from -amount to amount: what is left over after clipping is "
        "the answer, w minus that",
        lambda w, amount: np.clip(w, -amount, amount),
    ),
    Mistake(
        "threshold_inverted",
        "large weights become 0 and small ones stay: it is the small ones that become 0",
        lambda w, amount: np.where(np.abs(w) <= amount, w, 0),
    ),
    Mistake(
        "small_kept",
        "large weights are moved but small ones stay as they are: they become exactly 0",
        lambda w, amount: np.where(np.abs(w) > amount, w - amount * np.sign(w), w),
    ),
    Mistake(
        "stopped_at_amount",
        "weights stop at amount and not at 0: np.maximum(np.abs(w) - amount, 0) has its floor at 0",
        lambda w, amount: np.sign(w) * np.maximum(np.abs(w) - amount, amount),
    ),
    Mistake(
        "moved_outwards",
        "the weights are moved away from 0: subtract amount from their size",
        lambda w, amount: np.sign(w) * (np.abs(w) + amount),
    ),
    Mistake(
        "multiplied",
        "the weights shrink by a share, as under L2: here each moves by amount, whatever its size",
        lambda w, amount: w * (1 - amount),
    ),
    Mistake(
        "share_of_the_size",
        "the sizes shrink by a share, as under L2: here each shrinks by amount, whatever it is",
        lambda w, amount: np.sign(w) * np.maximum(np.abs(w) * (1 - amount), 0),
    ),
    Mistake(
        "compared_after_the_move",
        "weights are moved first and compared with amount afterwards, so that some that did not "
        "cross become 0 as well: compare the weights as they came",
        _compared_after_the_move,
    ),
    Mistake(
        "minimum_for_maximum",
        "np.minimum keeps what is below 0: np.maximum(np.abs(w) - amount, 0) keeps what is left",
        lambda w, amount: np.sign(w) * np.minimum(np.abs(w) - amount, 0),
    ),
    Mistake(
        "largest_of_an_axis",
        "np.max takes the largest along an axis: np.maximum compares entry by entry with 0",
        lambda w, amount: np.sign(w) * np.max(np.abs(w) - amount, 0),
    ),
    Mistake(
        "large_moved_outwards",
        "weights beyond amount are moved away from 0: for positive ones amount is subtracted, for "
        "negative ones added",
        lambda w, amount: np.where(np.abs(w) > amount, w + amount * np.sign(w), 0.0),
    ),
    Mistake(
        "half_amount",
        "the weights are moved by half of the amount: move them by all of it",
        lambda w, amount: nn.soft_threshold(w, amount / 2),
    ),
    Mistake(
        "by_the_norm",
        "the whole array shrinks by its norm: each weight moves by itself, by amount",
        _by_the_norm,
    ),
    Mistake(
        "sizes_only_cut",
        "this keeps the size up to amount: subtract amount from the size, and keep what is above 0",
        lambda w, amount: np.minimum(np.abs(w), amount),
    ),
    Mistake(
        "over_its_size",
        "right, but w / |w| is 0/0 where a weight is exactly 0: take np.sign(w)",
        _over_its_size,
    ),
    Mistake(
        "share_with_zeros",
        "right, but amount / |w| is 0/0 where both are 0, and warns where w alone is: take "
        "np.sign(w) * np.maximum(np.abs(w) - amount, 0)",
        _share_of_its_size,
    ),
    Mistake(
        "sign_of_what_is_left",
        "this is the sign alone: multiply it by what is left of the size",
        lambda w, amount: np.sign(w) * (np.abs(w) > amount),
    ),
)

SOFT_THRESHOLD = Exercise(
    name="soft_threshold",
    contract="an array of w's shape: w moved towards 0 by amount, exactly 0 where it would cross",
    reference=nn.soft_threshold,
    settings=("amount",),
    draw=draw_shrinking,
    parts=(
        Part("out", 3, where=lambda case: not _has_zeros(case)),
        Part("where w is 0, or amount", 1, where=_has_zeros, variable="out"),
    ),
    mistakes=SHRINKING_MISTAKES,
)
