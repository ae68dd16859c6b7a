"""A small network that learns to tell drawn cats from dogs, one drawing a step."""

import numpy as np

from course import nn

HIDDEN = 8
RATE = 0.05


class CatOrDog:
    """A network of 8 hidden neurons and one output, which learns from a drawing at a time.

    images: (n, side, side); y: (n,), 1 for a cat, 0 for a dog; rng: draws the first weights,
    near zero, so that it guesses at first, and the order of the drawings.
    """

    def __init__(self, images, y, rng, rate=RATE):
        self.x, self.y, self.rng, self.rate = images.reshape(len(images), -1), y, rng, rate
        inputs = self.x.shape[1]
        first = nn.he_init(inputs, HIDDEN, rng)
        self.weights = [first, 0.1 * nn.xavier_init(HIDDEN, 1, rng)]
        self.biases = [np.zeros(HIDDEN), np.zeros(1)]

    def step(self):
        """Look at one drawing, send the error back, and turn each weight a little."""
        chosen = self.rng.integers(len(self.x), size=1)
        activations = nn.mlp_forward(self.x[chosen], self.weights, self.biases)
        error = nn.sigmoid(activations[-1]) - self.y[chosen][:, None]
        dweights, dbiases = nn.mlp_backward(error, activations, self.weights)
        self.weights = nn.sgd_step(self.weights, dweights, self.rate)
        self.biases = nn.sgd_step(self.biases, dbiases, self.rate)

    def cat(self, images):
        """Return how sure the network is that each image (n, side, side) is a cat, from 0 to 1."""
        x = images.reshape(len(images), -1)
        return nn.sigmoid(nn.mlp_forward(x, self.weights, self.biases)[-1])[:, 0]
