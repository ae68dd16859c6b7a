"""Attention: every place of a sequence takes a weighted mean of what the others hold.

Due to Vaswani and others (2017), after Bahdanau and others (2015). Arrays are (n, t, d): n
examples, t places, d numbers at each.
"""

import numpy as np

from course.nn.losses import softmax


def causal_mask(scores):
    """Return the scores with -inf where the place looked at is later than the one that looks.

    scores: (n, t, t); the second axis looks, the third is looked at. Returns a new (n, t, t).
    After a softmax -inf is a weight of exactly 0.
    """
    places = np.arange(scores.shape[-1])
    return np.where(places > places[:, None], -np.inf, scores)


def softmax_backward(dp, p):
    """Return the gradient at the scores of p = softmax(scores), along the last axis.

    dp, p: (n, t, t). A score moves all weights of its row, since they share a sum of 1:
    dscores = p (dp - sum of dp p over the row). Returns (n, t, t).
    """
    return p * (dp - np.sum(dp * p, axis=-1, keepdims=True))


def attention_weights(q, k, causal=False):
    """Return softmax(q k^T / sqrt(d)), in each row what one place gives to every place.

    q, k: (n, t, d). The product of two vectors of d random numbers has a spread of sqrt(d), so
    the root keeps scores near 1 whatever d is. causal: nobody looks at what comes later.
    Returns (n, t, t), rows that sum to 1.
    """
    scores = q @ k.swapaxes(-1, -2) / np.sqrt(q.shape[-1])
    return softmax(causal_mask(scores) if causal else scores)


def attention_forward(q, k, v):
    """Return softmax(q k^T / sqrt(d)) v: (n, t, d) from three arrays of that shape."""
    return attention_weights(q, k) @ v


def attention_backward(dout, q, k, v):
    """Return (dq, dk, dv) of out = attention_forward(q, k, v), each (n, t, d).

    dout: (n, t, d). dv = p^T dout; dp = dout v^T goes back through the softmax and the scale,
    to ds; dq = ds k and dk = ds^T q. Had the scores been masked, the mask would need no way back
    of its own: where p is 0, so is ds.
    """
    p = attention_weights(q, k)
    ds = softmax_backward(dout @ v.swapaxes(-1, -2), p) / np.sqrt(q.shape[-1])
    return ds @ k, ds.swapaxes(-1, -2) @ q, p.swapaxes(-1, -2) @ dout
