"""Slopes by hand and by numbers: along a chain, of one neuron, and the check of a gradient."""

import numpy as np

from course.nn.activations import sigmoid
from course.nn.layers import neuron


def numeric_derivative(f, x, h=1e-5):
    """Return the slope of f at x by central difference, (f(x + h) - f(x - h)) / (2 h).

    f: a function of one number; x, h: numbers. Returns a float. Its error is
    about h**2 |f'''(x)| / 6 from the curve's bend, and 1e-16 |f(x)| / h from
    rounding (Taylor, 1715, for the first).
    """
    return float((f(x + h) - f(x - h)) / (2 * h))


def chain_derivative(functions, derivatives, x):
    """Return the slope at x of a chain of functions, functions[-1](...functions[0](x)).

    functions, derivatives: lists of functions of one number, innermost first;
    x: a number. Returns a float: the product of all derivatives, each taken at
    the value that goes into its own function (Leibniz, 1676).
    """
    slope = 1.0
    for f, derivative in zip(functions, derivatives, strict=True):
        slope *= derivative(x)
        x = f(x)
    return float(slope)


def neuron_gradients(x, w, b, y):
    """Return (dw, db) of a sigmoid neuron's loss, 1/2 (a - y)**2, for one example.

    x, w: (d,); b, y: numbers. With a = sigmoid(x @ w + b),
    dz = (a - y) a (1 - a); dw = dz x of shape (d,), and db = dz, a float
    (Widrow and Hoff, 1960, without the sigmoid).
    """
    a = sigmoid(neuron(x, w, b))
    dz = (a - y) * a * (1 - a)
    return dz * x, float(dz)


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
