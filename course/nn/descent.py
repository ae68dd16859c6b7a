"""Gradient descent: a step, the path, its batches, when to stop, and prices fitted with it."""

import numpy as np


def sgd_step(params, grads, learning_rate):
    """Return new parameters, each p - learning_rate * g: one step of gradient descent.

    params, grads: lists of arrays, pairwise of one shape; learning_rate: a
    number above 0. Returns a list of new arrays; the given ones stay as they
    are (Cauchy, 1847; with gradients of a sample, Robbins and Monro, 1951).
    """
    return [p - learning_rate * g for p, g in zip(params, grads, strict=True)]


def gradient_descent(gradient, w0, learning_rate, steps):
    """Return the path of gradient descent from w0, w_(t+1) = w_t - learning_rate gradient(w_t).

    gradient: a function from (d,) to (d,); w0: (d,); steps: how many. Returns
    (steps + 1, d), w0 in the first row (Cauchy, 1847).
    """
    path = [np.array(w0, dtype=np.float64)]
    for _ in range(steps):
        path.append(path[-1] - learning_rate * gradient(path[-1]))
    return np.array(path)


def largest_stable_learning_rate(hessian):
    """Return 2 / the largest eigenvalue: above it, gradient descent on a bowl runs away.

    hessian: (d, d), symmetric and positive definite. Returns a float. Along an
    eigenvector each step multiplies the distance from the bottom by
    1 - learning_rate * eigenvalue, whose size must stay below 1.
    """
    return float(2.0 / np.linalg.eigvalsh(hessian)[-1])


def minibatches(x, y, batch_size, rng):
    """Yield one epoch of (x, y) pairs: each example once, in an order drawn from rng.

    x: (n, ...); y: (n, ...); every pair holds batch_size examples, but the
    last may hold fewer.
    """
    order = rng.permutation(len(x))
    for start in range(0, len(x), batch_size):
        chosen = order[start : start + batch_size]
        yield x[chosen], y[chosen]


def early_stop(validation_losses, patience, min_delta=0.0):
    """Return the index of the epoch at which training stops, None where it goes on.

    validation_losses: a list, one number an epoch; patience: 1 or more. A loss
    is better where it lies below best - min_delta, best being the last loss
    that was better. The first epoch that ends `patience` epochs in a row
    without a better one is where training stops (Prechelt, 1998).
    """
    best, waited = np.inf, 0
    for epoch, loss in enumerate(validation_losses):
        if loss < best - min_delta:
            best, waited = loss, 0
        else:
            waited += 1
        if waited == patience:
            return epoch
    return None


def fit_house_prices(x, y, rng):
    """Return a function from features to prices, fitted by mini-batch gradient descent.

    x: (n, d), standardised; y: (n,), in $100,000. The function takes (m, d)
    and returns (m,). Half the squared error, batches of 32; the learning rate
    0.05 shrinks over 30 epochs, so that the noise of the batches dies away.
    """
    params = [np.zeros(x.shape[1]), np.array(y.mean())]
    for epoch in range(30):
        for x_batch, y_batch in minibatches(x, y, 32, rng):
            w, b = params
            error = (x_batch @ w + b - y_batch) / len(y_batch)
            params = sgd_step(params, [x_batch.T @ error, error.sum()], 0.05 / (1 + epoch / 5))
    w, b = params
    return lambda new: new @ w + b


def least_squares(x, y):
    """Return the function from features to prices whose squared error on (x, y) is smallest.

    x: (n, d); y: (n,). The function takes (m, d) and returns (m,). What
    gradient descent walks towards, found in one go (Legendre, 1805).
    """
    weights, *_ = np.linalg.lstsq(np.column_stack([x, np.ones(len(x))]), y)
    return lambda new: new @ weights[:-1] + weights[-1]
