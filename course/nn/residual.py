"""Residual connections: a layer adds to what it was given, and the gradient has a way around it."""

from course.nn.activations import relu
from course.nn.backward import relu_backward


def residual_forward(x, w):
    """Return x + relu(x @ w).

    x: (n, d); w: (d, d), square, so that both can be added. Returns (n, d)
    (He, Zhang, Ren and Sun, 2016).
    """
    return x + relu(x @ w)


def residual_backward(dout, x, w):
    """Return (dx, dw) of out = x + relu(x @ w).

    dout, x: (n, d); w: (d, d). With dz = dout where x @ w > 0 and 0 elsewhere,
    dx = dout + dz @ w.T is (n, d), dw = x.T @ dz is (d, d): dout itself takes
    the way around the layer.
    """
    dz = relu_backward(dout, x @ w)
    return dout + dz @ w.T, x.T @ dz
