"""Wrong ways back through a block with a way around it."""

from course import nn
from course.checking import Mistake
from course.exercises.rules import Rule

RESIDUAL = Rule(
    nn.residual_backward,
    ("dx", "dw", "dv"),
    dout=lambda a: a.dout,
    z=lambda a: a.x @ a.w,
    h=lambda a: nn.relu(a.z),
    dh=lambda a: a.dout @ a.v.T,
    dz=lambda a: a.dh * (a.z > 0),
    dx=lambda a: a.dout + a.dz @ a.w.T,
    dw=lambda a: a.x.T @ a.dz,
    dv=lambda a: a.h.T @ a.dout,
)


def _adds_to_dout(dout, x, w, v):
    _, dw, dv = nn.residual_backward(dout, x, w, v)
    dx = dout
    dx += (dout @ v.T * (x @ w > 0)) @ w.T
    return dx, dw, dv


def _adds_to_dout_too_early(dout, x, w, v):
    dz = dout @ v.T * (x @ w > 0)
    dx = dout
    dx += dz @ w.T
    return dx, x.T @ dz, nn.relu(x @ w).T @ dout


SKIP_SLIPS = (
    (
        "relu_behind_the_sum",
        "dout is cut where the block's output is not positive, as where a ReLU stands behind the "
        "sum: here it stands in the branch alone, x + relu(x @ w) @ v",
        {"dout": lambda a: a.dout * (a.x + nn.relu(a.x @ a.w) @ a.v > 0)},
    ),
    (
        "skip_forgotten",
        "the way around is missing: x reaches the output directly as well, so add dout to dx",
        {"dx": lambda a: a.dz @ a.w.T},
    ),
    (
        "branch_forgotten",
        "dx is the way around alone: add what comes back through the block, dz @ w.T",
        {"dx": lambda a: a.dout.copy()},
    ),
    (
        "dout_twice",
        "dout is added twice: x goes around the block once",
        {"dx": lambda a: 2 * a.dout + a.dz @ a.w.T},
    ),
    (
        "dx_doubled",
        "all of dx is doubled: each of the two ways counts once, dout + dz @ w.T",
        {"dx": lambda a: 2 * (a.dout + a.dz @ a.w.T)},
    ),
    (
        "dx_halved",
        "the two ways are averaged: they add up, dout + dz @ w.T",
        {"dx": lambda a: (a.dout + a.dz @ a.w.T) / 2},
    ),
    (
        "one_for_the_skip",
        "1 is added for the way around: its slope is 1, and what arrives is dout, so add dout",
        {"dx": lambda a: 1 + a.dz @ a.w.T},
    ),
    (
        "x_added",
        "x is added for the way around: what arrives there is dout, so add dout",
        {"dx": lambda a: a.x + a.dz @ a.w.T},
    ),
    (
        "skip_subtracted",
        "the way around is subtracted: both ways add up, dout + dz @ w.T",
        {"dx": lambda a: a.dz @ a.w.T - a.dout},
    ),
    (
        "multiplied_by_skip",
        "the two ways are multiplied: they add up, dout + dz @ w.T",
        {"dx": lambda a: a.dout * (a.dz @ a.w.T)},
    ),
    (
        "skip_masked",
        "ReLU's slope cuts the way around, which runs because w is square: only the sums x @ w "
        "went through the ReLU, so add dout whole",
        {"dx": lambda a: a.dout * (a.z > 0) + a.dz @ a.w.T},
    ),
    (
        "whole_dx_masked",
        "ReLU's slope cuts all of dx, which runs because w is square: only the sums x @ w went "
        "through the ReLU, and around it dout comes whole",
        {"dx": lambda a: (a.dout + a.dz @ a.w.T) * (a.z > 0)},
    ),
)

