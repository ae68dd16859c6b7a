"""Right answers to lesson 10, in the styles in which people write them."""

import numpy as np


def step_dots(x, h, wx, wh, b):
    return np.tanh(np.dot(x, wx) + np.dot(h, wh) + b)


def step_stacked(x, h, wx, wh, b):
    return np.tanh(np.hstack([x, h]) @ np.vstack([wx, wh]) + b)


def step_loops(x, h, wx, wh, b):
    out = np.zeros((x.shape[0], wh.shape[1]))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            z = b[j]
            for k in range(x.shape[1]):
                z += x[i, k] * wx[k, j]
            for k in range(h.shape[1]):
                z += h[i, k] * wh[k, j]
            out[i, j] = np.tanh(z)
    return out


def step_columns(x, h, wx, wh, b):
    return np.tanh(wx.T @ x.T + wh.T @ h.T + b[:, None]).T


def back_plain(dh_next, x, h, h_next, wx, wh):
    dz = dh_next * (1 - h_next**2)
    return dz @ wx.T, dz @ wh.T, x.T @ dz, h.T @ dz, np.sum(dz, axis=0)


def back_factors(dh_next, x, h, h_next, wx, wh):
    dtanh = (1 + h_next) * (1 - h_next)
    dz = np.multiply(dtanh, dh_next)
    dwx = np.einsum("ni,nj->ij", x, dz)
    dwh = np.einsum("ni,nj->ij", h, dz)
    return [np.dot(dz, wx.T), np.dot(dz, wh.T), dwx, dwh, np.ones(len(dz)) @ dz]


def back_examples(dh_next, x, h, h_next, wx, wh):
    dx, dh = np.zeros_like(x), np.zeros_like(h)
    dwx, dwh, db = np.zeros_like(wx), np.zeros_like(wh), np.zeros(wh.shape[0])
    for i in range(len(x)):
        dz = dh_next[i] * (1 - h_next[i] * h_next[i])
        dx[i] = wx @ dz
        dh[i] = wh @ dz
        dwx += np.outer(x[i], dz)
        dwh += np.outer(h[i], dz)
        db += dz
    return dx, dh, dwx, dwh, db


def back_columns(dh_next, x, h, h_next, wx, wh):
    dz = (dh_next * (1 - np.square(h_next))).T
    return (wx @ dz).T, (wh @ dz).T, (dz @ x).T, (dz @ h).T, dz.sum(1)


def forward_list(x, h0, wx, wh, b):
    states, h = [], h0
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ wx + h @ wh + b)
        states.append(h)
    return np.stack(states, axis=1)


def forward_ahead(x, h0, wx, wh, b):
    n, t, _ = x.shape
    z = x @ wx + b
    h = np.zeros((n, t, wh.shape[0]))
    for moment in range(t):
        before = h0 if moment == 0 else h[:, moment - 1, :]
        h[:, moment, :] = np.tanh(z[:, moment, :] + before @ wh)
    return h


def forward_time_first(x, h0, wx, wh, b):
    h = [h0]
    for now in np.swapaxes(x, 0, 1):
        h.append(np.tanh(now.dot(wx) + h[-1].dot(wh) + b))
    return np.array(h[1:]).transpose(1, 0, 2)


def forward_examples(x, h0, wx, wh, b):
    out = []
    for sequence, start in zip(x, h0, strict=True):
        h, states = start, []
        for now in sequence:
            h = np.tanh(now @ wx + h @ wh + b)
            states.append(h)
        out.append(states)
    return np.array(out)


def backward_loop(dh, x, h0, h, wx, wh):
    dx, dwx, dwh = np.zeros_like(x), np.zeros_like(wx), np.zeros_like(wh)
    db, dnext = np.zeros(wh.shape[1]), np.zeros_like(h0)
    for t in reversed(range(x.shape[1])):
        dz = (dh[:, t] + dnext) * (1 - h[:, t] ** 2)
        before = h[:, t - 1] if t > 0 else h0
        dx[:, t] = dz @ wx.T
        dwx += x[:, t].T @ dz
        dwh += before.T @ dz
        db += dz.sum(axis=0)
        dnext = dz @ wh.T
    return dx, dnext, dwx, dwh, db


def backward_dz_first(dh, x, h0, h, wx, wh):
    dz = np.zeros(h.shape)
    after = np.zeros(h0.shape)
    for t in range(h.shape[1] - 1, -1, -1):
        dz[:, t] = (dh[:, t] + after) * (1 - h[:, t] ** 2)
        after = dz[:, t] @ wh.T
    before = np.concatenate([h0[:, None, :], h[:, :-1, :]], axis=1)
    dwx = np.tensordot(x, dz, axes=([0, 1], [0, 1]))
    dwh = np.tensordot(before, dz, axes=([0, 1], [0, 1]))
    return dz @ wx.T, after, dwx, dwh, dz.sum(axis=(0, 1))


def backward_reversed_lists(dh, x, h0, h, wx, wh):
    states = [h0, *[h[:, t] for t in range(h.shape[1])]]
    carry, dxs, dwx, dwh, db = 0, [], 0, 0, 0
    for t in range(h.shape[1], 0, -1):
        dz = (dh[:, t - 1] + carry) * (1 - states[t] * states[t])
        dxs.insert(0, dz.dot(wx.T))
        dwx = dwx + x[:, t - 1].T.dot(dz)
        dwh = dwh + states[t - 1].T.dot(dz)
        db = db + dz.sum(0)
        carry = dz.dot(wh.T)
    return np.stack(dxs, axis=1), carry, dwx, dwh, db


def backward_by_steps(dh, x, h0, h, wx, wh):
    dx = np.empty(x.shape)
    total, carry = [np.zeros(wx.shape), np.zeros(wh.shape), np.zeros(len(wh))], np.zeros(h0.shape)
    for t in range(x.shape[1])[::-1]:
        step = back_plain(dh[:, t] + carry, x[:, t], h[:, t - 1] if t else h0, h[:, t], wx, wh)
        dx[:, t], carry = step[:2]
        total = [so_far + share for so_far, share in zip(total, step[2:], strict=True)]
    return [dx, carry, *total]


STYLES = {
    "rnn_step": [step_dots, step_stacked, step_loops, step_columns],
    "rnn_step_backward": [back_plain, back_factors, back_examples, back_columns],
    "rnn_forward": [forward_list, forward_ahead, forward_time_first, forward_examples],
    "rnn_backward": [
        backward_loop,
        backward_dz_first,
        backward_reversed_lists,
        backward_by_steps,
    ],
}
