"""The gradients of a single sigmoid neuron."""

import math

import numpy as np

from course import nn
from course.checking import Case, Exercise, Mistake, Part
from course.checking.exercise import MISSING
from course.exercises.drawing import away_from_zero
from course.exercises.numeric import gradients
from course.exercises.single import alone


def draw_neurons(rng):
    """Draw neurons that are neither saturated nor near their target, then some far out."""
    usual = [
        _draw_neuron(rng, d, y, above, label)
        for d, y, above, label in (
            (3, None, True, ""),
            (1, None, False, "a single input (d = 1)"),
            (5, 1.0, False, "the target 1"),
            (2, 0.0, True, "the target 0"),
        )
    ]
    far = ([-1000.0, 3.0], 1.0), ([800.0 + rng.uniform(0, 200), -2.0], 0.0), ([-40.0, 1.0], 1.0)
    return usual + [
        Case({"x": np.array(x), "w": np.array([1.0, 0.5]), "b": 0.25, "y": y}, extreme=True)
        for x, y in far
    ]


def _draw_neuron(rng, d, y, above, label):
    """Draw a neuron whose output lies above its target or not, with inputs of either sign."""
    x, w, z = away_from_zero(rng, d), away_from_zero(rng, d), float(away_from_zero(rng, (), 0.3, 1))
    x[:2] = np.abs(x[:2]) * [1, -1][:d]
    b, a = z - float(x @ w), float(nn.sigmoid(z))
    target = a + (-1 if above else 1) * float(rng.uniform(0.2, 0.5)) if y is None else y
    if abs(b) < 0.2 or abs(b - 1) < 0.2:
        return _draw_neuron(rng, d, y, above, label)
    return Case({"x": x, "w": w, "b": b, "y": target}, label=label)


def _loss(x, w, b, y):
    return (nn.sigmoid(nn.neuron(x, w, b)) - y) ** 2 / 2


def numeric_neuron(x, w, b, y):
    """Return (dw, db) by central differences of half the squared error."""
    return gradients(lambda w, b: _loss(x, w, b, y), w, b)


def _with_dz(dz):
    """Return the gradients as a function of (x, w, b, y), from one of (z, a, y)."""

    def neuron_gradients(x, w, b, y):
        z = nn.neuron(x, w, b)
        slope = dz(z, nn.sigmoid(z), y)
        return slope * x, slope

    return neuron_gradients


def _entry_by_entry(x, a, y):
    dz = (a - y) * a * (1 - a)
    return dz * x, dz


def _dz(x, w, b, y):
    return nn.neuron_gradients(x, w, b, y)[1]


def _dw(x, w, b, y):
    return nn.neuron_gradients(x, w, b, y)[0]


def _updated(rate):
    return lambda x, w, b, y: (w - rate * _dw(x, w, b, y), b - rate * _dz(x, w, b, y))


def _dw_of(value):
    return value[0] if len(value) == 2 else MISSING


def _db_of(value):
    return value[1] if len(value) == 2 else MISSING


_PARTS_OF_DB = (
    Part("db", 1, lambda value: alone(_db_of(value)), of_tuple=True),
    Part("db as a number", 1, _db_of, where=lambda case: not case.extreme, variable="db"),
)

