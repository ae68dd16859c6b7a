"""The gradient check: a gradient is proved by numbers that need no derivation."""

import numpy as np


def numeric_gradient(f, x, h=1e-5):
    """Return the gradient of the number f(x) at the array x, by central differences.

    x: array of any shape, which the result has too. Each entry is
    (f(x + h e) - f(x - h e)) / (2 h), where e moves that entry alone: two
    calls of f an entry. f is given new arrays, and x stays as it is.
    """
    x = np.asarray(x, dtype=np.float64)
    slopes = np.empty(x.shape)
    for i in np.ndindex(x.shape):
        slopes[i] = (f(_moved(x, i, h)) - f(_moved(x, i, -h))) / (2 * h)
    return slopes


def _moved(x, i, step):
    moved = x.copy()
    moved[i] += step
    return moved


def relative_error(a, b):
    """Return ‖a - b‖ / (‖a‖ + ‖b‖) with Euclidean norms, a float: 0 for two zeros.

    a, b: arrays of one shape. The error is 0 where they agree, and 1 where one
    is the other's negative or where only one of them is all zeros.
    """
    size = np.linalg.norm(a) + np.linalg.norm(b)
    return float(np.linalg.norm(a - b) / size) if size else 0.0
