"""Steps with a memory: momentum, and rates that each parameter has for itself.

w, dw and all averages are arrays of one shape, zeros before the first step; v is the velocity
in momentum_step and nesterov_step, the average of squares in Adam.
"""

import numpy as np


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


def rmsprop_step(w, dw, s, learning_rate, rho=0.9, eps=1e-8):
    """Return (w, s): s = rho s + (1 - rho) dw^2, then w - learning_rate dw / (sqrt(s) + eps).

    s: the running average of the squared gradient; eps stands outside of the
    root and keeps 0/0 away. Tieleman and Hinton (2012).
    """
    s = rho * s + (1 - rho) * dw**2
    return w - learning_rate * dw / (np.sqrt(s) + eps), s


def adam_step(w, dw, m, v, t, learning_rate=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Return (w, m, v) after step t of Adam, where t counts from 1.

    m = beta1 m + (1 - beta1) dw and v = beta2 v + (1 - beta2) dw^2 are returned
    as they are. For the step alone their bias towards 0 is taken out:
    m_hat = m / (1 - beta1^t), v_hat = v / (1 - beta2^t), and
    w - learning_rate m_hat / (sqrt(v_hat) + eps). Kingma and Ba (2015), algorithm 1.
    """
    m = beta1 * m + (1 - beta1) * dw
    v = beta2 * v + (1 - beta2) * dw**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - learning_rate * m_hat / (np.sqrt(v_hat) + eps), m, v


def adamw_step(
    w, dw, m, v, t, learning_rate=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01
):
    """Return (w, m, v) after step t of Adam with decoupled weight decay.

    As adam_step, and the old w is pulled towards 0 beside it:
    w - learning_rate (m_hat / (sqrt(v_hat) + eps) + weight_decay w). The decay
    goes through neither average. Loshchilov and Hutter (2019), algorithm 2,
    with the decay multiplied by the learning rate, as libraries have it.
    """
    stepped, m, v = adam_step(w, dw, m, v, t, learning_rate, beta1, beta2, eps)
    return stepped - learning_rate * weight_decay * w, m, v