NEURON_GRADIENTS = Exercise(
    name="neuron_gradients",
    contract="(dw, db): how the loss changes with each weight, of w's shape, and with the bias",
    reference=nn.neuron_gradients,
    draw=draw_neurons,
    numeric=numeric_neuron,
    parts=(Part("dw", 3, _dw_of, of_tuple=True), *_PARTS_OF_DB),
    extremes=1,
    mistakes=(
        Mistake(
            "sigmoid_overflows",
            "right for usual sums, but exp(-z) overflows where z is very negative: use nn.sigmoid, "
            "or exp(z) / (1 + exp(z)) where z is negative",
            _with_dz(lambda z, a, y: (1 / (1 + np.exp(-z)) - y) * a * (1 - a)),
        ),
        Mistake(
            "exponential_stops",
            "right for usual sums, but math.exp stops with an OverflowError where z is very "
            "negative: use nn.sigmoid, or exp(z) / (1 + exp(z)) where z is negative",
            _with_dz(lambda z, a, y: (1 / (1 + math.exp(-z)) - y) * a * (1 - a)),
        ),
        Mistake(
            "exponential_squared",
            "right for usual sums, but exp(-z) / (1 + exp(-z))**2 is infinity over infinity where "
            "z is very negative: take the slope from a, as a (1 - a)",
            _with_dz(lambda z, a, y: (a - y) * np.exp(-z) / (1 + np.exp(-z)) ** 2),
        ),
        Mistake(
            "tanh_for_sigmoid",
            "the activation is taken for tanh: it is a sigmoid, with the slope a (1 - a)",
            _with_dz(lambda z, a, y: (np.tanh(z) - y) * (1 - np.tanh(z) ** 2)),
        ),
        Mistake(
            "relu_for_sigmoid",
            "the activation is taken for a ReLU: it is a sigmoid, with the slope a (1 - a)",
            _with_dz(lambda z, a, y: (nn.relu(z) - y) * float(z > 0)),
        ),
        Mistake(
            "linear_neuron",
            "the sigmoid is left out altogether: a = sigmoid(z), and its slope is a (1 - a)",
            _with_dz(lambda z, a, y: z - y),
        ),
        Mistake(
            "whole_square",
            "the error is squared: the slope of half its square is the error itself, a - y",
            _with_dz(lambda z, a, y: (a - y) ** 2 * a * (1 - a)),
        ),
        Mistake(
            "half_kept",
            "the 1/2 is still there: the square brings down a 2, and the two cancel",
            _with_dz(lambda z, a, y: (a - y) * a * (1 - a) / 2),
        ),
        Mistake(
            "a_missing",
            "the sigmoid's slope is a (1 - a): the factor a is missing",
            _with_dz(lambda z, a, y: (a - y) * (1 - a)),
        ),
        Mistake(
            "one_minus_a_missing",
            "the sigmoid's slope is a (1 - a): the factor 1 - a is missing",
            _with_dz(lambda z, a, y: (a - y) * a),
        ),
        Mistake.with_number(
            "updated_parameters",
            "these are w and b after a step: return the gradients, dw and db",
            _updated,
            1.0,
            (1e-3, 10.0),
        ),
        Mistake(
            "brackets_missing",
            "without brackets a is subtracted from the product: write a * (1 - a)",
            _with_dz(lambda z, a, y: (a - y) * a * 1 - a),
        ),
        Mistake(
            "brackets_missing_around_the_error",
            "without brackets y alone is multiplied by the slope: write (a - y) * a * (1 - a)",
            _with_dz(lambda z, a, y: a - y * a * (1 - a)),
        ),
        Mistake(
            "swapped",
            "dw and db have changed places: return dw, db",
            lambda x, w, b, y: (_dz(x, w, b, y), _dw(x, w, b, y)),
        ),
        Mistake(
            "slope_left_out",
            "the sigmoid's slope is left out: multiply a - y by a (1 - a)",
            _with_dz(lambda z, a, y: a - y),
        ),
        Mistake(
            "error_left_out",
            "the error is left out: multiply a (1 - a) by a - y, the slope of the loss",
            _with_dz(lambda z, a, y: a * (1 - a)),
        ),
        Mistake(
            "slope_of_z",
            "the sigmoid's slope is written as z (1 - z): it is a (1 - a), with what comes out of "
            "the sigmoid",
            _with_dz(lambda z, a, y: (a - y) * z * (1 - z)),
        ),
        Mistake(
            "sigmoid_twice",
            "the sigmoid is applied to a once more: the slope is a (1 - a) with a as it is",
            _with_dz(lambda z, a, y: (a - y) * nn.sigmoid(a) * (1 - nn.sigmoid(a))),
        ),
        Mistake(
            "sign_of_exponent",
            "the exponent in the sigmoid has the wrong sign: it is exp(-z), so large z gives a "
            "value near 1",
            _with_dz(lambda z, a, y: (1 - a - y) * a * (1 - a)),
        ),
        Mistake(
            "slope_of_tanh",
            "the slope of tanh, 1 - a**2, stands where the sigmoid's belongs: that is a (1 - a)",
            _with_dz(lambda z, a, y: (a - y) * (1 - a**2)),
        ),
        Mistake(
            "sign_flipped",
            "the sign is turned round: the loss changes with a as a - y, prediction minus target",
            _with_dz(lambda z, a, y: (y - a) * a * (1 - a)),
        ),
        Mistake(
            "factor_two",
            "twice too large: the 1/2 of the loss cancels the 2 of the square",
            _with_dz(lambda z, a, y: 2 * (a - y) * a * (1 - a)),
        ),
        Mistake(
            "squared_error",
            "the loss itself is multiplied in: its slope is a - y, without the square",
            _with_dz(lambda z, a, y: (a - y) ** 2 / 2 * a * (1 - a)),
        ),
        Mistake(
            "sum_for_output",
            "the error is z - y: take it after the sigmoid, a - y",
            _with_dz(lambda z, a, y: (z - y) * a * (1 - a)),
        ),
        Mistake(
            "bias_left_out",
            "the weighted sum lacks b: take the slopes at z = x @ w + b",
            lambda x, w, b, y: nn.neuron_gradients(x, w, 0.0, y),
        ),
        Mistake(
            "not_summed",
            "the products of x and w are not added up: one neuron has one weighted sum, x @ w",
            lambda x, w, b, y: _entry_by_entry(x, nn.sigmoid(x * w + b), y),
        ),
        Mistake(
            "weight_for_input",
            "dw is multiplied by w: the sum changes with a weight as fast as its input is large, "
            "so multiply by x",
            lambda x, w, b, y: (_dz(x, w, b, y) * w, _dz(x, w, b, y)),
        ),
        Mistake(
            "output_for_input",
            "dw is multiplied by a, what comes out of the neuron: it needs what goes in, so "
            "multiply by x",
            lambda x, w, b, y: (
                _dz(x, w, b, y) * float(nn.sigmoid(nn.neuron(x, w, b))),
                _dz(x, w, b, y),
            ),
        ),
        Mistake(
            "input_left_out",
            "dw lacks x: each weight's share is dz times its own input",
            lambda x, w, b, y: (np.full(x.shape, _dz(x, w, b, y)), _dz(x, w, b, y)),
        ),
        Mistake(
            "dw_summed",
            "the entries of dw are added up: each weight has a gradient of its own",
            lambda x, w, b, y: (_dw(x, w, b, y).sum(), _dz(x, w, b, y)),
        ),
        Mistake(
            "db_summed_over_inputs",
            "db is the sum of dw: the bias does not touch the inputs, so db is dz",
            lambda x, w, b, y: (_dw(x, w, b, y), _dw(x, w, b, y).sum()),
        ),
        Mistake(
            "db_times_b",
            "db is multiplied by b: the sum's slope in b is 1, so db is dz itself",
            lambda x, w, b, y: (_dw(x, w, b, y), _dz(x, w, b, y) * b),
        ),
        Mistake(
            "db_is_one",
            "db is 1, the local slope alone: multiply it by what arrives from the loss, dz",
            lambda x, w, b, y: (_dw(x, w, b, y), 1.0),
        ),
    ),
)
