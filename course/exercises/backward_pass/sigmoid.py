"""The way back through a sigmoid."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, Mistake, Part
from course.exercises.backward_pass.shared import SHAPES
from course.exercises.drawing import away_from_zero
from course.exercises.numeric import gradient


def draw_sigmoid_backward(rng):
    """Draw activations on both sides of 1/2; at the extremes, some of exactly 0 and 1."""
    cases = []
    for shape, label in SHAPES:
        a = 0.5 + away_from_zero(rng, shape, 0.05, 0.42)
        cases.append(Case({"da": away_from_zero(rng, shape), "a": a}, label=label))
    a = rng.permutation([0.0, 0.0, 0.0, 1.0, 1.0, 1.0]).reshape(2, 3)
    return [*cases, Case({"da": away_from_zero(rng, (2, 3)), "a": a}, extreme=True)]


def _logit(a):
    return np.log(a / (1 - a))


def numeric_sigmoid(da, a):
    """Return dz by central differences, at the z that a comes from: log(a / (1 - a))."""
    return gradient(lambda z: np.sum(da * nn.sigmoid(z)), _logit(a))


def _slope(a):
    return a * (1 - a)


def _sigmoid_in_place(da, a):
    da *= _slope(a)
    return da


SIGMOID_MISTAKES = (
    Mistake(
        "changes_da",
        "the values are right, but da itself is overwritten: make a new array, da * a * "
        "(1 - a), and leave da *= to others",
        _sigmoid_in_place,
    ),
    Mistake(
        "z_recovered",
        "right, but z is worked out from a with a logarithm, which fails where a is exactly "
        "0 or 1: the slope is a * (1 - a), no z needed",
        lambda da, a: da * _slope(nn.sigmoid(_logit(a))),
    ),
    Mistake(
        "sigmoid_twice",
        "a is put through the sigmoid again: it already is a sigmoid's output, and the slope "
        "is a * (1 - a)",
        lambda da, a: da * _slope(nn.sigmoid(a)),
    ),
    Mistake(
        "da_left_out",
        "this is the slope alone, a * (1 - a): the chain rule multiplies it by da",
        lambda da, a: _slope(a),
    ),
    Mistake(
        "slope_at_da",
        "the slope is taken at da: it comes from a, and da is only multiplied",
        lambda da, a: _slope(nn.sigmoid(da)),
    ),
    Mistake(
        "a_missing",
        "the slope here is 1 - a: the factor a is missing",
        lambda da, a: da * (1 - a),
    ),
    Mistake(
        "one_minus_a_missing",
        "the slope here is a: the factor 1 - a is missing",
        lambda da, a: da * a,
    ),
    Mistake(
        "tanh_slope",
        "1 - a squared is tanh's slope: the sigmoid's is a * (1 - a)",
        lambda da, a: da * (1 - a**2),
    ),
    Mistake(
        "sign_flipped",
        "the slope is negative: it is a * (1 - a), not a * (a - 1)",
        lambda da, a: da * a * (a - 1),
    ),
    Mistake(
        "brackets_missing",
        "without brackets a is subtracted from the product: write a * (1 - a)",
        lambda da, a: da * a * 1 - a,
    ),
    Mistake(
        "arguments_exchanged",
        "da and a have changed places: the slope is a * (1 - a), with the second argument",
        lambda da, a: a * da * (1 - da),
    ),
    Mistake(
        "slope_of_the_sigmoid_of_da",
        "the slope is taken at the sigmoid of da: it is a * (1 - a), and da is only multiplied",
        lambda da, a: da * _slope(nn.sigmoid(da)),
    ),
    Mistake(
        "slope_squared",
        "the slope is multiplied in twice: once is the chain rule",
        lambda da, a: da * _slope(a) ** 2,
    ),
    Mistake(
        "slope_added",
        "the slope is added to da: the chain rule multiplies",
        lambda da, a: da + _slope(a),
    ),
    Mistake(
        "divided_by_slope",
        "da is divided by the slope: the chain rule multiplies",
        lambda da, a: da / np.maximum(_slope(a), 1e-300),
    ),
    Mistake(
        "plus_for_minus",
        "1 + a stands where 1 - a belongs: the slope is a * (1 - a)",
        lambda da, a: da * a * (1 + a),
    ),
    Mistake(
        "forward_again",
        "this is the sigmoid once more: its slope, a * (1 - a), is asked for, times da",
        lambda da, a: da * nn.sigmoid(a),
    ),
    Mistake(
        "averaged_again",
        "the gradient is divided by the number of rows: the 1/n of the mean is already in da",
        lambda da, a: da * _slope(a) / len(a),
    ),
    Mistake(
        "passed_through",
        "the gradient is passed on whole: multiply it by the slope a * (1 - a)",
        lambda da, a: da.copy(),
    ),
    Mistake(
        "relu_mask",
        "this is ReLU's slope, 1 where a is positive: the sigmoid's is a * (1 - a)",
        lambda da, a: da * (a > 0),
    ),
)

SIGMOID_BACKWARD = Exercise(
    name="sigmoid_backward",
    contract="dz, an array of a's shape: da times the sigmoid's slope, which a alone tells",
    reference=nn.sigmoid_backward,
    numeric=numeric_sigmoid,
    draw=draw_sigmoid_backward,
    parts=(Part("dz", 3),),
    extremes=1,
    mistakes=SIGMOID_MISTAKES,
)
