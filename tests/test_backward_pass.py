"""Lesson 04: its gradients against an independent oracle, its verdicts, its suspects."""

import ast
import re

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from course import nn, plots
from course.checking import call
from course.examples import house
from course.exercises import find
from course.exercises.backward_pass.network import consistent_biases
from course.exercises.backward_pass.network_mistakes import MLP_MISTAKES
from course.exercises.backward_pass.suspects import SUSPECTS
from course.exercises.numeric import gradients
from grader.paths import SOLUTIONS
from tests.agreement import agree
from tests.exercises.catalogue import verdict_on

SHAPES = range(50)  # the first ones have n = 1


def shapes(number):
    """Return (rng, n, widths) of the network of a number: 1 to 4 layers, of 1 to 6 units each."""
    rng = np.random.default_rng(number)
    n = 1 if number < 10 else int(rng.integers(1, 7))
    return rng, n, [int(width) for width in rng.integers(1, 7, size=rng.integers(2, 6))]


def network(number):
    """Return (rng, x, weights, biases) with no hidden sum nearer to ReLU's kink than 1e-3."""
    rng, n, widths = shapes(number)
    pairs = list(zip(widths, widths[1:], strict=False))
    while True:
        x = rng.normal(size=(n, widths[0]))
        weights = [rng.normal(size=pair) for pair in pairs]
        biases = [rng.normal(size=width) for _, width in pairs]
        hidden = zip(nn.mlp_forward(x, weights, biases)[:-2], weights, biases, strict=False)
        if all(np.abs(a @ w + b).min() > 1e-3 for a, w, b in hidden):
            return rng, x, weights, biases


def forward(x, weights, biases):
    """The network's prediction in the oracle's own NumPy."""
    for w, b in zip(weights[:-1], biases[:-1], strict=True):
        x = anp.maximum(anp.dot(x, w) + b, 0)
    return anp.dot(x, weights[-1]) + biases[-1]


@pytest.mark.parametrize("number", SHAPES)
def test_the_activations_gradients_agree_with_the_oracle_and_with_differences(number):
    rng, n, widths = shapes(number)
    da, z = rng.normal(size=(2, n, widths[0]))
    a = nn.sigmoid(z)
    for found, g, own in (
        (nn.relu_backward(da, z), lambda z: anp.maximum(z, 0), nn.relu),
        (nn.sigmoid_backward(da, a), lambda z: 1 / (1 + anp.exp(-z)), nn.sigmoid),
    ):
        assert agree(found, grad(lambda z, g=g: anp.sum(da * g(z)))(z), 1e-10)
        (numeric,) = gradients(lambda z, own=own: np.sum(da * own(z)), z)
        assert agree(found, numeric, 1e-6)


@pytest.mark.parametrize("number", SHAPES)
def test_a_layers_gradients_agree_with_the_oracle_and_with_differences(number):
    rng, n, widths = shapes(number)
    x, w = rng.normal(size=(n, widths[0])), rng.normal(size=widths[:2])
    b, dz = rng.normal(size=widths[1]), rng.normal(size=(n, widths[1]))
    found = nn.dense_backward(dz, x, w)
    oracle = grad(lambda parts: anp.sum(dz * (anp.dot(parts[0], parts[1]) + parts[2])))((x, w, b))
    numeric = gradients(lambda x, w, b: np.sum(dz * nn.dense_forward(x, w, b)), x, w, b)
    assert all(agree(*pair, 1e-10) for pair in zip(found, oracle, strict=True))
    assert all(agree(*pair, 1e-6) for pair in zip(found, numeric, strict=True))


@pytest.mark.parametrize("number", SHAPES)
def test_a_networks_gradients_agree_with_the_oracle_and_with_differences(number):
    rng, x, weights, biases = network(number)
    activations = nn.mlp_forward(x, weights, biases)
    y = rng.normal(size=activations[-1].shape)
    found = nn.mlp_backward(nn.mse_gradient(activations[-1], y), activations, weights)
    found = [*found[0], *found[1]]

    def loss(parameters):
        return anp.sum((forward(x, *parameters) - y) ** 2) / (2 * len(y))

    def own_loss(*parameters):
        layers = parameters[: len(weights)], parameters[len(weights) :]
        return nn.mse_loss(nn.mlp_forward(x, *layers)[-1], y)

    oracle = grad(loss)((weights, biases))
    numeric = gradients(own_loss, *weights, *biases)
    assert all(agree(*pair, 1e-10) for pair in zip(found, [*oracle[0], *oracle[1]], strict=True))
    assert all(agree(*pair, 1e-6) for pair in zip(found, numeric, strict=True))


@pytest.mark.parametrize("number", SHAPES)
def test_a_numeric_gradient_agrees_with_the_oracle(number):
    rng, n, widths = shapes(number)
    x = rng.normal(size=(n, *widths[:2]))

    def f(x, np=np):
        return np.sin(np.sum(x)) + np.sum(x**3)

    before = x.copy()
    assert agree(nn.numeric_gradient(f, x), grad(lambda x: f(x, anp))(x), 1e-6)
    assert np.array_equal(x, before)


