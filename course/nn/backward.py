"""The backward pass: from the gradient of what a layer puts out to those of what went in.

dz is the gradient of the loss with respect to z, and has z's shape; so for every other name.
The way back through layers is due to Rumelhart, Hinton and Williams (1986).
"""

import numpy as np


def relu_backward(da, z):
    """Return dz of a = relu(z): da where z > 0, and 0 elsewhere.

    da, z: arrays of one shape, which dz has too. At exactly 0, where ReLU has
    a kink, the slope is 0 by convention.
    """
    return np.where(z > 0, da, 0.0)


def sigmoid_backward(da, a):
    """Return dz of a = sigmoid(z): da * a * (1 - a).

    da, a: arrays of one shape, which dz has too. The slope needs a alone: z
    may be forgotten after the forward pass.
    """
    return da * a * (1.0 - a)


def dense_backward(dz, x, w):
    """Return (dx, dw, db) of z = x @ w + b.

    dz: (n, d_out); x: (n, d_in); w: (d_in, d_out). dx = dz @ w.T is (n, d_in),
    dw = x.T @ dz is (d_in, d_out), db, the sum of dz over the examples, (d_out,).
    """
    return dz @ w.T, x.T @ dz, dz.sum(axis=0)


def mlp_backward(dy_hat, activations, weights):
    """Return (dweights, dbiases) of a multilayer perceptron, first layer first.

    dy_hat: (n, d_L); activations: [x, a_1, ..., y_hat], as mlp_forward returns
    them; weights: a list of (d_(l-1), d_l). ReLU in the hidden layers: its
    mask is a_l > 0, which says the same as z_l > 0. Two lists, with an array
    of the shape of each layer's w and b.
    """
    dweights, dbiases = [], []
    dz = dy_hat
    for layer in reversed(range(len(weights))):
        da, dw, db = dense_backward(dz, activations[layer], weights[layer])
        dweights.insert(0, dw)
        dbiases.insert(0, db)
        if layer > 0:
            dz = relu_backward(da, activations[layer])
    return dweights, dbiases
