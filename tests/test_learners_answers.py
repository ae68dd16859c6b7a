"""Answers as learners write them: what they keep, and that all that is said of them is true."""

from itertools import count

import numpy as np
import pytest

from course.autodiff import Node
from course.exercises import by_name
from tests.exercises.catalogue import verdict_on

SEEDS = range(4)
EXERCISES = by_name()


def verdicts(name, answer):
    return [verdict_on(EXERCISES[name], answer, seed) for seed in SEEDS]


def after(name, change):
    """Return an answer that gives what the right one gives, changed."""
    return lambda *inputs: change(EXERCISES[name].reference(*inputs))


def keeps_most(verdict):
    return 2 * verdict.possible <= 3 * verdict.points < 3 * verdict.possible


def named(verdict):
    """Return the names of all that is told of an answer."""
    return {finding.diagnosis for finding in verdict.findings if finding.diagnosis}


BESIDE = {
    "relu": lambda a: (a, "cache"),
    "sigmoid": lambda a: (a, a),
    "mse_loss": lambda loss: (loss, np.ones(3)),
    "cross_entropy_loss": lambda loss: (loss, np.ones((2, 2))),
    "binary_cross_entropy": lambda loss: (None, loss),
}


@pytest.mark.parametrize("name", BESIDE)
def test_a_right_value_in_company_keeps_most_of_the_points(name):
    for verdict in verdicts(name, after(name, BESIDE[name])):
        assert keeps_most(verdict), verdict.message
        assert named(verdict) <= {"first_of_several", "second_of_several"}


MORE = {
    "neuron_gradients": lambda out: (*out, 0.5),
    "dense_backward": lambda out: [*out, {"x": 1}],
    "mlp_backward": lambda out: (*out, np.ones((2, 3))),
    "lists": lambda out: (*out, [np.ones((2, 3)), np.ones((3, 3)), np.ones((4, 3))]),
}


@pytest.mark.parametrize("which", MORE)
def test_right_outputs_with_more_after_them_lose_some_points_and_not_all(which):
    name = which if which in EXERCISES else "mlp_backward"
    for verdict in verdicts(name, after(name, MORE[which])):
        assert keeps_most(verdict), verdict.message
        assert named(verdict) == {"more_returned"}


def test_of_a_wrong_output_with_more_after_it_no_right_formula_is_told():
    for verdict in verdicts("dense_backward", lambda dz, x, w: (dz @ w.T, x.T @ dz, dz, "cache")):
        told = {finding.name: finding.diagnosis for finding in verdict.findings}
        assert told["dx"] == told["dw"] == "more_returned"
        assert told["db"] == "wrong_count"


@pytest.mark.parametrize("name", ["sigmoid", "mse_gradient", "relu_backward", "numeric_gradient"])
def test_right_values_that_come_flat_keep_most_of_the_points(name):
    for verdict in verdicts(name, after(name, np.ravel)):
        assert keeps_most(verdict), verdict.message
        assert named(verdict) <= {"flat", "shape_lost"}


ROUNDED = ("softmax", "cross_entropy_loss", "cross_entropy_gradient", "binary_cross_entropy")


@pytest.mark.parametrize("name", ROUNDED)
@pytest.mark.parametrize("decimals", [2, 4])
def test_rounding_is_told_at_the_extremes_as_elsewhere(name, decimals):
    for verdict in verdicts(name, after(name, lambda value: np.round(value, decimals))):
        assert keeps_most(verdict), verdict.message
        assert named(verdict) == {"rounded"}, verdict.message


def softmax_with(exp=np.exp, tiny=0.0):
    def softmax(logits):
        powers = exp(logits - logits.max(axis=1, keepdims=True))
        return powers / (powers.sum(axis=1, keepdims=True) + tiny)

    return softmax


@pytest.mark.parametrize("e", [2.7, 2.718, 2.71828])
def test_an_e_with_few_digits_costs_something_and_not_the_formula(e):
    for verdict in verdicts("softmax", softmax_with(exp=lambda z: e**z)):
        assert keeps_most(verdict), verdict.message
        assert named(verdict) == {"e_rounded"}
    for verdict in verdicts("sigmoid", lambda z: 1 / (1 + e ** -np.clip(z, -500, 500))):
        assert keeps_most(verdict), verdict.message
        assert named(verdict) == {"e_rounded"}


