"""Deep networks of equal layers, and how large the gradient is in each of them.

A hidden layer is a = g(x @ w), with batch normalisation before the activation, or a residual
block x + g(x @ w) @ v, if so wished; the last layer's weighted sums are logits. Biases are 0, as
they are at the start of training, and so are beta and log gamma.
"""

import numpy as np

from course.nn.activations import relu, sigmoid, tanh
from course.nn.backward import relu_backward
from course.nn.batchnorm import batchnorm_backward, batchnorm_forward
from course.nn.losses import cross_entropy_gradient


def residual_forward(x, w, v):
    """Return x + relu(x @ w) @ v, two layers and a way around them.

    x: (n, d); w: (d, h); v: (h, d). Returns (n, d). Without v the block could
    only ever add (He, Zhang, Ren and Sun, 2016).
    """
    return x + relu(x @ w) @ v


def residual_backward(dout, x, w, v):
    """Return (dx, dw, dv) of out = x + relu(x @ w) @ v.

    dout, x: (n, d); w: (d, h); v: (h, d). With h = relu(x @ w), and dz = dout @ v.T
    where x @ w > 0 and 0 elsewhere, dv = h.T @ dout is (h, d), dw = x.T @ dz is
    (d, h), dx = dout + dz @ w.T is (n, d): dout itself takes the way around.
    """
    z = x @ w
    dz = relu_backward(dout @ v.T, z)
    return dout + dz @ w.T, x.T @ dz, relu(z).T @ dout


def clip_by_global_norm(grads, max_norm):
    """Return (the gradients, no longer than max_norm all together, their norm before).

    grads: a list of arrays; max_norm: a positive number. The norm is that of
    all entries of all arrays, sqrt(sum of squares). Where it is larger than
    max_norm, every array is multiplied by max_norm / norm, which keeps the
    direction; elsewhere nothing changes (Pascanu, Mikolov and Bengio, 2013).
    """
    norm = float(np.sqrt(sum(np.sum(g**2) for g in grads)))
    if norm <= max_norm:
        return list(grads), norm
    return [g * (max_norm / norm) for g in grads], norm


# name: the activation, and its slope as its own output a tells it
ACTIVATIONS = {
    "sigmoid": (sigmoid, lambda a: a * (1 - a)),
    "tanh": (tanh, lambda a: 1 - a**2),
    "ReLU": (relu, lambda a: (a > 0).astype(float)),
}


def deep_weights(widths, init, rng):
    """Return a list of weights, one for each pair of neighbours in widths.

    widths: sizes of the layers, input first; init: a function of (fan_in,
    fan_out, rng), such as he_init.
    """
    return [init(*pair, rng) for pair in zip(widths, widths[1:], strict=False)]


def deep_forward(x, weights, activation, *, batchnorm=False, residual=None):
    """Return (logits, layers): what each hidden layer was given, z, and a = g(z).

    x: (n, d); weights: a list of (d, d), the last (d, k), or the first one of
    another height where no layer is residual; activation: a name in
    ACTIVATIONS; residual: a list of v (d, d), one for each hidden layer, where
    these are blocks with a way around them. logits: (n, k); layers: a list of
    (x, z, a), where z is x @ w before batch normalisation.
    """
    g, _ = ACTIVATIONS[activation]
    layers = []
    for w, v in zip(weights[:-1], residual or [None] * len(weights[:-1]), strict=True):
        z = x @ w
        a = g(batchnorm_forward(z, 1.0, 0.0) if batchnorm else z)
        layers.append((x, z, a))
        x = a if v is None else x + a @ v
    return x @ weights[-1], [*layers, (x, None, None)]


def deep_backward(dlogits, layers, weights, activation, *, batchnorm=False, residual=None):
    """Return (dweights, douts): the gradients of the weights, and what arrived at each layer.

    dlogits: (n, k); layers: as deep_forward returns them; the rest as there.
    Two lists, first layer first: dweights has an array of each weight's
    shape, douts the gradient of what each layer put out, dlogits the last.
    """
    _, slope = ACTIVATIONS[activation]
    dweights, douts = [layers[-1][0].T @ dlogits], [dlogits]
    dx = dlogits @ weights[-1].T
    vs = residual or [None] * len(weights[:-1])
    for (x, z, a), w, v in zip(layers[-2::-1], weights[-2::-1], vs[::-1], strict=True):
        dout = dx
        dz = (dout if v is None else dout @ v.T) * slope(a)
        if batchnorm:
            dz, _, _ = batchnorm_backward(dz, z, 1.0)
        dx = dz @ w.T + (0.0 if v is None else dout)
        dweights.insert(0, x.T @ dz)
        douts.insert(0, dout)
    return dweights, douts


def gradient_sizes(x, labels, weights, activation, *, batchnorm=False, residual=None):
    """Return the norm of the gradient that arrives at each layer, an array (layers,).

    As for deep_forward, with labels (n,), integers: the gradient is that of
    the cross-entropy, with respect to what each layer puts out.
    """
    ways = {"batchnorm": batchnorm, "residual": residual}
    logits, layers = deep_forward(x, weights, activation, **ways)
    dlogits = cross_entropy_gradient(logits, labels)
    _, douts = deep_backward(dlogits, layers, weights, activation, **ways)
    return np.array([np.linalg.norm(dout) for dout in douts])
