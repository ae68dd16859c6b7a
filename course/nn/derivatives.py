"""Slopes: by two nearby values, along a chain of functions, and of one neuron."""

from course.nn.activations import sigmoid
from course.nn.dense import neuron


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
