"""Lesson 06: its gradients against an independent oracle, its random numbers, its pictures."""

import ast
import io
import re
from functools import partial
from itertools import product

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from PIL import Image

from course import data, nn
from course.exercises import find
from course.exercises.numeric import gradients
from course.exercises.vanishing_gradients.randomness import SIZES
from course.exercises.vanishing_gradients.starts import (
    WRONG_HE,
    WRONG_XAVIER,
    he_variance,
    xavier_variance,
)
from course.nn.deep import ACTIVATIONS
from course.plots import plot_gradient_sizes, plot_histograms
from course.training import classifier, own, train
from course.widgets.depth import BLOCKS, CEILING, FLOOR, STARTS, depth_widget, sizes_of
from grader.demo.styles.vanishing_gradients import truncated
from grader.paths import SOLUTIONS
from tests.agreement import agree, assert_a_normalisation_goes_back, normalised
from tests.exercises.catalogue import verdict_on

pytestmark = pytest.mark.filterwarnings("error")

LESSON = (SOLUTIONS / "06-vanishing-gradients.md").read_text(encoding="utf-8")
SHAPES = range(50)  # the first ones have n = 1
WAYS = [{"batchnorm": b, "residual": r} for b, r in product((False, True), BLOCKS)]
RULES = {
    "xavier_init": (xavier_variance, WRONG_XAVIER),
    "he_init": (he_variance, WRONG_HE),
}
LAWS = {
    "normal": lambda v, shape, rng: rng.normal(0, np.sqrt(v), shape),
    "uniform": lambda v, shape, rng: rng.uniform(-np.sqrt(3 * v), np.sqrt(3 * v), shape),
    "truncated normal": truncated,
    "Laplace": lambda v, shape, rng: rng.laplace(0, np.sqrt(v / 2), shape),
    "two values": lambda v, shape, rng: rng.choice([-1.0, 1.0], shape) * np.sqrt(v),
}


def shape_of(number):
    """Return (rng, n, d): n = 1 for the first ten numbers."""
    rng = np.random.default_rng(number)
    return rng, 1 if number < 10 else int(rng.integers(2, 9)), int(rng.integers(1, 6))


# Gradients


@pytest.mark.parametrize("number", SHAPES)
def test_batch_normalisation_s_gradients_agree_with_the_oracle_and_with_differences(number):
    rng, n, d = shape_of(number)
    eps = 1e-5 if number % 2 else 0.1
    assert_a_normalisation_goes_back(
        nn.batchnorm_forward, nn.batchnorm_backward, rng, n, d, eps=eps, axis=0
    )


@pytest.mark.parametrize("number", SHAPES)
def test_a_residual_layer_s_gradients_agree_with_the_oracle_and_with_differences(number):
    rng, n, d = shape_of(number)
    h = int(rng.integers(1, 7))
    x, dout = rng.normal(size=(2, n, d))
    w, v = rng.normal(size=(d, h)), rng.normal(size=(h, d))
    while np.abs(x @ w).min() < 1e-3:
        w = rng.normal(size=(d, h))
    found = nn.residual_backward(dout, x, w, v)
    oracle = grad(
        lambda p: anp.sum(dout * (p[0] + anp.dot(anp.maximum(anp.dot(p[0], p[1]), 0), p[2])))
    )((x, w, v))
    numeric = gradients(lambda *p: np.sum(dout * nn.residual_forward(*p)), x, w, v)
    assert all(agree(*pair, 1e-10) for pair in zip(found, oracle, strict=True))
    assert all(agree(*pair, 1e-6) for pair in zip(found, numeric, strict=True))


ORACLES = {
    "sigmoid": lambda z: 1 / (1 + anp.exp(-z)),
    "tanh": anp.tanh,
    "ReLU": lambda z: anp.where(z > 0, z, 0.0),  # at exactly 0 the slope is 0
}


