"""Right answers to lesson 13, in the styles in which people write them."""

from typing import NamedTuple

import numpy as np


class Network(NamedTuple):
    """Weights and biases of a network that is trained without any shifts."""

    w1: np.ndarray
    b1: np.ndarray
    w2: np.ndarray
    b2: np.ndarray


def train_named(x, labels, rng):
    w1, w2 = rng.normal(0, 0.18, (64, 320)), rng.normal(0, 0.1, (320, 10))
    net = Network(w1, np.zeros(320), w2, np.zeros(10))
    speed = [np.zeros_like(p) for p in net]
    y = np.eye(10)[labels]
    for epoch in range(40):
        order, rate = rng.permutation(len(x)), 0.1 * (1 - epoch / 40)
        for k in np.array_split(order, len(x) // 32):
            a = np.maximum(0, x[k] @ net.w1 + net.b1)
            e = np.exp(a @ net.w2 + net.b2)
            d = (e / e.sum(axis=1, keepdims=True) - y[k]) / len(k)
            back = d @ net.w2.T * (a > 0)
            grads = x[k].T @ back, back.sum(axis=0), a.T @ d, d.sum(axis=0)
            speed = [0.9 * v + g for v, g in zip(speed, grads, strict=True)]
            net = Network(*(p - rate * v for p, v in zip(net, speed, strict=True)))
    return net


def predict_named(parameters, x):
    hidden = np.maximum(0, x @ parameters.w1 + parameters.b1)
    return (hidden @ parameters.w2 + parameters.b2).argmax(axis=1).tolist()


def features(seed, x):
    """Return 1,500 random ReLU features, which a seed brings back."""
    rng = np.random.default_rng(seed)
    return np.maximum(0, (x - 0.3) @ rng.normal(size=(64, 1500)) + rng.normal(size=1500))


def train_last_layer(x, labels, rng):
    seed = int(rng.integers(2**31))
    a = features(seed, x)
    alpha = np.linalg.solve(a @ a.T + 1000 * np.eye(len(x)), np.eye(10)[labels])
    return {"seed": seed, "w": (a.T @ alpha).astype(np.float32), "activation": "relu"}


def predict_last_layer(parameters, x):
    return np.argmax(features(parameters["seed"], x) @ parameters["w"], axis=1).astype(float)


def train_standardised(x, labels, rng):
    mean, spread = x.mean(axis=0), x.std() + 1e-9
    return [mean, spread, train_last_layer((x - mean) / spread, labels, rng)]


def predict_standardised(parameters, x):
    mean, spread, layer = parameters
    return [int(k) for k in predict_last_layer(layer, (x - mean) / spread)]


class Trainer:
    """An object that can be called, and what it learned in a list of objects' arrays."""

    losses: list[float] = []

    def __call__(self, x, labels, rng):
        found = train_last_layer(x, labels, rng)
        self.losses.append(0.0)
        return [(found["seed"], None), [found["w"]]]


def predict_pairs(parameters, x):
    (seed, _), (w,) = parameters
    return np.argmax(features(seed, x) @ w, axis=1).astype(np.uint8)


STYLES = {
    "train_predict": (
        (train_named, predict_named),
        (train_last_layer, predict_last_layer),
        (train_standardised, predict_standardised),
        (Trainer(), predict_pairs),
    ),
}
