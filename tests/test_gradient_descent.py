"""Lesson 05: its functions against independent oracles, its training, its data, its game."""

from functools import partial
from importlib import import_module

import numpy as np
import pytest

from course import nn
from course.checking import Attempt
from course.checking.examining import draw_for
from course.examples import house
from course.examples.data import digits, houses
from course.examples.landscapes import SADDLE
from course.examples.valleys import (
    BUMP,
    GAME,
    GOAL,
    LARGEST_RATE,
    LONG_PLAIN,
    MOST_STEPS,
    steps_to_floor,
)
from course.exercises import find
from course.exercises.gradient_descent.houses import draw_splits
from course.exercises.gradient_descent.prices import least_squares_of, sales
from course.plots import plot_edge, plot_losses, plot_walks
from course.training import Stopping, classifier, descend, edge, train
from course.widgets import descent_game, descent_widget
from course.widgets.descent import LANDS
from course.widgets.game import best_scores
from tests.exercises.catalogue import verdict_on

NUMBERS = range(50)


def spd(number):
    """Return (rng, a symmetric positive definite matrix), 1 by 1 among the first."""
    rng = np.random.default_rng(number)
    d = 1 if number < 5 else int(rng.integers(2, 7))
    root = rng.normal(size=(d, d))
    return rng, root @ root.T + np.eye(d)


# The functions


@pytest.mark.parametrize("number", NUMBERS)
def test_the_path_is_what_the_closed_form_of_a_bowl_says(number):
    rng, hessian = spd(number)
    bottom, w0 = rng.normal(size=(2, len(hessian)))
    rate = 1.9 / np.trace(hessian)
    path = nn.gradient_descent(lambda w: hessian @ (w - bottom), w0, rate, 7)
    for t, w in enumerate(path):
        shrink = np.linalg.matrix_power(np.eye(len(hessian)) - rate * hessian, t)
        np.testing.assert_allclose(w, bottom + shrink @ (w0 - bottom), rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("number", NUMBERS)
def test_the_largest_stable_rate_parts_what_converges_from_what_runs_away(number):
    rng, hessian = spd(number)
    limit = nn.largest_stable_learning_rate(hessian)
    w0 = rng.normal(size=len(hessian))
    below, above = (
        nn.gradient_descent(lambda w: hessian @ w, w0, factor * limit, 3000)[[0, -1]]
        for factor in (0.995, 1.005)
    )
    assert np.linalg.norm(below[1]) < np.linalg.norm(below[0])
    assert np.linalg.norm(above[1]) > np.linalg.norm(above[0])


def test_a_step_agrees_with_the_numbers_worked_by_hand():
    weights = [np.array([[0.52, 1.51], [0.53, -0.985]]), np.array([[1.02], [0.51]])]
    biases = [np.array([-0.49, 1.005]), np.array([0.51])]
    activations = nn.mlp_forward(house.X, house.WEIGHTS, house.BIASES)
    dy_hat = nn.mse_gradient(activations[-1], house.Y)
    dweights, dbiases = nn.mlp_backward(dy_hat, activations, house.WEIGHTS)
    params = nn.sgd_step([*house.WEIGHTS, *house.BIASES], dweights + dbiases, 0.02)
    for found, by_hand in zip(params, weights + biases, strict=True):
        np.testing.assert_allclose(found, by_hand, rtol=1e-12)


@pytest.mark.parametrize(("n", "size"), [(1, 4), (7, 7), (10, 3), (12, 4), (5, 1)])
def test_an_epoch_holds_each_example_once_with_its_own_target(n, size):
    x = np.arange(2.0 * n).reshape(n, 2)
    batches = list(nn.minibatches(x, x[:, 0] + 0.5, size, np.random.default_rng(n)))
    assert [len(b) for b, _ in batches[:-1]] == [size] * (len(batches) - 1)
    assert sorted(np.concatenate([b for b, _ in batches])[:, 0]) == list(x[:, 0])
    assert all((targets == rows[:, 0] + 0.5).all() for rows, targets in batches)


def test_every_order_of_the_examples_comes_equally_often():
    rng, x = np.random.default_rng(0), np.arange(3)
    orders = [
        tuple(np.concatenate([b for b, _ in nn.minibatches(x, x, 2, rng)])) for _ in range(6000)
    ]
    counts = [orders.count(order) for order in set(orders)]
    assert len(counts) == 6
    assert sum((count - 1000) ** 2 / 1000 for count in counts) < 25.7  # chi-square, 1 in 10,000


def stop_by_definition(losses, patience, min_delta):
    """The contract, word for word: look at every run of `patience` epochs."""
    better, best = [], np.inf
    for loss in losses:
        better.append(loss < best - min_delta)
        best = loss if better[-1] else best
    ends = [e for e in range(len(losses)) if e + 1 >= patience]
    return next((e for e in ends if not any(better[e + 1 - patience : e + 1])), None)


@pytest.mark.parametrize("number", NUMBERS)
def test_early_stopping_is_what_its_definition_says(number):
    rng = np.random.default_rng(number)
    losses = list(rng.integers(1, 9, size=rng.integers(1, 20)) / 4)
    patience, min_delta = int(rng.integers(1, 5)), float(rng.choice([0.0, 0.25, 0.6]))
    expected = stop_by_definition(losses, patience, min_delta)
    assert nn.early_stop(losses, patience, min_delta) == expected


def test_least_squares_cannot_be_bettered_on_its_own_data():
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(40, 3)), rng.normal(size=40)
    residual = nn.least_squares(x, y)(x) - y
    np.testing.assert_allclose(np.column_stack([x, np.ones(40)]).T @ residual, 0, atol=1e-12)