def deep_loss(weights, moved, x, labels, activation, batchnormed, vs):
    """The cross-entropy of a deep network in the oracle's own NumPy.

    moved: what is added to the output of each hidden layer, so that its
    gradient is what arrives there.
    """
    for w, by, v in zip(weights[:-1], moved, vs or [None] * 3, strict=True):
        z = anp.dot(x, w)
        a = ORACLES[activation](normalised(z, 1.0, 0.0, 1e-5, axis=0) if batchnormed else z)
        x = by + (a if v is None else x + anp.dot(a, v))
    logits = anp.dot(x, weights[-1])
    right = logits[anp.arange(len(labels)), labels]
    return anp.mean(anp.log(anp.sum(anp.exp(logits), axis=1)) - right)


@pytest.mark.parametrize("ways", WAYS, ids=str)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_deep_network_s_gradients_and_their_sizes_agree_with_the_oracle(activation, ways):
    rng = np.random.default_rng(1)
    x, labels = rng.normal(size=(7, 4)), rng.integers(3, size=7)
    weights = nn.deep_weights([4, 4, 4, 4, 3], nn.he_init, rng)
    init = BLOCKS[ways["residual"]]
    vs = init and nn.deep_weights([4] * 4, init, rng)
    ways = ways | {"residual": vs}
    logits, layers = nn.deep_forward(x, weights, activation, **ways)
    dlogits = nn.cross_entropy_gradient(logits, labels)
    dweights, douts = nn.deep_backward(dlogits, layers, weights, activation, **ways)
    moved = [np.zeros((7, 4))] * 3
    oracle = grad(lambda p: deep_loss(*p, x, labels, activation, ways["batchnorm"], vs))(
        (weights, moved)
    )
    assert all(agree(*pair, 1e-10) for pair in zip(dweights, oracle[0], strict=True))
    assert all(agree(*pair, 1e-10) for pair in zip(douts[:-1], oracle[1], strict=True))
    sizes = nn.gradient_sizes(x, labels, weights, activation, **ways)
    assert sizes == pytest.approx([np.linalg.norm(dout) for dout in [*oracle[1], dlogits]])


# Clipping and normalising


@pytest.mark.parametrize("number", range(20))
def test_clipped_gradients_keep_their_direction_and_are_no_longer_than_the_limit(number):
    rng = np.random.default_rng(number)
    grads = [rng.normal(size=shape) for shape in ((3, 2), (2,), (4,))]
    whole = np.concatenate([g.ravel() for g in grads])
    limit = rng.uniform(0.1, 2.0) * np.linalg.norm(whole)
    clipped, norm = nn.clip_by_global_norm(grads, limit)
    after = np.concatenate([g.ravel() for g in clipped])
    assert norm == pytest.approx(np.linalg.norm(whole))
    assert np.linalg.norm(after) == pytest.approx(min(norm, limit))
    assert after @ whole == pytest.approx(np.linalg.norm(after) * norm)


def test_zeros_are_clipped_in_silence():
    clipped, norm = nn.clip_by_global_norm([np.zeros(3), np.zeros((2, 2))], 1.0)
    assert norm == 0.0
    assert not any(g.any() for g in clipped)


def test_normalised_features_have_mean_beta_and_spread_gamma():
    x = np.random.default_rng(0).normal(3.0, 5.0, size=(40, 3))
    gamma, beta = np.array([1.0, 2.0, 0.5]), np.array([0.0, -1.0, 4.0])
    out = nn.batchnorm_forward(x, gamma, beta)
    np.testing.assert_allclose(out.mean(axis=0), beta, atol=1e-12)
    np.testing.assert_allclose(out.std(axis=0), gamma, rtol=1e-5)


# Random starts


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("law", LAWS)
def test_right_random_numbers_pass_whatever_their_law(name, law):
    due, _ = RULES[name]
    for seed in range(60):
        verdict = verdict_on(find(name), lambda i, o, rng: LAWS[law](due(i, o), (i, o), rng), seed)
        assert verdict.diagnosis is None, (seed, verdict.message)


