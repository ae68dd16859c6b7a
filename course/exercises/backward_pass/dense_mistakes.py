"""Wrong ways back through a dense layer."""

from functools import partial

import numpy as np

from course import nn
from course.checking import Mistake


def dx_of(dz, x, w):
    """Return the right dx."""
    return dz @ w.T


def dw_of(dz, x, w):
    """Return the right dw."""
    return x.T @ dz


def db_of(dz, x, w):
    """Return the right db."""
    return dz.sum(axis=0)


def wrong(dx=dx_of, dw=dw_of, db=db_of):
    """Return a backward pass of which some outputs are replaced by wrong ones."""
    return lambda dz, x, w: (dx(dz, x, w), dw(dz, x, w), db(dz, x, w))


def _db_through_a_view(dz, x, w):
    dx, dw = dz @ w.T, x.T @ dz
    db = dz[0]
    for row in dz[1:]:
        db += row
    return dx, dw, db


AND_NO_MEAN = "; and the 1/n of the mean is already in dz, so do not divide again"


def _examples_as_columns(averaged, kept, dz, x, w):
    n = x.shape[1] if averaged else 1
    return w.T @ dz, dz @ x.T / n, dz.sum(axis=1, keepdims=kept) / n


DENSE_MISTAKES = (
    Mistake(
        "db_is_a_view_of_dz",
        "the values are right, but db = dz[0] is a window onto dz, and adding to it changes dz: "
        "begin with np.zeros, or take dz.sum(axis=0)",
        _db_through_a_view,
    ),
    Mistake(
        "db_averaged",
        "db is averaged over the examples: sum over them, dz.sum(axis=0), because the 1/n of the "
        "mean is already in dz",
        wrong(db=lambda dz, x, w: dz.mean(axis=0)),
    ),
    Mistake(
        "dw_averaged",
        "dw is divided by n: the 1/n of the mean is already in dz, so x.T @ dz is all",
        wrong(dw=lambda dz, x, w: x.T @ dz / len(dz)),
    ),
    Mistake(
        "dw_and_db_averaged",
        "dw and db are divided by n: the 1/n of the mean is already in dz, where the loss put it, "
        "so do not divide again",
        wrong(dw=lambda dz, x, w: x.T @ dz / len(dz), db=lambda dz, x, w: dz.mean(axis=0)),
    ),
    Mistake(
        "all_averaged",
        "everything is divided by n: the 1/n of the mean is already in dz, once for all layers",
        lambda dz, x, w: (dz @ w.T / len(dz), x.T @ dz / len(dz), dz.mean(axis=0)),
    ),
    Mistake(
        "db_summed_across",
        "db is summed over the outputs, axis 1: each output has a bias of its own, so sum over "
        "the examples, axis 0",
        wrong(db=lambda dz, x, w: dz.sum(axis=1)),
    ),
    Mistake(
        "db_not_summed",
        "db is dz as it came: all examples share the bias, so add them up over axis 0",
        wrong(db=lambda dz, x, w: dz.copy()),
    ),
    Mistake(
        "db_one_number",
        "db is added up to a single number: each output has a bias of its own, so sum over axis "
        "0 only",
        wrong(db=lambda dz, x, w: dz.sum()),
    ),
    Mistake(
        "db_kept_as_row",
        "the values are right, but db has the shape (1, d_out): b is (d_out,), so leave out "
        "keepdims",
        wrong(db=lambda dz, x, w: dz.sum(axis=0, keepdims=True)),
    ),
    Mistake(
        "db_ones",
        "db is the local slope 1: multiply it by dz and add up over the examples",
        wrong(db=lambda dz, x, w: np.ones(dz.shape[1])),
    ),
    Mistake(
        "dw_transposed",
        "dw is transposed: it has the shape of w, (d_in, d_out), so take x.T @ dz and not dz.T @ x",
        wrong(dw=lambda dz, x, w: dz.T @ x),
    ),
    Mistake(
        "w_not_transposed",
        "dx is dz @ w, which runs where w is square only: dz has an entry for each output and so "
        "has a column of w.T, so dx = dz @ w.T",
        wrong(dx=lambda dz, x, w: dz @ w),
    ),
    Mistake(
        "x_not_transposed",
        "dw is x @ dz, which runs where there are as many examples as inputs only: transpose x, "
        "so that the product adds up over the examples",
        wrong(dw=lambda dz, x, w: x @ dz),
    ),
    Mistake(
        "nothing_transposed",
        "neither w nor x is transposed, so the products run by chance only: dx = dz @ w.T and "
        "dw = x.T @ dz",
        lambda dz, x, w: (dz @ w, x @ dz, dz.sum(axis=0)),
    ),
    Mistake(
        "factors_exchanged",
        "the factors stand in the wrong order: dx = dz @ w.T and dw = x.T @ dz",
        lambda dz, x, w: (w.T @ dz, dz @ x.T, dz.sum(axis=0)),
    ),
    Mistake(
        "arguments_exchanged",
        "dz and x have changed places: dz, the gradient that arrives, comes first",
        lambda dz, x, w: (x @ w.T, dz.T @ x, x.sum(axis=0)),
    ),
    Mistake(
        "w_first_in_dx",
        "dx is w @ dz, which runs by chance only: with examples as rows it is dz @ w.T",
        wrong(dx=lambda dz, x, w: w @ dz),
    ),
    Mistake(
        "w_first_in_dx_transposed",
        "dx comes out as (d_in, n), for examples as columns: here examples are rows, so it is "
        "dz @ w.T",
        wrong(dx=lambda dz, x, w: w @ dz.T),
    ),
    Mistake(
        "x_for_dz_in_db",
        "db adds up x: it adds up dz, which has an entry for each bias",
        wrong(db=lambda dz, x, w: x.sum(axis=0)),
    ),
    Mistake(
        "db_from_dw",
        "db adds up dw, in which the inputs are multiplied in: the bias meets no input, so add "
        "up dz",
        wrong(db=lambda dz, x, w: (x.T @ dz).sum(axis=0)),
    ),
    Mistake(
        "db_averaged_across",
        "db is averaged over the outputs, axis 1: each output has a bias of its own, so sum over "
        "the examples, axis 0",
        wrong(db=lambda dz, x, w: dz.mean(axis=1)),
    ),
    Mistake(
        "db_mean_of_all",
        "db is one number, the mean of all of dz: each output has a bias of its own, so sum over "
        "axis 0 only",
        wrong(db=lambda dz, x, w: dz.mean()),
    ),
    Mistake(
        "db_zeros",
        "db is all zeros: each bias moves every example, so add up dz over the examples",
        wrong(db=lambda dz, x, w: np.zeros(dz.shape[1])),
    ),
    Mistake(
        "db_as_column",
        "the values are right, but db has the shape (d_out, 1): b is (d_out,)",
        wrong(db=lambda dz, x, w: dz.sum(axis=0)[:, None]),
    ),
    Mistake(
        "dx_averaged",
        "dx is divided by n: the 1/n of the mean is already in dz, so dz @ w.T is all",
        wrong(dx=lambda dz, x, w: dz @ w.T / len(dz)),
    ),
    Mistake(
        "z_for_dz",
        "dw is made with x @ w where dz belongs: what comes back is dz, so x.T @ dz",
        wrong(dw=lambda dz, x, w: x.T @ (x @ w)),
    ),
    Mistake(
        "sigmoid_slope_folded_in",
        "the slope of a sigmoid is multiplied in: that is the activation's part, and this layer "
        "is x @ w + b alone",
        lambda dz, x, w: wrong()(dz * nn.sigmoid(x @ w) * (1 - nn.sigmoid(x @ w)), x, w),
    ),
    Mistake(
        "relu_slope_folded_in",
        "dz is cut where x @ w is not positive: that is relu_backward's part, and this layer is "
        "x @ w + b alone",
        lambda dz, x, w: wrong()(dz * (x @ w > 0), x, w),
    ),
    Mistake(
        "w_reshaped",
        "w is reshaped, which fits in shape and mixes up the weights: w.T exchanges rows and "
        "columns, reshape only cuts the same row of numbers elsewhere",
        wrong(dx=lambda dz, x, w: dz @ w.reshape(w.shape[::-1])),
    ),
    Mistake(
        "x_reshaped",
        "x is reshaped, which fits in shape and mixes up the examples: x.T exchanges rows and "
        "columns, reshape only cuts the same row of numbers elsewhere",
        wrong(dw=lambda dz, x, w: x.reshape(x.shape[::-1]) @ dz),
    ),
    Mistake(
        "examples_as_columns",
        "these are the formulas for examples as columns: here examples are rows, so dx is "
        "dz @ w.T, dw is x.T @ dz and db is dz.sum(axis=0)",
        lambda dz, x, w: (w.T @ dz, dz @ x.T, dz.sum(axis=1)),
    ),
    *(
        Mistake(
            f"examples_as_columns_{name}",
            "these are the formulas for examples as columns: here examples are rows, so dx is "
            "dz @ w.T, dw is x.T @ dz and db is dz.sum(axis=0)" + more,
            partial(_examples_as_columns, averaged, kept),
        )
        for name, averaged, kept, more in (
            ("with_keepdims", False, True, ", without keepdims"),
            ("averaged", True, False, AND_NO_MEAN),
            ("averaged_with_keepdims", True, True, ", without keepdims" + AND_NO_MEAN),
        )
    ),
    Mistake(
        "elementwise",
        "* multiplies entry by entry and adds nothing up: a layer mixes its inputs, so its way "
        "back needs matrix products, @",
        lambda dz, x, w: (dz * w, x * dz, dz.sum(axis=0)),
    ),
    Mistake(
        "one_example_only",
        "this works for a single example only: np.outer flattens a batch, so take x.T @ dz, "
        "which adds up the outer products of all examples, and dz.sum(axis=0)",
        lambda dz, x, w: (dz @ w.T, np.outer(x, dz), dz.ravel()),
    ),
    Mistake(
        "first_example_only",
        "dw and db see the first example alone: all examples pull at the same weights, so add "
        "them up, x.T @ dz and dz.sum(axis=0)",
        lambda dz, x, w: (dz @ w.T, np.outer(x[0], dz[0]), dz[0].copy()),
    ),
    Mistake(
        "sums_multiplied",
        "x and dz are added up over the examples first and multiplied then: multiply within each "
        "example and add up the products, x.T @ dz",
        wrong(dw=lambda dz, x, w: np.outer(x.sum(axis=0), dz.sum(axis=0))),
    ),
    Mistake(
        "dx_and_dw_swapped",
        "dx and dw have changed places: return dx, dw, db",
        lambda dz, x, w: (x.T @ dz, dz @ w.T, dz.sum(axis=0)),
    ),
    Mistake(
        "dw_and_db_swapped",
        "dw and db have changed places: return dx, dw, db",
        lambda dz, x, w: (dz @ w.T, dz.sum(axis=0), x.T @ dz),
    ),
    Mistake(
        "dx_last",
        "dx comes last: return dx, dw, db, in this order",
        lambda dz, x, w: (x.T @ dz, dz.sum(axis=0), dz @ w.T),
    ),
    Mistake(
        "dz_left_out",
        "these are the local slopes, as if dz were 1 everywhere: the chain rule multiplies them "
        "by dz",
        lambda dz, x, w: wrong()(np.ones_like(dz), x, w),
    ),
    Mistake(
        "relu_folded_in",
        "dx is cut where x is not positive: that is relu_backward's part, and this layer is "
        "x @ w + b alone",
        wrong(dx=lambda dz, x, w: dz @ w.T * (x > 0)),
    ),
)