# The houses


def test_houses_and_digits_are_what_their_page_says():
    x, y, names = houses()
    assert x.shape == (3000, 10) and len(y) == 3000 and len(names) == 10
    assert x[0, names.index("sqft_living")] == 2120 and y[0] == 3.68
    images, labels = digits()
    assert images.shape == (1797, 64) and set(labels) == set(range(10))
    assert (images.min(), images.max()) == (0.0, 1.0)


def test_houses_are_scored_that_were_not_learned_from():
    x = sales().x
    for case in draw_splits(np.random.default_rng(1)):
        given, new = case.inputs["x"], case.inputs["new"]
        assert len(new) == len(case.inputs["rows"])
        np.testing.assert_allclose(given.mean(axis=0), 0, atol=1e-9)
        np.testing.assert_allclose(given.std(axis=0), 1)
        assert np.corrcoef(x[case.inputs["rows"]][:, 0], new[:, 0])[0, 1] > 1 - 1e-9
        learned = {(*row, price) for row, price in zip(given, case.inputs["y"], strict=True)}
        prices = sales().y[case.inputs["rows"]]
        assert not learned & {(*row, price) for row, price in zip(new, prices, strict=True)}
        assert "y" not in set(case.inputs) - set(find("fit_house_prices").arguments)


def test_the_yardstick_is_least_squares():
    exercise = find("fit_house_prices")
    for case in draw_for(exercise, 3).cases:
        oracle = nn.least_squares(case.inputs["x"], case.inputs["y"])(case.inputs["new"])
        performance = exercise.measure(Attempt({"prices": oracle, "alone": oracle[:3]}, case, 0.0))
        numbers = performance.numbers
        assert numbers["error"] == pytest.approx(numbers["error of least squares"], rel=1e-9)
        w, b = least_squares_of(case.inputs["x"], case.inputs["y"])
        np.testing.assert_allclose(case.inputs["new"] @ w + b, oracle, rtol=1e-9)


def test_gradient_descent_prices_unseen_houses_as_well_as_least_squares():
    exercise = find("fit_house_prices")
    for seed in range(5):
        assert verdict_on(exercise, nn.fit_house_prices, seed).points == exercise.possible


