"""Right answers to lesson 04, in the styles in which people write them."""

import math

import numpy as np


def relu_copy_then_cut(da, z):
    dz = da.copy()
    dz[z <= 0] = 0
    return dz


def relu_loop(da, z):
    flat = [g if v > 0 else 0 for g, v in zip(da.ravel(), z.ravel(), strict=True)]
    return np.array(flat).reshape(z.shape)


def sigmoid_loop(da, a):
    dz = np.empty(a.shape)
    for i in np.ndindex(a.shape):
        dz[i] = da[i] * a[i] * (1 - a[i])
    return dz


def dense_loop_over_examples(dz, x, w):
    dx, dw, db = np.zeros_like(x), np.zeros_like(w), np.zeros(w.shape[1])
    for i in range(len(x)):
        dx[i] = w @ dz[i]
        dw += np.outer(x[i], dz[i])
        db += dz[i]
    return dx, dw, db


def dense_three_loops(dz, x, w):
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), np.zeros(w.shape[1])
    for n in range(x.shape[0]):
        for j in range(w.shape[1]):
            for i in range(w.shape[0]):
                dx[n, i] += dz[n, j] * w[i, j]
                dw[i, j] += x[n, i] * dz[n, j]
            db[j] += dz[n, j]
    return dx, dw, db


def dense_bias_as_a_row(dz, x, w):
    dw = np.hstack([x, np.ones((len(x), 1))]).T @ dz
    return np.tensordot(dz, w, axes=(1, 1)), dw[:-1], dw[-1]


def dense_lists(dz, x, w):
    return [(dz @ w.T).tolist(), (x.T @ dz).tolist(), list(np.sum(dz, 0))]


def mlp_append_and_turn(dy_hat, activations, weights):
    found, dz = [], dy_hat
    for w, a in zip(weights[::-1], activations[-2::-1], strict=True):
        found.append((np.dot(a.T, dz), np.sum(dz, axis=0)))
        dz = np.where(a > 0, dz @ w.T, 0)
    found.reverse()
    return [dw for dw, _ in found], [db for _, db in found]


def mlp_filled_by_index(dy_hat, activations, weights):
    count = len(weights)
    dweights, dbiases = [None] * count, [None] * count
    dz = dy_hat
    for i in range(count - 1, -1, -1):
        if i < count - 1:
            dz = (dz @ weights[i + 1].T) * (activations[i + 1] > 0)
        dweights[i], dbiases[i] = activations[i].T @ dz, dz.sum(0)
    return dweights, dbiases


def mlp_recursive(dy_hat, activations, weights):
    if not weights:
        return (), ()
    below = (dy_hat @ weights[-1].T) * (activations[-2] > 0)
    dweights, dbiases = mlp_recursive(below, activations[:-1], weights[:-1])
    return (*dweights, activations[-2].T @ dy_hat), (*dbiases, dy_hat.sum(axis=0))


def mlp_einsum(dy_hat, activations, weights):
    dz, dweights, dbiases = dy_hat, [], []
    for i in range(len(weights))[::-1]:
        dweights = [np.einsum("ni,nj->ij", activations[i], dz), *dweights]
        dbiases = [np.einsum("nj->j", dz), *dbiases]
        dz = np.einsum("nj,ij,ni->ni", dz, weights[i], np.sign(activations[i]).clip(0))
    return dweights, dbiases


def mlp_example_by_example(dy_hat, activations, weights):
    dweights = [np.zeros(w.shape) for w in weights]
    dbiases = [np.zeros(w.shape[1]) for w in weights]
    for n in range(len(dy_hat)):
        d = dy_hat[n]
        for i in reversed(range(len(weights))):
            dweights[i] += np.outer(activations[i][n], d)
            dbiases[i] += d
            d = (weights[i] @ d) * (activations[i][n] > 0)
    return dweights, dbiases


def numeric_copies(f, x, h=1e-5):
    slopes = np.empty(x.shape)
    for i in np.ndindex(x.shape):
        right, left = x.copy(), x.copy()
        right[i] += h
        left[i] -= h
        slopes[i] = (f(right) - f(left)) / (2 * h)
    return slopes


