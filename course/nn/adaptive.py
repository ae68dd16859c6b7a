"""A step size for each parameter: its gradient, divided by the size that it usually has.

w, dw and the averages are arrays of one shape; averages are all zeros before the first step.
"""

import numpy as np


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
