"""Two networks, each the other's loss: generator and discriminator (Goodfellow and others, 2014).

The discriminator gives a logit to what it is shown: above 0 it takes it to be real.
"""

import numpy as np

from course.nn.activations import sigmoid
from course.nn.backward import relu_backward


def gan_losses(real_logits, fake_logits):
    """Return (d_loss, g_loss), the discriminator's loss and the generator's, two floats.

    real_logits: (n,), of real examples; fake_logits: (m,), of generated ones. The discriminator's
    is a cross-entropy: the mean of -log sigmoid(real) plus the mean of -log(1 - sigmoid(fake)).
    The generator's is the non-saturating one, the mean of -log sigmoid(fake).
    """
    return (
        float(np.mean(_softplus(-real_logits)) + np.mean(_softplus(fake_logits))),
        float(np.mean(_softplus(-fake_logits))),
    )


def gan_gradients(real_logits, fake_logits):
    """Return (d_real, d_fake, g_fake), of the shapes (n,), (m,), (m,).

    d_real and d_fake are the gradients of the discriminator's loss, g_fake that of the
    generator's: each (probability - target) / number, as in every cross-entropy.
    """
    fake = sigmoid(fake_logits)
    return (
        (sigmoid(real_logits) - 1) / len(real_logits),
        fake / len(fake_logits),
        (fake - 1) / len(fake_logits),
    )


def input_gradient(dlogits, activations, weights):
    """Return the gradient at the input of a multilayer perceptron, (n, d_in).

    dlogits: (n, d_out), at its output; activations: [x, a_1, ..., output], as mlp_forward returns
    them; weights: a list of (d_(l-1), d_l). Each layer sends it back through its weights, each
    hidden one cuts it where its ReLU was silent. What a generator learns from.
    """
    gradient = dlogits
    for layer in reversed(range(len(weights))):
        gradient = gradient @ weights[layer].T
        if layer > 0:
            gradient = relu_backward(gradient, activations[layer])
    return gradient


def _softplus(z):
    """Return log(1 + exp(z)), which is -log sigmoid(-z), for z of any size."""
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))