def descent(x, y, rate=0.1, steps=300, bias=True, sign=-1, mean=True):
    w, b = np.zeros(x.shape[1]), 0.0
    with np.errstate(all="ignore"):
        for _ in range(steps):
            d = (x @ w + b - y) / (len(x) if mean else 1)
            w, b = w + sign * rate * x.T @ d, b + sign * rate * d.sum() * bias
    return w, b


def broadcast(x, y, rng):
    w, b = np.zeros((x.shape[1], 1)), 0.0
    for _ in range(60):
        d = (x @ w + b - y) / len(x)
        w, b = w - 0.1 * (x.T @ d).mean(axis=1, keepdims=True), b - 0.1 * d.sum() / len(x)
    return lambda new: (new @ w + b)[:, 0]


def scaled(x, y, rng):
    w, b = descent(x, (y - y.mean()) / y.std())
    return lambda new: new @ w + b


def line(**changes):
    def fit(x, y, rng):
        w, b = descent(x, y, **changes)
        return lambda new: new @ w + b

    return fit


@pytest.mark.parametrize(
    ("fit", "diagnosis"),
    [
        (line(bias=False), "intercept_left_out"),
        (scaled, "price_not_scaled_back"),
        (line(mean=False), "ran_away"),
        (line(sign=1, steps=400), "ran_away"),
        (line(rate=0.6, steps=2000), "ran_away"),
        (line(rate=0.001, steps=100), "stopped_too_early"),
        (line(rate=0.02, steps=60), "stopped_too_early"),
        (broadcast, "same_price_for_all"),
        (lambda x, y, rng: descent(x, y), "weights_returned"),
    ],
)
def test_prices_that_went_wrong_in_another_way_are_named_all_the_same(fit, diagnosis):
    for seed in range(3):
        assert verdict_on(find("fit_house_prices"), fit, seed).diagnosis == diagnosis


def test_poor_prices_earn_some_of_the_points_and_are_told_their_score():
    def size_alone(x, y, rng):
        w, b = descent(x[:, :1], y)
        return lambda new: new[:, :1] @ w + b

    verdict = verdict_on(find("fit_house_prices"), size_alone, 0)
    assert 3 < verdict.points < verdict.possible
    assert "the mean squared error is" in verdict.message


# Training


def quadratic(params, x, y):
    return float(np.mean((params[0] - y) ** 2) / 2), [np.mean(params[0] - y)]


ONE = (np.zeros((8, 1)), np.zeros(8))


def halving(params, grads):
    return [params[0] / 2]


def test_training_ends_after_its_epochs_and_keeps_each_epoch_s_mean_loss():
    params, history = train(
        quadratic, [np.array(4.0)], ONE, np.random.default_rng(0), halving, epochs=3, batch_size=8
    )
    assert (history.losses, history.stopped) == ([8.0, 2.0, 0.5], "epochs")
    assert params[0] == 0.5 and history.validation_losses == []


def test_a_smaller_last_batch_counts_by_its_size_in_an_epoch_s_loss():
    y = np.arange(5.0)
    loss = lambda params, x, y: (float(y.mean()), [0.0])  # noqa: E731
    _, history = train(
        loss, [0.0], (y[:, None], y), np.random.default_rng(0), lambda p, g: p, epochs=2,
        batch_size=3,
    )  # fmt: skip
    assert history.losses == pytest.approx([2.0, 2.0])


def test_training_ends_at_a_target_loss():
    _, history = train(
        quadratic, [np.array(4.0)], ONE, np.random.default_rng(0), halving, epochs=9,
        batch_size=8, stopping=Stopping(target_loss=2.0),
    )  # fmt: skip
    assert (history.losses, history.stopped) == ([8.0, 2.0], "target loss")


def test_training_ends_when_the_validation_loss_has_lost_patience():
    aside = (np.zeros((1, 1)), np.array([1.0]))  # the weight goes past it on its way to 0
    _, history = train(
        quadratic, [np.array(8.0)], ONE, np.random.default_rng(0), halving, epochs=30,
        batch_size=8, validation=aside, stopping=Stopping(patience=2),
    )  # fmt: skip
    assert history.stopped == "validation loss"
    assert history.validation_losses == [4.5, 0.5, 0.0, 0.125, 0.28125]


