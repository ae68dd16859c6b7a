"""Lesson 09: convolution and pooling against an independent oracle, experiments, pictures."""

import time

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from course import data, nn, shapes
from course.exercises import find
from course.exercises.numeric import gradients
from course.nn.convolution import image_windows
from course.plots import draw_arrays
from course.training import Settings, methods, updater
from course.widgets import convolution_widget, watch_kernels
from grader.demo.styles.convolution import STYLES
from tests.agreement import agree
from tests.benchmarks.convolution_on_digits import share_right
from tests.exercises.catalogue import verdict_on

pytestmark = pytest.mark.filterwarnings("error")

SPECIAL = (  # n, c, f, (h, w), (kh, kw)
    (1, 1, 1, (1, 1), (1, 1)),
    (1, 3, 2, (5, 3), (2, 3)),
    (3, 2, 4, (4, 6), (1, 1)),
    (2, 3, 2, (4, 3), (4, 3)),
    (3, 3, 3, (3, 3), (3, 3)),
    (2, 2, 2, (3, 3), (2, 2)),
    (2, 4, 1, (2, 7), (1, 4)),
    (1, 2, 3, (6, 2), (5, 1)),
)
SHAPES = range(50)  # the first ones are special


def sizes_of(number):
    """Return (rng, n, c, f, image, kernel) of one of the shapes."""
    rng = np.random.default_rng(number)
    if number < len(SPECIAL):
        return rng, *SPECIAL[number]
    n, c, f = rng.integers(1, 5, 3)
    kernel = rng.integers(1, 4, 2)
    return rng, n, c, f, tuple(kernel + rng.integers(0, 4, 2)), tuple(kernel)


def oracle_convolution(x, w, b):
    """A convolution of plain slices and sums, in the oracle's own NumPy."""
    kh, kw = w.shape[2:]
    rows, columns = x.shape[2] - kh + 1, x.shape[3] - kw + 1
    total = 0.0
    for i in range(kh):
        for j in range(kw):
            part = x[:, None, :, i : i + rows, j : j + columns]
            total = total + anp.sum(part * w[None, :, :, i, j, None, None], axis=2)
    return total + anp.reshape(b, (1, -1, 1, 1))


def oracle_pool(x):
    """Pooling by a chain of comparisons, in the oracle's own NumPy."""
    rows = anp.maximum(x[:, :, ::2], x[:, :, 1::2])
    return anp.maximum(rows[:, :, :, ::2], rows[:, :, :, 1::2])


@pytest.mark.parametrize("number", SHAPES)
def test_a_convolution_and_its_gradients_agree_with_the_oracle_and_with_differences(number):
    rng, n, c, f, image, kernel = sizes_of(number)
    x, w, b = rng.normal(size=(n, c, *image)), rng.normal(size=(f, c, *kernel)), rng.normal(size=f)
    out = nn.conv2d_forward(x, w, b)
    assert agree(out, oracle_convolution(x, w, b), 1e-10)
    dout = rng.normal(size=out.shape)
    found = nn.conv2d_backward(dout, x, w)
    oracle = grad(lambda p: anp.sum(dout * oracle_convolution(*p)))((x, w, b))
    numeric = gradients(lambda *p: np.sum(dout * nn.conv2d_forward(*p)), x, w, b)
    assert all(agree(*pair, 1e-10) for pair in zip(found, oracle, strict=True))
    assert all(agree(*pair, 1e-6) for pair in zip(found, numeric, strict=True))


@pytest.mark.parametrize("number", SHAPES)
def test_pooling_and_its_gradient_agree_with_the_oracle_and_with_differences(number):
    rng = np.random.default_rng(number)
    n, c = (1, 1) if not number else rng.integers(1, 4, 2)
    h, w = 2 * rng.integers(1, 4, 2)
    x = rng.permutation(n * c * h * w).reshape(n, c, h, w) / 7 - 3.0
    out = nn.max_pool_forward(x)
    assert np.array_equal(out, oracle_pool(x))
    dout = rng.normal(size=out.shape)
    found = nn.max_pool_backward(dout, x)
    assert agree(found, grad(lambda v: anp.sum(dout * oracle_pool(v)))(x), 1e-10)
    (numeric,) = gradients(lambda v: np.sum(dout * nn.max_pool_forward(v)), x)
    assert agree(found, numeric, 1e-6)


