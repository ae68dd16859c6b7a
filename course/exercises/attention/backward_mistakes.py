"""Wrong ways back through attention."""

import numpy as np

from course import nn
from course.checking import Mistake
from course.exercises.attention.forward import scores_of
from course.exercises.attention.shared import softmax_over, softmax_with, turned
from course.exercises.attention.softmax import row_sum


def root(x):
    """Return the root of d."""
    return np.sqrt(x.shape[-1])


def dq_of(ds, q, k):
    """Return the right dq."""
    return ds @ k


def dk_of(ds, q, k):
    """Return the right dk."""
    return turned(ds) @ q


def dv_of(dout, p, v):
    """Return the right dv."""
    return turned(p) @ dout


def dp_of(dout, q, k, v):
    """Return the right dp."""
    return dout @ turned(v)


def ds_of(dp, p):
    """Return the right way back through the softmax."""
    return p * (dp - row_sum(dp * p))


def wrong(
    dq=dq_of,
    dk=dk_of,
    dv=dv_of,
    dp=dp_of,
    ds=ds_of,
    scale=root,
    weights=lambda q, k: softmax_over(scores_of(q, k)),
):
    """Return a backward pass of which some steps are replaced by wrong ones.

    scale: what ds is divided by, a function of q; weights: those of the forward pass.
    """

    def backward(dout, q, k, v):
        p = weights(q, k)
        back = ds(dp(dout, q, k, v), p) / scale(q)
        return dq(back, q, k), dk(back, q, k), dv(dout, p, v)

    return backward


def another_scale(scale):
    """Return a backward pass with another scale on both ways, a function of q."""
    return wrong(
        scale=scale, weights=lambda q, k: softmax_over(scores_of(q, k) * root(q) / scale(q))
    )


def reordered(*places):
    """Return a backward pass that returns its right outputs in another order."""

    def backward(dout, q, k, v):
        found = nn.attention_backward(dout, q, k, v)
        return tuple(found[place] for place in places)

    return backward


def _in_place(dout, q, k, v):
    found = nn.attention_backward(dout, q, k, v)
    dout /= root(q)
    return found


def _transposed_weights(q, k):
    return softmax_over(scores_of(k, q))


def _dv_scaled(dout, p, v):
    return turned(p) @ dout / root(v)


def _averaged(dout, q, k, v):
    return tuple(g / len(q) for g in nn.attention_backward(dout, q, k, v))


