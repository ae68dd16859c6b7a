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
    def mlp_backward(dy_hat, activations, weights):
        dweights, dbiases, dz = [], [], dy_hat
        activations.pop()
        while weights:
            a, w = activations.pop(), weights.pop()
            dweights.insert(0, a.T @ dz)
            dbiases.insert(0, dz.sum(axis=0))
            dz = dz @ w.T
        return dweights, dbiases

    for verdict in verdicts("mlp_backward", mlp_backward):
        assert {"relu_slopes_left_out", "lists_emptied"} <= named(verdict)
        assert "values are right" not in verdict.message


def test_an_error_at_the_extremes_says_nothing_of_how_a_wrong_slope_was_made():
    def multiply(a, b):
        return Node(a.value * b.value, (a, b), (1 / b.value, 1 / a.value))

    for verdict in verdicts("multiply", multiply):
        assert "divided_back" not in named(verdict)


def test_what_is_turned_round_is_not_said_to_have_a_tiny_number_too():
    for verdict in verdicts("softmax", lambda logits: softmax_with()(logits).T):
        assert "tiny" not in verdict.message, verdict.message


def test_zeros_are_not_called_decimals_that_are_lost():
    for verdict in verdicts("neuron_gradients", after("neuron_gradients", lambda g: (g[0], 0.0))):
        assert "whole_numbers" not in named(verdict)


def test_a_factor_that_some_number_explains_in_one_case_is_not_named_by_it():
    def numeric_gradient(f, x, h=1e-5):
        return EXERCISES["numeric_gradient"].reference(f, x, h) / x.size

    for verdict in verdicts("numeric_gradient", numeric_gradient):
        assert "times_h" not in verdict.message
        assert "divides by 2 and then" not in verdict.message


@pytest.mark.parametrize("tiny", [1e-6, 1e-5, 1e-3])
def test_a_number_in_a_log_costs_no_more_where_it_shows_than_where_it_does_not(tiny):
    def binary_cross_entropy(logits, y):
        p = sigmoid(logits)
        return -np.mean(y * np.log(p + tiny) + (1 - y) * np.log(1 - p + tiny))

    for verdict in verdicts("binary_cross_entropy", binary_cross_entropy):
        assert verdict.points == verdict.possible - 2, verdict.message
        assert "The log is kept finite" in verdict.message


def test_an_axis_too_many_is_told_at_the_extremes_as_elsewhere():
    as_row = after("neuron_gradients", lambda found: (found[0][None], found[1]))
    for verdict in verdicts("neuron_gradients", as_row):
        assert named(verdict) == {"extra_axis"}, verdict.message


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


def relu(z):
    return np.maximum(z, 0)


def forward(x, weights, biases, hidden=relu, last=lambda z: z):
    sums, found = [], [x]
    for layer, (w, b) in enumerate(zip(weights, biases, strict=True)):
        sums.append(found[-1] @ w + b)
        found.append(last(sums[-1]) if layer == len(weights) - 1 else hidden(sums[-1]))
    return found, sums


def test_activations_with_their_sums_beside_them_are_told_as_such():
    for verdict in verdicts("mlp_forward", forward):
        assert named(verdict) == {"sums_beside_the_list"}
        assert keeps_most(verdict)


def test_a_cache_beside_the_activations_is_not_called_y_hat():
    def mlp_forward(x, weights, biases):
        return forward(x, weights, biases)[0], [*zip(weights, biases, strict=True)]

    for verdict in verdicts("mlp_forward", mlp_forward):
        assert named(verdict) == {"first_of_several"}, verdict.message
        assert keeps_most(verdict)


@pytest.mark.parametrize(
    ("changed", "names"),
    [
        ({"hidden": np.tanh, "last": np.tanh}, "tanh_for_relu_and_tanh_on_output"),
        ({"hidden": sigmoid, "last": relu}, "relu_on_output_and_sigmoid_for_relu"),
        ({"hidden": lambda z: z, "last": sigmoid}, "no_activation_and_sigmoid_on_output"),
    ],
)
def test_another_activation_inside_and_one_at_the_end_are_both_named(changed, names):
    for verdict in verdicts("mlp_forward", lambda *inputs: forward(*inputs, **changed)[0]):
        assert names in named(verdict), verdict.message


def test_a_slope_that_is_cut_above_0_is_never_right():
    for threshold in (0.1, 0.5):
        for verdict in verdicts("relu_backward", lambda da, z, t=threshold: da * (z > t)):
            assert verdict.points < verdict.possible
        for verdict in verdicts("relu", lambda z, t=threshold: z * (z > t)):
            assert verdict.points < verdict.possible


def test_a_loop_that_leaves_out_the_last_row_gets_the_same_points_whatever_is_drawn():
    def relu_backward(da, z):
        out = np.zeros_like(da)
        for i in range(len(z) - 1):
            out[i] = da[i] * (z[i] > 0)
        return out

    assert {verdict.points for verdict in verdicts("relu_backward", relu_backward)} == {0}


def test_the_largest_logit_of_a_single_example_is_not_the_right_one():
    for seed in range(20):
        cases = EXERCISES["cross_entropy_loss"].draw(np.random.default_rng(seed))
        for case in (case for case in cases if case.n == 1):
            assert case.inputs["logits"].argmax() != case.inputs["labels"][0]