def test_a_relative_error_is_the_distance_over_the_sum_of_the_lengths():
    assert nn.relative_error(np.array([[3.0], [4.0]]), np.array([[0.0], [0.0]])) == 1.0
    assert nn.relative_error(np.array([6.0, 8.0]), np.array([3.0, 4.0])) == pytest.approx(1 / 3)
    assert nn.relative_error(np.zeros((2, 2)), np.zeros((2, 2))) == 0.0


def test_relus_slope_at_exactly_zero_is_zero():
    assert np.array_equal(nn.relu_backward(np.ones(3), np.array([-1.0, 0.0, 1.0])), [0, 0, 1])


@pytest.mark.parametrize("number", SHAPES)
def test_the_numeric_proof_of_a_network_is_one_of_its_own_activations(number):
    _, x, weights, biases = network(number)
    activations = nn.mlp_forward(x, weights, biases)
    again = nn.mlp_forward(x, weights, consistent_biases(activations, weights))
    assert all(agree(*pair, 1e-12) for pair in zip(again, activations, strict=True))


def test_an_averaged_db_keeps_the_points_of_dx_and_dw_and_reads_what_it_did():
    def dense_backward(dz, x, w):
        return dz @ w.T, x.T @ dz, dz.mean(axis=0)

    exercise = find("dense_backward")
    verdict = verdict_on(exercise, dense_backward, 5)
    earned = {finding.name: finding.points for finding in verdict.findings}
    assert earned == {"dx": 2, "dw": 2, "db": 0, "inputs unchanged": 1, "a second call": 1}
    (wrong,) = [finding for finding in verdict.findings if not finding.right]
    assert wrong.name == "db"
    assert "averaged" in wrong.sentence
    assert "sum" in wrong.sentence
    told = re.search(r"your `db\[(\d)\]` is (\S+), the numeric gradient says (\S+) ", wrong.detail)
    index, yours, numeric = int(told[1]), float(told[2]), float(told[3])
    dz = exercise.draw(np.random.default_rng(5))[0].inputs["dz"]
    assert yours == pytest.approx(dz.mean(axis=0)[index], rel=1e-5)
    assert numeric == pytest.approx(dz.sum(axis=0)[index], rel=1e-5)


def test_a_slope_of_one_at_zero_loses_that_point_alone():
    verdict = verdict_on(find("relu_backward"), lambda da, z: da * (z >= 0), 5)
    assert [finding.name for finding in verdict.findings if not finding.right] == ["slope at 0"]
    assert verdict.points == verdict.possible - 1
    assert "numeric" not in verdict.message, "no difference quotient gives the slope at a kink"


def test_a_missing_mask_keeps_the_points_of_the_last_layer():
    (mistake,) = [m for m in MLP_MISTAKES if m.name == "relu_slopes_left_out"]
    verdict = verdict_on(find("mlp_backward"), mistake.function, 5)
    right = [finding.name for finding in verdict.findings if finding.right]
    assert right[:2] == ["dweights of the last layer", "dbiases of the last layer"]
    assert verdict.points == 4


def passes():
    """Return the letters of the suspects' lesson, and the backward pass that each one means."""
    named = {mistake.name: mistake.function for mistake in MLP_MISTAKES}
    return {
        "a": nn.mlp_backward,
        "b": named["biases_averaged"],
        "c": named["averaged_again"],
        "d": named["relu_slopes_left_out"],
        "e": named["relu_at_the_output"],
        "f": named["w_reshaped"],
    }


def key():
    """Return the suspects' key as it stands in the lesson's solution."""
    text = (SOLUTIONS / "04-backward-pass.md").read_text(encoding="utf-8")
    return ast.literal_eval(re.search(r"^suspects = (\{.*?\})$", text, re.M | re.S)[1])


def given(exercise, seed):
    return [case.inputs for case in exercise.draw(np.random.default_rng(seed))]


def same(one, other):
    return all(
        mine.shape == theirs.shape and np.allclose(mine, theirs, rtol=1e-9, atol=1e-12)
        for lists in zip(one, other, strict=True)
        for mine, theirs in zip(*lists, strict=True)
    )


@pytest.mark.parametrize("suspect", SUSPECTS)
def test_the_key_says_what_each_suspect_does_and_no_other_letter_fits(suspect):
    inputs = [i for seed in range(20) for i in given(find("mlp_backward"), seed)]
    fitting = [
        letter
        for letter, meant in passes().items()
        if all(same(SUSPECTS[suspect](**i), meant(**i)) for i in inputs)
    ]
    assert fitting == [key()[suspect]]


def test_some_suspects_are_right_and_some_are_wrong():
    assert 1 <= list(key().values()).count("a") <= 3


