"""Python's own messages get a sentence with a remedy; a check called amiss says how to call it."""

import functools
import math
import re
import warnings

import numpy as np
import pytest

from course import check, nn
from course.checking import Exercise, Part
from course.checking.calling import call
from course.exercises import by_name
from tests.exercises.catalogue import verdict_on


def branching(z):
    return z if z > 0 else 0


def counting(x, w, b):
    for _ in x:
        total = total + b  # noqa: F821
    return total


SAID = [
    ("relu", lambda z: max(0, z), "np.maximum"),
    ("relu", branching, "np.where"),
    ("sigmoid", lambda z: 1 / (1 + math.exp(-z)), "np.exp"),
    ("relu", lambda z: float(z), "a single number is asked for here"),
    ("dense_forward", lambda x, w, b: w @ x, "the last size of a must be the first of b"),
    ("dense_forward", lambda x, w, b: np.dot(w, x), "the last size of a must be the first of b"),
    ("dense_forward", lambda x, w, b: x * w, "do not fit entry by entry"),
    ("neuron", lambda x, w, b: x.tolist().sum(), "np.array"),
    ("neuron", lambda x, w, b: x @ None, "None"),
    ("neuron", lambda x, w, b: x.sort() + 1, "None"),
    ("neuron", counting, "before this function has given it a value"),
    ("neuron", lambda x, w, b: np.sum(x * weights), "a name is not known"),  # noqa: F821
    ("neuron", lambda x, w, b: x[len(x)], "one less than the length"),
    ("neuron", lambda x, w, b: x[0, 0], "fewer axes"),
    ("neuron", lambda x, w, b: b(x), "multiply with *"),
    ("neuron", lambda x, w, b: 1 // 0, "divides by 0"),
    ("relu", lambda z: np.array([[1.0], [1.0, 2.0]]), "rows of equal length"),
    ("relu", lambda z: (z,), "a comma at the end of the return line"),
    ("neuron", lambda x, w, b: (x @ w + b,), "a comma at the end of the return line"),
]


@pytest.mark.parametrize(("name", "answer", "words"), SAID)
def test_a_message_of_python_s_gets_a_sentence_with_a_remedy(name, answer, words):
    for seed in range(3):
        assert words in check(name, answer, seed=seed).message


def test_a_helper_that_is_not_written_is_named():
    def times(x, w):
        raise NotImplementedError()

    message = check("neuron", lambda x, w, b: times(x, w) + b).message
    assert "times is not written yet" in message
    assert "write that one first" in message


def unwritten(z):
    raise NotImplementedError()


def passing_on(function):
    def relu(*given):
        return function(*given)

    return relu


def decorated():
    @passing_on
    def relu(z):
        raise NotImplementedError()

    return relu


@pytest.mark.parametrize(
    "stub",
    [
        functools.wraps(unwritten)(lambda z: unwritten(z)),
        functools.partial(unwritten),
        np.vectorize(unwritten),
        decorated(),
    ],
)
def test_a_decorated_stub_is_not_attempted(stub):
    assert check("relu", stub).status == "not_attempted"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((nn.relu, nn.relu), 'check("relu", relu)'),
        ((nn.relu, "relu"), 'check("relu", relu)'),
        (("relu", "relu"), "without quotes around it"),
        (("ReLU", nn.relu), 'Did you mean "relu"?'),
        ((np.maximum, nn.relu), "in quotes"),
        (("no such thing at all", nn.relu), "The check cell under each exercise"),
        (("forward_pass_dilemma", "It depends."), "a person reads and grades it"),
    ],
)
def test_a_check_that_is_called_amiss_says_how_to_call_it(given, words):
    verdict = check(*given)
    assert verdict.status == "unknown"
    assert words in verdict.message
    assert len(verdict.message) < 300


@pytest.mark.parametrize("seed", ["a", "42a", -1, 1.5, [3], np.zeros(3), 2**70])
def test_a_seed_that_is_none_is_told(seed):
    verdict = check("relu", nn.relu, seed=seed)
    assert verdict.status == "unknown"
    assert "whole number" in verdict.message


@pytest.mark.parametrize("category", [DeprecationWarning, UserWarning, FutureWarning])
def test_a_warning_that_is_not_of_numbers_is_no_fault_at_the_extremes(category):
    def softmax(logits):
        warnings.warn("use another function", category, stacklevel=2)
        return nn.softmax(logits)

    verdict = check("softmax", softmax)
    assert verdict.points == verdict.possible


def test_a_warning_of_numbers_is_a_fault_at_the_extremes():
    def softmax(logits):
        np.exp(np.array([1000.0]))
        return nn.softmax(logits)

    assert "overflow" in check("softmax", softmax).message


def test_a_sentence_is_said_once():
    message = check("dense_backward", lambda dz, x, w: (dz @ w, x.T @ dz, dz @ w)).message
    lines = message.splitlines()
    assert len(lines) == len(set(lines)), message


def test_two_numbers_are_written_until_they_differ():
    def neuron(x, w, b):
        return x @ w + b + 3e-9

    detail = check("neuron", neuron).findings[0].detail
    mine, wanted = re.search(r"is (\S+), expected (\S+) ", detail).groups()
    assert mine != wanted and float(mine) == pytest.approx(float(wanted), abs=1e-7)


EMPTYING = Exercise(
    name="empties",
    contract="a number",
    reference=lambda functions, x: sum(function(x) for function in functions),
    draw=by_name()["chain_derivative"].draw,
    convert={"functions": lambda names: [abs for _ in names]},
    parts=(Part("sum", 1),),
)


@pytest.mark.parametrize(
    ("body", "changed"),
    [
        (lambda functions: functions.clear(), True),
        (lambda functions: functions.reverse(), False),  # all of them are one function
        (lambda functions: functions.append(len), True),
        (lambda functions: None, False),
    ],
)
def test_a_list_of_functions_that_is_changed_is_told(body, changed):
    def answer(functions, x):
        found = sum(function(x) for function in functions)
        body(functions)
        return found

    reply = call(EMPTYING, answer, {"functions": ["a", "b"], "x": 2.0})
    assert ("functions" in reply.changed) == changed
    verdict = verdict_on(EMPTYING, answer, 1)
    assert (verdict.diagnosis == "input_changed") == changed


@pytest.mark.parametrize("exercise", ["softmax", "dense_backward"])
def test_what_hides_entries_is_told(exercise):
    def answer(*inputs):
        right = by_name()[exercise].reference(*inputs)
        first = np.ma.masked_greater(right[0], -10.0)
        return (first, *right[1:]) if isinstance(right, tuple) else np.ma.masked_less(right, 10.0)

    assert "masked array with hidden entries" in verdict_on(by_name()[exercise], answer, 3).message


def test_layers_in_an_array_of_objects_are_a_list():
    def answer(dy_hat, activations, weights):
        found = nn.mlp_backward(dy_hat, activations, weights)
        return tuple(np.array(layers, dtype=object) for layers in found)

    verdict = verdict_on(by_name()["mlp_backward"], answer, 3)
    assert verdict.points == verdict.possible
