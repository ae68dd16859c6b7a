"""Activations: what a neuron makes of its weighted sum."""

import numpy as np


def sigmoid(z):
    """Return 1 / (1 + exp(-z)), elementwise: between 0 and 1.

    z: array of any shape; the result has the same shape. Only exponentials of
    -|z| are taken, so no z is too large: where z < 0 the equal form
    exp(z) / (1 + exp(z)) is used.
    """
    small = np.exp(-np.abs(z))
    return np.where(np.asarray(z) >= 0, 1.0, small) / (1.0 + small)


def tanh(z):
    """Return the hyperbolic tangent of z, elementwise: between -1 and 1.

    z: array of any shape; the result has the same shape.
    """
    return np.tanh(z)


def relu(z):
    """Return max(0, z), elementwise: 0 below zero, z itself above.

    z: array of any shape; the result has the same shape. The rectified linear
    unit (Nair and Hinton, 2010).
    """
    return np.maximum(z, 0.0)
