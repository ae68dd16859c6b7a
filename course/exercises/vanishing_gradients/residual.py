"""Back through a layer with a way around it."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, Mistake, outputs
from course.exercises.drawing import ONE_EXAMPLE, away_from_zero
from course.exercises.numeric import gradients

SIZES = (
    (5, 3, ""),
    (1, 4, ONE_EXAMPLE),
    (4, 4, "as many examples as features"),
    (6, 2, ""),
)


def draw_residual(rng):
    """Draw layers with sums of either sign, none near ReLU's kink, that disagree with x's."""
    cases = []
    for n, d, label in SIZES:
        x, w = away_from_zero(rng, (n, d)), away_from_zero(rng, (d, d))
        while not _tells_apart(x, w):
            x, w = away_from_zero(rng, (n, d)), away_from_zero(rng, (d, d))
        cases.append(Case({"dout": away_from_zero(rng, (n, d)), "x": x, "w": w}, n, label))
    return cases


def _tells_apart(x, w):
    """Whether the masks of z, x and the output all differ, with no z nearer to 0 than 0.05."""
    z = x @ w
    masks = z > 0, x > 0, x + nn.relu(z) > 0
    differ = all(np.any(masks[i] != masks[j]) for i, j in ((0, 1), (0, 2), (1, 2)))
    return differ and np.any(masks[0]) and np.abs(z).min() > 0.05


def numeric_residual(dout, x, w):
    """Return (dx, dw) by central differences of the sum of dout * residual_forward(x, w)."""
    return gradients(lambda x, w: np.sum(dout * nn.residual_forward(x, w)), x, w)


def dz_of(dout, x, w):
    """Return the right gradient of x @ w."""
    return dout * (x @ w > 0)


def dx_of(dout, dz, w):
    """Return the right dx."""
    return dout + dz @ w.T


def dw_of(dout, dz, x):
    """Return the right dw."""
    return x.T @ dz


def wrong(dz=dz_of, dx=dx_of, dw=dw_of):
    """Return a backward pass of which some steps are replaced by wrong ones."""

    def backward(dout, x, w):
        inner = dz(dout, x, w)
        return dx(dout, inner, w), dw(dout, inner, x)

    return backward


def _adds_to_dout(dout, x, w):
    dz = dz_of(dout, x, w)
    dx = dout
    dx += dz @ w.T
    return dx, x.T @ dz


def _masks_dout(dout, x, w):
    dout[x @ w <= 0] = 0
    return dout + dout @ w.T, x.T @ dout


RESIDUAL_MISTAKES = (
    Mistake(
        "adds_to_dout",
        "the values are right, but dx = dout is the same array, and += changes dout with it: "
        "write dout + dz @ w.T",
        _adds_to_dout,
    ),
    Mistake(
        "masks_dout",
        "the mask is written into dout itself, which changes it and cuts the way around too: "
        "make dz a new array, dout * (x @ w > 0)",
        _masks_dout,
    ),
    Mistake(
        "skip_forgotten",
        "the way around is missing: x reaches the output directly as well, so add dout to dx",
        wrong(dx=lambda dout, dz, w: dz @ w.T),
    ),
    Mistake(
        "branch_forgotten",
        "the way through the layer is missing: add dz @ w.T to dout",
        wrong(dx=lambda dout, dz, w: dout.copy()),
    ),
    Mistake(
        "dout_twice",
        "dout is added twice: x goes around the layer once",
        wrong(dx=lambda dout, dz, w: 2 * dout + dz @ w.T),
    ),
    Mistake(
        "one_for_the_skip",
        "1 is added for the way around: its slope is 1, and what arrives is dout, so add dout",
        wrong(dx=lambda dout, dz, w: 1 + dz @ w.T),
    ),
    Mistake(
        "skip_masked",
        "the way around is cut by ReLU's slope as well: only the layer has a ReLU, so add dout "
        "whole",
        wrong(dx=lambda dout, dz, w: dz + dz @ w.T),
    ),
    Mistake(
        "mask_left_out",
        "ReLU's slope is missing: put 0 where x @ w is not positive, before you go through w",
        wrong(dz=lambda dout, x, w: dout),
    ),
    Mistake(
        "mask_left_out_in_dw",
        "dw is made with dout: w stands before the ReLU, so take dout where x @ w is positive "
        "and 0 elsewhere",
        wrong(dw=lambda dout, dz, x: x.T @ dout),
    ),
    Mistake(
        "mask_left_out_in_dx",
        "dx goes back through w with dout: w stands before the ReLU, so take dout where x @ w "
        "is positive and 0 elsewhere",
        wrong(dx=lambda dout, dz, w: dout + dout @ w.T),
    ),
    Mistake(
        "mask_from_x",
        "the mask is taken from x: what went through the ReLU is x @ w, so its sign decides",
        wrong(dz=lambda dout, x, w: dout * (x > 0)),
    ),
    Mistake(
        "mask_from_output",
        "the mask is taken from the output, x + relu(x @ w): the sign of x @ w decides",
        wrong(dz=lambda dout, x, w: dout * (x + nn.relu(x @ w) > 0)),
    ),
    Mistake(
        "mask_inverted",
        "the mask is the wrong way round: the gradient passes where x @ w is positive",
        wrong(dz=lambda dout, x, w: dout * (x @ w <= 0)),
    ),
    Mistake(
        "relu_for_slope",
        "dout is multiplied by ReLU's value: its slope is 1 for positive sums, whatever their size",
        wrong(dz=lambda dout, x, w: dout * nn.relu(x @ w)),
    ),
    Mistake(
        "w_not_transposed",
        "dx goes back through w as it is, which runs because w is square: take dz @ w.T",
        wrong(dx=lambda dout, dz, w: dout + dz @ w),
    ),
    Mistake(
        "dw_transposed",
        "dw is transposed, which fits because w is square: take x.T @ dz",
        wrong(dw=lambda dout, dz, x: dz.T @ x),
    ),
    Mistake(
        "whole_output_masked",
        "the mask cuts all of dx: only the layer has a ReLU, and around it dout comes whole",
        wrong(dx=lambda dout, dz, w: (dout + dz @ w.T) * (dz != 0)),
    ),
    Mistake(
        "x_added",
        "x is added for the way around: what arrives there is dout, so add dout",
        lambda dout, x, w: (x + dz_of(dout, x, w) @ w.T, x.T @ dz_of(dout, x, w)),
    ),
    Mistake(
        "skip_subtracted",
        "the way around is subtracted: both ways add up, dout + dz @ w.T",
        wrong(dx=lambda dout, dz, w: dz @ w.T - dout),
    ),
    Mistake(
        "multiplied_by_skip",
        "the two ways are multiplied: they add up, dout + dz @ w.T",
        wrong(dx=lambda dout, dz, w: dout * (dz @ w.T)),
    ),
    Mistake(
        "arguments_exchanged",
        "dout and x have changed places: dout, the gradient that arrives, comes first",
        lambda dout, x, w: nn.residual_backward(x, dout, w),
    ),
    Mistake(
        "dw_averaged",
        "dw is divided by n: the 1/n of the mean is already in dout",
        wrong(dw=lambda dout, dz, x: x.T @ dz / len(x)),
    ),
    Mistake(
        "swapped",
        "dx and dw have changed places: return dx, dw",
        lambda dout, x, w: nn.residual_backward(dout, x, w)[::-1],
    ),
)

RESIDUAL_BACKWARD = Exercise(
    name="residual_backward",
    contract="(dx, dw) of out = x + relu(x @ w), each of the shape of what it is the gradient of",
    reference=nn.residual_backward,
    numeric=numeric_residual,
    draw=draw_residual,
    parts=outputs(dx=3, dw=2),
    mistakes=RESIDUAL_MISTAKES,
)
