"""Promises of lesson 07's pictures: landscapes, walks down them, and the race."""

import io

import numpy as np
import pytest
from PIL import Image

from course import nn
from course.examples.landscapes import LANDSCAPES, NOISY_SLOPE, RAVINE, SADDLE, bowl
from course.exercises.numeric import gradient
from course.plots import plot_walks
from course.training import Settings, methods, race, updater, walk
from course.widgets.race import STEPS, race_widget

pytestmark = pytest.mark.filterwarnings("error")

EACH = pytest.mark.parametrize("land", LANDSCAPES.values(), ids=LANDSCAPES)


def pixels(picture):
    return np.asarray(Image.open(io.BytesIO(picture.image.value)).convert("RGBA"))


@pytest.fixture(scope="module")
def widget():
    return race_widget()


@EACH
def test_the_gradient_is_the_loss_s_own(land):
    places = np.random.default_rng(0).uniform(*np.reshape(land.window, (2, 2)).T, (20, 2))
    for w in places:
        np.testing.assert_allclose(land.gradient(w), gradient(land.loss, w), atol=1e-6)
    np.testing.assert_allclose(land.loss(places), [land.loss(w) for w in places], rtol=1e-14)


@EACH
def test_the_floor_is_at_0_and_the_rest_of_what_is_shown_lies_above(land):
    np.testing.assert_allclose(land.loss(np.array(land.floor)), 0, atol=1e-15)
    x, y = np.meshgrid(np.linspace(*land.window[:2], 200), np.linspace(*land.window[2:], 200))
    assert land.loss(np.stack([x, y], axis=-1)).min() > 0
    start = np.array(land.start)
    assert np.all(start > land.window[::2]) and np.all(start < land.window[1::2])


@pytest.mark.parametrize("turn", [0, 30, 90])
def test_a_bowl_has_its_curvatures_however_it_is_turned(turn):
    _, slope = bowl((1.0, 60.0), (3.0, -2.0), turn)
    np.testing.assert_allclose(slope(np.array([3.0, -2.0])), 0, atol=1e-12)
    hessian = slope(np.array([[4.0, -2.0], [3.0, -1.0]]))
    np.testing.assert_allclose(np.linalg.eigvalsh(hessian), [1, 60], rtol=1e-12)
    across = np.array([-np.sin(np.radians(turn)), np.cos(np.radians(turn))])
    np.testing.assert_allclose(hessian @ across, 60 * across, atol=1e-12)


def test_gradient_descent_in_a_bowl_is_a_power_of_its_factor():
    _, slope = bowl((1.0, 60.0))
    plain = methods(Settings(rate=0.03))["gradient descent"]
    path = walk(plain, slope, (2.0, 0.5), 50)
    powers = np.arange(51)
    np.testing.assert_allclose(path[:, 0], 2.0 * 0.97**powers, rtol=1e-12)
    np.testing.assert_allclose(path[:, 1], 0.5 * (-0.8) ** powers, rtol=1e-11)


def test_a_walk_that_gets_lost_is_nothing_from_there_on():
    path = walk(methods(Settings(rate=0.1))["gradient descent"], RAVINE.gradient, (0.0, 1.0), 30)
    lost = int(np.argmax(np.isnan(path[:, 0])))
    assert lost == 3  # the factor is 1 - 0.1 * 60 = -5, and 5**3 is the first beyond 100
    assert np.isnan(path[lost:]).all() and np.isfinite(path[:lost]).all()


