"""Recurrence: one layer, the same weights at every moment, and the way back through time.

A state h is carried from moment to moment (Elman, 1990); the way back is back-propagation through
time (Werbos, 1990). x is (n, t, d_in): n sequences of t moments with d_in numbers each.
"""

import numpy as np


def rnn_step(x, h, wx, wh, b):
    """Return the next state, tanh(x wx + h wh + b), (n, d).

    x: (n, d_in), one moment; h: (n, d), the state before it; wx: (d_in, d); wh: (d, d); b: (d,).
    """
    return np.tanh(x @ wx + h @ wh + b)


def rnn_step_backward(dh_next, x, h, h_next, wx, wh):
    """Return (dx, dh, dwx, dwh, db) of h_next = rnn_step(x, h, wx, wh, b).

    dh_next, h, h_next: (n, d); x: (n, d_in). With dz = dh_next (1 - h_next^2), the rest is two
    dense layers whose outputs were added.
    """
    dz = dh_next * (1 - h_next**2)
    return dz @ wx.T, dz @ wh.T, x.T @ dz, h.T @ dz, dz.sum(axis=0)


def rnn_forward(x, h0, wx, wh, b):
    """Return all states, (n, t, d): h_t = rnn_step(x_t, h_(t-1)), from h0 of shape (n, d).

    x: (n, t, d_in).
    """
    h = np.empty((*x.shape[:2], wh.shape[0]))
    state = h0
    for moment in range(x.shape[1]):
        h[:, moment] = state = rnn_step(x[:, moment], state, wx, wh, b)
    return h


def rnn_backward(dh, x, h0, h, wx, wh):
    """Return (dx, dh0, dwx, dwh, db) of h = rnn_forward(x, h0, wx, wh, b), through time.

    dh: (n, t, d), what the loss asks of each state by itself. A state also reaches the loss
    through the next one, so what comes back from there is added; weights that are used at every
    moment add up over all of them.
    """
    dx, dwx, dwh, db = np.empty_like(x), np.zeros(wx.shape), np.zeros(wh.shape), np.zeros(len(wh))
    later = np.zeros(h0.shape)
    for moment in reversed(range(x.shape[1])):
        before = h[:, moment - 1] if moment else h0
        dx[:, moment], later, *shares = rnn_step_backward(
            dh[:, moment] + later, x[:, moment], before, h[:, moment], wx, wh
        )
        dwx, dwh, db = dwx + shares[0], dwh + shares[1], db + shares[2]
    return dx, later, dwx, dwh, db