def test_the_classifier_s_gradients_are_those_of_its_loss():
    rng = np.random.default_rng(0)
    params = [rng.normal(size=s) for s in ((4, 5), (5, 3), (5,), (3,))]
    x, labels = rng.normal(size=(6, 4)), rng.integers(0, 3, 6)
    _, grads = classifier(params, x, labels)
    for k, grad in enumerate(grads):
        slopes = nn.numeric_gradient(
            lambda p, k=k: classifier([*params[:k], p, *params[k + 1 :]], x, labels)[0], params[k]
        )
        np.testing.assert_allclose(grad, slopes, atol=1e-7)


def test_training_learns_the_digits():
    x, labels = digits()
    rng = np.random.default_rng(0)
    params = [rng.normal(size=(64, 32)) * 0.18, rng.normal(size=(32, 10)) * 0.2]
    params += [np.zeros(32), np.zeros(10)]
    update = partial(nn.sgd_step, learning_rate=0.3)
    params, _ = train(classifier, params, (x[:1000], labels[:1000]), rng, update, epochs=8)
    logits = nn.mlp_forward(x[1000:], params[:2], params[2:])[-1]
    assert np.mean(logits.argmax(axis=1) == labels[1000:]) > 0.85


@pytest.mark.parametrize("progress", [False, True])
def test_a_progress_bar_is_shown_only_on_demand(progress, capfd):
    train(
        quadratic, [np.array(4.0)], ONE, np.random.default_rng(0), halving, epochs=2,
        progress=progress,
    )  # fmt: skip
    written = capfd.readouterr()
    assert ("epochs" in written.out + written.err) == progress


def test_without_a_progress_bar_none_is_made_that_an_interrupt_could_find_half_made(monkeypatch):
    made = []
    monkeypatch.setattr(
        import_module("course.training.loop"), "tqdm", lambda *a, **k: made.append(a)
    )
    train(quadratic, [np.array(4.0)], ONE, np.random.default_rng(0), halving, epochs=2)
    assert made == []


def test_a_picture_of_losses_says_how_they_end():
    figure = plot_losses({"a": [3.0, 1.0], "b": np.array([2.0, 0.5])})
    assert "a ends at 1, b ends at 0.5" in figure.description


# The game


@pytest.mark.parametrize("land", GAME, ids=lambda land: land.name)
def test_the_floor_is_level_and_lowest_and_lies_in_the_picture(land):
    left, right, bottom, top = land.window
    sides = np.meshgrid(np.linspace(left, right, 300), np.linspace(bottom, top, 300))
    everywhere = np.stack(sides, axis=-1)
    for place in np.array(land.floor):
        assert np.abs(land.gradient(place)).max() < 1e-4
        assert abs(land.loss(place)) < 1e-6 and land.loss(everywhere).min() > -1e-6
        assert left < place[0] < right and bottom < place[1] < top
    for w in np.random.default_rng(0).uniform(-2, 2, size=(20, 2)):
        slopes = nn.numeric_gradient(lambda v: float(land.loss(v)), w)
        np.testing.assert_allclose(land.gradient(w), slopes, atol=1e-7)


def test_plain_steps_win_the_first_three_landscapes():
    rates = np.geomspace(0.01, LARGEST_RATE, 41)
    for land in GAME[:3]:
        assert any(steps_to_floor(land, rate) for rate in rates)


def test_momentum_wins_the_last_two():
    assert GAME[3:] == (BUMP, LONG_PLAIN)
    assert steps_to_floor(BUMP, 0.8, 0.9) <= 10
    assert steps_to_floor(LONG_PLAIN, 0.85, 0.9) <= 25