def test_all_race_under_the_same_noise_and_with_their_own_settings():
    settings = Settings(rate=0.04, adaptive_rate=0.07, beta=0.6, beta2=0.8, decay=0.3)
    paths = race(NOISY_SLOPE, settings, 3, seed=5)
    noise = np.random.default_rng(5).normal(size=(3, 2))
    slope = NOISY_SLOPE.gradient
    for name, step, given in (
        ("momentum", nn.momentum_step, (0.04, 0.6)),
        ("Nesterov", nn.nesterov_step, (0.04, 0.6)),
        ("RMSprop", nn.rmsprop_step, (0.07, 0.8)),
    ):
        w, memory = np.array(NOISY_SLOPE.start), np.zeros(2)
        for t in range(3):
            w, memory = step(w, slope(w) + noise[t], memory, *given)
            np.testing.assert_array_equal(paths[name][t + 1], w)
    adam, adamw, start = paths["Adam"], paths["AdamW"], np.array(NOISY_SLOPE.start)
    np.testing.assert_allclose(np.abs(adam[1] - start), 0.07, rtol=1e-6)
    np.testing.assert_allclose(adamw[1], adam[1] - 0.07 * 0.3 * start, rtol=1e-12)


def test_an_updater_moves_each_array_as_a_walk_does_and_remembers_for_itself_alone():
    adam = methods(Settings(adaptive_rate=0.05))["Adam"]
    starts = np.array([2.0, -1.0]), np.array([0.5])
    slopes = (lambda w: w, lambda w: 3 * w)
    for _ in range(2):
        update, params = updater(adam, starts), list(starts)
        for _ in range(7):
            params = update(params, [slope(w) for slope, w in zip(slopes, params, strict=True)])
        for slope, start, end in zip(slopes, starts, params, strict=True):
            np.testing.assert_array_equal(end, walk(adam, slope, start, 7)[-1])


def test_the_saddle_holds_plain_gradient_descent_longer_than_momentum():
    paths = race(SADDLE, Settings(), 30)
    assert SADDLE.loss(paths["gradient descent"][20]) == pytest.approx(2.0, abs=0.02)
    assert SADDLE.loss(paths["momentum"][20]) < 1.0


@EACH
def test_walks_are_drawn_where_they_went_and_their_losses_beside_them(land):
    walks = race(land, Settings(), 25)
    figure = plot_walks(land, walks)
    plane, curves = figure.axes
    drawn = [line.get_xydata() for line in plane.lines[-len(walks) :]]
    for path, line, loss in zip(walks.values(), drawn, curves.lines, strict=True):
        np.testing.assert_array_equal(line, path)
        np.testing.assert_allclose(loss.get_ydata(), np.maximum(land.loss(path), 1e-6))


# The widget


@pytest.mark.parametrize(
    ("name", "value"),
    [("steps", 60), ("rate", 0.01), ("adaptive_rate", 0.1), ("beta", 0.5), ("beta2", 0.9),
     ("decay", 0.4)],
)  # fmt: skip
def test_every_slider_moves_the_picture_and_changes_the_words(widget, name, value):
    before, words, old = pixels(widget.picture), widget._readout.value, widget.controls[name].value
    widget.controls[name].value = value
    assert np.any(pixels(widget.picture) != before)
    assert widget._readout.value != words
    widget.controls[name].value = old
    np.testing.assert_array_equal(pixels(widget.picture), before)


def test_another_landscape_and_back_brings_the_same_picture(widget):
    before = pixels(widget.picture)
    for name in [*list(LANDSCAPES)[1:], "ravine"]:
        widget.controls["landscape"].value = name
        assert np.array_equal(pixels(widget.picture), before) == (name == "ravine")


def test_the_readout_names_the_lowest_first_and_those_that_got_lost(widget):
    widget.controls["rate"].value = 0.03
    widget.controls["steps"].value = STEPS
    losses = {n: RAVINE.loss(p[-1]) for n, p in race(RAVINE, Settings(rate=0.03), STEPS).items()}
    assert [name for name, loss in losses.items() if np.isnan(loss)] == ["Nesterov"]
    words = widget._readout.value
    assert "lost: Nesterov" in words
    there = sorted((n for n in losses if n != "Nesterov"), key=losses.get)
    places = [words.index(f" {name} ") for name in there]
    assert places == sorted(places)
    widget.controls["rate"].value = 0.02
