"""A neuron, and a layer of neurons that all see the same inputs."""

import numpy as np


def neuron(x, w, b):
    """Return the weighted sum plus bias of one neuron, w_1 x_1 + ... + w_d x_d + b.

    x, w: (d,); b: a number. Returns a float (McCulloch and Pitts, 1943;
    Rosenblatt, 1958, for weights that are learned).
    """
    return float(np.dot(x, w) + b)


def dense_forward(x, w, b):
    """Return the weighted sums of a dense layer, z = x @ w + b.

    x: (n, d_in), one example a row; w: (d_in, d_out), one neuron a column;
    b: (d_out,), added to each row. Returns (n, d_out).
    """
    return x @ w + b