def test_no_plain_step_leads_over_the_bump():
    """From every place between the bump and the start, a step of any rate stays between them.

    The step is linear in the rate, so the largest one, and none at all, bound the others.
    """
    x = np.linspace(0.07, BUMP.start[0], 200_001)
    ground = np.stack([x, np.zeros_like(x)], axis=-1)
    after = x - LARGEST_RATE * BUMP.gradient(ground)[:, 0]
    margin = 4 * (x[1] - x[0])  # so much at most differ two neighbours' steps: |slope'| < 3
    assert x[0] + margin < after.min() and after.max() < x[-1]
    at_bump = BUMP.gradient(np.array([x[0], 0.0]))[0]
    assert at_bump < 0, "on this side of the bump it goes down away from the floor"
    assert BUMP.loss(ground).min() > GOAL * BUMP.loss(np.array(BUMP.start))


def test_no_plain_steps_cross_the_plain_in_time():
    x = np.linspace(-6.0, 6.0, 100_001)
    slopes = LONG_PLAIN.gradient(np.stack([x, np.zeros_like(x)], axis=-1))[:, 0]
    start = np.array(LONG_PLAIN.start)
    won = LONG_PLAIN.loss(np.stack([x, np.zeros_like(x)], axis=-1)) < GOAL * LONG_PLAIN.loss(start)
    steepest = 0.06  # |w| / sqrt(1 + w^2) stays below 1
    assert np.abs(slopes).max() < steepest
    assert start[0] - x[won].max() > MOST_STEPS * LARGEST_RATE * steepest


def play(panel, land, rate, steps):
    panel.controls["land"].value = land
    panel.controls["rate"].value = rate
    for _ in range(steps):
        panel.controls["step"].click()
    return panel.children[1].value


def test_the_game_counts_steps_and_keeps_the_best_score():
    best_scores.clear()
    panel = descent_game()
    assert "the floor after" in play(panel, "1: round bowl", 0.25, 9)
    slow = best_scores[False]["1: round bowl"]
    panel.controls["again"].click()
    assert "your best here: " in panel.children[1].value
    assert "the floor after 1 step;" in play(panel, "1: round bowl", 0.5, 3)
    assert best_scores[False]["1: round bowl"] == 1 < slow
    assert "your best here: 1 step" in descent_game().children[1].value
    best_scores.clear()


def test_the_game_ends_where_the_steps_or_the_player_are_gone():
    assert f"{MOST_STEPS} steps, and the loss is still" in play(
        descent_game(), "4: valley with a bump", 1.0, MOST_STEPS + 5
    )
    assert "too far away" in play(descent_game(), "2: long bowl", 1.0, 30)
    assert "the floor after" in play(descent_game(momentum=True), "5: long plain", 0.85, 30)
    best_scores.clear()


def test_the_dashed_line_shows_where_the_next_step_leads():
    panel = descent_game()
    panel.controls["rate"].value = 0.2
    ahead = panel.picture["ahead"].get_xydata()[1]
    panel.controls["step"].click()
    np.testing.assert_allclose(panel.picture["here"].get_xydata()[0], ahead)


# The widget


@pytest.mark.parametrize("name", LANDS)
def test_the_widget_s_path_is_that_of_gradient_descent(name):
    panel = descent_widget()
    panel.controls["land"].value = name
    panel.controls["rate"].value = 10**-2
    start = panel.controls["x"].value, panel.controls["y"].value
    path = nn.gradient_descent(LANDS[name].gradient, np.array(start), 10**-2, 60)
    np.testing.assert_allclose(panel.picture["path"].get_xydata(), path, atol=1e-9)
    assert f"{LANDS[name].loss(path[-1]):.3g} after 60" in panel.children[1].value


def test_smaller_batches_make_a_more_restless_path():
    panel = descent_widget()
    lengths = []
    for size in (1, 16, np.inf):
        panel.controls["batch_size"].value = size
        steps = np.diff(panel.picture["path"].get_xydata(), axis=0)
        lengths.append(np.linalg.norm(steps, axis=1).sum())
    assert lengths[0] > 2 * lengths[1] > 2 * lengths[2]


