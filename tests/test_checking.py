"""What the check says of an answer that no named mistake explains, and of no answer at all."""

import sys
import time

import numpy as np
import pytest

from course import check, progress
from course.checking import aspects, judge
from course.checking.calling import PRINTED_AT_MOST, asking
from course.checking.comparing import matches
from course.checking.examining import draw_for, examination_of
from course.checking.plain import as_array
from course.exercises import by_name
from tests.exercises.catalogue import verdict_on

DENSE = by_name()["dense_forward"]


def dense(x, w, b):
    return x @ w + b


def verdict(function, seed=3):
    return verdict_on(DENSE, function, seed)


OBSERVED = {
    "none_returned": lambda x, w, b: None,
    "wrong_type": lambda x, w, b: "x @ w + b",
    "wrong_shape": lambda x, w, b: dense(x, w, b)[:, :1],
    "not_finite": lambda x, w, b: dense(x, w, b) * np.nan,
    "sign": lambda x, w, b: -dense(x, w, b),
    "factor_2": lambda x, w, b: 2 * dense(x, w, b),
    "factor_half": lambda x, w, b: dense(x, w, b) / 2,
    "factor_n": lambda x, w, b: len(x) * dense(x, w, b),
    "factor_1_over_n": lambda x, w, b: dense(x, w, b) / len(x),
    "constant_factor": lambda x, w, b: 3 * dense(x, w, b),
    "whole_numbers": lambda x, w, b: dense(x, w, b).astype(int),
    "one_column": lambda x, w, b: np.hstack([dense(x, w, b)[:, :-1], 0 * x[:, :1]]),
    "only_special_case": lambda x, w, b: dense(x, w, b) + (len(x) > 1),
    "special_case": lambda x, w, b: dense(x, w, b) + (len(x) == 1),
    "wrong_value": lambda x, w, b: np.cos(dense(x, w, b)),
    "wrong_signature": lambda x: x,
    "raised_KeyError": lambda x, w, b: {}["w"],
    "raised_SystemExit": lambda x, w, b: sys.exit(),
    "raised_RecursionError": lambda x, w, b: OBSERVED["raised_RecursionError"](x, w, b),
}


@pytest.mark.parametrize("diagnosis", OBSERVED)
def test_an_observation_is_made_where_no_mistake_is_named(diagnosis):
    for seed in range(20):
        found = verdict(OBSERVED[diagnosis], seed)
        assert (found.diagnosis, found.points) == (diagnosis, 0), found.message


def test_a_wrong_value_shows_one_entry_of_both():
    found = verdict(OBSERVED["wrong_value"])
    assert "your `z[" in found.message
    assert ", expected " in found.message
    assert "x (" in found.message


def test_an_input_that_is_changed_costs_that_part_alone():
    def changes_x(x, w, b):
        z = x @ w + b
        x += 1
        return z

    found = verdict(changes_x)
    assert found.points == DENSE.possible - DENSE.inputs_kept
    assert found.diagnosis == "input_changed"
    assert "Changed: `x`" in found.message


def test_a_second_call_that_differs_costs_that_part_alone():
    memory = []

    def remembers(x, w, b):
        memory.append(1)
        return x @ w + b + (len(memory) > 6)

    found = verdict(remembers)
    assert found.points == DENSE.possible - DENSE.second_call
    assert found.diagnosis == "second_call"


def test_conduct_earns_nothing_by_itself():
    assert verdict(lambda x, w, b: 0).points == 0


def test_what_shares_memory_with_an_input_is_right():
    relu = by_name()["relu"]

    def touches_nothing(z):
        return z if np.all(z > 0) else np.maximum(z, 0)

    assert verdict_on(relu, touches_nothing, 1).points == relu.possible


def test_an_exception_is_shown_at_the_student_s_own_line():
    def stops(x, w, b):
        y = x @ w
        return np.linalg.inv(y + b)

    message = verdict(stops).message
    assert "LinAlgError" in message
    assert "`return np.linalg.inv(y + b)`" in message
    assert "site-packages" not in message


def test_a_helper_that_is_not_written_is_told_from_the_exercise_itself():
    def helper(x, w):
        raise NotImplementedError()

    found = verdict(lambda x, w, b: helper(x, w) + b)
    assert found.diagnosis == "raised_NotImplementedError"


def test_ctrl_c_ends_a_check_with_a_verdict():
    calls = []

    def interrupted(x, w, b):
        calls.append(1)
        raise KeyboardInterrupt

    found = check("dense_forward", interrupted)
    assert (found.diagnosis, found.points, len(calls)) == ("interrupted", 0, 1)


def test_an_error_whose_message_fails_is_still_reported():
    class OddError(Exception):
        def __str__(self):
            raise ValueError

    def stops(x, w, b):
        raise OddError

    assert verdict(stops).diagnosis == "raised_OddError"


def test_what_is_printed_is_kept_apart_and_stderr_stays_clean(capsys):
    def talks(x, w, b):
        print("shape", x.shape)
        print("oh", file=sys.stderr)
        return 2 * dense(x, w, b)

    found = verdict(talks)
    assert "shape (4, 3)\noh" in found.printed
    assert capsys.readouterr() == ("", "")


def test_of_what_is_printed_only_the_beginning_is_kept():
    held = []

    def floods(x, w, b):
        for _ in range(100):
            print("flood " * 100)
        held.append(len(sys.stdout.getvalue()))
        return 2 * dense(x, w, b)

    found = verdict(floods)
    assert found.printed.startswith("flood flood")
    assert set(held) == {PRINTED_AT_MOST}


