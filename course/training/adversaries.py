"""Two networks that train against each other, a step of one and a step of the other."""

import numpy as np

from course import nn
from course.training.racing import Settings, methods, updater


class Player:
    """A multilayer perceptron that moves with Adam: a generator or a discriminator.

    sizes: of its layers, inputs first, as (2, 32, 32, 1); He's rule gives the weights, ReLU is in
    the hidden layers. beta1 is 0.5 (Radford and others, 2016): the other one moves too, and an
    average over ten steps would be of gradients that no longer hold.
    """

    def __init__(self, sizes, rate, rng, beta1=0.5):
        pairs = list(zip(sizes[:-1], sizes[1:], strict=True))
        self.weights = [nn.he_init(d_in, d_out, rng) for d_in, d_out in pairs]
        self.biases = [np.zeros(d_out) for d_out in sizes[1:]]
        settings = Settings(adaptive_rate=rate, beta=beta1, beta2=0.999)
        self._all = _joined(self.weights + self.biases)
        self._update = updater(methods(settings)["Adam"], [self._all])

    def forward(self, x):
        """Return the activations [x, a_1, ..., output]."""
        return nn.mlp_forward(x, self.weights, self.biases)

    def move(self, dweights, dbiases):
        """Make a step of Adam against these gradients."""
        (self._all,) = self._update([self._all], [_joined([*dweights, *dbiases])])
        old = self.weights + self.biases
        pieces = np.split(self._all, np.cumsum([array.size for array in old])[:-1])
        new = [piece.reshape(a.shape) for piece, a in zip(pieces, old, strict=True)]
        self.weights, self.biases = new[: len(self.weights)], new[len(self.weights) :]


def _joined(arrays):
    """Return all arrays as one: Adam takes an eighth of the time on it."""
    return np.concatenate([array.ravel() for array in arrays])


def discriminator_step(d, real, fakes):
    """Move a discriminator a step towards telling real (n, 2) from fakes (m, 2)."""
    judged = d.forward(np.concatenate([real, fakes]))
    logits = judged[-1][:, 0]
    d_real, d_fake, _ = nn.gan_gradients(logits[: len(real)], logits[len(real) :])
    d.move(*nn.mlp_backward(np.concatenate([d_real, d_fake])[:, None], judged, d.weights))


def generator_step(g, d, z, blur=0.0):
    """Move a generator a step towards fooling a discriminator, which stays as it is.

    z: (m, d_in), what the fakes are made of; blur: noise that is added to them, (m, 2) or 0.
    """
    made = g.forward(z)
    gradient = fakes_gradient(d, made[-1] + blur)
    g.move(*nn.mlp_backward(gradient, made, g.weights))


def duel(g, d, real, z, rng, blur=0.0):
    """Move the discriminator a step, then the generator.

    real: (n, 2); z: (m, d_in); blur: the spread of the noise that is added to real points and to
    fakes, so that neither can be told by how sharp it is (Sonderby and others, 2017).
    """
    fakes = g.forward(z)[-1]
    on_real, on_fakes = (blur * rng.normal(size=x.shape) for x in (real, fakes))
    discriminator_step(d, real + on_real, fakes + on_fakes)
    generator_step(g, d, z, on_fakes)


def fakes_gradient(d, fakes):
    """Return the gradient of the generator's loss at its fakes, of their shape."""
    judged = d.forward(fakes)
    _, _, g_fake = nn.gan_gradients(judged[-1][:, 0], judged[-1][:, 0])
    return nn.input_gradient(g_fake[:, None], judged, d.weights)
