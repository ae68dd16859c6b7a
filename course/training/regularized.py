"""Training a network that could learn its examples by heart, with whatever holds it back.

course = fit(x, labels, measured, drop=0.5)
course.right["unseen"][-1], course.params_at_best("validation")
"""

from dataclasses import dataclass, field

import numpy as np

from course import nn

WIDTHS = (64, 128, 128, 10)
RATE, BATCH, EPOCHS = 0.003, 32, 40


@dataclass
class Course:
    """How training went, an entry for each epoch.

    right, losses: name of the data to its share right, or its loss, after each epoch; params:
    the parameters after each epoch, weights first, then biases.
    """

    right: dict = field(default_factory=dict)
    losses: dict = field(default_factory=dict)
    params: list = field(default_factory=list)

    def best(self, name):
        """Return the epoch, from 0, with the lowest loss on some data."""
        return int(np.argmin(self.losses[name]))


def scores(params, x):
    """Return the scores of each class (n, k): prediction mode, in which nothing is dropped."""
    layers = len(params) // 2
    return nn.mlp_forward(x, params[:layers], params[layers:])[-1]


def share_right(params, x, labels):
    """Return the share of labels that the largest score names."""
    return float(np.mean(scores(params, x).argmax(axis=1) == labels))


def loss_and_grads(params, x, labels, drop, rng, tools=nn):
    """Return (loss, grads) in training mode, in which hidden layers drop entries.

    tools: what has dropout_forward and dropout_backward, such as a student's own.
    """
    layers = len(params) // 2
    inputs, slopes, masks = [x], [], []
    for layer, (w, b) in enumerate(zip(params[:layers], params[layers:], strict=True)):
        z = nn.dense_forward(inputs[-1], w, b)
        if layer == layers - 1:
            break
        a, mask = tools.dropout_forward(nn.relu(z), drop, rng) if drop else (nn.relu(z), None)
        inputs, slopes, masks = [*inputs, a], [*slopes, z > 0], [*masks, mask]
    dz, dweights, dbiases = nn.cross_entropy_gradient(z, labels), [], []
    for layer in reversed(range(layers)):
        da, dw, db = nn.dense_backward(dz, inputs[layer], params[layer])
        dweights, dbiases = [dw, *dweights], [db, *dbiases]
        if layer:
            da = tools.dropout_backward(da, masks[layer - 1]) if drop else da
            dz = da * slopes[layer - 1]
    return nn.cross_entropy_loss(z, labels), dweights + dbiases


def shifted(x, rng):
    """Return images (n, 64) each moved by a pixel or none, across and down, empty rows coming in.

    What augmentation by a shift is: another picture of the same digit.
    """
    images = np.pad(x.reshape(-1, 8, 8), ((0, 0), (1, 1), (1, 1)))
    rows, columns = rng.integers(0, 3, (2, len(x)))
    moved = [image[r : r + 8, c : c + 8] for image, r, c in zip(images, rows, columns, strict=True)]
    return np.reshape(moved, x.shape)


def fit(
    x,
    labels,
    measured,
    *,
    l2=0.0,
    l1=0.0,
    threshold=0.0,
    drop=0.0,
    shifts=False,
    epochs=EPOCHS,
    seed=0,
    tools=nn,
    keep=False,
):
    """Return the Course of a network with two hidden layers of 128, trained by Adam.

    x (n, 64), labels (n,): what it learns from; measured: name to (x, labels), measured after
    each epoch beside "training"; l2, l1: the strengths of the penalties; threshold: a strength
    of L1 that is applied after each step, by soft_threshold; drop: the rate of dropout; shifts:
    whether images move by a pixel; tools: what has the functions of lesson 08; keep: whether
    the parameters of every epoch are kept.
    """
    rng = np.random.default_rng(seed)
    weights = [nn.he_init(*pair, rng) for pair in zip(WIDTHS, WIDTHS[1:], strict=False)]
    params = weights + [np.zeros(width) for width in WIDTHS[1:]]
    m, v = [[np.zeros_like(p) for p in params] for _ in range(2)]
    course, t = Course(), 0
    measured = {"training": (x, labels), **measured}
    for _ in range(epochs):
        for batch, named in nn.minibatches(x, labels, BATCH, rng):
            t += 1
            batch = shifted(batch, rng) if shifts else batch
            _, grads = loss_and_grads(params, batch, named, drop, rng, tools)
            for strength, penalty in ((l2, tools.l2_penalty), (l1, tools.l1_penalty)):
                if strength:
                    _add_penalty(grads, params[: len(weights)], strength, penalty)
            steps = [nn.adam_step(*one, t, RATE) for one in zip(params, grads, m, v, strict=True)]
            params, m, v = map(list, zip(*steps, strict=True))
            if threshold:
                small = [tools.soft_threshold(w, RATE * threshold) for w in params[: len(weights)]]
                params[: len(weights)] = small
        _note(course, params, measured, keep)
    return course


def _add_penalty(grads, weights, strength, penalty):
    """Add a penalty's gradients to those of the weights, which come first."""
    added = penalty(weights, strength)[1]
    grads[: len(weights)] = [g + a for g, a in zip(grads, added, strict=False)]


def _note(course, params, measured, keep):
    for name, (x, labels) in measured.items():
        found = scores(params, x)
        course.right.setdefault(name, []).append(float(np.mean(found.argmax(axis=1) == labels)))
        course.losses.setdefault(name, []).append(nn.cross_entropy_loss(found, labels))
    course.params = [*course.params, params] if keep else [params]
