"""Momentum: steps that remember where the last ones went.

w, dw and v are arrays of one shape; v is the velocity, all zeros before the first step.
"""


def momentum_step(w, dw, v, learning_rate, beta=0.9):
    """Return (w, v) after a step with momentum: v = beta v + dw, then w - learning_rate v.

    beta: how much of the velocity is kept, 0 or more and below 1. Polyak (1964).
    """
    v = beta * v + dw
    return w - learning_rate * v, v


def nesterov_step(w, dw, v, learning_rate, beta=0.9):
    """Return (w, v) after Nesterov's step: v = beta v + dw, w - learning_rate (dw + beta v).

    The v in the bracket is the new one, so w is already where the velocity will
    carry it, and the next gradient is taken there. Nesterov (1983), as
    Sutskever, Martens, Dahl and Hinton (2013) put it, with w looking ahead.
    """
    v = beta * v + dw
    return w - learning_rate * (dw + beta * v), v
