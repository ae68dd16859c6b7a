"""Right answers to lesson 11, in the styles in which people write them."""

import numpy as np


def softmax(s):
    e = np.exp(s - np.max(s, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


def mask_added(scores):
    t = scores.shape[1]
    return scores + np.triu(np.full((t, t), -np.inf), k=1)


def mask_on_a_copy(scores):
    masked = scores.copy()
    rows, columns = np.triu_indices(scores.shape[-1], k=1)
    masked[:, rows, columns] = float("-inf")
    return masked


def mask_loops(scores):
    n, t, _ = scores.shape
    out = np.full_like(scores, -np.inf)
    for example in range(n):
        for row in range(t):
            for column in range(row + 1):
                out[example, row, column] = scores[example, row, column]
    return out


def mask_lists(scores):
    return [
        [[s if j <= i else -np.inf for j, s in enumerate(row)] for i, row in enumerate(example)]
        for example in scores
    ]


def mask_swapped_axes(scores):
    seen = np.tril(np.ones((scores.shape[-1],) * 2)) == 1
    return np.where(seen.T, scores.swapaxes(1, 2), -np.inf).swapaxes(1, 2)


def back_einsum(dp, p):
    return np.einsum("nij,nij->nij", p, dp - np.einsum("nij,nij->ni", dp, p)[:, :, None])


def back_jacobians(dp, p):
    out = np.zeros_like(p)
    for n in range(p.shape[0]):
        for i in range(p.shape[1]):
            row = p[n, i]
            out[n, i] = (np.diag(row) - np.outer(row, row)) @ dp[n, i]
    return out


def back_whole_jacobian(dp, p):
    eye = np.eye(p.shape[-1])
    jacobian = p[..., :, None] * (eye - p[..., None, :])
    return (jacobian @ dp[..., None])[..., 0]


def back_two_terms(dp, p):
    weighted = dp * p
    return weighted - p * weighted.sum(axis=2, keepdims=True)


def back_transposed(dp, p):
    turned, weights = dp.transpose(0, 2, 1), p.transpose(0, 2, 1)
    return (weights * (turned - (turned * weights).sum(1, keepdims=True))).transpose(0, 2, 1)


def forward_examples(q, k, v):
    out = np.empty_like(v)
    for n in range(len(q)):
        out[n] = softmax(q[n] @ k[n].T / np.sqrt(q.shape[2])) @ v[n]
    return out


def forward_einsum(q, k, v):
    scores = np.einsum("nid,njd->nij", q, k) / q.shape[-1] ** 0.5
    return np.einsum("nij,njd->nid", softmax(scores), v)


def forward_matmul(q, k, v):
    scores = np.matmul(q, np.transpose(k, (0, 2, 1))) * q.shape[-1] ** -0.5
    return np.matmul(softmax(scores), v)


def forward_scaled_q(q, k, v):
    n, t, d = q.shape
    return softmax((q / np.sqrt(d)) @ np.swapaxes(k, 1, 2)) @ v


def forward_places(q, k, v):
    n, t, d = q.shape
    out = []
    for example in range(n):
        rows = []
        for i in range(t):
            scores = np.array([q[example, i] @ k[example, j] for j in range(t)]) / np.sqrt(d)
            weights = softmax(scores)
            rows.append(sum(weights[j] * v[example, j] for j in range(t)))
        out.append(rows)
    return out


def attention_einsum(dout, q, k, v):
    d = q.shape[-1]
    p = softmax(np.einsum("nid,njd->nij", q, k) / np.sqrt(d))
    dv = np.einsum("nij,nid->njd", p, dout)
    dp = np.einsum("nid,njd->nij", dout, v)
    ds = p * (dp - (dp * p).sum(-1, keepdims=True)) / np.sqrt(d)
    return np.einsum("nij,njd->nid", ds, k), np.einsum("nij,nid->njd", ds, q), dv


def attention_examples(dout, q, k, v):
    dq, dk, dv = np.zeros_like(q), np.zeros_like(k), np.zeros_like(v)
    root = np.sqrt(q.shape[2])
    for n in range(len(q)):
        p = softmax(q[n] @ k[n].T / root)
        dv[n] = p.T @ dout[n]
        dp = dout[n] @ v[n].T
        ds = np.array([(np.diag(r) - np.outer(r, r)) @ g for r, g in zip(p, dp, strict=True)])
        dq[n], dk[n] = ds @ k[n] / root, ds.T @ q[n] / root
    return [dq, dk, dv]


def attention_transposes(dout, q, k, v):
    scale = q.shape[-1] ** -0.5
    p = softmax(scale * q @ k.transpose(0, 2, 1))
    dp = dout @ v.transpose(0, 2, 1)
    ds = scale * (p * dp - p * (p * dp).sum(axis=2, keepdims=True))
    return ds @ k, ds.transpose(0, 2, 1) @ q, p.transpose(0, 2, 1) @ dout


def attention_out_known(dout, q, k, v):
    """The row's sum of dp p is dout times the output: it needs no dp."""
    root = np.sqrt(q.shape[-1])
    p = softmax(np.matmul(q, np.swapaxes(k, 1, 2)) / root)
    dp = np.matmul(dout, np.swapaxes(v, 1, 2))
    ds = p * (dp - np.sum(dout * np.matmul(p, v), axis=-1, keepdims=True))
    dq = np.matmul(ds, k) / root
    dk = np.matmul(np.swapaxes(ds, 1, 2), q) / root
    return dq, dk, np.matmul(np.swapaxes(p, 1, 2), dout)


def layernorm_closed_form(dout, x, gamma, eps=1e-5):
    d = x.shape[1]
    std = np.sqrt(x.var(axis=1, keepdims=True) + eps)
    h, g = (x - x.mean(axis=1, keepdims=True)) / std, dout * gamma
    sums = g.sum(axis=1, keepdims=True), (g * h).sum(axis=1, keepdims=True)
    return (d * g - sums[0] - h * sums[1]) / (d * std), (dout * h).sum(0), dout.sum(0)


def layernorm_rows(dout, x, gamma, eps=1e-5):
    dx, dgamma = np.empty_like(x), np.zeros_like(gamma)
    for i, row in enumerate(x):
        s = (row.var() + eps) ** 0.5
        h = (row - row.mean()) / s
        dgamma += dout[i] * h
        jacobian = (np.eye(len(row)) - 1 / len(row) - np.outer(h, h) / len(row)) / s
        dx[i] = jacobian @ (gamma * dout[i])
    return dx, dgamma, sum(dout)


def layernorm_step_by_step(dout, x, gamma, eps=1e-5):
    d = x.shape[-1]
    c = x - np.mean(x, axis=-1, keepdims=True)
    inv = (np.mean(c**2, axis=-1, keepdims=True) + eps) ** -0.5
    dh = dout * gamma
    dvar = np.sum(dh * c, axis=-1, keepdims=True) * -0.5 * inv**3
    dc = dh * inv + dvar * 2 * c / d
    dx = dc - dc.mean(axis=-1, keepdims=True)
    return dx, np.sum(dout * c * inv, axis=0), np.sum(dout, axis=0)


def layernorm_turned(dout, x, gamma, eps=1e-5):
    """Batch normalisation's way back on the transpose, where each row is a column."""
    g, columns = (dout * gamma).T, x.T
    std = np.sqrt(columns.var(0) + eps)
    h = (columns - columns.mean(0)) / std
    dx = (g - g.mean(0) - h * (g * h).mean(0)) / std
    return [dx.T, (dout.T * h).sum(1), dout.T.sum(1)]


def layernorm_einsum(dout, x, gamma, eps=1e-5):
    d = x.shape[1]
    c = x - np.einsum("nd->n", x)[:, None] / d
    inv = 1 / np.sqrt(np.einsum("nd,nd->n", c, c) / d + eps)
    h, g = c * inv[:, None], dout * gamma
    back = g - np.einsum("nd->n", g)[:, None] / d - h * np.einsum("nd,nd->n", g, h)[:, None] / d
    return back * inv[:, None], np.einsum("nd,nd->d", dout, h), np.einsum("nd->d", dout)


STYLES = {
    "causal_mask": (mask_added, mask_on_a_copy, mask_loops, mask_lists, mask_swapped_axes),
    "softmax_backward": (
        back_einsum,
        back_jacobians,
        back_whole_jacobian,
        back_two_terms,
        back_transposed,
    ),
    "attention_forward": (
        forward_examples,
        forward_einsum,
        forward_matmul,
        forward_scaled_q,
        forward_places,
    ),
    "attention_backward": (
        attention_einsum,
        attention_examples,
        attention_transposes,
        attention_out_known,
    ),
    "layernorm_backward": (
        layernorm_closed_form,
        layernorm_rows,
        layernorm_step_by_step,
        layernorm_turned,
        layernorm_einsum,
    ),
}
