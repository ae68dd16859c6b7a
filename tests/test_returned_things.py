"""A check never raises: whatever an answer returns, there is a verdict that says what it is."""

import pytest

from tests.exercises.catalogue import EXERCISES, changed_answer, light, verdict_on
from tests.returned_things import THINGS


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_whatever_is_returned_has_a_verdict(exercise):
    exercise = light(exercise)
    for name, thing in THINGS.items():
        verdict = verdict_on(exercise, changed_answer(exercise, thing), 3)
        assert verdict.diagnosis != "not_comparable", (name, verdict.message)
        assert 0 <= verdict.points <= verdict.possible
        assert verdict.points == verdict.possible or verdict.diagnosis, name
        assert verdict.message and verdict._repr_html_()
