"""What holds a network back from learning its examples by heart."""

import numpy as np


def l2_penalty(weights, strength):
    """Return (penalty, gradients): strength / 2 times the sum of all squared weights.

    weights: a list of arrays; strength: a number, 0 or more. penalty is a
    float, gradients a list of arrays, strength * w each (ridge regression:
    Hoerl and Kennard, 1970; in networks: Krogh and Hertz, 1991).
    """
    penalty = strength / 2 * sum(np.sum(w**2) for w in weights)
    return float(penalty), [strength * w for w in weights]


def l1_penalty(weights, strength):
    """Return (penalty, subgradients): strength times the sum of all absolute weights.

    weights: a list of arrays; strength: a number, 0 or more. penalty is a
    float, subgradients a list of arrays, strength * sign(w) each, 0 where a
    weight is exactly 0 (the lasso: Tibshirani, 1996).
    """
    penalty = strength * sum(np.sum(np.abs(w)) for w in weights)
    return float(penalty), [strength * np.sign(w) for w in weights]


def soft_threshold(w, amount):
    """Return w moved towards 0 by amount, and exactly 0 where it would cross, of w's shape.

    amount: a number, 0 or more. It is the step that L1's penalty asks for,
    made in one go (Donoho and Johnstone, 1994).
    """
    return np.sign(w) * np.maximum(np.abs(w) - amount, 0.0)


def dropout_forward(x, drop, rng):
    """Return (out, mask) of inverted dropout: out = x * mask, both of x's shape.

    drop: the chance of each entry to become 0, 0 <= drop < 1; rng: a
    numpy.random.Generator. The mask holds 0 and 1 / (1 - drop), so that its
    mean is 1 and prediction needs no dropout at all (Srivastava, Hinton and
    others, 2014).
    """
    mask = (rng.random(x.shape) >= drop) / (1.0 - drop)
    return x * mask, mask


def dropout_backward(dout, mask):
    """Return dx = dout * mask: what was dropped gets no gradient.

    dout, mask: of one shape, the mask as dropout_forward returned it.
    """
    return dout * mask


def validation_split(x, y, fraction, rng):
    """Return (x_train, y_train, x_val, y_val): rows drawn at random, x and y alike.

    x: (n, ...); y: (n, ...); fraction: the validation share; rng: a
    numpy.random.Generator. The validation part has fraction * n rows, rounded
    to the nearest; no row is in both parts.
    """
    order = rng.permutation(len(x))
    size = round(fraction * len(x))
    val, train = order[:size], order[size:]
    return x[train], y[train], x[val], y[val]
