"""A small fault beside a right formula, and an input without a part: the cost and the words."""

import numpy as np
import pytest

from course import nn
from course.checking import Case, Exercise, Part, outputs
from course.checking.examining import draw_for
from course.checking.perturbing import tells
from course.exercises import by_name
from tests.exercises.catalogue import verdict_on

SEEDS = range(5)
NUMBERS = ("dense_forward", "softmax", "relu", "sgd_step", "batchnorm_forward", "mlp_forward")


def changed(exercise, change):
    def each(value):
        if isinstance(value, tuple | list):
            return type(value)(map(each, value))
        return change(np.asarray(value))

    return lambda *inputs: each(exercise.reference(*inputs))


def single(value):
    return value.astype(np.float32)


def half(value):
    return value.astype(np.float16)


def single_for_a_moment(value):
    return value.astype(np.float32).astype(float)


@pytest.mark.parametrize("change", [single, single_for_a_moment])
@pytest.mark.parametrize("name", NUMBERS)
def test_single_precision_is_named_and_keeps_most_of_the_points(name, change):
    exercise = by_name()[name]
    for seed in SEEDS:
        verdict = verdict_on(exercise, changed(exercise, change), seed)
        assert verdict.diagnosis == "single_precision", verdict.message
        assert 2 * verdict.possible <= 3 * verdict.points < 3 * verdict.possible


@pytest.mark.parametrize("name", ["mlp_forward", "gradient_descent", "attention_forward"])
def test_single_precision_of_what_is_computed_with_is_named_as_well(name):
    exercise = by_name()[name]

    def answer(*inputs):
        return exercise.reference(*(single(i) if isinstance(i, np.ndarray) else i for i in inputs))

    for seed in SEEDS:
        verdict = verdict_on(exercise, answer, seed)
        assert verdict.diagnosis == "single_precision", verdict.message
        assert 2 * verdict.possible <= 3 * verdict.points < 3 * verdict.possible


@pytest.mark.parametrize(("change", "named"), [(single, "single"), (half, "half")])
@pytest.mark.parametrize("name", ["minibatches", "validation_split"])
def test_rows_of_few_digits_are_the_right_rows_and_their_precision_is_named(name, change, named):
    exercise = by_name()[name]

    def answer(x, y, size, rng):
        returned = exercise.reference(x, y, size, rng)
        if name == "validation_split":
            return tuple(map(change, returned))
        return [tuple(map(change, batch)) for batch in returned]

    for seed in SEEDS:
        verdict = verdict_on(exercise, answer, seed)
        assert verdict.diagnosis == f"{named}_precision", verdict.message
        assert verdict.points == verdict.possible - 1


@pytest.mark.parametrize("name", ["minibatches", "validation_split"])
def test_a_mistake_with_rows_in_single_precision_is_the_mistake(name):
    exercise = by_name()[name]
    slip = next(m.function for m in exercise.mistakes if m.name == "shuffled_apart")
    found = verdict_on(exercise, lambda x, y, *further: slip(single(x), single(y), *further), 1)
    assert found.points == verdict_on(exercise, slip, 1).points - 1, found.message
    assert [f.diagnosis for f in found.findings][:2] == ["single_precision", "shuffled_apart"]


def test_a_small_number_added_is_no_single_precision():
    exercise = by_name()["mlp_forward"]
    nearly = changed(exercise, lambda value: value + 1e-8)
    for seed in SEEDS:
        assert verdict_on(exercise, nearly, seed).diagnosis != "single_precision"
    tiny = {m.name: m for m in by_name()["attention_forward"].mistakes}["tiny_number_in_sum"]
    for seed in SEEDS:
        verdict = verdict_on(by_name()["attention_forward"], tiny.function, seed)
        assert verdict.diagnosis == "tiny_number_in_sum"


def test_a_mask_of_dropout_in_single_precision_keeps_every_promise():
    def answer(x, drop, rng):
        mask = single(rng.random(x.shape) >= drop) / (1 - drop)
        return x * mask, mask

    for seed in SEEDS:
        verdict = verdict_on(by_name()["dropout_forward"], answer, seed)
        assert verdict.points == verdict.possible, verdict.message