def test_equal_entries_of_a_block_share_nothing_the_first_gets_all():
    dx = nn.max_pool_backward(np.array([[[[5.0]]]]), np.ones((1, 1, 2, 2)))
    assert np.array_equal(dx, [[[[5.0, 0.0], [0.0, 0.0]]]])


@pytest.mark.parametrize("name", STYLES)
def test_a_check_takes_less_than_two_seconds_for_the_slowest_loops_too(name):
    began = time.process_time()
    assert verdict_on(find(name), STYLES[name][0], 77).diagnosis is None
    wrong = find(name).mistakes[1].function
    assert verdict_on(find(name), wrong, 77).diagnosis == find(name).mistakes[1].name
    assert time.process_time() - began < 2


@pytest.mark.parametrize("name", ["conv2d_backward", "max_pool_backward"])
def test_a_way_back_knows_eight_mistakes_or_more(name):
    assert len(find(name).mistakes) >= 8


# What the text says


def learned_kernel(images, rate, steps, seed=0):
    """Return a kernel (3, 3) that was learned from what Sobel's answered, as the lesson does it."""
    wanted = nn.conv2d_forward(images, shapes.SOBEL[None, None], np.zeros(1))
    w, b = np.random.default_rng(seed).normal(size=(1, 1, 3, 3)), np.zeros(1)
    for _ in range(steps):
        error = nn.conv2d_forward(images, w, b) - wanted
        _, dw, db = nn.conv2d_backward(error / error.size, images, w)
        w, b = w - rate * dw, b - rate * db
    return w[0, 0]


@pytest.mark.parametrize("seed", range(5))
def test_a_kernel_finds_sobel_s_from_images_of_noise(seed):
    noise = np.random.default_rng(seed).normal(size=(32, 1, 12, 12))
    np.testing.assert_allclose(learned_kernel(noise, 0.5, 300, seed), shapes.SOBEL, atol=1e-12)


@pytest.fixture(scope="module")
def digits():
    return data.digits()[0].reshape(-1, 1, 8, 8)


def test_digits_lie_in_a_ravine_with_the_limit_that_the_text_names(digits):
    pixels = image_windows(digits, 3, 3).reshape(-1, 9)
    inputs = np.hstack([pixels, np.ones((len(pixels), 1))])
    curvatures = np.linalg.eigvalsh(inputs.T @ inputs / len(inputs))
    assert round(2 / curvatures[-1], 2) == 0.77
    assert 130 < curvatures[-1] / curvatures[0] < 140


def test_with_digits_a_rate_of_one_half_is_slow_and_one_of_0_8_is_lost(digits):
    assert 0.005 < np.abs(learned_kernel(digits, 0.5, 300) - shapes.SOBEL).max() < 0.05
    assert np.abs(learned_kernel(digits, 0.8, 100) - shapes.SOBEL).max() > 1e2


def bar_gradients(params, x, labels):
    """The lesson's gradients of four kernels, a ReLU, a mean and a dense layer."""
    z, h, logits = bar_forward(params, x)
    dh, dv, dc = nn.dense_backward(nn.cross_entropy_gradient(logits, labels), h, params[2])
    da = np.broadcast_to(dh[:, :, None, None] / (z.shape[2] * z.shape[3]), z.shape)
    _, dw, db = nn.conv2d_backward(nn.relu_backward(da, z), x, params[0])
    return [dw, db, dv, dc]


def bar_forward(params, x):
    z = nn.conv2d_forward(x, *params[:2])
    h = nn.relu(z).mean(axis=(2, 3))
    return z, h, nn.dense_forward(h, *params[2:])


@pytest.mark.parametrize("seed", range(5))
def test_labels_alone_make_kernels_that_tell_lying_bars_from_standing_ones(seed):
    rng = np.random.default_rng(seed)
    x, labels = shapes.bars(400, rng)
    unseen, truth = shapes.bars(1000, rng)
    w = rng.normal(size=(4, 1, 3, 3)) * np.sqrt(2 / 9)
    params = [w, np.zeros(4), nn.xavier_init(4, 2, rng), np.zeros(2)]
    adam = methods(Settings(adaptive_rate=0.02, beta2=0.999))["Adam"]
    update = updater(adam, params)
    for _ in range(15):
        for batch, y in nn.minibatches(x, labels, 16, rng):
            params = update(params, bar_gradients(params, batch, y))
    assert np.mean(np.argmax(bar_forward(params, unseen)[2], axis=1) == truth) >= 0.992


