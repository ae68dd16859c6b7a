"""Two mistakes in one answer: both are named, in two outputs as in one, and none is made up."""

from dataclasses import replace
from itertools import combinations, islice

import numpy as np
import pytest

from course.checking import Mistake
from course.checking.compounds import BEYOND
from course.checking.examining import draw_for
from course.checking.footprints import known_footprints
from tests.exercises.catalogue import EXERCISES, light, verdict_on

COMPOSED = [exercise for exercise in EXERCISES if exercise.compose]
SEVERAL = [e for e in EXERCISES if sum(part.of_tuple for part in e.parts) == len(e.parts) > 1]
PAIRS = 20  # of each exercise, spread evenly


def spread(pairs):
    pairs = list(pairs)
    return islice(pairs, 0, None, max(1, len(pairs) // PAIRS))


def says(verdict, mistake):
    said = " ".join(finding.sentence for finding in verdict.findings)
    own = mistake.sentence.rstrip(".").split("right, but ")[-1]  # which one of two is not
    return own[1:] in said


def says_both(verdict, first, second):
    """Whether both are named, or one of them and what the other one adds: a sign, a factor."""
    together = f"{first.name}_and_{second.name}"  # what has a sentence of its own for both
    if any(finding.diagnosis == together for finding in verdict.findings):
        return True
    named = says(verdict, first), says(verdict, second)
    added = any(text in f.sentence for f in verdict.findings for text in BEYOND.values())
    return all(named) or (any(named) and added)


def formulas(exercise):
    """Return the mistakes that get an output wrong: the extremes alone count after an output."""
    return [
        mistake
        for mistake, theirs in known_footprints(draw_for(exercise, 1))
        if mistake.changes and not all(theirs.right[: len(exercise.parts)])
    ]


@pytest.mark.parametrize("exercise", COMPOSED, ids=lambda exercise: exercise.name)
def test_two_wrong_formulas_in_one_answer_are_both_named(exercise):
    pairs = [
        (first, second)
        for first, second in combinations(formulas(exercise), 2)
        if not first.changes.keys() & second.changes.keys()
    ]
    both = known = 0
    for first, second in spread(pairs):
        answer = exercise.compose(**first.changes, **second.changes)
        verdict = verdict_on(exercise, answer, 1)
        assert verdict.diagnosis != "not_comparable"
        assert verdict.points < verdict.possible, (first.name, second.name)
        known += 1
        both += says_both(verdict, first, second)
    assert both >= 0.8 * known, f"{both} of {known}"  # the others are another mistake's equal


def one_output_each(exercise):
    """Return the places of outputs, each with the mistakes that get it alone wrong."""
    outputs = range(len(exercise.parts))
    found = {place: [] for place in outputs}
    for mistake, theirs in known_footprints(draw_for(exercise, 1)):
        stops = theirs.examination.failure_in(theirs.examination.draw.usual)
        wrong = [place for place, right in enumerate(theirs.right) if not right]
        if len(wrong) == 1 and wrong[0] in outputs and not stops:
            found[wrong[0]].append(mistake)
    return found


@pytest.mark.parametrize("exercise", SEVERAL, ids=lambda exercise: exercise.name)
def test_mistakes_of_two_outputs_are_each_named_in_their_own(exercise):
    found = one_output_each(exercise)
    for p, q in combinations(found, 2):
        for first, second in spread((a, b) for a in found[p] for b in found[q]):

            def answer(*inputs, first=first, second=second, p=p, q=q):
                values = list(exercise.reference(*inputs))
                values[p] = first.function(*inputs)[p]
                values[q] = second.function(*inputs)[q]
                return tuple(values)

            verdict = verdict_on(exercise, answer, 1)
            named = verdict.findings[p].diagnosis, verdict.findings[q].diagnosis
            one_for_both = named[0] == named[1] not in (None, "wrong_value")
            assert one_for_both or named == (first.name, second.name)


def test_an_output_that_stops_and_is_right_where_it_runs_bears_no_name_of_another_way_to_stop():
    exercise = next(e for e in COMPOSED if e.name == "residual_backward")
    made = {m.name: m for m in exercise.mistakes}
    first, second = made["mask_left_out"], made["v_forgotten"]
    verdict = verdict_on(exercise, exercise.compose(**first.changes, **second.changes), 1)
    assert verdict.diagnosis == "mask_left_out_and_v_forgotten"
    assert not says(verdict, made["v_not_transposed"])  # it stops alike: v is gone, not turned


def test_a_name_for_two_outputs_is_told_in_each_where_the_third_stops():
    exercise = next(e for e in COMPOSED if e.name == "residual_backward")
    made = {m.name: m for m in exercise.mistakes}
    first, second = made["skip_masked"], made["dw_and_dv_averaged"]
    verdict = verdict_on(exercise, exercise.compose(**first.changes, **second.changes), 1)
    told = [finding.diagnosis for finding in verdict.findings[:3]]
    assert told == ["skip_masked", "dw_averaged", "dv_averaged"]


WITH_A_FACTOR = {
    "softmax": "sigmoid",
    "dense_forward": "bias_missing",
    "sigmoid": "tanh",
}


@pytest.mark.parametrize("name", WITH_A_FACTOR)
@pytest.mark.parametrize(("factor", "words"), [(-1, "the other sign"), (2, "twice as large")])
def test_a_mistake_with_a_factor_besides_is_told_as_both(name, factor, words):
    exercise = next(e for e in EXERCISES if e.name == name)
    mistake = next(m for m in exercise.mistakes if m.name == WITH_A_FACTOR[name])
    for seed in range(3):
        verdict = verdict_on(exercise, lambda *inputs: factor * mistake.function(*inputs), seed)
        assert verdict.points < verdict.possible
        assert words in verdict.findings[0].sentence, verdict.message
        assert says(verdict, mistake), verdict.message


def test_values_that_have_a_factor_too_are_not_called_right():
    exercise = next(e for e in EXERCISES if e.name == "dense_backward")

    def averaged_and_kept_as_row(dz, x, w):
        return dz @ w.T, x.T @ dz, dz.mean(axis=0, keepdims=True)

    said = verdict_on(exercise, averaged_and_kept_as_row, 1).findings[2].sentence
    assert said.startswith("db has the shape (1, d_out)")
    assert "n times as small" in said
    assert "values are right" not in said


def test_where_two_mistakes_with_a_factor_fit_neither_is_named():
    exercise = next(e for e in EXERCISES if e.name == "neuron")
    mean = next(m for m in exercise.mistakes if m.name == "mean_for_sum")
    other = Mistake("mean_doubled", "the mean is doubled: add", lambda *i: -2 * mean.function(*i))
    both = replace(exercise, mistakes=(mean, other))

    def doubled_and_turned(*inputs):
        return 2 * mean.function(*inputs)

    assert verdict_on(both, doubled_and_turned, 1).diagnosis == "wrong_value"
    assert "mean_for_sum_and" in verdict_on(exercise, doubled_and_turned, 1).diagnosis


def test_a_mistake_that_an_output_does_not_show_is_not_one_of_two():
    exercise = next(e for e in EXERCISES if e.name == "adam_step")

    def m_correction_multiplied(w, dw, m, v, t, learning_rate=1e-3, beta1=0.9, beta2=0.999, eps=0):
        m, v = beta1 * m + (1 - beta1) * dw, beta2 * v + (1 - beta2) * dw**2
        step = m * (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
        return w - learning_rate * step, m, v

    for seed in range(3):
        verdict = verdict_on(exercise, m_correction_multiplied, seed)
        assert "eps is compared" not in verdict.message  # it is right alone where eps is small


def test_no_mistake_is_made_up_for_an_answer_that_makes_none():
    names = {}
    for exercise in (e for e in EXERCISES if e.parts and not e.functions and not e.parts[0].flaw):

        def odd(*inputs, exercise=exercise):
            def bent(value):
                if isinstance(value, tuple | list):
                    return type(value)(map(bent, value))
                return np.sin(3 * np.asarray(value, dtype=float)) + 0.37

            return bent(exercise.reference(*inputs))

        try:
            verdict = verdict_on(light(exercise), odd, 2)
        except TypeError:
            continue
        if verdict.diagnosis in {mistake.name for mistake in exercise.mistakes}:
            names[exercise.name] = verdict.diagnosis
    assert not names
