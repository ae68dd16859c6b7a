"""Losses: one number for how wrong a batch of predictions is, and its gradient."""

import numpy as np


def mse_loss(y_hat, y):
    """Return half the squared error, summed over outputs, averaged over examples.

    y_hat, y: (n, k). L = 1/n sum_i sum_j (y_hat_ij - y_ij)^2 / 2. Returns a
    float. The 1/2 cancels the 2 that differentiating brings down (least
    squares: Legendre, 1805; Gauss, 1809).
    """
    return float(np.sum((y_hat - y) ** 2) / (2 * len(y)))


def mse_gradient(y_hat, y):
    """Return the gradient of mse_loss with respect to y_hat, (y_hat - y) / n.

    y_hat, y: (n, k). Returns (n, k).
    """
    return (y_hat - y) / len(y)


def binary_cross_entropy(logits, y):
    """Return the mean of -y log p - (1 - y) log(1 - p), where p = sigmoid(logits).

    logits: (n,); y: (n,), 0 or 1. Returns a float. The equal form
    max(z, 0) - z y + log(1 + exp(-|z|)) takes no exponential of anything
    above 0 and no logarithm of anything below 1, so no logit is too large.
    """
    z = logits
    return float(np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))))


def softmax(logits):
    """Return each row's exponentials, divided by their sum: probabilities of k classes.

    logits: (n, k), or any array whose last axis is k. p_ij = exp(z_ij) / sum_m exp(z_im).
    Returns an array of that shape, rows that sum to 1. Each row's largest logit is subtracted
    first: p stays the same, and no exponential is larger than 1 (Bridle, 1990, for the name).
    """
    exponentials = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


def cross_entropy_loss(logits, labels):
    """Return the mean of -log p of the right class, where p = softmax(logits).

    logits: (n, k); labels: (n,), integers from 0 to k - 1. Returns a float.
    -log p_c = log sum_j exp(z_j) - z_c, with each row's largest logit
    subtracted first, so that the sum lies between 1 and k (log-sum-exp).
    """
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_sum_exp = np.log(np.exp(shifted).sum(axis=1))
    return float(np.mean(log_sum_exp - shifted[np.arange(len(labels)), labels]))


def cross_entropy_gradient(logits, labels):
    """Return the gradient of cross_entropy_loss with respect to the logits.

    logits: (n, k); labels: (n,). (softmax(logits) - one-hot rows of the
    labels) / n. Returns (n, k).
    """
    one_hot = np.eye(logits.shape[1])[labels]
    return (softmax(logits) - one_hot) / len(labels)
