"""What every exercise promises: right is right, and every named mistake is named."""

import os

from course import check
from course.checking.aspects import Output, aspects_of
from course.checking.calling import reply_of
from course.checking.examining import draw_for, examination_of
from course.checking.footprints import known_footprints, same_trace
from course.checking.naming import alike_in
from course.checking.scored import ScoredExercise
from course.exercises import by_name
from tests.exercises.catalogue import (
    SHARED_SEED,
    TRAINS,
    answer_of,
    few,
    light,
    quickly_right,
    styles_of,
    verdict_on,
)

FULL = bool(os.environ.get("BACKPROP_FULL"))
# 20 of the 200 seeds that tests.benchmarks.one_verdict takes, or all of them where that is asked.
# Over 100 seeds all pairs of mistakes leave the same trace with each or with none, but for four:
# no_bias_correction and its own_eps in adam_step and adamw_step with 70, relu_for_sigmoid and
# linear_neuron with 9, largest_array and norm_of_the_last with 1.
SEEDS = range(200) if FULL else range(0, 100, 5)
STYLE_SEEDS = SEEDS if FULL else range(0, 200, 15)
FEW_SEEDS = SEEDS[:5]  # of those above, so that what the mistakes do is found out once
DEEP_SEEDS = SEEDS[:2]  # the large graphs are as deep for these as for all


def test_right_answers_get_full_points_in_every_style(exercise):
    styles = styles_of(exercise)
    assert len(styles) >= 4
    for seed in few(exercise, STYLE_SEEDS):
        asked = exercise if seed in DEEP_SEEDS else light(exercise)
        shown = styles[:1] if seed and exercise.name in TRAINS else styles  # the others for one
        for number, function in enumerate(shown):
            verdict = verdict_on(asked, function, seed)
            assert verdict.points == exercise.possible, (number, seed, verdict.message)
            assert verdict.diagnosis is None


def test_a_style_that_is_wrong_for_one_input_in_twenty_is_found_among_these_draws():
    exercise = by_name()["dense_forward"]

    def odd(x, w, b):
        return x @ w + b + (int(1e6 * abs(x.flat[0])) % 20 == 0)

    verdicts = [verdict_on(exercise, odd, seed) for seed in STYLE_SEEDS]
    assert any(verdict.points < exercise.possible for verdict in verdicts)


def test_every_mistake_loses_points_and_is_named_in_the_verdict(exercise):
    points = {}
    for seed in few(exercise, FEW_SEEDS):
        asked = exercise if seed in DEEP_SEEDS else light(exercise)
        for mistake in exercise.mistakes:
            verdict = verdict_on(asked, mistake.function, seed)
            assert verdict.points < exercise.possible, (mistake.name, seed)
            assert verdict.points == points.setdefault(mistake.name, verdict.points), mistake.name
            assert verdict.diagnosis == mistake.name, (seed, verdict.message)
            assert mistake.sentence.rstrip(".")[1:] in verdict.message


def test_a_mistake_with_a_number_in_it_is_named_whatever_the_number(exercise):
    for mistake in (mistake for mistake in exercise.mistakes if mistake.family):
        low, high = mistake.within
        for share in (0.2, 0.45, 0.7):
            number = float(low ** (1 - share) * high**share)
            verdict = verdict_on(exercise, mistake.family(number), 3)
            found = {finding.diagnosis for finding in verdict.findings if finding.diagnosis}
            # a number too small to show where it stands: that its input is not used is all there is
            unused = verdict.findings[0].right and any(d.startswith("unused_") for d in found)
            named = mistake.name in found or mistake.sentence[1:] in verdict.message
            assert named or unused, (mistake.name, number)
            assert verdict.points < exercise.possible


def test_every_mistake_is_caught_and_told_from_every_other(exercise):
    if exercise.name in TRAINS:
        return  # its mistakes are known by symptoms: a verdict on each, as above, tells as much
    for seed in SEEDS:
        for mistake, found in known_footprints(draw_for(light(exercise), seed)):
            wrong = (i for i in range(len(found.aspects)) if not found.is_right(i))
            place = next(wrong, None)  # the cases are asked no further than it takes to tell
            assert place is not None, f"seed {seed}: {mistake.name} passes"
            named = alike_in(place, found)
            assert named is mistake, f"seed {seed}: {mistake.name} is taken for {named.name}"