@pytest.mark.parametrize("name", ["relu", "dense_forward", "softmax"])
def test_half_precision_is_named_and_keeps_most_of_the_points(name):
    exercise = by_name()[name]
    for seed in SEEDS:
        verdict = verdict_on(exercise, changed(exercise, half), seed)
        assert verdict.diagnosis == "half_precision", verdict.message
        assert 2 * verdict.possible <= 3 * verdict.points < 3 * verdict.possible


@pytest.mark.parametrize("decimals", [3, 4, 8])
def test_rounding_is_named_and_keeps_most_of_the_points(decimals):
    exercise = by_name()["dense_forward"]
    rounded = changed(exercise, lambda value: np.round(value, decimals))
    for seed in SEEDS:
        verdict = verdict_on(exercise, rounded, seed)
        assert verdict.diagnosis == "rounded"
        assert f"rounded to {decimals} decimals" in verdict.message
        assert 2 * verdict.possible <= 3 * verdict.points < 3 * verdict.possible


def test_a_wrong_formula_in_single_precision_earns_nothing_for_it():
    exercise = by_name()["dense_forward"]
    verdict = verdict_on(exercise, lambda x, w, b: single(2 * (x @ w + b)), 1)
    assert verdict.points == 0


LENGTH = Exercise(
    name="length",
    contract="(unit, length)",
    reference=lambda x: (x / np.sqrt(np.sum(x**2)), np.sqrt(np.sum(x**2))),
    draw=lambda rng: [Case({"x": rng.normal(size=size)}) for size in (2, 3, 4)],
    parts=outputs(unit=3, length=3),
)


def test_a_number_in_an_array_is_named_and_keeps_most_of_the_points():
    def length(x):
        norm = np.linalg.norm(x, keepdims=True)
        return x / norm, norm

    verdict = verdict_on(LENGTH, length, 1)
    assert verdict.diagnosis == "number_in_array"
    assert verdict.points == verdict.possible - 1


def test_an_output_that_comes_twice_is_not_told_to_be_out_of_order():
    def attention_backward(dout, q, k, v):
        dq, _, dv = nn.attention_backward(dout, q, k, v)
        return dq, dq, dv

    verdict = verdict_on(by_name()["attention_backward"], attention_backward, 1)
    assert verdict.findings[1].sentence == "This is dq once more: it has a formula of its own."


def test_an_axis_too_many_is_named_and_keeps_most_of_the_points():
    exercise = by_name()["neuron_gradients"]

    def neuron_gradients(x, w, b, y):
        dw, db = nn.neuron_gradients(x, w, b, y)
        return dw[np.newaxis], db

    for seed in SEEDS:
        verdict = verdict_on(exercise, neuron_gradients, seed)
        assert verdict.diagnosis == "extra_axis"
        assert "of shape (1, 3), expected (3,)" in verdict.message
        assert 2 * verdict.possible <= 3 * verdict.points < 3 * verdict.possible
        kept = verdict_on(by_name()["dense_forward"], lambda x, w, b: (x @ w + b)[np.newaxis], seed)
        assert (kept.diagnosis, kept.points) == ("extra_axis", kept.possible - 1)


def test_a_comma_at_the_end_is_named_and_keeps_most_of_the_points():
    exercise = by_name()["dense_forward"]
    verdict = verdict_on(exercise, lambda x, w, b: (x @ w + b,), 1)
    assert "a comma at the end of the return line" in verdict.message
    assert 2 * verdict.possible <= 3 * verdict.points < 3 * verdict.possible


def draw_scaled(rng):
    return [
        Case({"x": rng.normal(size=n), "strength": strength}, n, label)
        for n, strength, label in ((3, 0.3, ""), (4, 0.7, ""), (1, 0.2, "a single entry"))
    ]


# With one entry the mean is the entry, and the answer 0 whatever else is done.
SCALED = Exercise(
    name="scaled",
    contract="strength times the distance from the mean",
    reference=lambda x, strength=0.5: strength * (x - x.mean()),
    draw=draw_scaled,
    parts=(Part("out", 3),),
)


@pytest.mark.parametrize("fixed", [0.3, 0.5, 1e-3])
def test_an_input_that_plays_no_part_is_named_whatever_stands_in_its_place(fixed):
    def answer(x, strength=0.5):
        return fixed * (x - x.mean())

    for seed in SEEDS:
        verdict = verdict_on(SCALED, answer, seed)
        assert verdict.diagnosis == "unused_strength", verdict.message
        assert str(fixed) not in verdict.findings[0].sentence


