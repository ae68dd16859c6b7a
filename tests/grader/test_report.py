"""The page on a class: its figures, its words, and that it stands alone."""

import re

import pytest

from grader.errors import CourseError
from grader.judge.plan import plan_of
from grader.judge.result import GRADED, MISSING, ExerciseResult, Result
from grader.report.command import graded
from grader.report.figures import of_class
from grader.report.page import page
from tests.grader.classes import LESSON

PLAN = plan_of(LESSON)
EXERCISES = ("neuron", "sigmoid", "relu", "dense_forward", "mlp_forward")
KEY = PLAN.keys["forward_pass_questions"][1]


def outcome(points, possible, status, *findings):
    return ExerciseResult(
        points,
        possible,
        status,
        findings[0]["diagnosis"] if findings else None,
        findings=[*findings],
    )


def found(name, diagnosis, sentence="", detail=""):
    return {
        "name": name,
        "points": 0,
        "possible": 1,
        "diagnosis": diagnosis,
        "sentence": sentence,
        "detail": detail,
    }


def chosen(**letters):
    """Return the outcome of the questions, with these letters instead of the right ones."""
    given = {str(number): letter for number, letter in KEY.items()} | letters
    findings = []
    for number, right in KEY.items():
        letter = given[str(number)]
        what = None if letter == right else f"question_{number}_{letter or 'open'}"
        findings.append(found(f"question {number}", what))
    return outcome(4 - len(letters), 4, "partly" if letters else "right", *findings)


def submission(flags=(), questions=None, **outcomes):
    exercises = {name: outcome(5.0, 5.0, "right") for name in EXERCISES}
    exercises["forward_pass_questions"] = questions or chosen()
    exercises["forward_pass_dilemma"] = ExerciseResult(None, 5.0, "manual")
    return Result(GRADED, exercises | outcomes, list(flags))


CAPPED = found("values", "capped", "It is cut off at 6.", "your `z[0]` is 6, expected 7")
NO_BIAS = found("value", "no_bias", "The bias is missing.")
CLASS = {
    "ada": submission(),
    "alan": submission(
        relu=outcome(2.0, 5.0, "partly", CAPPED),
        neuron=outcome(0.0, 5.0, "wrong", NO_BIAS, found("a second call", "no_output")),
        questions=chosen(**{"1": "a" if KEY[1] != "a" else "b"}),
    ),
    "edsger": submission(
        ["it tried a network connection"], relu=outcome(2.0, 5.0, "partly", CAPPED)
    ),
    "grace": submission(
        relu=outcome(2.0, 5.0, "partly", CAPPED),
        neuron=outcome(0.0, 5.0, "wrong", NO_BIAS),
        sigmoid=outcome(0.0, 5.0, "not_attempted", found("values", "not_attempted")),
        questions=chosen(**{"2": ""}),
    ),
    "tim": Result(MISSING, {}, ["there is no notebook"]),
}


@pytest.fixture(scope="module")
def figures():
    return of_class(PLAN, CLASS)


def test_each_exercise_has_its_counts(figures):
    rows = {row.name: row for row in figures.exercises}
    relu, sigmoid, neuron = rows["relu"], rows["sigmoid"], rows["neuron"]
    assert (relu.right, relu.partly, relu.wrong, relu.untried) == (1, 3, 0, 0)
    assert (sigmoid.right, sigmoid.partly, sigmoid.wrong, sigmoid.untried) == (3, 0, 0, 1)
    assert (neuron.right, neuron.partly, neuron.wrong, neuron.untried) == (2, 0, 2, 0)


def test_mistakes_are_counted_with_what_was_read(figures):
    (capped,) = next(row for row in figures.exercises if row.name == "relu").mistakes
    assert (capped.count, capped.sentence) == (3, "It is cut off at 6.")
    assert capped.example == "values: your `z[0]` is 6, expected 7"


def test_what_only_follows_from_a_mistake_is_none(figures):
    assert [made.name for row in figures.exercises for made in row.mistakes] == [
        "no_bias",
        "capped",
    ]


def test_mistakes_that_come_together_are_paired(figures):
    (pair,) = figures.pairs
    assert {pair.first, pair.second} == {"neuron: no_bias", "relu: capped"}
    assert (pair.count, pair.share) == (2, 1.0)


def test_each_question_has_what_was_chosen(figures):
    first, second = figures.questions[:2]
    assert {c.letter: c.count for c in first.choices if c.right} == {KEY[1]: 3}
    assert sum(choice.count for choice in first.choices) == 4
    assert second.open == 1


def test_who_needs_a_person_and_who_has_nothing_is_told(figures):
    assert figures.without == ((MISSING, ("tim",)),)
    assert dict(figures.waiting)["edsger"] == ("it tried a network connection",)
    assert len(figures.points) == 4
    assert figures.unread == 4


def test_the_page_needs_nothing_else(figures):
    text = page(figures)
    assert not re.search(r"(?:src|href)=\"(?!data:)|<script|@import|url\(", text)


def test_students_words_are_no_html(figures):
    text = page(of_class(PLAN, {"<b>ada</b>": submission(["<script>alert(1)</script>"])}))
    assert "<script" not in text
    assert "<b>ada" not in text


def test_without_graded_work_it_says_what_to_do(tmp_path):
    from grader.judge.folders import folders

    with pytest.raises(CourseError, match="run backprop grade 01-forward-pass first"):
        graded(folders(tmp_path, tmp_path), LESSON)


def test_a_screen_reader_finds_its_way(figures, browser, tmp_path):
    from axe_playwright_python.sync_playwright import Axe

    text = page(figures).replace("default-src 'none'; ", "")  # axe brings a script of its own
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    tab = browser.new_page()
    tab.goto((tmp_path / "page.html").as_uri())
    found = Axe().run(tab)
    tab.close()
    assert found.violations_count == 0, found.generate_report()
