"""What lesson 02 promises: its losses and gradients are right, and so are its verdicts."""

import warnings
from decimal import Decimal

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from course import nn
from course.examples import house, pets
from course.exercises.numeric import gradient
from tests.exercises.catalogue import EXERCISES, verdict_on

SIZES = np.random.default_rng(2)
SHAPES = [(1, 1), (1, 2), (1, 7), (2, 2), (4, 4)] + [
    tuple(map(int, SIZES.integers(1, 9, 2))) for _ in range(45)
]
FAR = 1000.0
EXERCISE = {exercise.name: exercise for exercise in EXERCISES}


def drawn(n, k):
    rng = np.random.default_rng([n, k])
    return 3 * rng.normal(size=(n, k)), 3 * rng.normal(size=(n, k)), rng.integers(0, k, n)


def squared_error(y_hat, y):
    return anp.mean(anp.sum(0.5 * (y_hat - y) ** 2, axis=1))


def cross_entropy(logits, labels):
    powers = anp.exp(logits)
    return -anp.mean(anp.log(powers / anp.sum(powers, axis=1)[:, None])[range(len(labels)), labels])


def exact_softmax(row):
    """The textbook formula in decimal numbers, which do not overflow."""
    powers = [Decimal(float(z)).exp() for z in row]
    return [power / sum(powers) for power in powers]


def exact_cross_entropy(logits, labels):
    losses = [-exact_softmax(row)[label].ln() for row, label in zip(logits, labels, strict=True)]
    return float(sum(losses) / len(losses))


def silently(function, *inputs):
    with warnings.catch_warnings(), np.errstate(all="raise", under="ignore"):
        warnings.simplefilter("error")
        return function(*inputs)


@pytest.mark.parametrize(("n", "k"), SHAPES)
def test_the_gradients_agree_with_automatic_differentiation(n, k):
    y_hat, y, labels = drawn(n, k)
    np.testing.assert_allclose(
        nn.mse_gradient(y_hat, y), grad(squared_error)(y_hat, y), rtol=1e-10, atol=1e-12
    )
    np.testing.assert_allclose(
        nn.cross_entropy_gradient(y_hat, labels),
        grad(cross_entropy)(y_hat, labels),
        rtol=1e-10,
        atol=1e-12,
    )


@pytest.mark.parametrize(("n", "k"), SHAPES)
def test_the_gradients_agree_with_central_differences_of_the_losses(n, k):
    y_hat, y, labels = drawn(n, k)
    pairs = (
        (nn.mse_gradient(y_hat, y), gradient(lambda z: nn.mse_loss(z, y), y_hat)),
        (
            nn.cross_entropy_gradient(y_hat, labels),
            gradient(lambda z: nn.cross_entropy_loss(z, labels), y_hat),
        ),
    )
    for ours, numeric in pairs:
        assert ours.shape == (n, k)
        assert np.max(np.abs(ours - numeric)) <= 1e-6 * max(1.0, np.max(np.abs(numeric)))


@pytest.mark.parametrize("n", [1, 2, 5])
def test_prediction_minus_target_over_n_is_the_gradient_of_binary_cross_entropy_too(n):
    rng = np.random.default_rng(n)
    logits, y = 3 * rng.normal(size=n), rng.integers(0, 2, n).astype(float)
    numeric = gradient(lambda z: nn.binary_cross_entropy(z, y), logits)
    np.testing.assert_allclose((nn.sigmoid(logits) - y) / n, numeric, atol=1e-8)


@pytest.mark.parametrize("scale", [1.0, 30.0, FAR])
def test_the_losses_are_right_and_silent_from_usual_logits_to_the_extremes(scale):
    rng = np.random.default_rng(7)
    logits, labels = scale * rng.uniform(-1, 1, (40, 4)), rng.integers(0, 4, 40)
    logits[:8] = scale * rng.choice([-1.0, 1.0], (8, 4))
    exact = [[float(p) for p in exact_softmax(row)] for row in logits]
    np.testing.assert_allclose(silently(nn.softmax, logits), exact, rtol=1e-12, atol=1e-300)
    loss = silently(nn.cross_entropy_loss, logits, labels)
    assert loss == pytest.approx(exact_cross_entropy(logits, labels), rel=1e-12)
    two = np.stack([np.zeros(40), logits[:, 0]], axis=1)  # sigmoid is the softmax of (0, z)
    y = (labels > 1).astype(float)
    loss = silently(nn.binary_cross_entropy, logits[:, 0], y)
    assert loss == pytest.approx(exact_cross_entropy(two, y.astype(int)), rel=1e-12)


