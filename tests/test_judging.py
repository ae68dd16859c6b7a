"""From answers to a verdict: whose doing it is what fails, and how a sentence begins."""

import numpy as np
import pytest

from course.checking import asking, judge
from course.checking import judging as under_test
from course.exercises import by_name
from tests.exercises.catalogue import verdict_on


class GoneError(Exception):
    """What whoever asks may raise: a machine that has no memory left, for example."""


def odd_sums(x, w, b):
    return np.sin(x @ w + b)


@pytest.mark.parametrize("asked_before", [0, 1, 2])
def test_what_asking_raises_is_raised_and_never_held_against_the_answer(asked_before):
    exercise = by_name()["dense_forward"]
    ask, times = asking(exercise, odd_sums), []

    def failing(many):
        times.append(len(many))
        if len(times) > asked_before:
            raise GoneError
        return ask(many)

    with pytest.raises(GoneError):
        judge(exercise, failing, 1)
    assert len(times) == asked_before + 1  # the third time is a probe of a wrong answer


def test_what_comparing_raises_ends_in_a_verdict_that_names_it(monkeypatch):
    def unequal_to(examination):
        raise OverflowError

    monkeypatch.setattr(under_test, "footprint_of", unequal_to)
    verdict = verdict_on(by_name()["dense_forward"], odd_sums, 1)
    assert (verdict.diagnosis, verdict.odd, verdict.points) == (
        "not_comparable",
        "OverflowError",
        0,
    )
    assert "cannot be compared (OverflowError)" in verdict.message


def test_a_sentence_that_begins_with_a_gradient_keeps_its_name():
    exercise = by_name()["residual_backward"]
    mistake = next(m for m in exercise.mistakes if m.name == "w_not_transposed")
    assert mistake.sentence.startswith("dz ")
    for seed in range(3):
        verdict = verdict_on(exercise, mistake.function, seed)
        assert verdict.findings[0].sentence == mistake.sentence + "."