BACKWARD_MISTAKES = (
    Mistake.with_number(
        "tiny_number_in_sum",
        "right for usual scores, but a number is added to the softmax's sum, so that the weights "
        "do not quite sum to 1: leave it out, for after the shift the sum is at least 1",
        lambda tiny: wrong(weights=lambda q, k: softmax_with(tiny)(scores_of(q, k))),
        1e-8,
        (1e-12, 1e-7),
    ),
    Mistake(
        "changes_dout",
        "the values are right, but dout itself is overwritten: scale a new array, not dout",
        _in_place,
    ),
    Mistake(
        "scale_missing_on_the_way_back",
        "the way back forgets the root of d: what divided the scores divides their gradient too",
        wrong(scale=lambda q: 1.0),
    ),
    Mistake(
        "scale_missing",
        "the scores are not scaled, on neither way: divide them by the root of d, and their "
        "gradient as well",
        another_scale(lambda q: 1.0),
    ),
    Mistake(
        "scale_missing_on_the_way_forward",
        "the weights are made without the root of d: they have to be those of the forward pass",
        wrong(weights=lambda q, k: softmax_over(q @ turned(k))),
    ),
    Mistake(
        "scaled_twice_on_the_way_back",
        "the gradient of the scores is divided by d: divide it by the root of d, once",
        wrong(scale=lambda q: q.shape[-1]),
    ),
    Mistake(
        "divided_by_d",
        "d stands where its root belongs, on both ways: divide by np.sqrt(d)",
        another_scale(lambda q: q.shape[-1]),
    ),
    Mistake(
        "root_of_t",
        "the root of t stands where the root of d belongs: d is the length of the vectors, "
        "q.shape[-1]",
        another_scale(lambda q: np.sqrt(q.shape[-2])),
    ),
    Mistake(
        "multiplied_on_the_way_back",
        "the gradient of the scores is multiplied by the root of d: divide by it, on the way back "
        "as well",
        wrong(scale=lambda q: 1 / root(q)),
    ),
    Mistake(
        "softmax_entry_by_entry",
        "the softmax is taken back entry by entry, p (1 - p) dp: the weights of a row share a sum "
        "of 1, so take p * (dp - the row's sum of dp p)",
        wrong(ds=lambda dp, p: p * (1 - p) * dp),
    ),
    Mistake(
        "softmax_skipped",
        "the way back through the softmax is missing: from dp to the scores it is "
        "p * (dp - the row's sum of dp p)",
        wrong(ds=lambda dp, p: dp),
    ),
    Mistake(
        "sum_missing",
        "on the way back through the softmax the sum is not subtracted: take "
        "p * (dp - the row's sum of dp p)",
        wrong(ds=lambda dp, p: p * dp),
    ),
    Mistake(
        "sum_over_the_columns",
        "on the way back through the softmax the sum goes over the columns: each row has its "
        "own, over the last axis",
        wrong(ds=lambda dp, p: p * (dp - row_sum(dp * p, 1))),
    ),
    Mistake(
        "sum_beside_the_columns",
        "on the way back through the softmax the row's sum is laid along the columns: keep it a "
        "column, with keepdims=True",
        wrong(ds=lambda dp, p: p * (dp - np.sum(dp * p, axis=-1)[:, None, :])),
    ),
    Mistake(
        "cross_entropy_shortcut",
        "on the way back through the softmax stands the shortcut of cross-entropy, p - dp: here "
        "dp is a gradient and no target, so take p * (dp - the row's sum of dp p)",
        wrong(ds=lambda dp, p: p - dp),
    ),
    Mistake(
        "slopes_alone",
        "on the way back through the softmax stand its slopes, p (1 - p), and dp is left out: "
        "take p * (dp - the row's sum of dp p)",
        wrong(ds=lambda dp, p: p * (1 - p)),
    ),
    Mistake(
        "sum_over_everything",
        "on the way back through the softmax there is one sum for all: each row has its own, "
        "over the last axis",
        wrong(ds=lambda dp, p: p * (dp - np.sum(dp * p))),
    ),
    Mistake(
        "sum_of_dp",
        "on the way back through the softmax the sum is that of dp alone: sum dp * p",
        wrong(ds=lambda dp, p: p * (dp - row_sum(dp))),
    ),
    Mistake(
        "p_missing",
        "on the way back through the softmax the p before the bracket is missing: take "
        "p * (dp - the row's sum of dp p)",
        wrong(ds=lambda dp, p: dp - row_sum(dp * p)),
    ),
    Mistake(
        "softmax_sign",
        "the way back through the softmax has the wrong sign: it is p * (dp - the row's sum of "
        "dp p)",
        wrong(ds=lambda dp, p: -ds_of(dp, p)),
    ),
    Mistake(
        "dq_and_dk_exchanged",
        "dq and dk have changed places: return dq, dk, dv",
        reordered(1, 0, 2),
    ),
    Mistake(
        "dk_and_dv_exchanged",
        "dk and dv have changed places: return dq, dk, dv",
        reordered(0, 2, 1),
    ),
    Mistake(
        "dq_and_dv_exchanged",
        "dq and dv have changed places: return dq, dk, dv",
        reordered(2, 1, 0),
    ),
    Mistake(
        "dv_first",
        "dv comes first, as it is found: return dq, dk, dv, in this order",
        reordered(2, 0, 1),
    ),
    Mistake(
        "dv_not_transposed",
        "dv is p @ dout: what one place gave to many comes back from them, so take p^T @ dout",
        wrong(dv=lambda dout, p, v: p @ dout),
    ),
    Mistake(
        "dv_passed_through",
        "dv is dout as it came: the weights mixed v, so take p^T @ dout",
        wrong(dv=lambda dout, p, v: dout.copy()),
    ),
    Mistake(
        "dv_from_v",
        "dv is made with v: what arrives is dout, so take p^T @ dout",
        wrong(dv=lambda dout, p, v: turned(p) @ v),
    ),
    Mistake(
        "dv_scaled",
        "dv is divided by the root of d: the scale is in the scores alone",
        wrong(dv=_dv_scaled),
    ),
    Mistake(
        "dk_not_transposed",
        "dk is ds @ q: a place is looked at by a column, so take ds^T @ q",
        wrong(dk=lambda ds, q, k: ds @ q),
    ),
    Mistake(
        "dq_transposed",
        "dq is made with ds transposed: a place looks with its row, so take ds @ k",
        wrong(dq=lambda ds, q, k: turned(ds) @ k),
    ),
    Mistake(
        "ds_transposed",
        "ds is transposed in both: dq is ds @ k and dk is ds^T @ q",
        wrong(dq=lambda ds, q, k: turned(ds) @ k, dk=lambda ds, q, k: ds @ q),
    ),
    Mistake(
        "own_vectors",
        "dq is made with q and dk with k: in a product the factors change places on the way "
        "back, dq = ds @ k and dk = ds^T @ q",
        wrong(dq=lambda ds, q, k: ds @ q, dk=lambda ds, q, k: turned(ds) @ k),
    ),
    Mistake(
        "dq_with_q",
        "dq is made with q: in a product the factors change places, so take ds @ k",
        wrong(dq=lambda ds, q, k: ds @ q),
    ),
    Mistake(
        "dk_with_k",
        "dk is made with k: in a product the factors change places, so take ds^T @ q",
        wrong(dk=lambda ds, q, k: turned(ds) @ k),
    ),
    Mistake(
        "dk_scaled_twice",
        "dk is divided by the root of d twice: once, as dq is (a q that is scaled already brings "
        "its root along)",
        wrong(dk=lambda ds, q, k: turned(ds) @ q / root(q)),
    ),
    Mistake(
        "dq_scaled_twice",
        "dq is divided by the root of d twice: once, as dk is (a k that is scaled already brings "
        "its root along)",
        wrong(dq=lambda ds, q, k: ds @ k / root(q)),
    ),
    Mistake(
        "dv_from_the_scores",
        "dv is made with the scores: v was mixed with the weights, so take p^T @ dout, p after "
        "the softmax",
        lambda dout, q, k, v: (
            *nn.attention_backward(dout, q, k, v)[:2],
            turned(scores_of(q, k)) @ dout,
        ),
    ),
    Mistake(
        "dv_from_unscaled_weights",
        "dv is made with weights that leave out the root of d: take those of the forward pass",
        lambda dout, q, k, v: (
            *nn.attention_backward(dout, q, k, v)[:2],
            turned(softmax_over(q @ turned(k))) @ dout,
        ),
    ),
    Mistake(
        "dv_weights_mixed_again",
        "dv is the mix itself, p @ v: what arrives is dout, so take p^T @ dout",
        wrong(dv=lambda dout, p, v: p @ v),
    ),
    Mistake(
        "dq_alone_unscaled",
        "dq is not divided by the root of d, while dk is: the scale stands between ds and both",
        wrong(dq=lambda ds, q, k: ds @ k * root(q)),
    ),
    Mistake(
        "dk_alone_unscaled",
        "dk is not divided by the root of d, while dq is: the scale stands between ds and both",
        wrong(dk=lambda ds, q, k: turned(ds) @ q * root(q)),
    ),
    Mistake(
        "dp_transposed",
        "dp is v @ dout^T: its rows are those that look, so take dout @ v^T",
        wrong(dp=lambda dout, q, k, v: v @ turned(dout)),
    ),
    Mistake(
        "dp_with_k",
        "dp is made with k: the weights were multiplied by v, so take dout @ v^T",
        wrong(dp=lambda dout, q, k, v: dout @ turned(k)),
    ),
    Mistake(
        "weights_transposed",
        "the weights are those of k q^T: the row looks, so take softmax(q k^T / sqrt(d))",
        wrong(weights=_transposed_weights),
    ),
    Mistake(
        "softmax_over_the_lookers",
        "the weights come from a softmax over those that look: each row shares out its own 1, "
        "over the last axis",
        wrong(weights=lambda q, k: softmax_over(scores_of(q, k), 1, 1)),
    ),
    Mistake(
        "softmax_over_everything",
        "the weights come from one softmax over everything: each row shares out its own 1, over "
        "the last axis",
        wrong(weights=lambda q, k: softmax_over(scores_of(q, k), None, None)),
    ),
    Mistake(
        "no_maximum_subtracted",
        "right for usual scores, but exp overflows for large ones: subtract each row's largest "
        "score first",
        wrong(weights=lambda q, k: softmax_over(scores_of(q, k), shift=False)),
    ),
    Mistake(
        "masked",
        "what is later is hidden: here everybody sees everybody",
        wrong(weights=lambda q, k: nn.attention_weights(q, k, causal=True)),
    ),
    Mistake(
        "averaged_again",
        "everything is divided by n: the 1/n of the mean is already in dout",
        _averaged,
    ),
    Mistake(
        "dout_left_out",
        "these are the gradients of the sum of all outputs: the chain rule begins with dout",
        lambda dout, q, k, v: nn.attention_backward(np.ones_like(dout), q, k, v),
    ),
)