def test_a_bar_fills_a_row_or_a_column_that_is_not_at_the_border():
    x, labels = shapes.bars(200, np.random.default_rng(3))
    rows, columns = x[:, 0].mean(axis=2), x[:, 0].mean(axis=1)
    lying, standing = rows[labels == 0].argmax(axis=1), columns[labels == 1].argmax(axis=1)
    assert set(lying) == set(standing) == set(range(1, shapes.SIDE - 1))
    assert len(lying) + len(standing) == 200


def test_on_the_small_digits_kernels_are_no_better_than_many_hidden_neurons():
    """One split of five; tests/benchmarks/convolution_on_digits.py has them all."""
    kernels, few = share_right("8 kernels", 1, epochs=8)
    neurons, many = share_right("256 hidden neurons", 1, epochs=8)
    assert (few, many) == (810, 19_210)
    assert abs(kernels - neurons) < 0.025 and min(kernels, neurons) > 0.94


# Pictures


@pytest.fixture(scope="module")
def widget():
    return convolution_widget()


def readout(widget):
    return widget._readout.value


def test_the_window_s_readout_is_the_convolution_s_answer(widget):
    controls = widget.controls
    for kernel, weights in shapes.KERNELS.items():
        for padding, stride in ((0, 1), (1, 1), (0, 2), (1, 2)):
            controls["kernel"].value = kernel
            controls["padding"].value, controls["stride"].value = padding, stride
            controls["row"].value, controls["column"].value = 2, 3
            image = np.pad(shapes.HOUSE, padding)
            out = nn.conv2d_forward(image[None, None], weights[None, None], np.zeros(1))[0, 0]
            side = (len(image) - 3) // stride + 1
            assert f"add up to {out[2 * stride, 3 * stride]:.2f};" in readout(widget)
            assert f"has {side} by {side} answers at stride {stride}" in readout(widget)


def test_a_window_beyond_the_last_place_stays_at_it(widget):
    controls = widget.controls
    controls["padding"].value, controls["stride"].value = 0, 1
    controls["row"].value = controls["column"].value = 9
    assert "row 7, column 7" in readout(widget)


def test_every_move_of_the_window_changes_the_picture(widget):
    controls, seen = widget.controls, set()
    controls["padding"].value, controls["stride"].value = 0, 1
    for row in range(4):
        controls["row"].value, controls["column"].value = row, 2 * row
        seen.add(widget.picture.image.value)
    assert len(seen) == 4


def test_watched_kernels_move_and_say_the_seconds_that_are_left(monkeypatch):
    monkeypatch.setattr("course.widgets.kernels.WatchKernels.every", 0.0)
    kernels, said, pictures = np.eye(3)[None], [], set()
    with watch_kernels(3, kernels) as watch:
        for step in watch:
            watch.show(step * kernels - 1, f"loss {step}")
            said.append(watch.words.value)
            pictures.add(watch.picture.image.value)
    assert [f"step {k} of 3, about 0 s left: loss {k}" in said[k - 1] for k in (1, 2, 3)] == [
        True
    ] * 3
    assert len(pictures) == 3
    assert "done after 3 of 3 steps: loss 3" in watch.words.value


def test_an_interrupt_leaves_the_last_picture_and_no_traceback():
    with watch_kernels(100, np.zeros((2, 3, 3))) as watch:
        for step in watch:
            watch.show(np.full((2, 3, 3), step))
            if step == 2:
                raise KeyboardInterrupt
    assert "stopped after 2 of 100 steps" in watch.words.value
    assert np.array_equal(watch.kernels, np.full((2, 3, 3), 2))


def test_another_error_while_kernels_are_watched_is_not_swallowed():
    with pytest.raises(ZeroDivisionError), watch_kernels(3, np.zeros((1, 3, 3))) as watch:
        for step in watch:
            watch.show(np.zeros((1, 3, 3)), step / 0)


def test_arrays_are_drawn_with_their_words_and_empty_places():
    figure = draw_arrays([[None, ("a", np.eye(3))], [("b", np.zeros((5, 4))), ("c", -np.eye(2))]])
    assert figure.description == "Small arrays as pictures: a; b; c."
    titles = [ax.get_title() for ax in figure.axes]
    assert titles == ["", "a", "b", "c"]