def test_a_rate_that_is_too_large_is_said_to_run_away():
    panel = descent_widget()
    panel.controls["rate"].value = 1.0
    assert "run away" in panel.children[1].value


# The numbers that the text says


def house_gradients(params):
    """Return (price, gradients) of the house network."""
    activations = nn.mlp_forward(house.X, params[:2], params[2:])
    dy_hat = nn.mse_gradient(activations[-1], house.Y)
    dweights, dbiases = nn.mlp_backward(dy_hat, activations, params[:2])
    return activations[-1].item(), dweights + dbiases


def largest_stable_rate(params, h=1e-5):
    """Return 2/λ of the house network's loss at these parameters, its Hessian measured."""
    sizes = np.cumsum([p.size for p in params])[:-1]
    flat = np.concatenate([p.ravel() for p in params])

    def gradient(w):
        parts = [part.reshape(p.shape) for part, p in zip(np.split(w, sizes), params, strict=True)]
        return np.concatenate([g.ravel() for g in house_gradients(parts)[1]])

    moves = h * np.eye(len(flat))
    hessian = [(gradient(flat + move) - gradient(flat - move)) / (2 * h) for move in moves]
    return nn.largest_stable_learning_rate((np.array(hessian) + np.transpose(hessian)) / 2)


def house_walk(rate, steps):
    """Return (prices, the parameters at the end) over steps of gradient descent."""
    params, prices = [*house.WEIGHTS, *house.BIASES], []
    for _ in range(steps):
        price, grads = house_gradients(params)
        prices.append(price)
        params = nn.sgd_step(params, grads, rate)
    return np.array(prices), params


def test_at_rate_0_1_the_house_jumps_further_each_time_and_then_calms():
    prices, last = house_walk(0.1, 200)
    np.testing.assert_allclose(prices[1:6], [4.26, 2.18, 4.96, 1.20, 3.84], atol=0.005)
    jumps = np.abs(np.diff(prices))
    assert (np.diff(jumps[:4]) > 0).all() and jumps[4] < jumps[3]
    assert round(prices[-1], 2) == 3.51
    first = largest_stable_rate([*house.WEIGHTS, *house.BIASES])
    assert round(first, 3) == 0.091 and first < 0.1 < largest_stable_rate(last)


def test_in_square_feet_the_ranking_of_blame_flips():
    in_feet = [house.WEIGHTS[0] / np.array([[1000.0], [1.0]]), house.WEIGHTS[1]]
    sizes = []
    for x, weights in ((house.X, house.WEIGHTS), (house.X * [1000, 1], in_feet)):
        activations = nn.mlp_forward(x, weights, house.BIASES)
        assert activations[-1].item() == pytest.approx(3.0)
        dy_hat = nn.mse_gradient(activations[-1], house.Y)
        dweights, _ = nn.mlp_backward(dy_hat, activations, weights)
        sizes.append(np.abs(dweights[0]))
    assert (sizes[0][0] < sizes[0][1]).all() and (sizes[1][0] > sizes[1][1]).all()
    np.testing.assert_allclose(sizes[1][0], 1000 * sizes[0][0])


def test_without_standardising_the_largest_rate_is_a_billionth():
    x, _, _ = houses()
    seen = x[np.random.default_rng(5).permutation(len(x))[:2000]]
    rates = []
    for features in (seen, (seen - seen.mean(axis=0)) / seen.std(axis=0)):
        inputs = np.column_stack([features, np.ones(len(seen))])
        rates.append(nn.largest_stable_learning_rate(inputs.T @ inputs / len(seen)))
    assert rates[1] == pytest.approx(0.557, abs=5e-4)
    assert 1e-9 < rates[0] / rates[1] < 2e-9


