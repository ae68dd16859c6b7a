"""The demo class: whatever a student of it gets wrong can be written down."""

import ast
from random import Random

import pytest

from course.exercises import lessons
from grader.demo.answers import Answers, can_be_called, mistaken, own_mistakes
from grader.demo.hands import written_styles
from grader.demo.variety import rewritten
from grader.judge.plan import plan_of
from tests.exercises.catalogue import verdict_on

GRADED_LESSONS = [name for name, lesson in lessons().items() if lesson.graded]


@pytest.mark.parametrize("lesson", GRADED_LESSONS)
def test_every_mistake_can_be_written_as_a_cell(lesson):
    for exercise in Answers(plan_of(lesson)).exercises:
        for mistake in {*own_mistakes(exercise), *exercise.mistakes}:
            ast.parse(mistaken(exercise, mistake))


def test_code_of_another_hand_computes_the_same_with_three_axes():
    answers = Answers(plan_of("11-attention"))
    right, rng = answers.right(), Random(1)
    for exercise in answers.exercises:
        for source in (right[exercise.name], *written_styles(exercise.name)):
            others = [right[name] for name in answers.uses(exercise.name)]
            for _ in range(6):
                cell = rewritten(source, rng)
                verdict = verdict_on(exercise, runs(*others, cell)[exercise.name], 1)
                assert verdict.points == verdict.possible, (cell, verdict.message)


def runs(*sources):
    """Return the names that cells of these sources leave behind."""
    room = {}
    exec("\n".join(["import numpy as np", "from course import nn", *sources]), room)
    return room


@pytest.mark.parametrize("lesson", GRADED_LESSONS)
def test_what_a_right_answer_calls_is_written_so_that_it_can_be_called(lesson):
    """Right by itself, a list of rows stops the student's own next function."""
    answers = Answers(plan_of(lesson))
    right = answers.right()
    for caller in answers.exercises:
        helpers = [e for e in answers.exercises if e.name in answers.uses(caller.name)]
        for helper in helpers:
            others = [right[e.name] for e in helpers if e is not helper]
            for style in written_styles(helper.name):
                if can_be_called(style, helper):
                    function = runs(*others, style, right[caller.name])[caller.name]
                    verdict = verdict_on(caller, function, 1)
                    assert verdict.points == verdict.possible, (style, verdict.message)
