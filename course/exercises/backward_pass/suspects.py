"""Four backward passes of a network, for the gradient check to judge.

Each is called as mlp_backward(dy_hat, activations, weights) is, and returns
(dweights, dbiases). Each is wrong in one way, or right. The numbers say which.
"""

import numpy as np


def suspect_a(dy_hat, activations, weights):
    """Return (dweights, dbiases), layer by layer from the last to the first."""
    dweights, dbiases, dz = [], [], dy_hat
    for a, w in zip(activations[-2::-1], weights[::-1], strict=True):
        dweights.append(a.T @ dz)
        dbiases.append(dz.sum(axis=0))
        d_in, d_out = w.shape
        dz = dz @ w.reshape(d_out, d_in) * (a > 0)
    return dweights[::-1], dbiases[::-1]


def suspect_b(dy_hat, activations, weights):
    """Return (dweights, dbiases), each bias treated as the weight of an input that is 1."""
    if not weights:
        return [], []
    a = activations[-2]
    dw = np.hstack([a, np.ones((len(a), 1))]).T @ dy_hat
    dz = np.einsum("nj,ij,ni->ni", dy_hat, weights[-1], np.sign(a).clip(0))
    dweights, dbiases = suspect_b(dz, activations[:-1], weights[:-1])
    return [*dweights, dw[:-1]], [*dbiases, dw[-1]]


def suspect_c(dy_hat, activations, weights):
    """Return (dweights, dbiases), filled in from the back."""
    dzs = [dy_hat]
    for a, w in zip(activations[-2:0:-1], weights[:0:-1], strict=True):
        dzs.insert(0, np.where(a >= 0, dzs[0] @ w.T, 0.0))
    pairs = list(zip(activations[:-1], dzs, strict=True))
    return [a.T @ dz for a, dz in pairs], [np.sum(dz, axis=0) for _, dz in pairs]


def suspect_d(dy_hat, activations, weights):
    """Return (dweights, dbiases), the layers' lists made first and then filled."""
    dweights, dbiases = [None] * len(weights), [None] * len(weights)
    dz = dy_hat
    for layer in range(len(weights) - 1, -1, -1):
        dweights[layer] = np.dot(activations[layer].T, dz)
        dbiases[layer] = np.mean(dz, axis=0)
        dz = np.dot(dz, weights[layer].T) * (activations[layer] > 0)
    return dweights, dbiases


SUSPECTS = {"A": suspect_a, "B": suspect_b, "C": suspect_c, "D": suspect_d}