def test_the_house_alone_convicts_no_suspect():
    activations = nn.mlp_forward(house.X, house.WEIGHTS, house.BIASES)
    dy_hat = nn.mse_gradient(activations[-1], house.Y)
    right = nn.mlp_backward(dy_hat, activations, house.WEIGHTS)
    for suspect in SUSPECTS.values():
        assert same(suspect(dy_hat, activations, house.WEIGHTS), right)


@pytest.mark.parametrize("suspect", SUSPECTS)
def test_a_suspect_changes_no_input(suspect):
    exercise = find("mlp_backward")
    for inputs in given(exercise, 3):
        assert not call(exercise, SUSPECTS[suspect], inputs).changed


# What the text says


TWO_HOUSES = np.array([[2.0, 3.0], [0.8, 3.0]]), np.array([[3.5], [2.1]])


def gradients_of(x, y, weights=house.WEIGHTS, biases=house.BIASES):
    activations = nn.mlp_forward(x, weights, biases)
    return nn.mlp_backward(nn.mse_gradient(activations[-1], y), activations, weights)


def test_the_batch_of_two_houses_has_the_gradients_of_the_table():
    (dw1, dw2), (db1, db2) = gradients_of(*TWO_HOUSES)
    np.testing.assert_allclose(dw1, [[-0.58, -0.25], [-1.05, -0.375]])
    np.testing.assert_allclose(db1, [-0.35, -0.125])
    np.testing.assert_allclose(dw2, [[-0.64], [-0.25]])
    np.testing.assert_allclose(db2, [-0.35])


def test_the_ranking_of_blame_flips_with_the_unit_of_the_size():
    closes = []
    for scale in (1, 1000):
        weights = [house.WEIGHTS[0] / [[scale], [1]], house.WEIGHTS[1]]
        dws, dbs = gradients_of(house.X * [[scale, 1]], house.Y, weights)
        closes.append(50_000 * dws[0][:, 0] ** 2 / sum((g**2).sum() for g in dws + dbs))
    assert [round(float(c), 2) for c in closes[1]] == [39999.85, 0.09]
    assert closes[0][0] < closes[0][1] and closes[1][0] > closes[1][1]


def wrong_arrays(suspect, move):
    """Return which arrays of a suspect are wrong, on a network whose numbers are moved."""
    rng = np.random.default_rng(110)
    widths = (3, 4, 4, 2)
    weights = [move(rng.normal(size=pair)) for pair in zip(widths, widths[1:], strict=False)]
    biases = [move(rng.normal(size=width)) for width in widths[1:]]
    activations = nn.mlp_forward(move(rng.normal(size=(5, 3))), weights, biases)
    dy_hat = nn.mse_gradient(activations[-1], rng.normal(size=(5, 2)))
    right = [*sum(nn.mlp_backward(dy_hat, activations, weights), [])]
    found = [*sum(map(list, SUSPECTS[suspect](dy_hat, activations, weights)), [])]
    return [nn.relative_error(*pair) > 1e-9 for pair in zip(found, right, strict=True)]


def test_a_and_c_fail_in_the_same_arrays_and_an_awake_network_tells_them_apart():
    first_two_layers = [True, True, False] * 2
    assert wrong_arrays("A", np.copy) == wrong_arrays("C", np.copy) == first_two_layers
    assert wrong_arrays("A", np.abs) == first_two_layers
    assert not any(wrong_arrays("C", np.abs))


def test_right_code_at_a_kink_is_off_and_one_wrong_entry_hardly_shows():
    houses, prices = TWO_HOUSES
    biases = [house.BIASES[0] + [0.0, 0.8], house.BIASES[1]]

    def loss(w1):
        return nn.mse_loss(nn.mlp_forward(houses, [w1, house.WEIGHTS[1]], biases)[-1], prices)

    dw1 = gradients_of(houses, prices, biases=biases)[0][0]
    error = nn.relative_error(dw1, nn.numeric_gradient(loss, house.WEIGHTS[0]))
    assert round(error, 2) == 0.07
    right = np.random.default_rng(3).normal(size=(100, 100))
    wrong = right.copy()
    wrong[7, 7] = 0.0
    assert nn.relative_error(wrong, right) == pytest.approx(0.001, abs=0.0005)


def test_pictures_of_a_layer_s_way_back_say_what_they_show():
    houses, prices = TWO_HOUSES
    dz = np.array([[-0.25, -0.125], [-0.1, 0.0]])
    assert "1 hatched" in plots.plot_mask(dz, np.array([[2.0, 1.0], [1.4, -0.8]])).description
    products = plots.plot_outer_products(houses, dz)
    assert {"−0.58", "−1.05", "−0.375"} <= {text.get_text() for text in products.axes[0].texts}
    assert "= −0.3125" in plots.plot_wires(np.array([0.5, 1.5]), dz[0]).description
    assert "right 0.5" in plots.plot_check_errors({"right": (0.5, True)}).description
    assert "a fork adds" in {axes.texts[0].get_text() for axes in plots.plot_local_rules().axes}
