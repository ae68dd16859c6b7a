"""What the exercises of lesson 11 share: sizes, far inputs, and softmaxes that go wrong."""

import numpy as np

from course.exercises.drawing import ONE_EXAMPLE

ONE_PLACE = "a single place (t = 1)"
SIZES = (  # examples, places, numbers at each
    (2, 4, 3, ""),
    (1, 3, 5, ONE_EXAMPLE),
    (3, 3, 2, "as many examples as places"),
    (2, 3, 3, "as many places as numbers at each"),
    (3, 3, 3, "all sizes equal"),
    (2, 1, 4, ONE_PLACE),
)
FAR = 1000.0


def turned(x):
    """Return the transpose of each example."""
    return np.swapaxes(x, -1, -2)


def softmax_over(scores, axis=-1, shift=-1):
    """Return exponentials divided by their sum, over any axis, shifted by a largest or not."""
    largest = 0.0 if shift is False else scores.max(axis=shift, keepdims=True)
    exponentials = np.exp(scores - largest)
    return exponentials / exponentials.sum(axis=axis, keepdims=True)


def softmax_with(tiny):
    """Return a softmax that adds a number to each sum."""

    def softmax(scores):
        exponentials = np.exp(scores - scores.max(axis=-1, keepdims=True))
        return exponentials / (exponentials.sum(axis=-1, keepdims=True) + tiny)

    return softmax


def far_vectors(rng, names, shape):
    """Return arrays of a shape with entries up to 1,000, so that scores reach a million.

    In each row one score is the largest by far, and in each example two rows have it in one
    column and the weights are not symmetric: with a permutation, or a
    symmetric one, a sum along the other axis or a transpose would pass.
    """
    while True:
        given = {name: rng.uniform(-FAR, FAR, shape) for name in names}
        given["q"][0, 0], given["k"][0, 0] = FAR, FAR
        given["k"][0, 1], given["q"][-1, -1] = -FAR, -FAR
        looked_at = (given["q"] @ turned(given["k"])).argmax(axis=-1)
        if all(map(_telling, looked_at)):
            return given


def _telling(looked_at):
    """Whether rows that look at these columns tell a transpose and an axis."""
    p = np.eye(len(looked_at))[looked_at]
    return p.sum(axis=0).max() > 1 and not np.array_equal(p, p.T)