def test_a_warning_costs_nothing_where_silence_is_not_asked(recwarn):
    def warns(x, w, b):
        np.log(np.zeros(1))
        return dense(x, w, b)

    assert verdict(warns).points == DENSE.possible
    assert not recwarn.list


def test_an_unknown_name_says_which_it_is_near_to():
    found = check("dense_foward", dense)
    assert (found.status, found.possible, found.diagnosis) == ("unknown", 0, "unknown")
    assert '"dense_forward"' in found.message
    assert check(None, dense).status == "unknown"


def test_a_result_in_place_of_a_function_is_told():
    found = check("dense_forward", np.zeros(2))
    assert (found.points, found.possible) == (0, DENSE.possible)
    assert "ndarray" in found.message


def test_the_repr_is_the_points_as_a_number():
    assert float(repr(check("dense_forward", dense))) == DENSE.possible
    assert float(repr(verdict(OBSERVED["sign"]))) == 0


def test_html_escapes_what_a_student_wrote():
    def stops(x, w, b):
        raise ValueError("<script>alert(1)</script>")

    html = verdict(stops)._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_html_says_in_words_what_colour_says():
    html = verdict(OBSERVED["sign"])._repr_html_()
    assert 'aria-label="Check of dense_forward: not right yet, 0 of 6 points"' in html
    assert ">wrong: </span>" in html
    assert "background:#" not in html, "a fixed background would not suit a dark page"


def test_without_a_seed_one_is_drawn_and_repeats_the_failure():
    first = check("dense_forward", OBSERVED["wrong_value"])
    seed = int(first.repeat.split("seed=")[1].rstrip(")`"))
    again = check("dense_forward", OBSERVED["wrong_value"], seed=seed)
    assert again.message == first.message


QUESTIONS = "forward_pass_questions"


@pytest.mark.parametrize(
    ("answers", "diagnosis", "said"),
    [
        ({}, "not_attempted", "0 of 4 answered"),
        ({1: "a", 2: ""}, "unanswered", "1 of 4 answered"),
        ({1: "a", 2: "B", 3: " c", 4: "d"}, None, "4 of 4 answered"),
        ({1: "x"}, "wrong_answer_form", "0 of 4 answered"),
        ({7: "a"}, "wrong_answer_form", "0 of 4 answered"),
        ({1 << 20_000: "a", 2: 1 << 20_000}, "wrong_answer_form", "0 of 4 answered"),
        ("abcd", "wrong_answer_form", "0 of 4 answered"),
    ],
)
def test_graded_questions_are_looked_over_and_not_marked(answers, diagnosis, said):
    found = check(QUESTIONS, answers)
    assert (found.diagnosis, repr(found)) == (diagnosis, said)
    assert found.points == 0


@pytest.mark.parametrize(
    ("off", "right"),
    [(0.0, True), (0.9e-9, True), (1.1e-9, False), (np.nan, False), (-1e-6, False)],
)
def test_a_number_is_right_within_a_billionth_of_the_largest(off, right):
    expected = np.array([[1.0, -1000.0], [0.0, 3.0]])
    value = expected.copy()
    value[1, 0] += 1000.0 * off + np.copysign(0.5e-10, off)
    assert matches(value, expected) == right
    assert matches(value.tolist(), expected) == right
    assert not matches(value.ravel(), expected)


def test_infinity_is_not_right_and_makes_nothing_right():
    assert not matches(np.array([np.inf, 1.0]), np.array([2.0, 1.0]))


class Stop(BaseException):
    """What is no Exception."""


def test_whatever_a_function_raises_is_part_of_the_verdict():
    def stopping(x, w, b):
        raise Stop("enough")

    assert check("dense_forward", stopping).diagnosis == "raised_Stop"


def test_an_answer_that_cannot_be_compared_with_a_letter_is_told():
    found = check(QUESTIONS, {1: np.array([1, 2])})
    assert found.diagnosis == "wrong_answer_form"


def test_progress_is_in_the_lesson_of_the_last_check_though_it_was_checked_before():
    for name in ("neuron", "dense_backward", "neuron"):
        check(name, lambda *given: None)
    assert progress().lesson == "01-forward-pass"
    check("dense_backward", lambda *given: None)
    found = progress()
    assert found.lesson == "04-backward-pass"
    assert {row.name for row in found.rows} >= {"dense_backward", "mlp_backward"}
    assert {row.name: row.status for row in found.rows}["mlp_backward"] == "not_attempted"


def test_lengths_are_compared_before_rows_are():
    began = time.process_time()
    assert not matches(np.empty((10**9, 0)), [np.zeros(2), np.zeros(2)])
    assert time.process_time() - began < 1


def test_a_nested_list_is_converted_once():
    value = np.zeros(10**6)
    for _ in range(28):
        value = [value]
    began = time.process_time()
    assert as_array(value).size == 10**6
    assert time.process_time() - began < 1


def test_why_a_value_is_wrong_is_not_looked_for_where_its_mistake_has_a_name(monkeypatch):
    exercise = by_name()["dense_backward"]
    asked = []
    monkeypatch.setattr(aspects.probing, "unused_input", lambda *given: asked.append(given))
    for mistake in exercise.mistakes:
        examination = examination_of(mistake.function, draw_for(exercise, 4))
        verdict = judge(exercise, asking(exercise, mistake.function), 4)
        assert not asked, mistake.name
        for finding, aspect in zip(verdict.findings, aspects.aspects_of(exercise), strict=True):
            if finding.diagnosis == mistake.name and isinstance(aspect, aspects.Output):
                assert finding.detail == aspect.explain(examination).detail != ""
        asked.clear()
