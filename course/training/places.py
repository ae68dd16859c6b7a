"""Training on sequences: one loss over all places, weights that all places share."""

import numpy as np

from course import nn
from course.training.racing import Settings, methods, updater


def answers_loss(logits, labels):
    """Return (loss, dlogits) of cross-entropy, the mean over the places that are asked.

    logits: (n, t, k); labels: (n, t), integers, below 0 where no answer counts.
    """
    asked = labels >= 0
    dlogits = np.zeros_like(logits)
    dlogits[asked] = nn.cross_entropy_gradient(logits[asked], labels[asked])
    return nn.cross_entropy_loss(logits[asked], labels[asked]), dlogits


def shared_gradient(x, dz):
    """Return the gradient of w in z = x @ w, added up over all examples and all places.

    x: (n, t, d_in); dz: (n, t, d_out). Returns (d_in, d_out).
    """
    return np.tensordot(x, dz, axes=((0, 1), (0, 1)))


class Learner:
    """Weights that move with Adam: `step(x, labels)` makes one step and returns the loss.

    slopes: (params, x, labels) to (loss, grads); params: a list of arrays, replaced by each step.
    """

    def __init__(self, slopes, params, rate):
        self.slopes, self.params = slopes, params
        settings = Settings(adaptive_rate=rate, beta2=0.999)
        self._update = updater(methods(settings)["Adam"], params)

    def step(self, x, labels):
        """Make a step of Adam on a batch; return the loss before it."""
        loss, grads = self.slopes(self.params, x, labels)
        self.params = self._update(self.params, grads)
        return loss
