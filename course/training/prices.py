"""What a feature is worth: houses that were not seen, priced with it and without it."""

from functools import partial

import numpy as np

from course import nn
from course.training.loop import train

LEARNT_FROM = 2000
HIDDEN = 16
EPOCHS = 40
LEARNING_RATE = 0.02
MOST = 5.0  # the norm at which a batch's gradient is cut


def price_errors(x, y, rng):
    """Return (that of a weighted sum, that of a network): mean squared errors on unseen houses.

    x: (n, d), features; y: (n,), prices. 2,000 houses, drawn from rng, are learnt from. The
    network has one hidden layer of 16 neurons with ReLU.
    """
    order = rng.permutation(len(x))
    seen, unseen = order[:LEARNT_FROM], order[LEARNT_FROM:]
    x = (x - x[seen].mean(axis=0)) / x[seen].std(axis=0)
    fits = (nn.least_squares, partial(_fit_network, rng=rng))
    return tuple(np.mean((f(x[seen], y[seen])(x[unseen]) - y[unseen]) ** 2) for f in fits)


def _fit_network(x, y, rng):
    weights = [nn.he_init(x.shape[1], HIDDEN, rng), nn.xavier_init(HIDDEN, 1, rng)]
    biases = [np.zeros(HIDDEN), np.full(1, y.mean())]
    params, _ = train(_loss_and_grads, weights + biases, (x, y[:, None]), rng, _step, epochs=EPOCHS)
    return lambda new: nn.mlp_forward(new, params[:2], params[2:])[-1][:, 0]


def _loss_and_grads(params, x, y):
    activations = nn.mlp_forward(x, params[:2], params[2:])
    dy_hat = nn.mse_gradient(activations[-1], y)
    dweights, dbiases = nn.mlp_backward(dy_hat, activations, params[:2])
    return nn.mse_loss(activations[-1], y), dweights + dbiases


def _step(params, grads):
    return nn.sgd_step(params, nn.clip_by_global_norm(grads, MOST)[0], LEARNING_RATE)
