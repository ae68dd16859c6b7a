"""Right answers to lesson 02, in the styles in which people write them."""

import math

import numpy as np


def mse_loops(y_hat, y):
    total = 0.0
    for i in range(y.shape[0]):
        for j in range(y.shape[1]):
            total += 0.5 * (y_hat[i, j] - y[i, j]) ** 2
    return total / y.shape[0]


def mse_gradient_loops(y_hat, y):
    out = np.zeros_like(y_hat)
    for i in range(y.shape[0]):
        for j in range(y.shape[1]):
            out[i, j] = (y_hat[i, j] - y[i, j]) / y.shape[0]
    return out


def mse_gradient_own_copy(y_hat, y):
    out = y_hat.copy()
    out -= y
    out /= len(out)
    return out


def binary_loop(logits, y):
    total = 0.0
    for z, t in zip(logits, y, strict=True):
        total += max(z, 0) - z * t + math.log1p(math.exp(-abs(z)))
    return total / len(logits)


def binary_two_logs(logits, y):
    log_p, log_q = -np.logaddexp(0, -logits), -np.logaddexp(0, logits)
    return -(y * log_p + (1 - y) * log_q).mean()


def softmax_rows(logits):
    rows = []
    for z in logits:
        exponentials = np.exp(z - z.max())
        rows.append(exponentials / exponentials.sum())
    return np.array(rows)


def softmax_turned(logits):
    exponentials = np.exp(logits.T - logits.max(1))
    return (exponentials / exponentials.sum(0)).T


def softmax_of_logs(logits):
    shifted = logits - logits.max(axis=1)[:, None]
    return np.exp(shifted - np.log(np.exp(shifted).sum(axis=1))[:, None])


def softmax_lists(logits):
    out = []
    for z in logits.tolist():
        powers = [math.exp(v - max(z)) for v in z]
        out.append([power / sum(powers) for power in powers])
    return out


def cross_entropy_log_sum_exp(logits, labels):
    largest = logits.max(axis=1)
    sums = largest + np.log(np.exp(logits - largest[:, None]).sum(axis=1))
    return (sums - logits[np.arange(len(labels)), labels]).mean()


def cross_entropy_loop(logits, labels):
    total = 0.0
    for z, label in zip(logits, labels, strict=True):
        total += np.log(np.sum(np.exp(z - z.max()))) - (z[label] - z.max())
    return total / len(labels)


def cross_entropy_one_hot(logits, labels):
    target = np.zeros(logits.shape)
    target[np.arange(len(labels)), labels] = 1.0
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -np.sum(target * log_p) / len(labels)


def cross_entropy_picked(logits, labels):
    of_right_class = np.take_along_axis(logits, labels[:, None], axis=1)[:, 0]
    return np.mean(np.logaddexp.reduce(logits, axis=1) - of_right_class)


def gradient_subtract_at(logits, labels):
    out = softmax_rows(logits)
    out[np.arange(len(labels)), labels] -= 1
    return out / len(labels)


def gradient_compared(logits, labels):
    target = labels[:, None] == np.arange(logits.shape[1])
    return (softmax_turned(logits) - target) / logits.shape[0]


def gradient_loops(logits, labels):
    n, k = logits.shape
    out = np.zeros((n, k))
    for i in range(n):
        powers = np.exp(logits[i] - logits[i].max())
        p = powers / powers.sum()
        for j in range(k):
            out[i, j] = (p[j] - (1.0 if j == labels[i] else 0.0)) / n
    return out


def gradient_jacobian(logits, labels):
    n, k = logits.shape
    slopes = np.eye(k) - softmax_turned(logits)[:, None, :]  # of log p_j, with respect to z_k
    return np.einsum("ij,ijk->ik", -np.eye(k)[labels] / n, slopes)


def gradient_log_softmax(logits, labels):
    shifted = logits - np.amax(logits, axis=1, keepdims=True)
    out = np.exp(shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True)))
    for i, label in enumerate(labels):
        out[i][label] -= 1.0
    out /= out.shape[0]
    return out


STYLES = {
    "mse_loss": (
        mse_loops,
        lambda y_hat, y: np.sum((y_hat - y) ** 2) / (2 * y.shape[0]),
        lambda y_hat, y: 0.5 * ((y - y_hat) ** 2).sum(axis=1).mean(),
        lambda y_hat, y: np.einsum("ij,ij->", y_hat - y, y_hat - y) / 2 / len(y),
        lambda y_hat, y: np.array(np.linalg.norm(y_hat - y) ** 2 / (2 * len(y))),
    ),
    "mse_gradient": (
        mse_gradient_loops,
        mse_gradient_own_copy,
        lambda y_hat, y: -(y - y_hat) / len(y_hat),
        lambda y_hat, y: 0.5 * 2.0 * np.subtract(y_hat, y) * (1 / len(y)),
        lambda y_hat, y: np.asfortranarray((y_hat - y) / y.shape[0]).tolist(),
    ),
    "binary_cross_entropy": (
        binary_loop,
        binary_two_logs,
        lambda logits, y: np.mean(np.logaddexp(0, logits) - y * logits),
        lambda logits, y: np.mean(np.logaddexp(0, np.where(y == 1, -logits, logits))),
        lambda logits, y: np.logaddexp(0, (1 - 2 * y) * logits).sum() / y.size,
    ),
    "softmax": (softmax_rows, softmax_turned, softmax_of_logs, softmax_lists),
    "cross_entropy_loss": (
        cross_entropy_log_sum_exp,
        cross_entropy_loop,
        cross_entropy_one_hot,
        cross_entropy_picked,
    ),
    "cross_entropy_gradient": (
        gradient_subtract_at,
        gradient_compared,
        gradient_loops,
        gradient_jacobian,
        gradient_log_softmax,
    ),
}