def test_early_stopping_pays_in_three_of_eight_draws():
    """As the text's cell has it: 40 houses, 100 epochs, patience 5."""
    x, y, _ = houses()
    seen = np.random.default_rng(5).permutation(len(x))[:2000]
    x = (x - x[seen].mean(axis=0)) / x[seen].std(axis=0)
    costs = []
    for draw in range(8):
        some = np.random.default_rng(draw).permutation(len(x))
        few, aside = some[:40], some[1000:1300]
        w, b, losses = np.zeros(10), 0.0, []
        for _ in range(100):
            error = x[few] @ w + b - y[few]
            w, b = w - 0.1 * x[few].T @ error / 40, b - 0.1 * error.mean()
            losses.append(np.mean((x[aside] @ w + b - y[aside]) ** 2) / 2)
        costs.append(losses[-1] / min(losses) - 1)
    pays = [draw for draw, cost in enumerate(costs) if cost > 0.05]
    assert pays == [0, 4, 5]
    assert min(costs[d] for d in pays) > 0.075 and max(costs) == pytest.approx(0.31, abs=0.01)
    assert max(cost for d, cost in enumerate(costs) if d not in pays) < 0.02


@pytest.fixture(scope="module")
def descents():
    x, labels = digits()
    return [descend(x[:200], labels[:200], rate) for rate in (0.2, 0.4, 0.8)]


def test_the_sharpness_ends_at_2_over_the_rate_and_the_loss_jumps_and_falls(descents):
    for descent in descents:
        assert descent.sharpness[-20:].mean() == pytest.approx(2 / descent.rate, rel=0.06)
        assert descent.losses[-1] < 0.2 * descent.losses[0]
    ups = np.mean(np.diff(descents[1].losses) > 0)
    assert 0.35 < ups < 0.5


def test_the_sharpness_is_the_hessian_s_largest_eigenvalue():
    """Against the Hessian itself, written out by central differences of the gradient."""
    rng = np.random.default_rng(3)
    shapes = [(4, 3), (3,), (3, 10), (10,)]
    params = [rng.normal(size=shape) for shape in shapes]
    x, y = rng.normal(size=(9, 4)), rng.normal(size=(9, 10))
    flat = np.concatenate([p.ravel() for p in params])

    def slopes(values):
        ends = np.cumsum([np.prod(shape) for shape in shapes])[:-1]
        pieces = np.split(values, ends)
        given = [piece.reshape(shape) for piece, shape in zip(pieces, shapes, strict=True)]
        return np.concatenate([g.ravel() for g in edge.loss_and_grads(given, x, y)[1]])

    hessian = np.array(
        [(slopes(flat + h) - slopes(flat - h)) / 2e-5 for h in 1e-5 * np.eye(len(flat))]
    )
    found, direction = 0.0, params
    for _ in range(20):
        found, direction = edge.sharpness(params, x, y, direction)
    assert found == pytest.approx(np.linalg.eigvalsh(hessian)[-1], rel=1e-3)


def test_the_picture_of_the_edge_says_where_each_descent_ends(descents):
    figure = plot_edge(descents)
    for descent in descents:
        assert f"where the limit is {2 / descent.rate:g}" in figure.description


def test_each_walker_at_the_saddle_has_a_way_of_its_own_and_nothing_is_cut_off():
    starts = ((1.3, 0.0), (-1.0, 0.001), (0.8, -0.1))
    paths = [nn.gradient_descent(SADDLE.gradient, np.array(start), 0.05, 40) for start in starts]
    figure = plot_walks(SADDLE, {str(s): p for s, p in zip(starts, paths, strict=True)}, log=False)
    curves = figure.axes[1]
    assert curves.get_yscale() == "linear"
    for line, path in zip(curves.lines, paths, strict=True):
        np.testing.assert_allclose(line.get_ydata(), SADDLE.loss(path), atol=1e-5)
    assert SADDLE.loss(paths[0][-1]) == pytest.approx(2.0)  # stays on the ridge
    assert SADDLE.loss(paths[1][10]) > 1.9 > 0.1 > SADDLE.loss(paths[1][-1])
    for one, two in ((0, 1), (0, 2), (1, 2)):
        assert np.linalg.norm(paths[one][0] - paths[two][0]) > 0.3
