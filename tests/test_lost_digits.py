"""Digits that are lost: one verdict for every seed, whatever is drawn beside the tolerance."""

from collections import Counter

import numpy as np
import pytest

from course.autodiff import Node
from course.checking.plain import plain
from course.exercises import by_name
from tests.exercises.catalogue import verdict_on
from tests.exercises.faults import with_fixed

SEEDS = range(5)


def each(value, change):
    if isinstance(value, list | tuple):
        return type(value)(each(item, change) for item in value)
    return change(np.asarray(value)) if plain(value) is not None else value


def given(exercise, kind):
    """Return the reference, given arrays of another dtype."""

    def typed(value):
        is_array = isinstance(value, np.ndarray) and value.dtype.kind == "f"
        return value.astype(kind) if is_array else value

    return lambda *inputs: exercise.reference(*map(typed, inputs))


def returning(exercise, change):
    """Return the reference, all of whose numbers are changed at the end."""
    return lambda *inputs: each(exercise.reference(*inputs), change)


def single(value):
    return value.astype(np.float32)


WAYS = {
    "single at the end": lambda exercise: returning(exercise, single),
    "single for a moment": lambda exercise: returning(exercise, lambda a: single(a).astype(float)),
    "single inputs": lambda exercise: given(exercise, np.float32),
    "half inputs": lambda exercise: given(exercise, np.float16),
    "4 decimals": lambda exercise: returning(exercise, lambda a: np.round(a, 4)),
    "6 decimals": lambda exercise: returning(exercise, lambda a: np.round(a, 6)),
}
MOVED = (  # each had another verdict for another seed, in one way or more
    "softmax",
    "cross_entropy_loss",
    "cross_entropy_gradient",
    "batchnorm_forward",
    "residual_backward",
    "rnn_step",
    "rnn_forward",
)


@pytest.mark.parametrize("way", WAYS)
def test_digits_that_are_lost_get_one_verdict_for_every_seed(way):
    for name in MOVED:
        exercise, seen = by_name()[name], Counter()
        for seed in SEEDS:
            verdict = verdict_on(exercise, WAYS[way](exercise), seed)
            seen[verdict.points, verdict.diagnosis] += 1
        assert len(seen) == 1, (name, seen)
        ((points, diagnosis),) = seen
        assert 3 * points >= 2 * exercise.possible, (name, seen)
        assert diagnosis in (None, "single_precision", "half_precision", "rounded"), (name, seen)


def test_what_is_beside_numeric_gradients_may_have_single_precision_and_no_decimals_cut():
    exercise = by_name()["dense_backward"]
    assert verdict_on(exercise, WAYS["single inputs"](exercise), 1).diagnosis is None
    assert verdict_on(exercise, WAYS["6 decimals"](exercise), 1).diagnosis == "rounded"


@pytest.mark.parametrize(
    ("kind", "named"), [(np.float32, "single_precision"), (np.float16, "half_precision")]
)
def test_few_digits_on_the_way_are_named_where_the_values_show_all_digits_again(kind, named):
    def softmax(logits):
        e = np.exp(logits.astype(kind) - logits.astype(kind).max(axis=1, keepdims=True))
        return (e / e.sum(axis=1, keepdims=True)).astype(float)

    for seed in SEEDS:
        verdict = verdict_on(by_name()["softmax"], softmax, seed)
        assert (verdict.points, verdict.diagnosis) == (6, named), verdict.message


def test_a_naive_formula_in_single_precision_overflows_all_the_same():
    def softmax(logits):
        e = np.exp(single(logits))
        return e / e.sum(axis=1, keepdims=True)

    findings = {f.name: f for f in verdict_on(by_name()["softmax"], softmax, 1).findings}
    assert findings["probabilities"].diagnosis == "single_precision"
    assert findings["at the extremes"].points == 0


def test_a_number_that_is_written_in_or_added_is_no_lost_precision():
    layer, adam = by_name()["mlp_forward"], by_name()["adam_step"]
    nearly = returning(layer, lambda value: value + 1e-8)
    for seed in range(3):
        assert verdict_on(layer, nearly, seed).diagnosis != "single_precision"
        assert verdict_on(adam, with_fixed(adam), seed).diagnosis == "unused_eps"


@pytest.mark.parametrize("name", ["multiply", "tanh"])
def test_a_node_whose_value_has_few_digits_loses_a_point_for_every_seed(name):
    exercise = by_name()[name]

    def answer(*operands):
        node = exercise.reference(*operands)
        return Node(np.float32(node.value), node.inputs, node.local_gradients)

    for seed in range(12):
        verdict = verdict_on(exercise, answer, seed)
        assert verdict.points == verdict.possible - 1, verdict.message
        assert verdict.diagnosis == "single_precision"


def test_a_mask_of_half_precision_or_rounded_is_named():
    exercise = by_name()["dropout_forward"]
    for seed in (2, 9):
        for change, named in (
            (lambda a: a.astype(np.float16), "half_precision"),
            (lambda a: np.round(a, 3), "rounded"),
        ):
            verdict = verdict_on(exercise, returning(exercise, change), seed)
            assert (verdict.points, verdict.diagnosis) == (9, named), verdict.message
