"""What lesson 07 promises: steps as their papers have them, and verdicts that name what is amiss.

The oracles are written from the papers' own update rules, in scalars and in the papers' own
variables; nothing of course.nn is in them.
"""

import inspect
import math

import numpy as np
import pytest

from course import nn
from course.exercises.momentum_and_adam.adam import ADAM
from course.exercises.momentum_and_adam.adamw import ADAMW
from course.exercises.momentum_and_adam.momentum import MOMENTUM
from course.exercises.momentum_and_adam.nesterov import NESTEROV
from course.exercises.momentum_and_adam.rmsprop import RMSPROP
from tests.exercises.catalogue import EXERCISES, verdict_on

EXERCISE = {exercise.name: exercise for exercise in EXERCISES}
STEPS = 100
SHAPES = [(1,), (5,), (3, 4), (2, 3, 2)]
RULES = {
    "momentum_step": MOMENTUM,
    "nesterov_step": NESTEROV,
    "rmsprop_step": RMSPROP,
    "adam_step": ADAM,
    "adamw_step": ADAMW,
}


def bowl(shape, seed=0):
    """A smooth function's gradient, each entry with a curvature between 0.1 and 5 and a floor."""
    rng = np.random.default_rng(seed)
    curvature, floor = rng.uniform(0.1, 5.0, shape), rng.normal(size=shape)
    start = 3 * rng.normal(size=shape)
    return start, lambda w: curvature * (w - floor) + 0.3 * np.sin(w)


def ours(step, start, gradient, averages, **settings):
    """All weights from the start on, by one of the library's steps."""
    counted = "t" in inspect.signature(step).parameters
    path, state = [start], [np.zeros_like(start)] * averages
    for t in range(1, STEPS + 1):
        w = path[-1]
        count = [t] if counted else []
        w, *state = step(w, gradient(w), *state, *count, **settings)
        path.append(w)
    return path


