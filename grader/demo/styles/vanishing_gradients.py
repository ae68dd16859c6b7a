"""Right answers to lesson 06, in the styles in which people write them."""

import numpy as np


def truncated(variance, shape, rng):
    """Normal numbers cut at two standard deviations, widened so that the variance is kept."""
    z = rng.standard_normal(shape)
    while (far := np.abs(z) > 2).any():
        z[far] = rng.standard_normal(far.sum())
    return z * np.sqrt(variance) / 0.87962566103423978


def xavier_uniform(fan_in, fan_out, rng):
    limit = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-limit, limit, (fan_in, fan_out))


def xavier_rows(fan_in, fan_out, rng):
    w = np.empty((fan_in, fan_out))
    for i in range(fan_in):
        w[i] = rng.normal(0, np.sqrt(2 / (fan_in + fan_out)), fan_out)
    return w


def he_uniform(fan_in, fan_out, rng):
    limit = np.sqrt(6 / fan_in)
    return rng.uniform(low=-limit, high=limit, size=(fan_in, fan_out))


def he_columns(fan_in, fan_out, rng):
    columns = [rng.normal(scale=(2 / fan_in) ** 0.5, size=fan_in) for _ in range(fan_out)]
    return np.column_stack(columns)


def he_from_xavier(fan_in, fan_out, rng):
    w = rng.normal(0, np.sqrt(2 / (fan_in + fan_out)), (fan_in, fan_out))
    return w * np.sqrt((fan_in + fan_out) / fan_in)


def clip_factor(grads, max_norm):
    norm = np.sqrt(sum((g * g).sum() for g in grads))
    if norm <= max_norm:
        return list(grads), norm
    return [g * (max_norm / norm) for g in grads], norm


def clip_one_vector(grads, max_norm):
    norm = np.linalg.norm(np.concatenate([g.ravel() for g in grads]))
    return tuple(g / max(1.0, norm / max_norm) for g in grads), norm


def clip_norm_of_norms(grads, max_norm):
    norm = np.linalg.norm([np.linalg.norm(g) for g in grads])
    return [[max_norm * g / max(norm, max_norm) for g in grads], float(norm)]


def clip_loops(grads, max_norm):
    total = 0.0
    for g in grads:
        for v in g.flat:
            total += v * v
    norm = total**0.5
    return [g.copy() if norm <= max_norm else max_norm / norm * g for g in grads], norm


def clip_on_copies(grads, max_norm):
    grads = [g.copy() for g in grads]
    norm = sum(np.einsum("i,i->", g.ravel(), g.ravel()) for g in grads) ** 0.5
    if norm > max_norm:
        for g in grads:
            g *= max_norm / norm
    return grads, np.array(norm)


def batchnorm_steps(x, gamma, beta, eps=1e-5):
    mean, var = np.mean(x, axis=0), np.var(x, axis=0)
    return gamma * ((x - mean) / np.sqrt(var + eps)) + beta


def batchnorm_one_scale(x, gamma, beta, eps=1e-5):
    scale = gamma / np.sqrt(x.var(axis=0) + eps)
    return scale * x + (beta - scale * x.mean(axis=0))


def batchnorm_features(x, gamma, beta, eps=1e-5):
    out = np.empty_like(x)
    for j in range(x.shape[1]):
        c = x[:, j] - x[:, j].sum() / len(x)
        out[:, j] = gamma[j] * c / (c @ c / len(x) + eps) ** 0.5 + beta[j]
    return out


def batchnorm_einsum(x, gamma, beta, eps=1e-5):
    c = x - np.einsum("nd->d", x) / len(x)
    inv = (np.einsum("nd,nd->d", c, c) / len(x) + eps) ** -0.5
    return np.einsum("d,nd,d->nd", gamma, c, inv) + beta


def batchnorm_mean_of_squares(x, gamma, beta, eps=1e-5):
    n, mean = len(x), sum(x) / len(x)
    var = sum(x**2) / n - mean**2
    return gamma * (x - mean) / np.sqrt(var + eps) + beta


def batchnorm_transposed(x, gamma, beta, eps=1e-5):
    rows = x.T - x.T.mean(1)[:, None]
    rows = rows / np.sqrt((rows**2).mean(1) + eps)[:, None]
    return (rows * gamma[:, None] + beta[:, None]).T.tolist()


def back_closed_form(dout, x, gamma, eps=1e-5):
    n = len(x)
    std = np.sqrt(np.var(x, axis=0) + eps)
    h = (x - np.mean(x, axis=0)) / std
    dbeta, dgamma = dout.sum(axis=0), (dout * h).sum(axis=0)
    return gamma / (n * std) * (n * dout - dbeta - h * dgamma), dgamma, dbeta


def back_step_by_step(dout, x, gamma, eps=1e-5):
    n = len(x)
    c = x - x.mean(0)
    inv = ((c**2).mean(0) + eps) ** -0.5
    dh = dout * gamma
    dvar = (dh * c).sum(0) * -0.5 * inv**3
    dc = dh * inv + dvar * 2 * c / n
    return dc - dc.sum(0) / n, (dout * c * inv).sum(0), dout.sum(0)


