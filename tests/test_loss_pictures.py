"""Promises of lesson 02's pictures: the loss's landscape, its curves, cats and dogs."""

import io

import numpy as np
import pytest
from PIL import Image

from course.examples import pets
from course.exercises.numeric import gradient
from course.plots import course_style, draw_pets, plot_loss_curves, plot_squared_errors
from course.widgets.loss import LOSSES, LossPicture, loss_widget, lowest_point

pytestmark = pytest.mark.filterwarnings("error")


def pixels(picture):
    return np.asarray(Image.open(io.BytesIO(picture.image.value)).convert("RGBA"))


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
@pytest.mark.parametrize("w", [(-6.0, 5.0), (0.0, 0.0), (3.4, -3.0), (8.0, 8.0)])
def test_the_slope_is_the_loss_s_own(loss, w):
    numeric = gradient(lambda moved: loss(moved)[0], np.array(w))
    np.testing.assert_allclose(loss(np.array(w))[1], numeric, atol=1e-8)


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
def test_nothing_around_the_lowest_point_is_lower(loss):
    lowest = lowest_point(loss)
    assert np.all(np.abs(lowest) < 8)
    around = lowest + np.random.default_rng(0).normal(size=(200, 2))
    assert all(loss(w)[0] > loss(lowest)[0] for w in around)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("w", [(-4.0, 3.0), (6.0, 2.0)])
def test_the_point_lies_on_the_surface_where_matplotlib_would_draw_it(loss, w):
    picture = LossPicture()
    picture.show(*w, loss)
    picture.refresh()
    with course_style():
        (drawn,) = picture.hills.plot([w[0]], [w[1]], [LOSSES[loss](np.array(w))[0]], "o")
        picture.figure.canvas.draw()
    expected = picture.hills.transData.transform(np.transpose(drawn.get_data()))
    np.testing.assert_allclose(picture["place"].get_xydata(), expected, atol=0.01)


def test_the_arrow_points_where_the_loss_rises_fastest():
    picture = LossPicture()
    picture.show(-4.0, 3.0, "cross-entropy")
    start, end = map(np.array, picture["arrow"]._posA_posB)
    turns = np.linspace(0, 2 * np.pi, 720)
    steps = 1e-3 * np.column_stack([np.cos(turns), np.sin(turns)])
    rises = [LOSSES["cross-entropy"](start + step)[0] for step in steps]
    steepest = steps[np.argmax(rises)]
    cosine = (end - start) @ steepest / np.linalg.norm(end - start) / np.linalg.norm(steepest)
    assert cosine > 0.999


def test_the_sliders_move_the_point_and_change_the_words():
    widget = loss_widget()
    before, words = pixels(widget.picture), widget._readout.value
    widget.controls["w1"].value = 2.0
    assert np.any(pixels(widget.picture) != before)
    assert widget._readout.value != words
    assert "loss 1." in widget._readout.value


def test_changing_the_loss_back_and_forth_brings_the_same_picture():
    widget = loss_widget()
    before = pixels(widget.picture)
    widget.controls["loss"].value = "squared error"
    assert np.any(pixels(widget.picture) != before)
    widget.controls["loss"].value = "cross-entropy"
    assert np.array_equal(pixels(widget.picture), before)


def test_each_error_is_the_side_of_its_square():
    y_hat, y = np.array([3.0, 2.1]), np.array([3.5, 1.9])
    (ax,) = plot_squared_errors(y_hat, y).axes
    for square, error in zip(ax.patches, y_hat - y, strict=True):
        assert square.get_width() == square.get_height() == pytest.approx(error)


def test_the_curves_are_the_losses_and_their_tangents_touch_them():
    left, right = plot_loss_curves().axes
    y_hat, cost = left.lines[0].get_data()
    np.testing.assert_allclose(cost, 0.5 * (y_hat - 3.5) ** 2)
    tangents = [line for line in left.lines if line.get_linestyle() == "--"]
    for tangent, (at, slope) in zip(tangents, [(3.0, -0.5), (5.0, 1.5)], strict=True):
        (x1, x2), (y1, y2) = tangent.get_data()
        assert (y2 - y1) / (x2 - x1) == pytest.approx(slope)
        assert (y1 + y2) / 2 == pytest.approx(0.5 * (at - 3.5) ** 2)
    p, cost = right.lines[0].get_data()
    np.testing.assert_allclose(np.exp(-cost), p)


def test_ears_rise_from_hanging_to_pointed_alike_on_both_sides():
    def ear_tips(ears):
        (ax,) = draw_pets(np.array([[ears, 0.0]]), ["a face"], columns=1).axes
        return [ear.get_xy()[1] for ear in ax.patches[:2]]

    heights = [tips[0][1] for tips in map(ear_tips, (-1.0, -0.5, 0.0, 0.5, 1.0))]
    assert heights == sorted(heights)
    assert heights[0] < 0 < 0.85 < heights[-1]
    left, right = ear_tips(0.4)
    assert left[0] == -right[0]


def test_there_are_as_many_cats_as_dogs_and_neither_feature_tells_them_apart_alone():
    assert pets.Y.mean() == 0.5
    assert np.all(np.abs(pets.X) <= 1)
    cats, dogs = pets.X[pets.Y == 1], pets.X[pets.Y == 0]
    for feature in (0, 1):
        assert cats[:, feature].min() < dogs[:, feature].max()
        assert dogs[:, feature].min() < cats[:, feature].max()