@pytest.mark.parametrize("name", RULES)
def test_numbers_that_no_seed_decides_have_the_due_mean_and_variance_every_time(name):
    due, _ = RULES[name]
    ignoring = next(m.function for m in find(name).mistakes if m.name == "rng_ignored")
    for sizes in SIZES:
        first, second = (ignoring(*sizes, None) for _ in range(2))
        assert not np.array_equal(first, second)
        assert abs(first.mean()) < 1e-12
        assert first.var() == pytest.approx(due(*sizes))


@pytest.mark.parametrize("name", RULES)
def test_a_wrong_variance_is_named_whatever_the_law(name):
    _, wrong = RULES[name]
    for formula in wrong:
        if formula.positive:
            continue
        for seed, law in enumerate(LAWS):
            verdict = verdict_on(
                find(name),
                lambda i, o, rng, v=formula.variance, law=law: LAWS[law](v(i, o), (i, o), rng),
                seed,
            )
            assert verdict.diagnosis == formula.name, (law, verdict.message)
            assert verdict.points == verdict.possible - 2


@pytest.mark.parametrize("name", RULES)
def test_the_variances_of_right_and_wrong_formulas_are_equal_or_far_apart(name):
    """Among numbers around 0, and among those from 0 on: which of the two is seen first."""
    due, wrong = RULES[name]
    around, above = ([f.variance for f in wrong if f.positive is sign] for sign in (False, True))
    for sizes in SIZES:
        for variances in ([*around, due], above):
            gaps = np.diff(np.sort(np.log([variance(*sizes) for variance in variances])))
            assert np.all((gaps < 1e-12) | (gaps > 0.25))


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("share", [0.8, 1.25])
def test_a_variance_that_no_formula_gives_is_not_taken_for_right(name, share):
    due, _ = RULES[name]
    for seed in range(10):
        verdict = verdict_on(
            find(name), lambda i, o, rng: rng.normal(0, np.sqrt(share * due(i, o)), (i, o)), seed
        )
        assert verdict.points == verdict.possible - 2
        assert "variance" in verdict.message


@pytest.mark.parametrize("name", RULES)
def test_a_transposed_start_keeps_the_points_of_its_numbers(name):
    due, _ = RULES[name]
    verdict = verdict_on(find(name), lambda i, o, rng: rng.normal(0, due(i, o) ** 0.5, (o, i)), 3)
    assert [f.name for f in verdict.findings if not f.right] == ["shape"]
    assert verdict.diagnosis == "shape_transposed"


# What the lesson says


def lesson_function(name, **names):
    """Return a function of the lesson's text, which finds these names beside NumPy."""
    found = next(
        ast.get_source_segment(cell, node)
        for cell in re.findall(r"^```{code-cell} ipython3\n(.*?)^```", LESSON, re.M | re.S)
        if f"def {name}(" in cell
        for cell in [re.sub(r"^(:tags.*|---(?:.|\n)*?^---)\n", "", cell, flags=re.M)]
        for node in ast.parse(cell).body
        if isinstance(node, ast.FunctionDef) and node.name == name
    )
    space = {"np": np, "nn": nn} | names
    exec(found, space)
    return space[name]


@pytest.mark.parametrize("seed", range(3))
def test_fifty_blocks_learn_with_all_remedies_and_break_without_clipping(seed):
    rng = np.random.default_rng(6)
    points = rng.normal(size=(128, 32))
    classes = np.argmax(points @ rng.normal(size=(32, 4)), axis=1)
    names = ("he_init", "xavier_init", "residual_backward", "clip_by_global_norm")
    fifty_blocks = lesson_function(
        "fifty_blocks",
        points=points,
        classes=classes,
        own=own,
        **{name: getattr(nn, name) for name in names},
    )
    before, after = fifty_blocks(True, seed)
    assert 1.8 < before < 2.1 and 0.0005 < after < 0.001
    with np.errstate(all="ignore"):
        assert np.isnan(fifty_blocks(False, seed)[1])