MASK_SLIPS = (
    (
        "mask_left_out",
        "ReLU's slope is missing: put 0 where x @ w is not positive, before you go through w",
        {"dz": lambda a: a.dh},
    ),
    (
        "mask_left_out_in_dw",
        "dw is made without ReLU's slope: w stands before the ReLU, so take x.T @ dz, with dz = 0 "
        "where x @ w is not positive",
        {"dw": lambda a: a.x.T @ a.dh},
    ),
    (
        "mask_left_out_in_dx",
        "dx goes back through w without ReLU's slope: w stands before the ReLU, so take dz @ w.T, "
        "with dz = 0 where x @ w is not positive",
        {"dx": lambda a: a.dout + a.dh @ a.w.T},
    ),
    (
        "mask_from_x",
        "the mask is taken from x, which runs because w is square: what went through the ReLU is "
        "x @ w, so its sign decides",
        {"dz": lambda a: a.dh * (a.x > 0)},
    ),
    (
        "mask_from_gradient",
        "the mask is taken from the gradient dout @ v.T: the sign of what went in, x @ w, decides",
        {"dz": lambda a: a.dh * (a.dh > 0)},
    ),
    (
        "mask_from_dout",
        "the mask is taken from dout, which runs because w is square: the sign of x @ w decides",
        {"dz": lambda a: a.dh * (a.dout > 0)},
    ),
    (
        "mask_from_output",
        "the mask is taken from the block's output, which runs because w is square: the sign of "
        "x @ w decides",
        {"dz": lambda a: a.dh * (a.x + a.h @ a.v > 0)},
    ),
    (
        "mask_applied_to_dout",
        "the mask cuts dout before it goes through v, which runs because w is square: first back "
        "through v, dout @ v.T, then 0 where x @ w is not positive",
        {"dz": lambda a: (a.dout * (a.z > 0)) @ a.v.T},
    ),
    (
        "second_relu",
        "dout is cut where relu(x @ w) @ v is not positive, as if a second ReLU stood there: the "
        "block ends with v",
        {
            "dh": lambda a: (a.dout * (a.h @ a.v > 0)) @ a.v.T,
            "dv": lambda a: a.h.T @ (a.dout * (a.h @ a.v > 0)),
        },
    ),
    (
        "mask_inverted",
        "the mask is the wrong way round: the gradient passes where x @ w is positive",
        {"dz": lambda a: a.dh * (a.z <= 0)},
    ),
    (
        "relu_for_slope",
        "the gradient is multiplied by ReLU's value: its slope is 1 for positive sums, whatever "
        "their size",
        {"dz": lambda a: a.dh * a.h},
    ),
    (
        "relu_of_gradient",
        "relu is applied to the gradient, on top of the mask: the gradient may be negative, only "
        "the sign of x @ w decides",
        {"dz": lambda a: nn.relu(a.dh) * (a.z > 0)},
    ),
)