def back_four_terms(dout, x, gamma, eps=1e-5):
    n, mean, var = len(x), x.mean(0), x.var(0)
    dh = dout * gamma
    dvar = np.sum(dh * (x - mean), 0) * -0.5 * (var + eps) ** -1.5
    dmean = -np.sum(dh, 0) / np.sqrt(var + eps) + dvar * np.mean(-2 * (x - mean), 0)
    dx = dh / np.sqrt(var + eps) + dvar * 2 * (x - mean) / n + dmean / n
    return [dx, np.sum(dout * (x - mean) / np.sqrt(var + eps), 0), np.sum(dout, 0)]


def back_whole_jacobian(dout, x, gamma, eps=1e-5):
    n, d = x.shape
    dx, dgamma = np.zeros_like(x), np.zeros(d)
    for j in range(d):
        s = np.sqrt(x[:, j].var() + eps)
        h = (x[:, j] - x[:, j].mean()) / s
        jacobian = (np.eye(n) - 1 / n - np.outer(h, h) / n) / s
        dx[:, j] = gamma[j] * jacobian @ dout[:, j]
        dgamma[j] = h @ dout[:, j]
    return dx, dgamma, np.ones(n) @ dout


def residual_where(dout, x, w, v):
    z = x @ w
    dz = np.where(z > 0, dout @ v.T, 0.0)
    return dz @ w.T + dout, x.T @ dz, np.maximum(z, 0).T @ dout


def residual_two_ways(dout, x, w, v):
    h = x.dot(w)
    h[h < 0] = 0
    dv = np.dot(h.T, dout)
    dh = np.dot(dout, v.T)
    dh[h == 0] = 0
    dx = dout.copy()
    dx += np.dot(dh, w.T)
    return [dx, np.dot(x.T, dh), dv]


def residual_einsum(dout, x, w, v):
    z = np.einsum("ni,ij->nj", x, w)
    dz = np.einsum("ni,ji->nj", dout, v) * np.heaviside(z, 0)
    dx = dout + np.einsum("nj,ij->ni", dz, w)
    return dx, np.einsum("ni,nj->ij", x, dz), np.einsum("nj,ni->ji", z * (z > 0), dout)


def residual_examples(dout, x, w, v):
    dx, dw, dv = np.zeros_like(x), np.zeros_like(w), np.zeros_like(v)
    for n in range(len(x)):
        z = w.T @ x[n]
        mask = (z > 0).astype(float)
        jacobian = np.eye(len(w)) + v.T @ np.diag(mask) @ w.T
        dx[n] = jacobian.T @ dout[n]
        dw += np.outer(x[n], mask * (v @ dout[n]))
        dv += np.outer(mask * z, dout[n])
    return dx, dw, dv


def residual_layer_by_layer(dout, x, w, v):
    """Two dense layers and a ReLU, as lesson 04 has them."""

    def dense_backward(dz, x, w):
        return dz @ w.T, x.T @ dz

    z = x @ w
    dh, dv = dense_backward(dout, np.where(z > 0, z, 0), v)
    branch, dw = dense_backward(dh * (z > 0), x, w)
    return dout + branch, dw, dv


STYLES = {
    "xavier_init": (
        xavier_uniform,
        xavier_rows,
        lambda i, o, rng: rng.normal(scale=np.sqrt(2 / (i + o)), size=(i, o)),
        lambda i, o, rng: rng.standard_normal((i, o)) * (2 / (i + o)) ** 0.5,
        lambda i, o, rng: (rng.random((i, o)) - 0.5) * np.sqrt(24 / (i + o)),
        lambda i, o, rng: truncated(2 / (i + o), (i, o), rng),
        lambda i, o, rng: rng.normal(0, np.sqrt(2 / (i + o)), i * o).reshape(o, i).T,
    ),
    "he_init": (
        he_uniform,
        he_columns,
        he_from_xavier,
        lambda i, o, rng: rng.normal(0.0, np.sqrt(2 / i), (i, o)),
        lambda i, o, rng: rng.standard_normal((i, o)).astype(np.float32) * np.sqrt(2) / np.sqrt(i),
        lambda i, o, rng: truncated(2 / i, (i, o), rng),
        lambda i, o, rng: rng.choice([-1.0, 1.0], (i, o)) * np.sqrt(2 / i),
    ),
    "clip_by_global_norm": (
        clip_factor,
        clip_one_vector,
        clip_norm_of_norms,
        clip_loops,
        clip_on_copies,
    ),
    "batchnorm_forward": (
        batchnorm_steps,
        batchnorm_one_scale,
        batchnorm_features,
        batchnorm_einsum,
        batchnorm_transposed,
        batchnorm_mean_of_squares,
    ),
    "batchnorm_backward": (
        back_closed_form,
        back_step_by_step,
        back_four_terms,
        back_whole_jacobian,
    ),
    "residual_backward": (
        residual_where,
        residual_two_ways,
        residual_einsum,
        residual_examples,
        residual_layer_by_layer,
    ),
}
