"""Batch normalisation: each feature with mean 0 and variance 1 over the batch, then rescaled.

Due to Ioffe and Szegedy (2015). The statistics are those of the batch, as in training.
"""

import numpy as np


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    """Return gamma * x_hat + beta, where x_hat = (x - mean) / sqrt(variance + eps).

    x: (n, d); gamma, beta: (d,). Mean and variance are taken over the n
    examples, for each feature by itself; the variance divides by n. Returns
    (n, d).
    """
    x_hat, _ = _normalised(x, eps)
    return gamma * x_hat + beta


def batchnorm_backward(dout, x, gamma, eps=1e-5):
    """Return (dx, dgamma, dbeta) of out = batchnorm_forward(x, gamma, beta, eps).

    dout, x: (n, d); gamma: (d,). With g = dout * gamma and means over the
    examples, dx = (g - mean(g) - x_hat * mean(g * x_hat)) / sqrt(variance + eps)
    is (n, d): each example moves the mean and the variance of all. dgamma, the
    sum of dout * x_hat over the examples, and dbeta, that of dout, are (d,).
    """
    x_hat, spread = _normalised(x, eps)
    g = dout * gamma
    dx = (g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0)) / spread
    return dx, (dout * x_hat).sum(axis=0), dout.sum(axis=0)


def _normalised(x, eps):
    """Return (x_hat, sqrt(variance + eps)), of shapes (n, d) and (d,)."""
    centred = x - x.mean(axis=0)
    spread = np.sqrt((centred**2).mean(axis=0) + eps)
    return centred / spread, spread
