"""Layer normalisation: each example with mean 0 and variance 1 over its features, then rescaled.

Due to Ba, Kiros and Hinton (2016). No example plays a part in another's statistics.
"""

import numpy as np


def layernorm_forward(x, gamma, beta, eps=1e-5):
    """Return gamma * x_hat + beta, where x_hat = (x - mean) / sqrt(variance + eps).

    x: (n, d), or any array whose last axis is d; gamma, beta: (d,). Mean and variance are those
    of each row; the variance divides by d. Returns an array of x's shape.
    """
    x_hat, _ = _normalised(x, eps)
    return gamma * x_hat + beta


def layernorm_backward(dout, x, gamma, eps=1e-5):
    """Return (dx, dgamma, dbeta) of out = layernorm_forward(x, gamma, beta, eps).

    dout, x: (n, d); gamma: (d,). With g = dout * gamma and means over each row,
    dx = (g - mean(g) - x_hat * mean(g * x_hat)) / sqrt(variance + eps) is (n, d). dgamma, the
    sum of dout * x_hat over the examples, and dbeta, that of dout, are (d,).
    """
    x_hat, spread = _normalised(x, eps)
    g = dout * gamma
    through = g.mean(axis=-1, keepdims=True) + x_hat * (g * x_hat).mean(axis=-1, keepdims=True)
    return (g - through) / spread, (dout * x_hat).sum(axis=0), dout.sum(axis=0)


def _normalised(x, eps):
    """Return (x_hat, sqrt(variance + eps)), of shapes (n, d) and (n, 1)."""
    centred = x - x.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + eps)
    return centred / spread, spread