FIXED = [
    ("adam_step", "eps", 1e-6),
    ("adam_step", "beta1", 0.5),
    ("adam_step", "beta2", 0.99),
    ("adamw_step", "weight_decay", 0.1),
    ("rmsprop_step", "rho", 0.99),
    ("rmsprop_step", "rho", 0.9),
    ("momentum_step", "beta", 0.5),
    ("numeric_derivative", "h", 1e-3),
    ("numeric_gradient", "h", 1e-4),
    ("batchnorm_forward", "eps", 1e-7),
    ("batchnorm_backward", "eps", 1e-3),
]


@pytest.mark.parametrize(("name", "setting", "number"), FIXED)
def test_a_right_formula_with_a_number_of_its_own_keeps_two_thirds(name, setting, number):
    exercise = by_name()[name]

    def answer(*inputs):
        given = dict(zip(exercise.arguments, inputs, strict=False)) | {setting: number}
        return exercise.reference(**given)

    for seed in range(3):
        verdict = verdict_on(exercise, answer, seed)
        assert 2 * verdict.possible <= 3 * verdict.points < 3 * verdict.possible, verdict.message
        assert setting in verdict.findings[0].sentence + verdict.message


@pytest.mark.parametrize(
    ("name", "setting"), [("adamw_step", "weight_decay"), ("momentum_step", "beta")]
)
def test_a_formula_that_leaves_a_setting_out_is_not_a_right_one(name, setting):
    exercise = by_name()[name]

    def answer(*inputs):
        given = dict(zip(exercise.arguments, inputs, strict=False)) | {setting: 0.0}
        return exercise.reference(**given)

    verdict = verdict_on(exercise, answer, 1)
    assert 3 * verdict.points < 2 * verdict.possible
    assert verdict.diagnosis in {mistake.name for mistake in exercise.mistakes}


def test_an_input_that_is_used_is_not_named():
    def answer(x, strength=0.5):
        return np.sin(strength) * (x - x.mean())

    assert "unused" not in verdict_on(SCALED, answer, 1).diagnosis


def test_a_case_in_which_any_formula_is_right_is_not_what_a_verdict_rests_on():
    draw = draw_for(SCALED, 1)
    assert tells(draw, SCALED.parts[0]) == (True, True, False)

    def answer(x, strength=0.5):
        return np.sinh(strength * (x - x.mean()))

    assert "a single entry" not in verdict_on(SCALED, answer, 1).findings[0].sentence


def test_cases_that_are_marked_as_proving_nothing_are_found_to_prove_nothing():
    wrong = []
    for exercise in (e for e in by_name().values() if getattr(e, "numeric", None)):
        draw = draw_for(exercise, 2)
        for part in exercise.parts:
            for i, found in zip(draw.usual_of(part), tells(draw, part), strict=True):
                if found < draw.cases[i].telling:
                    wrong.append((exercise.name, part.name, draw.cases[i].label))
    assert not wrong


STEP = Exercise(
    name="step",
    contract="w after a step",
    reference=lambda w, dw, rate: w - rate * dw,
    draw=lambda rng: [
        Case({"w": rng.normal(size=n), "dw": rng.normal(size=n), "rate": rate})
        for n, rate in ((3, 0.1), (4, 0.3), (5, 0.2))
    ],
    parts=(Part("w", 3),),
)


@pytest.mark.parametrize(
    ("step", "diagnosis"),
    [
        (lambda w, dw, rate: w - 3 * rate * dw, "scaled_step"),
        (lambda w, dw, rate: w, "unmoved"),
        (lambda w, dw, rate: w + 7 * rate * dw, "wrong_way"),
    ],
)
def test_a_step_that_is_too_long_or_none_is_told(step, diagnosis):
    for seed in SEEDS:
        verdict = verdict_on(STEP, step, seed)
        assert verdict.findings[0].diagnosis == diagnosis, verdict.message


def test_what_is_added_to_an_input_is_told_where_it_is_too_large():
    def batchnorm_forward(x, gamma, beta, eps=1e-5):
        return 3 * (nn.batchnorm_forward(x, gamma, beta, eps) - beta) + beta

    verdict = verdict_on(by_name()["batchnorm_forward"], batchnorm_forward, 1)
    assert verdict.points < verdict.possible / 2
    assert "single example" not in verdict.message


