"""Lesson 08: gradients against an independent oracle, chance that is judged as such, its numbers.

The numbers are those that the lesson's text names; trainings differ a little from machine to
machine, so each is held within a few hundredths.
"""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from course import nn
from course.examples.noisy_digits import noisy_digits
from course.exercises import find
from course.exercises.numeric import gradient
from course.training import classifier
from course.training.regularized import WIDTHS, fit, loss_and_grads, scores, shifted
from course.widgets.overfitting import overfitting_widget
from course.widgets.overfitting_runs import RATES, STRENGTHS, run, runs
from tests.exercises.catalogue import verdict_on

pytestmark = pytest.mark.filterwarnings("error")

SHAPES = range(50)
PENALTIES = {
    "l2": (nn.l2_penalty, lambda ws, s: s / 2 * sum(anp.sum(w**2) for w in ws)),
    "l1": (nn.l1_penalty, lambda ws, s: s * sum(anp.sum(anp.abs(w)) for w in ws)),
}


def verdict(name, function, seed=4):
    return verdict_on(find(name), function, seed)


# References


@pytest.mark.parametrize("number", SHAPES)
@pytest.mark.parametrize("kind", PENALTIES)
def test_a_penalty_and_its_gradients_agree_with_the_oracle_and_with_differences(kind, number):
    penalty, oracle = PENALTIES[kind]
    rng = np.random.default_rng(number)
    weights = [rng.normal(size=rng.integers(1, 5, 2)) for _ in range(rng.integers(1, 4))]
    weights = [np.where(np.abs(w) < 1e-3, 0.5, w) for w in weights]  # away from L1's kink
    strength = float(rng.uniform(0, 2))
    value, found = penalty(weights, strength)
    assert value == pytest.approx(float(oracle(weights, strength)), rel=1e-12)
    for mine, due in zip(found, grad(oracle)(weights, strength), strict=True):
        np.testing.assert_allclose(mine, due, atol=1e-10)
    first = gradient(lambda w: penalty([w, *weights[1:]], strength)[0], weights[0])
    np.testing.assert_allclose(found[0], first, atol=1e-6)


@pytest.mark.parametrize("number", SHAPES)
def test_dropout_s_way_back_agrees_with_the_oracle_and_with_differences(number):
    rng = np.random.default_rng(number)
    shape = tuple(rng.integers(1, 8, 2))
    x, dout = rng.normal(size=(2, *shape))
    out, mask = nn.dropout_forward(x, float(rng.uniform(0, 0.9)), rng)
    np.testing.assert_array_equal(out, x * mask)
    found = nn.dropout_backward(dout, mask)
    due = grad(lambda x: anp.sum(dout * (x * mask)))(x)
    np.testing.assert_allclose(found, due, atol=1e-10)
    numeric = gradient(lambda x: np.sum(dout * (x * mask)), x)
    np.testing.assert_allclose(found, numeric, atol=1e-6)


@pytest.mark.parametrize("drop", [0.0, 0.2, 0.5, 0.9])
def test_a_mask_has_a_mean_of_one_and_drops_the_share_that_is_asked(drop):
    x = np.ones((400, 500))
    out, mask = nn.dropout_forward(x, drop, np.random.default_rng(0))
    assert set(np.unique(mask)) <= {0.0, 1 / (1 - drop)}
    assert np.mean(mask == 0) == pytest.approx(drop, abs=5 * np.sqrt(0.25 / x.size))
    assert out.mean() == pytest.approx(1, abs=0.04)


def test_soft_threshold_is_the_nearest_point_under_an_l1_penalty():
    """It minimises (v - w)**2 / 2 + amount |v|, which a fine grid of v shows."""
    grid = np.linspace(-3, 3, 6001)
    for w in (-2.5, -0.3, 0.0, 0.2, 1.7):
        cost = (grid - w) ** 2 / 2 + 0.6 * np.abs(grid)
        assert nn.soft_threshold(np.array(w), 0.6) == pytest.approx(grid[cost.argmin()], abs=1e-3)


