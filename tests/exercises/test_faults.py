"""A right formula earns its points although something else is amiss: a third is lost at most."""

import pytest

from course.checking.calling import call
from course.checking.examining import draw_for
from course.checking.scored import ScoredExercise
from tests.exercises.catalogue import EXERCISES, SHARED_SEED, lesson_of, light, verdict_on
from tests.exercises.faults import RETURNING_A_NUMBER, in_brackets, overwriting, with_fixed

SEEDS = range(0, 15, SHARED_SEED)
KEPT = 2 / 3
ALL = [e for e in EXERCISES if not isinstance(e, ScoredExercise)]
EPS = [{"eps": own} for own in (1e-3, 1e-4, 1e-6, 1e-7, 1e-9, 1e-12)]
H = [{"h": own} for own in (1e-2, 1e-3, 1e-4, 1e-6)]


def those_with(fault):
    """Return a parameter for each exercise with the fault, named as the other tests name it."""
    return [
        pytest.param(exercise, made, id=f"{lesson_of(exercise.name)}:{exercise.name}")
        for exercise in ALL
        if (made := fault(exercise)) is not None
    ]


def keeps_most(exercise, function, seed):
    verdict = verdict_on(light(exercise), function, seed)
    assert KEPT <= verdict.points / verdict.possible < 1, (seed, verdict.message)
    return verdict


@pytest.mark.parametrize(("asked", "_"), those_with(with_fixed))
def test_an_eps_or_h_of_its_own_loses_a_third_at_most_and_is_named(asked, _):
    for own in EPS if "eps" in asked.arguments else H:
        for seed in SEEDS:
            verdict = keeps_most(asked, with_fixed(asked, own), seed)
            assert "that is given" in verdict.message, (own, verdict.message)
            assert "1e-" not in verdict.message.replace("relative error", ""), (own, "a number")


@pytest.mark.parametrize(("asked", "function"), those_with(in_brackets))
def test_a_number_in_brackets_loses_a_third_at_most_and_reads_so(asked, function):
    for seed in SEEDS:
        verdict = keeps_most(asked, function, seed)
        said = {  # early_stop's None is no number, so that its arrays are known by their shape
            "number_in_array": "The number comes in an array",
            "extra_axis": "expected a single number",
        }
        assert said[verdict.diagnosis] in verdict.message


def returns_a_number(exercise):
    """Whether the reference returns a number, alone or in a tuple, in some case."""
    replies = (call(exercise, exercise.reference, c.inputs) for c in draw_for(exercise, 1).cases)
    values = [reply.value for reply in replies]
    found = [item for value in values for item in (value if isinstance(value, list) else [value])]
    return any(isinstance(item, int | float) for item in found)


def test_every_answer_that_is_a_number_is_among_them():
    assert {e.name for e in ALL if returns_a_number(e)} == set(RETURNING_A_NUMBER)


@pytest.mark.parametrize(("asked", "function"), those_with(overwriting))
def test_an_input_that_is_overwritten_loses_a_third_at_most_and_is_named(asked, function):
    for seed in SEEDS:
        verdict = keeps_most(asked, function, seed)
        assert verdict.diagnosis == "input_changed"
