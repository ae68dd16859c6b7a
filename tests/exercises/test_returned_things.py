"""A check never raises: whatever an answer returns, there is a verdict that says what it is."""

from tests.exercises.catalogue import SHARED_SEED, changed_answer, light, verdict_on
from tests.returned_things import THINGS


def test_whatever_is_returned_has_a_verdict(exercise):
    exercise = light(exercise)
    for name, thing in THINGS.items():
        verdict = verdict_on(exercise, changed_answer(exercise, thing), SHARED_SEED)
        assert verdict.diagnosis != "not_comparable", (name, verdict.message)
        assert 0 <= verdict.points <= verdict.possible
        assert verdict.points == verdict.possible or verdict.diagnosis, name
        assert verdict.message and verdict._repr_html_()
