"""Dense layers: a neuron, a layer of neurons that all see the same inputs, a network of layers."""

import numpy as np

from course.nn.activations import relu


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


def mlp_forward(x, weights, biases):
    """Return the activations of a multilayer perceptron, [x, a_1, ..., y_hat].

    x: (n, d_0); weights: a list of (d_(l-1), d_l); biases: a list of (d_l,).
    a_l = relu(a_(l-1) @ w_l + b_l) in the hidden layers; the last layer has no
    activation. The list has one entry more than there are layers.
    """
    activations = [x]
    last = len(weights) - 1
    for layer, (w, b) in enumerate(zip(weights, biases, strict=True)):
        z = dense_forward(activations[-1], w, b)
        activations.append(z if layer == last else relu(z))
    return activations
