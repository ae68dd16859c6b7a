"""A network of one hidden layer that learns the digits: the right answer of lesson 13."""

import numpy as np

HIDDEN, EPOCHS, BATCH, RATE = 256, 40, 64, 0.008


def shifted(x, rng):
    """Return the images (n, 64), each moved by a pixel or none, upwards, downwards, sideways."""
    padded = np.zeros((len(x), 10, 10))
    padded[:, 1:9, 1:9] = x.reshape(-1, 8, 8)
    down, right = rng.choice([0, 1, 1, 1, 1, 1, 1, 2], (2, len(x), 1, 1))
    rows, columns = down + np.arange(8)[:, None], right + np.arange(8)
    return padded[np.arange(len(x))[:, None, None], rows, columns].reshape(len(x), 64)


def train(x, labels, rng):
    """Return [w1, b1, w2, b2] after EPOCHS of Adam, whose rate falls to 0 along half a cosine."""
    params = [
        rng.normal(0, np.sqrt(2 / 64), (64, HIDDEN)),
        np.zeros(HIDDEN),
        rng.normal(0, np.sqrt(2 / HIDDEN), (HIDDEN, 10)),
        np.zeros(10),
    ]
    m, v = ([np.zeros_like(p) for p in params] for _ in range(2))
    steps, t = EPOCHS * -(-len(x) // BATCH), 0
    for _ in range(EPOCHS):
        images, order = shifted(x, rng), rng.permutation(len(x))
        for start in range(0, len(x), BATCH):
            batch = order[start : start + BATCH]
            grads = gradients(params, images[batch], labels[batch])
            rate = RATE * (1 + np.cos(np.pi * t / steps)) / 2
            t += 1
            for i, grad in enumerate(grads):
                m[i] = 0.9 * m[i] + 0.1 * grad
                v[i] = 0.999 * v[i] + 0.001 * grad**2
                step = m[i] / (1 - 0.9**t) / (np.sqrt(v[i] / (1 - 0.999**t)) + 1e-8)
                params[i] = params[i] - rate * step
    return params


def gradients(params, x, labels):
    """Return the gradients of the mean cross-entropy, in the order of the parameters."""
    w1, b1, w2, b2 = params
    z = x @ w1 + b1
    a = np.maximum(0, z)
    logits = a @ w2 + b2
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    dlogits = p / p.sum(axis=1, keepdims=True)
    dlogits[np.arange(len(x)), labels] -= 1
    dlogits /= len(x)
    dz = (dlogits @ w2.T) * (z > 0)
    return [x.T @ dz, dz.sum(axis=0), a.T @ dlogits, dlogits.sum(axis=0)]


def predict(parameters, x):
    """Return the labels (n,): the largest of the ten logits of each image."""
    w1, b1, w2, b2 = parameters
    return np.argmax(np.maximum(0, x @ w1 + b1) @ w2 + b2, axis=1)
