"""Lesson 09: convolution and pooling against an independent oracle, experiments, pictures."""

import time

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from course import nn
from course.exercises import find
from course.exercises.numeric import gradients
from grader.demo.styles.convolution import STYLES
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


def agree(found, oracle, tolerance):
    """Whether two arrays agree, measured against the oracle's largest entry."""
    assert found.shape == oracle.shape
    return np.abs(found - oracle).max(initial=0) <= tolerance * max(1, np.abs(oracle).max())


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
