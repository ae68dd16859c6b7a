"""Whether a small convolutional network reads the 8 by 8 digits better than plain ones do.

    python -m tests.benchmarks.convolution_on_digits [--splits 5]

Prints for each network its numbers, the share right on 500 unseen digits in each split, the mean
of these, and the seconds of the first training: what lesson 09 says of it.
"""

import argparse
import time

import numpy as np

from course import data, nn
from course.training import Settings, classifier, methods, train, updater

SIDE, SEEN, EPOCHS, RATE = 8, 1297, 20, 0.01


def convnet(params, x, labels):
    """Return (loss, grads) of a convolution, ReLU, pooling and a dense layer, for `train`."""
    w, b, v, c = params
    images = x.reshape(-1, 1, SIDE, SIDE)
    z, h = forward(params, images)
    logits = nn.dense_forward(h, v, c)
    dh, dv, dc = nn.dense_backward(nn.cross_entropy_gradient(logits, labels), h, v)
    a = nn.relu(z)
    dout = dh.reshape(len(x), len(w), *(side // 2 for side in a.shape[2:]))
    dz = nn.relu_backward(nn.max_pool_backward(dout, a), z)
    _, dw, db = nn.conv2d_backward(dz, images, w)
    return nn.cross_entropy_loss(logits, labels), [dw, db, dv, dc]


def forward(params, images):
    """Return (z, h): the kernels' answers, and what pooling leaves of them, (n, f * 9)."""
    z = nn.conv2d_forward(images, *params[:2])
    return z, nn.max_pool_forward(nn.relu(z)).reshape(len(images), -1)


def convnet_start(kernels):
    """Return rng to the parameters of a network with so many kernels of 3 by 3."""

    def start(rng):
        w = rng.normal(size=(kernels, 1, 3, 3)) * np.sqrt(2 / 9)
        return [w, np.zeros(kernels), nn.he_init(9 * kernels, 10, rng), np.zeros(10)]

    return start


def plain_start(hidden):
    """Return rng to the parameters of a network with so many hidden neurons."""

    def start(rng):
        weights = [nn.he_init(SIDE**2, hidden, rng), nn.he_init(hidden, 10, rng)]
        return [*weights, np.zeros(hidden), np.zeros(10)]

    return start


def logits_of_convnet(params, x):
    """Return the logits of a convolutional network."""
    return nn.dense_forward(forward(params, x.reshape(-1, 1, SIDE, SIDE))[1], *params[2:])


def logits_of_plain(params, x):
    """Return the logits of a plain network."""
    return nn.mlp_forward(x, params[:2], params[2:])[-1]


NETWORKS = {
    "8 kernels": (convnet, convnet_start(8), logits_of_convnet),
    "12 hidden neurons": (classifier, plain_start(12), logits_of_plain),
    "256 hidden neurons": (classifier, plain_start(256), logits_of_plain),
}


def share_right(network, seed, epochs=EPOCHS):
    """Return (the share right on what was kept aside, the count of numbers) for one split."""
    loss_and_grads, start, logits = NETWORKS[network]
    x, labels = data.digits()
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(x))
    seen, unseen = order[:SEEN], order[SEEN:]
    params = start(rng)
    adam = methods(Settings(adaptive_rate=RATE, beta2=0.999))["Adam"]
    split = x[seen], labels[seen]
    params, _ = train(loss_and_grads, params, split, rng, updater(adam, params), epochs=epochs)
    right = np.argmax(logits(params, x[unseen]), axis=1) == labels[unseen]
    return float(np.mean(right)), sum(p.size for p in params)


def main():
    """Measure and print, a line a network."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--splits", type=int, default=5)
    splits = range(parser.parse_args().splits)
    for network in NETWORKS:
        began = time.process_time()
        found = [share_right(network, seed) for seed in splits]
        seconds = (time.process_time() - began) / len(splits)
        shares = [share for share, _ in found]
        told = ", ".join(f"{share:.3f}" for share in shares)
        print(
            f"{network}: {found[0][1]:,} numbers, {np.mean(shares):.3f} ({told}), {seconds:.1f} s",
            flush=True,
        )


if __name__ == "__main__":
    main()
