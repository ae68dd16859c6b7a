"""A number of the call that is written into the code loses a third at most, and is named."""

import inspect

import pytest

from course.checking.examining import draw_for
from course.exercises import by_name
from tests.exercises.catalogue import EXERCISES, verdict_on

SEEDS = (0, 3)
WRITTEN = {  # what people write; the numbers of a call that have a default are in tests/exercises
    "turn_weight": {"rate": (0.1, 0.5)},
    "sgd_step": {"learning_rate": (0.1, 0.01, 2.0)},
    "gradient_descent": {"learning_rate": (0.1, 0.01), "steps": (3, 10)},
    "early_stop": {"patience": (2, 3, 5)},
    "minibatches": {"batch_size": (2, 10, 32)},
    "clip_by_global_norm": {"max_norm": (0.5, 5.0)},
    "momentum_step": {"learning_rate": (0.1,)},
    "nesterov_step": {"learning_rate": (0.1,)},
    "rmsprop_step": {"learning_rate": (0.01,)},
    "adam_step": {"learning_rate": (0.001,), "t": (10,)},
    "adamw_step": {"learning_rate": (0.001,), "t": (10,)},
    "learning_rate_at": {"steps": (50,), "peak": (0.1, 0.5, 2.0), "warmup": (5,)},
    "validation_split": {"fraction": (0.2, 0.3)},
    "l2_penalty": {"strength": (0.1, 0.01)},
    "l1_penalty": {"strength": (0.1, 0.01)},
    "soft_threshold": {"amount": (0.1, 0.5)},
    "dropout_forward": {"drop": (0.2, 0.3)},
}
NAMED = {  # by a sentence of their own, which is as true
    ("sgd_step", "learning_rate", 0.01): "learning_rate_fixed",
    ("adam_step", "t", 10): "own_power",
    ("adamw_step", "t", 10): "own_power",
}


def with_number(exercise, name, number):
    """Return the reference with a number of its own in an input's place."""
    names = tuple(inspect.signature(exercise.reference).parameters)

    def answer(*inputs):
        return exercise.reference(**{**dict(zip(names, inputs, strict=False)), name: number})

    answer.__signature__ = inspect.signature(exercise.reference)
    return answer


@pytest.mark.parametrize("asked", WRITTEN)
def test_a_number_of_the_call_that_is_written_into_the_code_loses_a_third_at_most(asked):
    exercise = by_name()[asked]
    for name, numbers in WRITTEN[asked].items():
        for number in numbers:
            for seed in SEEDS:
                verdict = verdict_on(exercise, with_number(exercise, name, number), seed)
                kept = 3 * verdict.points / verdict.possible
                assert 2 <= kept < 3, (name, number, seed, verdict.message)
                named = NAMED.get((asked, name, number), f"unused_{name}")
                assert verdict.diagnosis == named, verdict.message
                assert "that is given" in verdict.message or "the power is t" in verdict.message


def test_every_number_of_a_call_that_sets_how_a_formula_works_is_known_as_such():
    data = {"weight", "blame", "x", "b", "y", "step", "fan_in", "fan_out"}
    for exercise in EXERCISES:
        if not getattr(exercise, "signatures", None) or exercise.functions:
            continue
        (signature,) = exercise.signatures.values()
        for name, parameter in signature.parameters.items():
            cases = draw_for(exercise, 1).cases
            given = [c.inputs[name] for c in cases if name in c.inputs]
            is_number = given and all(type(value) in (int, float) for value in given)
            if is_number and parameter.default is parameter.empty and name not in exercise.convert:
                assert name in (data | {*exercise.settings}), (exercise.name, name)


def test_an_input_that_is_left_out_is_no_number_written_into_the_code():
    def step(params, grads, learning_rate):
        return [p - g for p, g in zip(params, grads, strict=True)]

    def squares(weights, strength):
        return sum((w**2).sum() for w in weights) / 2, list(weights)

    for name, answer in (("sgd_step", step), ("l2_penalty", squares)):
        verdict = verdict_on(by_name()[name], answer, 1)
        assert verdict.points == 0 and "plays no part" not in verdict.message, verdict.message


def test_a_min_delta_of_one_s_own_is_wrong_for_every_seed():
    exercise = by_name()["early_stop"]
    for seed in range(20):
        verdict = verdict_on(exercise, with_number(exercise, "min_delta", 0.1), seed)
        assert verdict.points < verdict.possible, seed
