"""Lesson 13's promises, over twenty seeds of the check: shares right, seconds, and what is refused.

    python -m tests.benchmarks.own_network [seeds]

The lesson's own network; one without a hidden layer, with plain steps and trained as hard as it
may be; and the training images kept for a nearest neighbour. A share is the mean over a check's
three splits, as points are given for it; seconds are those of a processor, for one training.
"""

import sys
import time

import numpy as np
from threadpoolctl import threadpool_limits

from course.checking import asking
from course.checking.examining import draw_for, examine
from course.checking.judging import judge
from course.exercises.your_own_network import TRAIN_PREDICT
from course.exercises.your_own_network.slips import nearest
from course.exercises.your_own_network.solving import predict, train

LAST = 0.97


def train_linear(x, labels, rng):
    """Return [w, b] of a softmax without a hidden layer, after 60 epochs with momentum."""
    w, b, targets = np.zeros((64, 10)), np.zeros(10), np.eye(10)[labels]
    v = np.zeros_like(w)
    for epoch in range(60):
        order, rate = rng.permutation(len(x)), 0.2 * (1 - epoch / 60)
        for start in range(0, len(x), 32):
            k = order[start : start + 32]
            p = np.exp(x[k] @ w + b)
            d = (p / p.sum(axis=1, keepdims=True) - targets[k]) / len(k)
            v = 0.9 * v + x[k].T @ d + 1e-4 * w
            w, b = w - rate * v, b - rate * d.sum(axis=0)
    return [w, b]


def train_plainly(x, labels, rng):
    """Return [w, b] of a softmax without a hidden layer, after 40 epochs of plain steps of 0.1."""
    w, b, targets = np.zeros((64, 10)), np.zeros(10), np.eye(10)[labels]
    for _ in range(40):
        order = rng.permutation(len(x))
        for start in range(0, len(x), 32):
            k = order[start : start + 32]
            p = np.exp(x[k] @ w + b)
            d = (p / p.sum(axis=1, keepdims=True) - targets[k]) / len(k)
            w, b = w - 0.1 * x[k].T @ d, b - 0.1 * d.sum(axis=0)
    return [w, b]


def say_linearly(parameters, x):
    """Return the labels (n,) of a network without a hidden layer."""
    return np.argmax(x @ parameters[0] + parameters[1], axis=1)


ANSWERS = {
    "the lesson's own network": (train, predict),
    "no hidden layer, plain steps": (train_plainly, say_linearly),
    "no hidden layer, trained hard": (train_linear, say_linearly),
    "training images kept": (
        lambda x, labels, rng: [x, labels],
        lambda p, x: nearest(*p, x),
    ),
}


def timed(function, seconds):
    """Return the function, which notes how long it takes where it gets all images."""

    def noting(x, labels, rng):
        start = time.process_time()
        found = function(x, labels, rng)
        if len(x) > 1000:
            seconds.append(time.process_time() - start)
        return found

    return noting


def replaying(replies):
    """Return an Ask that gives replies that are there already, one after the other."""
    waiting = iter(replies)
    return lambda many: [next(waiting) for _ in many]


def main(seeds=20):
    """Print a line for each answer."""
    for words, (learn, say) in ANSWERS.items():
        seconds, shares, points, numbers = [], [], [], set()
        for seed in range(seeds):
            answer = timed(learn, seconds), say
            found = examine(asking(TRAIN_PREDICT, answer), draw_for(TRAIN_PREDICT, seed))
            shares.append(np.mean([p.numbers["accuracy"] for p in found.performances]))
            numbers |= {int(p.numbers["numbers"]) for p in found.performances}
            points.append(judge(TRAIN_PREDICT, replaying(found.replies), seed).points)
        reached = sum(share >= LAST for share in shares)
        print(
            f"{words}: {LAST} in {reached} of {seeds}, mean {np.mean(shares):.4f}, from "
            f"{min(shares):.4f} to {max(shares):.4f}; at most {max(seconds):.2f} s; numbers "
            f"{sorted(numbers)}; points {min(points)} to {max(points)} of {TRAIN_PREDICT.possible}"
        )


if __name__ == "__main__":
    with threadpool_limits(1, user_api="blas"):
        main(*map(int, sys.argv[1:]))
