"""Optimizers: how parameters move once their gradients are known."""


def sgd_step(params, grads, learning_rate):
    """Return new parameters, each p - learning_rate * g: one step of gradient descent.

    params, grads: lists of arrays, pairwise of one shape; learning_rate: a
    number above 0. Returns a list of new arrays; the given ones stay as they
    are (Cauchy, 1847; with gradients of a sample, Robbins and Monro, 1951).
    """
    return [p - learning_rate * g for p, g in zip(params, grads, strict=True)]