def test_a_tiny_number_in_a_softmax_costs_the_sum_of_its_rows_alone():
    for verdict in verdicts("softmax", softmax_with(tiny=1e-8)):
        assert named(verdict) == {"tiny_number_in_sum"}
        assert verdict.points == verdict.possible - 1


def test_an_answer_that_remembers_its_calls_is_told_so():
    def neuron(x, w, b, seen=[]):  # noqa: B006 (this is the mistake)
        seen.append(x @ w)
        return sum(seen) + b

    assert named(verdicts("neuron", neuron)[0]) == {"changed_again", "no_output"}
    turn = count()

    def at_random(z):
        return np.maximum(z, 0) + np.random.default_rng(next(turn)).normal(size=z.shape)

    assert "changed_again" in named(verdicts("relu", at_random)[0])


def test_an_answer_that_is_wrong_in_the_same_way_each_time_remembers_nothing():
    for verdict in verdicts("relu", lambda z: np.sqrt(z)):  # NaN is NaN's like
        assert "changed_again" not in named(verdict)
    for verdict in verdicts("mlp_forward", lambda x, weights, biases: [x, {"a": np.tan(x)}]):
        assert "changed_again" not in named(verdict)


def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))


def test_zeros_at_the_extremes_are_no_sign_of_another_wrong_formula():
    def output_for_input(x, w, b, y):
        a = sigmoid(x @ w + b)
        dz = (a - y) * a * (1 - a)
        return dz * np.sin(x), dz

    def one_number(x, w, b, y):
        a = sigmoid(x @ w + b)
        dz = (a - y) * a * (1 - a)
        return dz * np.sin(x).sum(), dz

    for answer in (output_for_input, one_number):
        for verdict in verdicts("neuron_gradients", answer):
            at_the_extremes = next(f for f in verdict.findings if f.name == "at the extremes")
            assert at_the_extremes.diagnosis in (None, "extremes"), verdict.message


def test_what_is_amiss_beside_a_wrong_formula_does_not_call_it_right():
    def multiply(a, b):
        product = a.value * b.value
        return Node(product, (a, b), (product / b.value, product / a.value))  # exchanged

    for verdict in verdicts("multiply", multiply):
        assert {"exchanged", "divided_back"} <= named(verdict)
        assert "right, but" not in verdict.message.lower()


def test_of_a_single_number_no_factor_is_made_up():
    def first_entry(f, x, h=1e-5):
        for i in np.ndindex(x.shape):
            step = np.zeros(x.shape)
            step[i] = h
            return (f(x + step) - f(x - step)) / (2 * h)

    for verdict in verdicts("numeric_gradient", first_entry):
        assert "times what" not in verdict.message


def test_decimals_that_are_cut_downwards_are_missed():
    for verdict in verdicts("mse_gradient", lambda y_hat, y: (y_hat - y) // len(y)):
        assert "whole_numbers" in named(verdict)


def test_names_of_other_libraries_are_told_for_what_they_are():
    verdict = verdicts("multiply", lambda a, b: Node(a.data * b.data, (a, b), (b.data, a.data)))[0]
    assert "`value`, `inputs`, `local_gradients`" in verdict.message


def test_a_list_that_is_taken_apart_into_too_few_names_is_gone_through_in_a_loop():
    def chain_derivative(functions, derivatives, x):
        inner, outer = functions
        return derivatives[1](inner(x)) * derivatives[0](x)

    assert "in a loop" in verdicts("chain_derivative", chain_derivative)[0].message


def test_a_number_in_brackets_that_overflows_is_told_both():
    def binary_cross_entropy(logits, y):
        p = (1 / (1 + np.exp(-logits))).reshape(1, -1)
        y = y.reshape(1, -1)
        return -(y @ np.log(p).T + (1 - y) @ np.log(1 - p).T) / y.size

    for verdict in verdicts("binary_cross_entropy", binary_cross_entropy):
        assert named(verdict) == {"number_in_array", "nan_far_out"}
