"""Right answers to lesson 12, in the styles in which people write them."""

import numpy as np


def _softplus(z):
    return np.logaddexp(0.0, z)


def losses_logaddexp(real_logits, fake_logits):
    d_loss = _softplus(-real_logits).mean() + _softplus(fake_logits).mean()
    return d_loss, _softplus(-fake_logits).mean()


def losses_targets(real_logits, fake_logits):
    def bce(z, y):
        return float(np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))))

    real = bce(real_logits, np.ones_like(real_logits))
    fake = bce(fake_logits, np.zeros_like(fake_logits))
    return [real + fake, bce(fake_logits, np.ones_like(fake_logits))]


def losses_difference(real_logits, fake_logits):
    cost = _softplus(fake_logits)
    d = np.sum(_softplus(-real_logits)) / real_logits.size + np.sum(cost) / fake_logits.size
    return d, np.mean(cost - fake_logits)


def losses_loops(real_logits, fake_logits):
    def plus(z):
        return max(z, 0.0) + np.log(1 + np.exp(-abs(z)))

    d = sum(plus(-z) for z in real_logits) / len(real_logits)
    d += sum(plus(z) for z in fake_logits) / len(fake_logits)
    return d, sum(plus(-z) for z in fake_logits) / len(fake_logits)


def _sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def gradients_plain(real_logits, fake_logits):
    fake = _sigmoid(fake_logits)
    n, m = len(real_logits), len(fake_logits)
    return (_sigmoid(real_logits) - 1) / n, fake / m, (fake - 1) / m


def gradients_mirrored(real_logits, fake_logits):
    d_real = -_sigmoid(-real_logits) / real_logits.shape[0]
    d_fake = _sigmoid(fake_logits) / fake_logits.shape[0]
    return [d_real, d_fake, -_sigmoid(-fake_logits) / fake_logits.shape[0]]


def gradients_tanh(real_logits, fake_logits):
    def p(z):
        return 0.5 * (1 + np.tanh(z / 2))

    d_fake = p(fake_logits) / fake_logits.size
    return (p(real_logits) - 1) / real_logits.size, d_fake, d_fake - 1 / fake_logits.size


def gradients_loops(real_logits, fake_logits):
    d_real = np.array([_sigmoid(z) - 1.0 for z in real_logits]) / len(real_logits)
    d_fake = np.array([float(_sigmoid(z)) for z in fake_logits]) / len(fake_logits)
    g_fake = np.array([_sigmoid(z) - 1.0 for z in fake_logits]) / len(fake_logits)
    return d_real, d_fake, g_fake


def through_indices(dlogits, activations, weights):
    d = dlogits
    for layer in range(len(weights) - 1, -1, -1):
        d = d @ weights[layer].T
        if layer > 0:
            d = d * (activations[layer] > 0)
    return d


def through_pairs(dlogits, activations, weights):
    d = dlogits @ weights[-1].T
    for a, w in zip(activations[-2:0:-1], weights[-2::-1], strict=True):
        d = np.where(a > 0, d, 0) @ w.T
    return d


def through_recursion(dlogits, activations, weights):
    d = np.dot(dlogits, weights[-1].T)
    if len(weights) == 1:
        return d
    return through_recursion(d * np.sign(activations[-2]), activations[:-1], weights[:-1])


def through_examples(dlogits, activations, weights):
    rows = []
    for i, row in enumerate(dlogits):
        d = row
        for layer in reversed(range(len(weights))):
            d = weights[layer] @ d
            if layer:
                d = d * (activations[layer][i] > 0)
        rows.append(d)
    return np.array(rows)


STYLES = {
    "gan_losses": [losses_logaddexp, losses_targets, losses_difference, losses_loops],
    "gan_gradients": [gradients_plain, gradients_mirrored, gradients_tanh, gradients_loops],
    "input_gradient": [through_indices, through_pairs, through_recursion, through_examples],
}