def test_a_split_holds_every_row_once_and_the_rounded_share():
    for n, fraction in ((10, 0.25), (7, 0.5), (101, 0.1), (3, 0.9)):
        x = np.arange(n)
        x_train, y_train, x_val, y_val = nn.validation_split(
            x, 2 * x, fraction, np.random.default_rng(n)
        )
        assert sorted([*x_train, *x_val]) == list(x)
        assert len(x_val) in (int(n * fraction), round(n * fraction))
        np.testing.assert_array_equal([*y_train, *y_val], 2 * np.array([*x_train, *x_val]))


# Verdicts


@pytest.mark.parametrize(
    ("name", "mistake", "words"),
    [
        ("dropout_forward", "not_inverted", "as it was first published"),
        ("l2_penalty", "half_left_out", "another convention"),
        ("validation_split", "order_of_scikit_learn", "scikit-learn's convention"),
    ],
)
def test_another_school_s_convention_is_named_as_such(name, mistake, words):
    exercise = find(name)
    function = next(m.function for m in exercise.mistakes if m.name == mistake)
    found = verdict(name, function)
    assert found.diagnosis == mistake and words in found.message


def test_scikit_learn_s_order_costs_one_point_alone():
    function = next(
        m.function for m in find("validation_split").mistakes if m.name == "order_of_scikit_learn"
    )
    found = verdict("validation_split", function)
    assert found.points == found.possible - 1


def test_rounding_is_right_down_and_to_the_nearest_and_wrong_up():
    def split(size):
        def function(x, y, fraction, rng):
            order, k = rng.permutation(len(x)), size(fraction * len(x))
            return x[order[k:]], y[order[k:]], x[order[:k]], y[order[:k]]

        return function

    assert verdict("validation_split", split(int)).diagnosis is None
    assert verdict("validation_split", split(round)).diagnosis is None
    up = verdict("validation_split", split(lambda k: int(np.ceil(k))))
    assert up.diagnosis == "rounded_up" and up.points == up.possible - 1


def test_a_mask_drawn_anew_on_the_way_back_is_named_whatever_it_is():
    for seed in range(10):
        rng, drop = np.random.default_rng(seed), 0.3 + 0.04 * seed

        def function(dout, mask, rng=rng, drop=drop):
            return nn.dropout_forward(dout, drop, rng)[0]

        assert verdict("dropout_backward", function, seed).diagnosis == "drawn_anew"


def test_a_slope_at_zero_costs_a_point_and_not_the_formula():
    mistakes = {m.name: m.function for m in find("l1_penalty").mistakes}
    for name in ("over_its_size", "one_at_zero", "minus_one_at_zero"):
        found = verdict("l1_penalty", mistakes[name])
        assert found.points == found.possible - 1 and found.diagnosis == name


# Training


def test_training_without_dropout_has_the_classifier_s_gradients():
    rng = np.random.default_rng(0)
    params = [nn.he_init(*pair, rng) for pair in zip(WIDTHS, WIDTHS[1:], strict=False)]
    params += [rng.normal(size=width) for width in WIDTHS[1:]]
    x, labels = rng.normal(size=(5, 64)), rng.integers(0, 10, 5)
    loss, grads = loss_and_grads(params, x, labels, 0.0, rng)
    due, expected = classifier(params, x, labels)
    assert loss == pytest.approx(due)
    for mine, other in zip(grads, expected, strict=True):
        np.testing.assert_allclose(mine, other, atol=1e-12)


def test_training_with_dropout_has_the_gradients_of_the_masks_that_were_drawn():
    rng = np.random.default_rng(1)
    params = [rng.normal(size=s) for s in ((4, 6), (6, 5), (5, 3), (6,), (5,), (3,))]
    x, labels = rng.normal(size=(4, 4)), rng.integers(0, 3, 4)

    def loss(moved, place):
        changed = [moved if i == place else p for i, p in enumerate(params)]
        return loss_and_grads(changed, x, labels, 0.4, np.random.default_rng(7))[0]

    _, grads = loss_and_grads(params, x, labels, 0.4, np.random.default_rng(7))
    for place in range(len(params)):
        numeric = gradient(lambda moved, place=place: loss(moved, place), params[place])
        np.testing.assert_allclose(grads[place], numeric, atol=1e-6)