TWO = Exercise(
    name="two",
    contract="(the product of a and b, their sum)",
    reference=lambda a, b: (a @ b, a + b),
    draw=lambda rng: [
        Case({"a": rng.normal(size=(n, n)), "b": rng.normal(size=(n, n))}) for n in (2, 3, 4)
    ],
    parts=outputs(product=3, sum=3),
)


def test_an_answer_that_stops_says_so_of_every_output_and_names_none_without_a_sign():
    verdict = verdict_on(TWO, lambda a, b: (a @ b[:1], a + b), 1)
    assert {finding.diagnosis for finding in verdict.findings[:2]} == {"raised_ValueError"}


def after(function, change):
    return lambda *inputs: change(function(*inputs))


@pytest.mark.parametrize("name", ["relu", "conv2d_forward", "max_pool_forward", "rnn_forward"])
def test_an_answer_that_brings_a_cache_along_is_told_so(name):
    exercise = by_name()[name]
    for seed in SEEDS:
        verdict = verdict_on(exercise, after(exercise.reference, lambda out: (out, [1.0])), seed)
        assert verdict.diagnosis == "first_of_several", verdict.message


def test_an_answer_that_brings_the_loss_along_is_told_so():
    exercise = by_name()["cross_entropy_gradient"]
    loss_too = after(exercise.reference, lambda gradient: (0.7, gradient))
    for seed in SEEDS:
        assert verdict_on(exercise, loss_too, seed).diagnosis == "second_of_several"


@pytest.mark.parametrize("name", ["multiply", "tanh", "max_pool_backward", "dense_forward"])
@pytest.mark.parametrize("kind", [TypeError, ValueError, IndexError])
def test_an_error_of_its_own_is_not_taken_for_a_mistake_that_stops_too(name, kind):
    def stops(*inputs):
        raise kind("none of these")

    verdict = verdict_on(by_name()[name], stops, 1)
    assert {f.diagnosis for f in verdict.findings} <= {f"raised_{kind.__name__}", "no_output"}


def test_what_a_tuple_of_another_length_holds_at_a_place_is_no_mistake_s():
    def weights_alone(dy_hat, activations, weights):
        return [2 * dw for dw in nn.mlp_backward(dy_hat, activations, weights)[0]]

    verdict = verdict_on(by_name()["mlp_backward"], weights_alone, 1)
    assert "only_the_last_turn" not in {f.diagnosis for f in verdict.findings}, verdict.message


def test_an_answer_that_goes_in_steps_uses_its_input():
    def accuracy(logits, labels):
        return np.mean(logits.argmax(axis=1) == labels)

    for seed in range(10):
        verdict = verdict_on(by_name()["cross_entropy_loss"], accuracy, seed)
        assert "unused" not in verdict.diagnosis, (seed, verdict.message)


@pytest.mark.parametrize("tiny", [1e-8, 1e-15, 3e-11])
def test_a_tiny_number_in_a_log_is_named_though_the_sigmoid_overflows_as_well(tiny):
    def binary_cross_entropy(logits, y):
        p = 1 / (1 + np.exp(-logits))
        return -np.mean(y * np.log(p + tiny) + (1 - y) * np.log(1 - p + tiny))

    for seed in SEEDS:
        verdict = verdict_on(by_name()["binary_cross_entropy"], binary_cross_entropy, seed)
        assert verdict.points == verdict.possible - 2
        assert "The log is kept finite by" in verdict.message


def test_batches_of_data_shuffled_in_place_are_as_they_were_when_they_came():
    def minibatches(x, y, batch_size, rng):
        rng.shuffle(x)
        starts = range(0, len(x), batch_size)
        return [(x[i : i + batch_size], y[i : i + batch_size]) for i in starts]

    for seed in SEEDS:
        verdict = verdict_on(by_name()["minibatches"], minibatches, seed)
        found = {finding.name: finding.diagnosis for finding in verdict.findings}
        assert found["another order each epoch, from rng"] is None


def test_a_pair_of_one_batch_is_not_called_batches_of_x_alone():
    def minibatches(x, y, batch_size, rng):
        order = rng.permutation(len(x))
        return x[order[:batch_size]], y[order[:batch_size]]

    for seed in SEEDS:
        verdict = verdict_on(by_name()["minibatches"], minibatches, seed)
        assert "x alone" not in verdict.message