def test_relus_die_where_the_rate_is_large():
    """The lesson's shares, of one of its three seeds."""
    x, labels = (part[:1000] for part in data.digits())
    for rate, least, most in ((0.1, 0.0, 0.08), (1.0, 0.1, 0.4), (2.0, 0.95, 1.0)):
        rng = np.random.default_rng(1)
        params = [nn.he_init(64, 100, rng), nn.he_init(100, 10, rng), np.zeros(100), np.zeros(10)]
        step = partial(nn.sgd_step, learning_rate=rate)
        params, _ = train(classifier, params, (x, labels), rng, step, epochs=5)
        silent = np.mean((x @ params[0] + params[2] <= 0).all(axis=0))
        assert least <= silent <= most, (rate, silent)


def test_a_centred_sigmoid_with_five_times_xavier_keeps_most_of_a_gradient():
    kept = lesson_function("kept")
    assert all(0.4 < kept(5, seed) < 1.6 for seed in range(10))
    assert kept(1, 0) < 1e-17


# The pictures


def pixels(widget):
    return np.asarray(Image.open(io.BytesIO(widget.picture.image.value)).convert("RGBA"))


def test_each_bar_is_as_high_as_the_gradient_of_its_layer():
    widget = depth_widget()
    sizes = sizes_of(30, "sigmoid", "Xavier", False, "none")
    bars = widget.picture["bars"].get_paths()
    assert len(bars) == 30
    for layer, (bar, size) in enumerate(zip(bars, sizes, strict=True), start=1):
        assert bar.vertices[:, 0].mean() == pytest.approx(layer, abs=0.5)
        assert bar.vertices[:, 1].max() == pytest.approx(np.clip(size, FLOOR, CEILING))
    below = widget.picture["below"].get_xdata()
    assert list(below) == [i for i, size in enumerate(sizes, 1) if size < FLOOR]
    assert "vanishes" in widget._readout.value


def test_what_goes_beyond_the_picture_is_marked_and_said():
    widget = depth_widget()
    widget.controls["activation"].value = "ReLU"
    widget.controls["start"].value = "too large"
    assert len(widget.picture["above"].get_xdata()) > 5
    assert "explodes" in widget._readout.value


def test_a_control_changes_the_picture_and_back_again():
    widget = depth_widget()
    before, words = pixels(widget), widget._readout.value
    for name, value in (("batchnorm", True), ("residual", "v from He"), ("depth", 29)):
        old = widget.controls[name].value
        widget.controls[name].value = value
        assert np.any(pixels(widget) != before)
        assert widget._readout.value != words
        widget.controls[name].value = old
        assert np.array_equal(pixels(widget), before)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("start", STARTS)
def test_fifty_layers_of_any_kind_are_measured_in_silence(activation, start):
    for ways in WAYS:
        sizes = sizes_of(50, activation, start, **ways)
        assert sizes.shape == (50,)
        assert np.all(np.isfinite(sizes)) and np.all(sizes > 0)


def test_the_lines_of_the_plot_are_the_sizes():
    sizes = {"one": np.array([1e-3, 1e-2, 0.1]), "other": np.array([2.0, 0.5, 0.1])}
    figure = plot_gradient_sizes(sizes)
    lines = figure.axes[0].lines[: len(sizes)]
    for line, expected in zip(lines, sizes.values(), strict=True):
        assert np.array_equal(line.get_ydata(), expected)
    assert len({line.get_linestyle() for line in lines}) == len(sizes), "told apart without colour"
    assert "1.0e-03 at the first" in figure.description


def test_each_layer_s_histogram_counts_all_of_its_outputs():
    rng = np.random.default_rng(0)
    outputs = {"one": [np.tanh(rng.normal(0, s, (9, 4))) for s in (0.1, 1.0)]}
    figure = plot_histograms(outputs, "outputs")
    for ax, values in zip(figure.axes, outputs["one"], strict=True):
        assert sum(bar.get_height() for bar in ax.patches) == values.size
    assert f"a standard deviation of {outputs['one'][0].std():.2g}" in figure.description
