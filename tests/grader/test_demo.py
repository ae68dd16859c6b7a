"""The demo class: whatever a student of it gets wrong can be written down."""

import ast

import pytest

from course.exercises import lessons
from grader.demo.answers import Answers, mistaken, own_mistakes
from grader.judge.plan import plan_of

GRADED_LESSONS = [name for name, lesson in lessons().items() if lesson.graded]


@pytest.mark.parametrize("lesson", GRADED_LESSONS)
def test_every_mistake_can_be_written_as_a_cell(lesson):
    for exercise in Answers(plan_of(lesson)).exercises:
        for mistake in {*own_mistakes(exercise), *exercise.mistakes}:
            ast.parse(mistaken(exercise, mistake))
