"""Gradient descent on a surface: its path, and how large its steps may be."""

import numpy as np


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
