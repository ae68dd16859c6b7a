"""The edge of stability: what full-batch gradient descent does to the sharpness it meets.

J. Cohen and others, Gradient descent on neural networks typically occurs at the edge of
stability, 2021.
"""

from dataclasses import dataclass

import numpy as np

from course import nn

HIDDEN = 8
START = 0.1  # the standard deviation of the first weights
EVERY = 25  # steps between two looks at the sharpness
TURNS = 20  # products with the Hessian in one look
NUDGE = 1e-4


@dataclass(frozen=True)
class Descent:
    """How it went: losses (steps,), and the sharpness, looked at after `looked` steps."""

    rate: float
    losses: np.ndarray
    looked: np.ndarray
    sharpness: np.ndarray


def descend(x, labels, rate, steps=1500):
    """Return the Descent of a small tanh network under squared error, all examples a step.

    x: (n, d); labels: (n,), integers from 0 to 9, as one-hot targets.
    """
    rng = np.random.default_rng(0)
    params = [
        START * rng.normal(size=(x.shape[1], HIDDEN)),
        np.zeros(HIDDEN),
        START * rng.normal(size=(HIDDEN, 10)),
        np.zeros(10),
    ]
    targets, losses, seen = np.eye(10)[labels], [], []
    direction = [rng.normal(size=p.shape) for p in params]
    for step in range(steps + 1):
        loss, grads = loss_and_grads(params, x, targets)
        if step % EVERY == 0:
            sharp, direction = sharpness(params, x, targets, direction)
            seen.append(sharp)
        losses.append(loss)
        params = nn.sgd_step(params, grads, rate)
    return Descent(rate, np.array(losses), np.arange(0, steps + 1, EVERY), np.array(seen))


def loss_and_grads(params, x, y):
    """Return (loss, grads) of x through tanh and a last layer; params: w1, b1, w2, b2."""
    w1, b1, w2, b2 = params
    a = np.tanh(x @ w1 + b1)
    y_hat = a @ w2 + b2
    dy_hat = nn.mse_gradient(y_hat, y)
    da, dw2, db2 = nn.dense_backward(dy_hat, a, w2)
    _, dw1, db1 = nn.dense_backward(da * (1 - a**2), x, w1)
    return nn.mse_loss(y_hat, y), [dw1, db1, dw2, db2]


def sharpness(params, x, y, direction):
    """Return (the Hessian's largest eigenvalue, its direction), by the power method.

    The Hessian's product with a direction is the difference of two gradients, a nudge apart.
    """
    size = 0.0
    for _ in range(TURNS):
        norm = np.sqrt(sum(np.sum(d**2) for d in direction))
        direction = [d / norm for d in direction]
        ahead, behind = (
            loss_and_grads([p + side * d for p, d in zip(params, direction, strict=True)], x, y)[1]
            for side in (NUDGE, -NUDGE)
        )
        turned = [(a - b) / (2 * NUDGE) for a, b in zip(ahead, behind, strict=True)]
        size = sum(np.sum(d * t) for d, t in zip(direction, turned, strict=True))
        direction = turned
    return float(size), direction