def numeric_put_back(f, x, h=1e-5):
    slopes = np.zeros_like(x)
    for i, old in np.ndenumerate(x):
        x[i] = old + h
        right = f(x)
        x[i] = old - h
        slopes[i] = (right - f(x)) / (2 * h)
        x[i] = old
    return slopes


def numeric_up_and_down(f, x, h=1e-5):
    """Leave x what it was but for rounding."""
    slopes = np.zeros(x.shape)
    each = np.nditer(x, flags=["multi_index"], op_flags=["readwrite"])
    while not each.finished:
        i = each.multi_index
        x[i] += h
        right = f(x)
        x[i] -= 2 * h
        left = f(x)
        x[i] += h
        slopes[i] = (right - left) / (2 * h)
        each.iternext()
    return slopes


def numeric_rows_of_an_identity(f, x, h=1e-5):
    steps = h * np.eye(x.size).reshape(x.size, *x.shape)
    return np.array([(f(x + s) - f(x - s)) / (2 * h) for s in steps]).reshape(x.shape)


def numeric_flat(f, x, h=1e-5):
    flat = x.ravel().copy()
    slopes = []
    for k in range(flat.size):
        flat[k] += h
        right = f(flat.reshape(x.shape))
        flat[k] -= 2 * h
        left = f(flat.reshape(x.shape))
        flat[k] += h
        slopes.append((right - left) / (2 * h))
    return np.reshape(slopes, x.shape)


def error_if(a, b):
    total = np.linalg.norm(a) + np.linalg.norm(b)
    if total == 0:
        return 0
    return np.linalg.norm(a - b) / total


def error_roots(a, b):
    top = np.sqrt(np.sum((a - b) ** 2))
    return top / (np.sqrt(np.sum(a**2)) + np.sqrt(np.sum(b**2))) if top > 0 else 0.0


def error_dots(a, b):
    d, a, b = (a - b).ravel(), a.ravel(), b.ravel()
    return (d @ d) ** 0.5 / max((a @ a) ** 0.5 + (b @ b) ** 0.5, 1e-300)


def error_loop(a, b):
    d2 = a2 = b2 = 0.0
    for p, q in zip(a.ravel().tolist(), b.ravel().tolist(), strict=True):
        d2, a2, b2 = d2 + (p - q) ** 2, a2 + p * p, b2 + q * q
    return math.sqrt(d2) / (math.sqrt(a2) + math.sqrt(b2)) if a2 + b2 else 0.0


STYLES = {
    "relu_backward": (
        relu_copy_then_cut,
        relu_loop,
        lambda da, z: da * (z > 0),
        lambda da, z: np.where(z > 0, da, 0),
        lambda da, z: np.einsum("...,...->...", da, np.heaviside(z, 0.0)),
    ),
    "sigmoid_backward": (
        sigmoid_loop,
        lambda da, a: da * (a * (1.0 - a)),
        lambda da, a: da * (a - a**2),
        lambda da, a: np.einsum("...,...,...->...", da, a, 1 - a),
        lambda da, a: np.asfortranarray(da * (0.25 - (a - 0.5) ** 2)),
    ),
    "dense_backward": (
        dense_loop_over_examples,
        dense_three_loops,
        dense_bias_as_a_row,
        dense_lists,
        lambda dz, x, w: (np.dot(dz, w.T), np.dot(x.T, dz), np.sum(dz, axis=0)),
        lambda dz, x, w: ((w @ dz.T).T, (dz.T @ x).T, np.ones(len(dz)) @ dz),
        lambda dz, x, w: (
            np.einsum("nj,ij->ni", dz, w),
            np.einsum("ni,nj->ij", x, dz),
            np.einsum("nj->j", dz),
        ),
    ),
    "mlp_backward": (
        mlp_append_and_turn,
        mlp_filled_by_index,
        mlp_recursive,
        mlp_einsum,
        mlp_example_by_example,
    ),
    "numeric_gradient": (
        numeric_copies,
        numeric_put_back,
        numeric_up_and_down,
        numeric_rows_of_an_identity,
        numeric_flat,
    ),
    "relative_error": (
        error_if,
        error_roots,
        error_dots,
        error_loop,
        lambda a, b: np.array(
            np.sqrt(((a - b) ** 2).sum()) / (np.linalg.norm(a) + np.linalg.norm(b) or 1)
        ),
    ),
}
