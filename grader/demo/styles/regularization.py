"""Right answers to lesson 08, in the styles in which people write them."""

import math

import numpy as np


def split_by_permutation(x, y, fraction, rng):
    n_val = int(len(x) * fraction)
    order = rng.permutation(len(x))
    return x[order[n_val:]], y[order[n_val:]], x[order[:n_val]], y[order[:n_val]]


def split_with_a_mask(x, y, fraction, rng):
    chosen = rng.choice(len(x), size=math.floor(fraction * len(x)), replace=False)
    val = np.zeros(len(x), dtype=bool)
    val[chosen] = True
    return x[~val], y[~val], x[val], y[val]


def split_by_shuffling(x, y, fraction, rng):
    order = np.arange(len(y))
    rng.shuffle(order)
    cut = len(y) - round(len(y) * fraction)
    train, val = np.split(order, [cut])
    return [x[train], y[train], x[val], y[val]]


def split_by_keys(x, y, fraction, rng):
    order = np.argsort(rng.random(x.shape[0]))
    size = int(np.floor(fraction * x.shape[0]))
    x, y = x[order], y[order]
    return x[:-size], y[:-size], x[-size:], y[-size:]


def split_row_by_row(x, y, fraction, rng):
    val = set(rng.choice(len(x), int(round(fraction * len(x))), replace=False).tolist())
    parts = [], [], [], []
    for i in range(len(x)):
        first = 2 if i in val else 0
        parts[first].append(x[i])
        parts[first + 1].append(y[i])
    return tuple(np.array(part) for part in parts)


def split_sorted(x, y, fraction, rng):
    size = int(fraction * len(x))
    val = np.sort(rng.permutation(len(x))[:size])
    train = np.setdiff1d(np.arange(len(x)), val)
    return np.delete(x, val, axis=0), y[train], np.take(x, val, axis=0), y[val].tolist()


def l2_loop(weights, strength):
    penalty, grads = 0.0, []
    for w in weights:
        penalty += 0.5 * strength * (w * w).sum()
        grads.append(strength * w)
    return penalty, grads


def l2_norms(weights, strength):
    squares = [np.linalg.norm(w) ** 2 for w in weights]
    return strength * sum(squares) / 2, [w * strength for w in weights]


def l2_one_vector(weights, strength):
    flat = np.concatenate([w.ravel() for w in weights])
    grads = tuple(np.multiply(strength, w) for w in weights)
    return strength / 2 * (flat @ flat), grads


def l2_einsum(weights, strength):
    penalty = sum(np.einsum("ij,ij->", w, w) for w in weights) * strength / 2
    return np.array(penalty), [2 * (strength / 2) * w for w in weights]


def l2_entry_by_entry(weights, strength):
    penalty = 0
    for w in weights:
        for row in w:
            for v in row:
                penalty = penalty + v**2
    return strength * penalty / 2, [(strength * w).tolist() for w in weights]


def l1_loop(weights, strength):
    penalty, grads = 0.0, []
    for w in weights:
        penalty += strength * np.abs(w).sum()
        grads.append(strength * np.sign(w))
    return penalty, grads


def l1_where(weights, strength):
    penalty = sum(np.sum(np.where(w < 0, -w, w)) for w in weights)
    slopes = [np.where(w > 0, strength, np.where(w < 0, -strength, 0.0)) for w in weights]
    return strength * penalty, slopes


def l1_one_vector(weights, strength):
    flat = np.concatenate([w.ravel() for w in weights])
    norm = np.linalg.norm(flat, 1)
    return float(strength * norm), tuple(strength * ((w > 0) * 1.0 - (w < 0)) for w in weights)


def l1_signs(weights, strength):
    signs = [np.sign(w) for w in weights]
    total = sum((w * s).sum() for w, s in zip(weights, signs, strict=True))
    return total * strength, [s * strength for s in signs]


def soft_cases(w, amount):
    return np.where(w > amount, w - amount, np.where(w < -amount, w + amount, 0.0))


def soft_minus_clipped(w, amount):
    return w - np.clip(w, -amount, amount)


def soft_two_ramps(w, amount):
    return np.maximum(w - amount, 0) - np.maximum(-w - amount, 0)


def soft_loop(w, amount):
    out = np.zeros_like(w)
    for place, value in np.ndenumerate(w):
        size = abs(value) - amount
        if size > 0:
            out[place] = size if value > 0 else -size
    return out


def soft_on_a_copy(w, amount):
    out = w.copy()
    small = np.abs(w) <= amount
    out[small] = 0
    out[~small] -= amount * np.sign(w[~small])
    return out


def drop_where(x, drop, rng):
    mask = np.where(rng.random(x.shape) < drop, 0.0, 1 / (1 - drop))
    return x * mask, mask


def drop_binomial(x, drop, rng):
    keep = 1 - drop
    mask = rng.binomial(1, keep, size=x.shape) / keep
    return np.multiply(x, mask), mask


def drop_choice(x, drop, rng):
    mask = rng.choice([0.0, 1.0], size=x.shape, p=[drop, 1 - drop])
    mask /= 1 - drop
    return mask * x, mask


def drop_row_by_row(x, drop, rng):
    mask = np.zeros(x.shape)
    for row in mask:
        row[rng.uniform(size=len(row)) > drop] = 1 / (1 - drop)
    return x * mask, mask


def drop_exact_count(x, drop, rng):
    mask = np.full(x.size, 1 / (1 - drop))
    mask[rng.permutation(x.size)[: round(drop * x.size)]] = 0
    mask = mask.reshape(x.shape)
    return [x * mask, mask.tolist()]


def drop_unless_nothing(x, drop, rng):
    if drop == 0:
        return x.copy(), np.ones_like(x)
    mask = (rng.uniform(0, 1, x.shape) < 1 - drop).astype(float) / (1 - drop)
    out = x.copy()
    out *= mask
    return out, mask


def back_where(dout, mask):
    return np.where(mask > 0, dout * mask.max(), 0.0)


def back_copy(dout, mask):
    dx = dout.copy()
    dx *= mask
    return dx


def back_einsum(dout, mask):
    return np.einsum("nd,nd->nd", dout, mask)


def back_loop(dout, mask):
    return [[g * m for g, m in zip(*rows, strict=True)] for rows in zip(dout, mask, strict=True)]


STYLES = {
    "validation_split": (
        split_by_permutation,
        split_with_a_mask,
        split_by_shuffling,
        split_by_keys,
        split_row_by_row,
        split_sorted,
    ),
    "l2_penalty": (l2_loop, l2_norms, l2_one_vector, l2_einsum, l2_entry_by_entry),
    "l1_penalty": (l1_loop, l1_where, l1_one_vector, l1_signs),
    "soft_threshold": (
        soft_cases,
        soft_minus_clipped,
        soft_two_ramps,
        soft_loop,
        soft_on_a_copy,
    ),
    "dropout_forward": (
        drop_where,
        drop_binomial,
        drop_choice,
        drop_row_by_row,
        drop_exact_count,
        drop_unless_nothing,
    ),
    "dropout_backward": (back_where, back_copy, back_einsum, back_loop),
}