def test_softmax_keeps_rows_far_apart_from_each_other():
    rows = np.array([[FAR, FAR + 1], [-FAR, -FAR + 1], [0.0, 1.0]])
    p = silently(nn.softmax, rows)
    np.testing.assert_allclose(p, [p[2]] * 3, rtol=1e-15)
    np.testing.assert_allclose(p.sum(axis=1), 1.0, rtol=1e-15)


def kept_from_zero(how, tiny):
    log = {
        "added": lambda p: np.log(p + tiny),
        "clipped": lambda p: np.log(np.clip(p, tiny, 1 - tiny)),
        "maximum": lambda p: np.log(np.maximum(p, tiny)),
    }[how]

    def binary_cross_entropy(logits, y):
        p = nn.sigmoid(logits)
        return -np.mean(y * log(p) + (1 - y) * log(1 - p))

    def cross_entropy_loss(logits, labels):
        return -np.mean(log(nn.softmax(logits)[np.arange(len(labels)), labels]))

    return binary_cross_entropy, cross_entropy_loss


@pytest.mark.parametrize("tiny", [1e-7, 1e-8, 1e-10, 1e-12, 1e-15])
@pytest.mark.parametrize("how", ["added", "clipped", "maximum"])
def test_a_tiny_number_in_the_log_is_named_and_costs_no_more_than_the_extremes(how, tiny):
    for function in kept_from_zero(how, tiny):
        exercise = EXERCISE[function.__name__]
        for seed in range(20):
            verdict = verdict_on(exercise, function, seed)
            assert verdict.points == exercise.possible - exercise.extremes, (seed, verdict.message)
            number = f"{tiny:.0e}".replace("e-0", "e-")
            assert verdict.diagnosis.endswith(f"_log_{number}"), (seed, verdict.message)
            assert f"log is kept finite by {number}" in verdict.message


def test_a_right_softmax_that_overflows_loses_the_extremes_alone():
    exercise = EXERCISE["softmax"]

    def overflowing(logits):
        powers = np.exp(logits)
        return powers / np.sum(powers, axis=-1)[:, None]

    verdict = verdict_on(exercise, overflowing, 5)
    assert verdict.points == exercise.possible - exercise.extremes
    assert verdict.diagnosis == "no_maximum_subtracted"


def test_a_wrong_gradient_is_shown_beside_the_numeric_one():
    verdict = verdict_on(
        EXERCISE["cross_entropy_gradient"], lambda logits, labels: nn.softmax(logits), 5
    )
    assert "the numeric gradient says" in verdict.message
    assert "With logits (5, 3), labels (5,)" in verdict.message


# The numbers that the text says


def test_a_tree_s_cut_has_no_slope_moved_a_little_no_example_changes_sides():
    ears = pets.X[:, 0]
    wrong = [np.mean((ears > cut) != pets.Y) for cut in (0.102, 0.104, 0.106, 0.5)]
    assert wrong[0] == wrong[1] == wrong[2] == pytest.approx(0.217, abs=5e-4)
    assert wrong[3] == pytest.approx(0.367, abs=5e-4)


def test_the_formula_with_one_hat_too_many_is_0_whatever_the_target():
    y_hat = house.Y - 0.5
    assert nn.mse_loss(y_hat, y_hat) == 0.0 and not nn.mse_gradient(y_hat, y_hat).any()
    assert nn.mse_loss(y_hat, house.Y) == 0.125


def test_two_softmaxes_leave_a_loss_of_0_313():
    surest = np.array([[1.0, 0.0]])
    assert nn.cross_entropy_loss(surest, np.array([0])) == pytest.approx(0.313, abs=5e-4)


@pytest.mark.parametrize("changed", [lambda e: e / 2, lambda e: 10 * e, lambda e: e + 7, np.sqrt])
def test_what_leaves_the_best_weights_where_they_were(changed):
    """As the quiz says of half, the sum of ten, plus 7 and the root; the absolute error moves."""
    sold, guesses = np.array([1.0, 2.0, 9.0]), np.linspace(0, 10, 2001)
    errors = ((guesses[:, None] - sold) ** 2).mean(axis=1)
    assert guesses[np.argmin(changed(errors))] == guesses[np.argmin(errors)] == pytest.approx(4.0)
    assert guesses[np.argmin(np.abs(guesses[:, None] - sold).mean(axis=1))] == pytest.approx(2.0)