def test_a_mistake_that_remembers_nothing_answers_a_case_as_it_does_after_all_others(exercise):
    if isinstance(exercise, ScoredExercise):
        return  # each case is asked for itself
    draw = draw_for(light(exercise), SHARED_SEED)
    last = draw.usual[-1]
    outputs = [a for a in aspects_of(draw.exercise) if isinstance(a, Output)]
    asked = [output for output in outputs if last in output.places(draw)]
    for mistake in exercise.mistakes:
        alone = reply_of(draw.exercise, mistake.function, draw.cases[last].inputs)
        after = examination_of(mistake.function, draw).replies[last]
        entries = [
            [output.entry(reply, draw, last) for output in asked] for reply in (alone, after)
        ]
        assert mistake.remembers or same_trace(*entries), mistake.name


def test_a_case_that_few_mistakes_get_wrong_names_no_verdict_by_itself(exercise):
    draw = draw_for(light(exercise), SHARED_SEED)
    special = [i for i, case in enumerate(draw.cases) if case.label and not case.extreme]
    footprints = [found for _, found in known_footprints(draw)] if special else []
    for place in special:
        case = draw.cases[place]
        wrong = [gets_wrong(found.examination, place) for found in footprints]
        shown = [any(gets_wrong(found.examination, i) for i in draw.usual) for found in footprints]
        if sum(wrong) < 0.45 * sum(shown):
            assert not case.telling, f"{case.label}: {sum(wrong)} of {sum(shown)} mistakes show"


def gets_wrong(examination, place):
    """Return whether an answer gets some output of a case wrong that is asked for in it."""
    draw, reply = examination.draw, examination.replies[place]
    return reply.failure is not None or any(
        not part.is_right(reply.value, draw.expected[place], part.tolerance or draw.tolerance)
        for part in draw.exercise.parts
        if part.where(draw.cases[place])
    )


def test_there_are_six_named_mistakes_of_different_names(exercise):
    names = [mistake.name for mistake in exercise.mistakes]
    assert len(set(names)) == len(names) >= 6


def test_a_function_that_is_not_written_is_not_attempted(exercise):
    def unwritten(*inputs):
        raise NotImplementedError()

    verdict = check(exercise.name, answer_of(exercise, unwritten))
    assert (verdict.status, verdict.points) == ("not_attempted", 0)
    assert exercise.call_text in verdict.message


def test_a_function_that_returns_nothing_earns_nothing_and_reads_so(returning_exercise):
    verdict = verdict_on(returning_exercise, lambda *inputs: None, 3)
    assert verdict.points == 0
    assert verdict.diagnosis == "none_returned"
    if returning_exercise.name != "topological_order":  # which is called several times in a case
        said = {finding.diagnosis for finding in verdict.findings}
        assert said <= {"none_returned", "no_output"}, verdict.message


def test_a_verdict_is_the_same_every_time_for_one_seed(exercise):
    function = exercise.mistakes[0].function
    first, second = (verdict_on(exercise, function, 7) for _ in range(2))
    assert first == second
    assert first._repr_html_() == second._repr_html_()
    assert "seed=7" in first.message


def test_a_right_answer_reads_the_same_for_every_seed(exercise):
    seeds = few(exercise, FEW_SEEDS)
    right = quickly_right(exercise)
    texts = {verdict_on(exercise, right, seed)._repr_html_() for seed in seeds}
    assert len(texts) == 1


def test_an_exercise_has_three_usual_cases_and_begins_with_one(exercise):
    draw = draw_for(exercise, 1)
    cases = [case for case in draw.cases if not case.extreme]
    assert len(cases) >= 3
    assert draw.cases[0] is cases[0], "the first case is asked twice, so it must be a usual one"
