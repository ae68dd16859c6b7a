"""Lesson 01: the numbers that its text says."""

import numpy as np
import pytest

from course.examples import house
from course.examples.data import houses
from course.plots import plot_places
from course.training import price_errors


@pytest.fixture(scope="module")
def errors():
    """Mean squared errors: (split, without and with location, of a weighted sum and a network)."""
    x, y, names = houses()
    assert names[8:] == ("lat", "long")
    return np.array(
        [
            [price_errors(x[:, :columns], y, np.random.default_rng(split)) for columns in (8, 10)]
            for split in range(3)
        ]
    )


def test_location_is_worth_10_percent_to_a_weighted_sum_and_30_to_a_network(errors):
    (sum_without, network_without), (sum_with, network_with) = errors.mean(axis=0)
    assert 1 - sum_with / sum_without == pytest.approx(0.10, abs=0.01)
    assert 1 - network_with / network_without == pytest.approx(0.30, abs=0.02)
    assert (errors[:, 1] < errors[:, 0]).all()


def test_what_ran_gave_another_answer():
    x, w = house.X[0], house.WEIGHTS[0]
    np.testing.assert_allclose(w @ x, [5.5, -2.0])
    np.testing.assert_allclose(x @ w, [2.5, 0.0])


def test_from_200_examples_on_activations_take_more_room_than_parameters():
    sizes = [784, 256, 256, 10]
    parameters = sum((a + 1) * b for a, b in zip(sizes, sizes[1:], strict=False))
    assert 200 * sum(sizes) < parameters < 210 * sum(sizes)


def test_the_map_says_in_words_where_the_dear_houses_are():
    x, y, _ = houses()
    figure = plot_places(x[:, 9], x[:, 8], y)
    assert "around a lake" in figure.description
    dear = x[y > 12]
    assert (dear[:, 8] > 47.5).mean() > 0.95