def test_a_shifted_image_is_the_same_one_a_pixel_away_at_most():
    image = np.zeros((8, 8))
    image[3, 4] = 1.0
    found = shifted(np.tile(image.ravel(), (200, 1)), np.random.default_rng(0)).reshape(-1, 8, 8)
    places = {tuple(map(int, np.argwhere(moved)[0])) for moved in found}
    assert places == {(r, c) for r in (2, 3, 4) for c in (3, 4, 5)}
    assert (found.sum(axis=(1, 2)) == 1).all()


def test_three_labels_in_ten_are_wrong_and_the_unseen_ones_right():
    stage = noisy_digits(0)
    assert len(stage.x) == 300 and len(stage.unseen) == 1497
    assert stage.wrong.mean() == pytest.approx(0.3, abs=0.06)
    assert not np.shares_memory(stage.x, stage.unseen)


@pytest.fixture(scope="module")
def held():
    """What the lesson trains, over two seeds: name to shares right, (seeds, training or unseen)."""
    ways = {"nothing": {}, "l2": {"l2": 0.03}, "drop": {"drop": 0.5}}
    found = {name: [] for name in (*ways, "best")}
    for seed in range(2):
        stage = noisy_digits(seed)
        measured = {"unseen": (stage.unseen, stage.unseen_labels)}
        for name, settings in ways.items():
            course = fit(stage.x, stage.labels, measured, seed=seed, **settings)
            found[name].append([course.right[kind][-1] for kind in ("training", "unseen")])
        x, labels, *aside = nn.validation_split(
            stage.x, stage.labels, 0.2, np.random.default_rng(seed)
        )
        course = fit(x, labels, {"validation": aside, **measured}, seed=seed, keep=True)
        best = course.best("validation")
        at_best = scores(course.params[best], stage.unseen).argmax(axis=1)
        assert np.mean(at_best == stage.unseen_labels) == course.right["unseen"][best]
        found["best"].append([course.right["training"][best], course.right["unseen"][best]])
    return {name: np.array(shares) for name, shares in found.items()}


def test_without_anything_all_training_labels_are_learnt_by_heart(held):
    assert (held["nothing"][:, 0] > 0.99).all()
    assert held["nothing"][:, 1].mean() == pytest.approx(0.69, abs=0.05)


def test_a_penalty_and_dropout_and_the_best_epoch_know_more_of_the_unseen_digits(held):
    for name in ("l2", "drop", "best"):
        assert held[name][:, 1].mean() == pytest.approx(0.83, abs=0.04), name
        assert (held[name][:, 1] > held["nothing"][:, 1] + 0.06).all(), name
        assert held[name][:, 0].mean() == pytest.approx(0.72, abs=0.1), name


# The widget


def test_the_kept_trainings_are_what_a_training_gives():
    losses, right = runs()
    assert losses.shape == right.shape == (len(STRENGTHS), len(RATES), 2, 40)
    strength, rate = STRENGTHS.index(0.01), RATES.index(0.3)
    new_losses, new_right = run(0.01, 0.3)
    np.testing.assert_allclose(losses[strength, rate][:, :3], np.array(new_losses)[:, :3], rtol=0.1)
    assert right[strength, rate][1, -1] == pytest.approx(new_right[1][-1], abs=0.05)


def test_in_the_widget_a_strength_makes_the_gap_smaller():
    panel = overfitting_widget()
    losses = runs()[0]
    gaps = losses[:, 0, 1, -1] - losses[:, 0, 0, -1]
    assert (np.diff(gaps[:-1]) < 0).all()
    assert losses[-1, -1].min() > 1.5, "with both at their most it underfits"
    panel.controls["strength"].value = 0.03
    panel.controls["drop"].value = 0.5
    assert "after epoch" in panel.children[1].value
