"""The way back through a network of dense layers."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, Part
from course.exercises.backward_pass.network_mistakes import MLP_MISTAKES
from course.exercises.drawing import ONE_EXAMPLE, away_from_zero
from course.exercises.numeric import gradients


def draw_mlp_backward(rng):
    """Draw networks whose hidden layers have neurons that are silent for some examples only."""
    cases = []
    for n, widths, label in (
        (4, (3, 5, 2), ""),
        (1, (2, 4, 3), ONE_EXAMPLE),
        (3, (4, 2), "a single layer"),
        (5, (3, 4, 3, 6), ""),
        (3, (3, 3, 3, 3), "equal widths"),
    ):
        weights, biases = _parameters(rng, widths)
        activations = nn.mlp_forward(rng.normal(size=(n, widths[0])), weights, biases)
        while not _partly_silent(activations, weights, biases):
            weights, biases = _parameters(rng, widths)
            activations = nn.mlp_forward(rng.normal(size=(n, widths[0])), weights, biases)
        dy_hat = away_from_zero(rng, (n, widths[-1]))
        inputs = {"dy_hat": dy_hat, "activations": activations, "weights": weights}
        cases.append(Case(inputs, n, label))
    return cases


def _parameters(rng, widths):
    pairs = list(zip(widths, widths[1:], strict=False))
    weights = [away_from_zero(rng, pair, 0.3, 1.5) for pair in pairs]
    return weights, [away_from_zero(rng, width, 0.1, 1.0) for width in widths[1:]]


def _partly_silent(activations, weights, biases):
    """Whether some of each hidden layer is silent, no example's all, and no sum near the kink."""
    hidden = list(zip(activations[:-2], weights[:-1], biases[:-1], strict=True))
    sums = [nn.dense_forward(*layer) for layer in hidden]
    return bool(
        np.any(activations[-1] < -0.1)
        and all(np.any(z < 0) and np.all(z.max(axis=1) > 0) for z in sums)
        and all(np.min(np.abs(z)) > 0.05 for z in sums)
    )


def consistent_biases(activations, weights):
    """Return biases with which the weights make these very activations.

    A neuron that is loud for some example gives its bias away. One that never
    is gets a bias that keeps it silent: any such bias gives the same gradients.
    """
    biases = []
    for a, w, out in zip(activations, weights, activations[1:], strict=False):
        z = a @ w
        loud = np.argmax(out, axis=0), np.arange(out.shape[1])
        last = out is activations[-1]
        biases.append(np.where((out[loud] > 0) | last, out[loud] - z[loud], -z.max(axis=0) - 1.0))
    return biases


def numeric_mlp(dy_hat, activations, weights):
    """Return (dweights, dbiases) by central differences of the sum of dy_hat * y_hat."""

    def loss(*moved):
        layers = moved[: len(weights)], moved[len(weights) :]
        return np.sum(dy_hat * nn.mlp_forward(activations[0], *layers)[-1])

    found = gradients(loss, *weights, *consistent_biases(activations, weights))
    return list(found[: len(weights)]), list(found[len(weights) :])


def _lists(value):
    """Return what should be two lists; of two with more after them nothing is picked."""
    lists = len(value) > 2 and all(isinstance(item, list) for item in value[:2])
    if lists and np.ndim(value[0][-1]) == 2:  # in pairs of a w's and a b's, the last has one axis
        raise LookupError
    return value


def _last(which, name, points):
    """Return the part that is the last layer's array, of dweights (0) or dbiases (1)."""
    return Part(
        f"{name} of the last layer",
        points,
        pick=lambda value: _lists(value)[which][-1],
        variable=f"{name}[-1]",
    )


def _before(which, name, points):
    """Return the part that is the list of all arrays before the last, where there are any."""
    return Part(
        f"{name} of the layers before",
        points,
        pick=lambda value: _lists(value)[which][:-1],
        where=lambda case: len(case.inputs["weights"]) > 1,
        variable=name,
    )


MLP_BACKWARD = Exercise(
    name="mlp_backward",
    contract="(dweights, dbiases), two lists, the first layer's gradient first",
    reference=nn.mlp_backward,
    numeric=numeric_mlp,
    draw=draw_mlp_backward,
    parts=(
        _last(0, "dweights", 1),
        _last(1, "dbiases", 1),
        _before(0, "dweights", 3),
        _before(1, "dbiases", 2),
    ),
    mistakes=MLP_MISTAKES,
)