def assert_same(path, expected):
    assert len(path) == len(expected) == STEPS + 1
    np.testing.assert_allclose(path, expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("shape", SHAPES)
def test_momentum_is_polyaks_heavy_ball(shape):
    """Polyak (1964): x_next = x - alpha grad(x) + beta (x - x_before), positions alone."""
    start, gradient = bowl(shape)
    positions = [start, start]
    for _ in range(STEPS):
        x, before = positions[-1], positions[-2]
        positions.append(x - 0.07 * gradient(x) + 0.8 * (x - before))
    path = ours(nn.momentum_step, start, gradient, 1, learning_rate=0.07, beta=0.8)
    assert_same(path, positions[1:])


@pytest.mark.parametrize("shape", SHAPES)
def test_nesterovs_step_is_nesterovs_own_in_1983(shape):
    """Nesterov (1983): x_next = y - alpha grad(y), y_next = x_next + beta (x_next - x)."""
    start, gradient = bowl(shape)
    x, ys = start, [start]
    for _ in range(STEPS):
        x_next = ys[-1] - 0.07 * gradient(ys[-1])
        ys.append(x_next + 0.8 * (x_next - x))
        x = x_next
    assert_same(ours(nn.nesterov_step, start, gradient, 1, learning_rate=0.07, beta=0.8), ys)


@pytest.mark.parametrize("shape", SHAPES)
def test_nesterovs_step_is_sutskevers_with_the_weights_looking_ahead(shape):
    """Sutskever et al. (2013): v = mu v - eps grad(theta + mu v), theta = theta + v."""
    start, gradient = bowl(shape)
    theta, v, ahead = start, np.zeros(shape), [start]
    for _ in range(STEPS):
        v = 0.8 * v - 0.07 * gradient(theta + 0.8 * v)
        theta = theta + v
        ahead.append(theta + 0.8 * v)
    assert_same(ours(nn.nesterov_step, start, gradient, 1, learning_rate=0.07, beta=0.8), ahead)


def scalars(start, gradient, update):
    """A path on which update(w, g, memory, t) moves each entry by itself, in Python's numbers."""
    memories = [{} for _ in range(start.size)]
    path = [start]
    for t in range(1, STEPS + 1):
        g = gradient(path[-1]).ravel()
        entries = zip(path[-1].ravel(), g, memories, strict=True)
        moved = [update(float(w), float(slope), memory, t) for w, slope, memory in entries]
        path.append(np.reshape(moved, start.shape))
    return path


@pytest.mark.parametrize("eps", [1e-8, 0.05])
@pytest.mark.parametrize("shape", SHAPES)
def test_rmsprop_is_hintons(shape, eps):
    """Lecture 6e (2012): MeanSquare = 0.9 MeanSquare + 0.1 slope^2; divide by its root."""

    def update(w, slope, memory, t):
        memory["ms"] = 0.85 * memory.get("ms", 0.0) + 0.15 * slope * slope
        return w - 0.03 * slope / (math.sqrt(memory["ms"]) + eps)

    start, gradient = bowl(shape)
    path = ours(nn.rmsprop_step, start, gradient, 1, learning_rate=0.03, rho=0.85, eps=eps)
    assert_same(path, scalars(start, gradient, update))


def algorithm_1(alpha, beta1, beta2, eps, decay=0.0):
    """Kingma and Ba (2015), algorithm 1; with decay, line 12 of Loshchilov and Hutter's 2."""

    def update(theta, g, memory, t):
        memory["m"] = beta1 * memory.get("m", 0.0) + (1 - beta1) * g
        memory["v"] = beta2 * memory.get("v", 0.0) + (1 - beta2) * g * g
        m_hat = memory["m"] / (1 - math.pow(beta1, t))
        v_hat = memory["v"] / (1 - math.pow(beta2, t))
        return theta - (alpha * m_hat / (math.sqrt(v_hat) + eps) + decay * theta)

    return update


@pytest.mark.parametrize("eps", [1e-8, 0.05])
@pytest.mark.parametrize("shape", SHAPES)
def test_adam_is_algorithm_1_of_its_paper(shape, eps):
    start, gradient = bowl(shape)
    settings = {"beta1": 0.8, "beta2": 0.95, "eps": eps}
    path = ours(nn.adam_step, start, gradient, 2, learning_rate=0.05, **settings)
    assert_same(path, scalars(start, gradient, algorithm_1(0.05, **settings)))


@pytest.mark.parametrize("shape", SHAPES)
def test_adamw_is_algorithm_2_of_its_paper_with_the_decay_times_the_rate(shape):
    start, gradient = bowl(shape)
    settings = {"beta1": 0.8, "beta2": 0.95, "eps": 1e-8}
    path = ours(nn.adamw_step, start, gradient, 2, learning_rate=0.05, weight_decay=0.2, **settings)
    expected = scalars(start, gradient, algorithm_1(0.05, **settings, decay=0.05 * 0.2))
    assert_same(path, expected)


def test_adams_averages_are_weighted_sums_of_all_gradients_so_far():
    """Section 3 of the paper: m_t = (1 - beta1) sum of beta1^(t - i) g_i, v_t with squares."""
    gradients = np.random.default_rng(1).normal(size=(STEPS, 4))
    m = v = w = np.zeros(4)
    for t, g in enumerate(gradients, 1):
        w, m, v = nn.adam_step(w, g, m, v, t, beta1=0.7, beta2=0.96)
        ages = t - np.arange(1, t + 1)
        np.testing.assert_allclose(m, 0.3 * 0.7**ages @ gradients[:t], atol=1e-12)
        np.testing.assert_allclose(v, 0.04 * 0.96**ages @ gradients[:t] ** 2, atol=1e-12)


def test_the_defaults_are_the_papers():
    w, g, zero = np.array([1.0]), np.array([0.5]), np.zeros(1)
    adam = nn.adam_step(w, g, zero, zero, 3)
    expected = nn.adam_step(w, g, zero, zero, 3, 0.001, 0.9, 0.999, 1e-8)
    np.testing.assert_array_equal(adam, expected)
    np.testing.assert_allclose(adam[1:], [[0.05], [0.00025]])
    assert nn.momentum_step(w, zero, g, 1.0)[1] == nn.nesterov_step(w, zero, g, 1.0)[1] == 0.45
    np.testing.assert_allclose(nn.rmsprop_step(w, zero, g, 1.0)[1], 0.45)


@pytest.mark.parametrize("name", RULES)
def test_the_rule_in_which_mistakes_are_made_is_the_library_s_own(name):
    for seed in range(5):
        for case in EXERCISE[name].draw(np.random.default_rng(seed)):
            inputs = list(case.inputs.values())
            for found, expected in zip(
                RULES[name].but()(*inputs), EXERCISE[name].reference(*inputs), strict=True
            ):
                np.testing.assert_allclose(found, expected, rtol=1e-14, atol=1e-15)


@pytest.mark.parametrize("name", RULES)
def test_values_up_to_a_thousand_neither_overflow_nor_warn(name):
    for size in (1000.0, 1e-12, 0.0):
        for case in EXERCISE[name].draw(np.random.default_rng(2)):
            inputs = dict(case.inputs)
            inputs |= {k: size * a for k, a in inputs.items() if isinstance(a, np.ndarray)}
            with np.errstate(all="raise", under="ignore"):
                assert all(np.isfinite(a).all() for a in EXERCISE[name].reference(**inputs))


@pytest.mark.parametrize("name", RULES)
def test_a_new_array_for_each_output_and_right_points_where_only_the_inputs_change(name):
    exercise = EXERCISE[name]
    verdict = verdict_on(exercise, exercise.mistakes[0].function, 4)
    assert verdict.points == exercise.possible - exercise.inputs_kept
    assert "overwritten" in verdict.message


@pytest.mark.parametrize(
    ("name", "averages"), [("adam_step", ("m", "v")), ("adamw_step", ("m", "v"))]
)
@pytest.mark.parametrize("slip", ["no_bias_correction", "counted_from_zero", "eps_inside_root"])
def test_a_wrong_correction_keeps_the_points_of_right_averages(name, averages, slip):
    mistake = next(m for m in EXERCISE[name].mistakes if m.name == slip)
    verdict = verdict_on(EXERCISE[name], mistake.function, 6)
    assert verdict.diagnosis == slip
    assert {f.name: f.right for f in verdict.findings}.items() >= dict.fromkeys(
        averages, True
    ).items()


def test_a_rate_that_shrinks_from_call_to_call_is_told_as_a_second_call_that_differs():
    calls = []

    def counting(w, dw, m, v, t, learning_rate=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
        calls.append((t, learning_rate, beta1, beta2, eps))
        rate = learning_rate / calls.count(calls[-1])  # no two cases have all of them the same
        return nn.adam_step(w, dw, m, v, t, rate, beta1, beta2, eps)

    verdict = verdict_on(EXERCISE["adam_step"], counting, 3)
    assert verdict.diagnosis == "second_call"


# Schedules


@pytest.mark.parametrize("number", range(50))
def test_a_schedule_is_a_straight_rise_and_the_square_of_a_quarter_cosine(number):
    """Another form of the half cosine: (1 + cos 2a) / 2 is cos(a) squared."""
    rng = np.random.default_rng(number)
    steps = int(rng.integers(1, 60))
    warmup = (0, steps, int(rng.integers(0, steps + 1)))[number % 3]
    peak = rng.uniform(0.01, 2.0)
    found = [nn.learning_rate_at(step, steps, peak, warmup) for step in range(steps)]
    rise = np.linspace(0, peak, warmup + 1)[1:]
    quarter = np.linspace(0, np.pi / 2, steps - warmup, endpoint=False)
    expected = np.concatenate([rise, peak * np.cos(quarter) ** 2])
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12)
    assert all(isinstance(rate, float) for rate in found)
    assert min(found) > 0, "no step is lost"


@pytest.mark.parametrize(
    ("slip", "lost"),
    [
        ("rise_divides_by_zero", 1),
        ("cosine_divides_by_zero", 1),
        ("rise_from_zero", 3),
        ("linear_decay", 3),
    ],
)
def test_a_schedule_keeps_the_points_of_what_is_right(slip, lost):
    exercise = EXERCISE["learning_rate_at"]
    mistake = next(m for m in exercise.mistakes if m.name == slip)
    for seed in range(5):
        verdict = verdict_on(exercise, mistake.function, seed)
        assert verdict.points == exercise.possible - lost
