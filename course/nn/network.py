"""A network of dense layers."""

from course.nn.activations import relu
from course.nn.dense import dense_forward


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