def test_a_step_of_the_default_rate_is_too_small_to_show_a_formula_right():
    def adam_step(w, dw, m, v, t, learning_rate=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
        m_new = beta1 * m + (1 - beta1) * dw
        v_new = beta2 * v + (1 - beta2) * m**2
        m_hat, v_hat = m_new / (1 - beta1**t), v_new / (1 - beta2**t)
        return w - learning_rate * m_hat / (np.sqrt(v_hat) + eps), m_new, v_new

    for seed in SEEDS:
        verdict = verdict_on(by_name()["adam_step"], adam_step, seed)
        assert "defaults" not in verdict.message


def test_points_without_the_first_are_told_where_there_is_no_step_as_well():
    def gradient_descent(gradient, w0, learning_rate, steps):
        path, w = [], w0
        for _ in range(steps):
            w = w - learning_rate * gradient(w)
            path.append(w)
        return np.array(path)

    for seed in SEEDS:
        verdict = verdict_on(by_name()["gradient_descent"], gradient_descent, seed)
        assert verdict.diagnosis == "start_left_out"


def test_whether_is_not_taken_for_an_epoch():
    def early_stop(validation_losses, patience, min_delta=0.0):
        epoch = by_name()["early_stop"].reference(validation_losses, patience, min_delta)
        return None if epoch is None else True

    for seed in SEEDS:
        verdict = verdict_on(by_name()["early_stop"], early_stop, seed)
        assert {f.diagnosis for f in verdict.findings if f.points < f.possible} <= {
            "wrong_type",
            "no_output",
        }
        assert "Found True, expected the number" in verdict.message


def test_a_half_of_a_loss_is_not_shown_right_by_one_example():
    def product_half_added(logits, y):
        return np.mean(np.logaddexp(0, logits) - y * (logits + 0.3))

    for seed in range(10):
        verdict = verdict_on(by_name()["binary_cross_entropy"], product_half_added, seed)
        assert "single example" not in verdict.message


def test_a_multiple_of_what_is_right_is_no_second_mistake():
    exercise = by_name()["dropout_backward"]
    for seed in SEEDS:
        assert (
            verdict_on(exercise, lambda dout, mask: 2 * dout * mask, seed).diagnosis == "factor_2"
        )


def test_infinity_and_what_rounding_leaves_are_no_factor():
    mask, softmax = by_name()["causal_mask"], by_name()["softmax_backward"]

    def times_infinity(scores):
        return np.where(np.triu(np.ones(scores.shape[1:]), 1) > 0, scores * -np.inf, scores)

    def jacobians_summed(dp, p):
        slopes = np.einsum("nij,jk->nijk", p, np.eye(p.shape[-1])) - np.einsum(
            "nij,nik->nijk", p, p
        )
        return slopes.sum(axis=-2) * dp

    for seed in SEEDS:
        assert verdict_on(mask, times_infinity, seed).diagnosis == "times_minus_infinity"
        verdict = verdict_on(softmax, jacobians_summed, seed)
        assert verdict.diagnosis == "jacobian_summed", verdict.message


def test_a_tiny_number_in_attentions_softmax_costs_its_last_digits_alone():
    forward, backward = by_name()["attention_forward"], by_name()["attention_backward"]

    def weights(q, k, tiny):
        scores = q @ k.swapaxes(1, 2) / np.sqrt(q.shape[-1])
        e = np.exp(scores - scores.max(axis=-1, keepdims=True))
        return e / (e.sum(axis=-1, keepdims=True) + tiny)

    def back(dout, q, k, v, tiny):
        p, root = weights(q, k, tiny), np.sqrt(q.shape[-1])
        ds = nn.softmax_backward(dout @ v.swapaxes(1, 2), p) / root
        return ds @ k, ds.swapaxes(1, 2) @ q, p.swapaxes(1, 2) @ dout

    for seed in SEEDS:
        for tiny in (1e-8, 1e-9, 1e-12):
            said = verdict_on(forward, lambda q, k, v, tiny=tiny: weights(q, k, tiny) @ v, seed)
            assert said.points >= said.possible - 1, said.message
            assert said.diagnosis in ("tiny_number_in_sum", None)
            said = verdict_on(backward, lambda *given, tiny=tiny: back(*given, tiny), seed)
            assert said.points >= said.possible - 1, said.message