WEIGHT_SLIPS = (
    (
        "v_forgotten",
        "the way back through v is missing, which runs because v is square: the gradient of the "
        "hidden activation is dout @ v.T",
        {"dh": lambda a: a.dout},
    ),
    (
        "v_not_transposed",
        "dout goes back through v as it is, which runs because v is square: take dout @ v.T",
        {"dh": lambda a: a.dout @ a.v},
    ),
    (
        "w_not_transposed",
        "dz goes back through w as it is, which runs because w is square: take dz @ w.T",
        {"dx": lambda a: a.dout + a.dz @ a.w},
    ),
    (
        "nothing_transposed",
        "neither v nor w is transposed, which runs because they are square: take dout @ v.T and "
        "dz @ w.T",
        {"dh": lambda a: a.dout @ a.v, "dx": lambda a: a.dout + a.dz @ a.w},
    ),
    (
        "w_for_v",
        "dout goes back through w, which has the shape of v.T: nearest to the output stands v, so "
        "take dout @ v.T",
        {"dh": lambda a: a.dout @ a.w},
    ),
    (
        "v_for_w",
        "dz goes back to x through v, which has the shape of w.T: nearest to x stands w, so take "
        "dz @ w.T",
        {"dx": lambda a: a.dout + a.dz @ a.v},
    ),
    (
        "v_before_w",
        "v and w are exchanged on the way back: first through v, dout @ v.T, then through w, "
        "dz @ w.T",
        {"dh": lambda a: a.dout @ a.w, "dx": lambda a: a.dout + a.dz @ a.v},
    ),
    (
        "dw_transposed",
        "dw is transposed: it has the shape of w, so take x.T @ dz",
        {"dw": lambda a: a.dz.T @ a.x},
    ),
    (
        "dv_transposed",
        "dv is transposed: it has the shape of v, so take h.T @ dout with h = relu(x @ w)",
        {"dv": lambda a: a.dout.T @ a.h},
    ),
    (
        "dw_and_dv_transposed",
        "dw and dv are transposed: take x.T @ dz and h.T @ dout, with h = relu(x @ w)",
        {"dw": lambda a: a.dz.T @ a.x, "dv": lambda a: a.dout.T @ a.h},
    ),
    (
        "dv_from_x",
        "dv is made with x: what goes into v is the hidden activation h = relu(x @ w), so take "
        "h.T @ dout",
        {"dv": lambda a: a.x.T @ a.dout},
    ),
    (
        "dv_without_relu",
        "dv is made with the sums x @ w: what goes into v has been through the ReLU, so take "
        "relu(x @ w).T @ dout",
        {"dv": lambda a: a.z.T @ a.dout},
    ),
    (
        "dv_from_mask",
        "dv is made with the mask: what goes into v is relu(x @ w) itself, not its slope",
        {"dv": lambda a: (a.z > 0).T.astype(float) @ a.dout},
    ),
    (
        "dv_from_branch",
        "dv is made with relu(x @ w) @ v, what comes out of v: take what goes in, "
        "relu(x @ w).T @ dout",
        {"dv": lambda a: (a.h @ a.v).T @ a.dout},
    ),
    (
        "dv_from_hidden_gradient",
        "dv is made with the gradient before the ReLU: at v what arrives is dout, so take h.T @ "
        "dout with h = relu(x @ w)",
        {"dv": lambda a: a.h.T @ a.dz},
    ),
    (
        "dw_from_hidden",
        "dw is made with the hidden activation: what goes into w is x, so take x.T @ dz",
        {"dw": lambda a: a.h.T @ a.dz},
    ),
    (
        "dw_from_dout",
        "dw is made with dout, as if v were not there: take x.T @ dz, with dz = dout @ v.T where "
        "x @ w is positive and 0 elsewhere",
        {"dw": lambda a: a.x.T @ a.dout},
    ),
    (
        "skip_in_dv",
        "dv is made with the whole output, x + relu(x @ w) @ v: what goes into v is relu(x @ w)",
        {"dv": lambda a: (a.x + a.h @ a.v).T @ a.dout},
    ),
    (
        "dw_averaged",
        "dw is divided by n: the 1/n of the mean is already in dout",
        {"dw": lambda a: a.x.T @ a.dz / len(a.x)},
    ),
    (
        "dv_averaged",
        "dv is divided by n: the 1/n of the mean is already in dout",
        {"dv": lambda a: a.h.T @ a.dout / len(a.x)},
    ),
    (
        "dw_and_dv_averaged",
        "dw and dv are divided by n: the 1/n of the mean is already in dout",
        {
            "dw": lambda a: a.x.T @ a.dz / len(a.x),
            "dv": lambda a: a.h.T @ a.dout / len(a.x),
        },
    ),
    (
        "dw_and_dv_swapped",
        "dw and dv have changed places: return dx, dw, dv",
        {"returned": ("dx", "dv", "dw")},
    ),
    (
        "last_first",
        "the gradients come in the order in which they are found: return dx, dw, dv",
        {"returned": ("dv", "dw", "dx")},
    ),
)

RESIDUAL_MISTAKES = (
    Mistake(
        "adds_to_dout",
        "the values are right, but dx = dout is the same array, and += changes dout with it: "
        "write dout + dz @ w.T",
        _adds_to_dout,
    ),
    Mistake(
        "adds_to_dout_too_early",
        "dx = dout is the same array, so += changes dout, and dv is then made with the wrong one: "
        "write dx = dout + dz @ w.T",
        _adds_to_dout_too_early,
    ),
    *RESIDUAL.mistakes(SKIP_SLIPS),
    *RESIDUAL.mistakes(MASK_SLIPS),
    *RESIDUAL.mistakes(WEIGHT_SLIPS),
    RESIDUAL.with_exchanged("dout", "x"),
    RESIDUAL.with_exchanged("w", "v"),
)