@pytest.mark.parametrize("tiny", [3e-11, 4e-8])
def test_what_is_alike_at_the_extremes_alone_is_not_named(tiny):
    def binary_cross_entropy(logits, y):  # as if logits were clipped to be probabilities
        p = sigmoid(logits)
        return -np.mean(y * np.log(p + tiny) + (1 - y) * np.log(1 - p + tiny))

    for verdict in verdicts("binary_cross_entropy", binary_cross_entropy):
        assert named(verdict) == {"number_added_in_log"}


@pytest.mark.parametrize("end", [15.0, 20.0, 30.0])
def test_logits_that_are_clipped_are_not_taken_for_clipped_probabilities(end):
    def binary_cross_entropy(logits, y):
        p = sigmoid(np.clip(logits, -end, end))
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

    for verdict in verdicts("binary_cross_entropy", binary_cross_entropy):
        assert "or the logits clipped" in verdict.message, verdict.message


def test_gradients_that_wait_in_a_closure_are_told_as_slopes_of_0():
    def multiply(a, b):
        out = Node(a.value * b.value, (a, b), (0, 0))
        out._backward = lambda: None
        return out

    for verdict in verdicts("multiply", multiply):
        assert named(verdict) == {"slopes_of_zero"}


def test_a_difference_of_one_side_is_told_in_words_that_are_true_of_it():
    def numeric_gradient(f, x, h=1e-5):
        before, slopes = f(x), np.zeros(x.shape)
        for i in np.ndindex(x.shape):
            moved = x.copy()
            moved[i] += h
            slopes[i] = (f(moved) - before) / (2 * h)
        return slopes

    for verdict in verdicts("numeric_gradient", numeric_gradient):
        assert "The point on the left is x itself" in verdict.message


def test_points_that_lie_too_far_out_are_not_told_to_be_divided_by_h():
    def numeric_derivative(f, x, h=1e-5):
        return (f(x + 2 * h) - f(x - 2 * h)) / (2 * h)

    for verdict in verdicts("numeric_derivative", numeric_derivative):
        assert named(verdict) <= {"double_steps_over_two_h", "no_output"}


def of_examples(which):
    """Return a cross-entropy by a loop that counts some of the examples."""

    def cross_entropy_loss(logits, labels):
        losses = [EXERCISES["cross_entropy_loss"].reference(*e) for e in pairs(logits, labels)]
        return sum(losses[which]) / len(losses)

    return cross_entropy_loss


def pairs(logits, labels):
    return [(logits[i : i + 1], labels[i : i + 1]) for i in range(len(labels))]


@pytest.mark.parametrize(
    ("which", "name"),
    [
        (slice(None, -1), "last_left_out"),
        (slice(1, None), "first_left_out"),
        (slice(None, 1), "first_alone"),
        (slice(-1, None), "last_alone"),
    ],
)
def test_examples_that_play_no_part_are_told(which, name):
    for verdict in verdicts("cross_entropy_loss", of_examples(which)):
        assert named(verdict) == {name, "no_output"}, verdict.message


def test_gradients_of_the_last_example_are_told_where_the_others_are_overwritten():
    def dense_backward(dz, x, w):
        for row, slopes in zip(x, dz, strict=True):
            dw, db = np.outer(row, slopes), slopes
        return dz @ w.T, dw, db.copy()

    for verdict in verdicts("dense_backward", dense_backward):
        assert named(verdict) == {"last_alone"}, verdict.message


def test_of_examples_that_all_count_or_none_does_nothing_is_told():
    for answer in (lambda y_hat, y: 0.7, lambda y_hat, y: float(np.sum(np.tan(y_hat - y)))):
        for verdict in verdicts("mse_loss", answer):
            assert not named(verdict) & {"last_left_out", "first_left_out"}
            assert not named(verdict) & {"first_alone", "last_alone"}


def test_a_sum_with_the_other_sign_is_said_to_be_minus_n_times_what_it_should_be():
    def binary_cross_entropy(logits, y):
        p = sigmoid(logits)
        return np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))

    for verdict in verdicts("binary_cross_entropy", binary_cross_entropy):
        assert "Every entry is -n times what it should be" in verdict.message


def test_an_input_that_two_cases_happen_not_to_show_is_not_said_to_play_no_part():
    def relative_error(a, b):  # 1 wherever the sums have different signs
        return abs(np.sum(a - b)) / (abs(np.sum(a)) + abs(np.sum(b)))

    for seed in (1, 4):
        verdict = verdict_on(EXERCISES["relative_error"], relative_error, seed)
        assert "unused_b" not in named(verdict), verdict.message


def test_a_global_in_the_place_of_the_inputs_is_told_by_what_plays_no_part():
    prediction, target = np.ones((5, 3)), np.zeros((5, 3))  # from a cell above

    for verdict in verdicts("mse_gradient", lambda y_hat, y: (prediction - target) / 5):
        assert named(verdict) == {"unused_y", "no_output"}, verdict.message
    for verdict in verdicts("mse_gradient", lambda y_hat, y: (y_hat - y).sum(axis=1)):
        assert named(verdict) == {"wrong_shape", "no_output"}, verdict.message
