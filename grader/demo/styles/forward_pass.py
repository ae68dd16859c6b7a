"""Right answers to lesson 01, in the styles in which people write them."""

import math

import numpy as np


def neuron_loop(x, w, b):
    total = 0.0
    for i in range(len(x)):
        total += x[i] * w[i]
    return total + b


def neuron_zip(x, w, b):
    return sum(a * c for a, c in zip(x.tolist(), w.tolist(), strict=True)) + b


def sigmoid_loop(z):
    out = np.empty_like(z)
    for i in np.ndindex(z.shape):
        if z[i] >= 0:
            out[i] = 1 / (1 + math.exp(-z[i]))
        else:
            out[i] = math.exp(z[i]) / (1 + math.exp(z[i]))
    return out


def sigmoid_masks(z):
    out = np.zeros(z.shape)
    positive = z >= 0
    out[positive] = 1 / (1 + np.exp(-z[positive]))
    out[~positive] = np.exp(z[~positive]) / (1 + np.exp(z[~positive]))
    return out


def relu_loop(z):
    out = z.copy()
    for i in np.ndindex(z.shape):
        out[i] = max(0.0, z[i])
    return out


def dense_loop(x, w, b):
    z = np.zeros((x.shape[0], w.shape[1]))
    for i in range(x.shape[0]):
        for j in range(w.shape[1]):
            for k in range(w.shape[0]):
                z[i, j] += x[i, k] * w[k, j]
            z[i, j] += b[j]
    return z


def dense_rows(x, w, b):
    return [[float(np.dot(row, w[:, j])) + b[j] for j in range(len(b))] for row in x]


def mlp_loop(x, weights, biases):
    activations = [x]
    for i in range(len(weights)):
        z = activations[-1] @ weights[i] + biases[i]
        if i < len(weights) - 1:
            z = np.where(z > 0, z, 0)
        activations.append(z)
    return activations


def mlp_einsum(x, weights, biases):
    activations = [x]
    for w, b in zip(weights[:-1], biases[:-1], strict=True):
        z = np.einsum("ni,io->no", activations[-1], w) + b
        activations.append(z * (z > 0))
    last = np.einsum("ni,io->no", activations[-1], weights[-1]) + biases[-1]
    return (*activations, last)


def mlp_recursive(x, weights, biases):
    z = np.dot(x, weights[0]) + biases[0]
    if len(weights) == 1:
        return [x, z]
    return [x, *mlp_recursive(np.maximum(0, z), weights[1:], biases[1:])]


def mlp_lists(x, weights, biases):
    activations = [x.tolist()]
    for layer, (w, b) in enumerate(zip(weights, biases, strict=True)):
        z = np.array(activations[-1]) @ w + b
        activations.append((z if layer + 1 == len(weights) else (abs(z) + z) / 2).tolist())
    return activations


STYLES = {
    "neuron": (
        neuron_loop,
        neuron_zip,
        lambda x, w, b: np.dot(x, w) + b,
        lambda x, w, b: np.einsum("i,i->", x, w) + b,
        lambda x, w, b: np.array(np.sum(x * w) + b),
    ),
    "sigmoid": (
        sigmoid_loop,
        sigmoid_masks,
        lambda z: np.exp(-np.logaddexp(0, -z)),
        lambda z: (1 + np.tanh(z / 2)) / 2,
        lambda z: 1 / (1 + np.exp(-np.clip(z, -500, 500))),
    ),
    "relu": (
        relu_loop,
        lambda z: np.maximum(0, z),
        lambda z: z * (z > 0),
        lambda z: np.where(z > 0, z, 0),
        lambda z: (np.abs(z) + z) / 2,
    ),
    "dense_forward": (
        dense_loop,
        dense_rows,
        lambda x, w, b: np.dot(x, w) + b,
        lambda x, w, b: np.einsum("ni,io->no", x, w) + b,
        lambda x, w, b: (w.T @ x.T + b[:, None]).T,
        lambda x, w, b: np.asfortranarray(np.matmul(x, w) + b),
    ),
    "mlp_forward": (mlp_loop, mlp_einsum, mlp_recursive, mlp_lists),
}
