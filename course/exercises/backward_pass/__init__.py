"""Lesson 04: back through two activations, a layer, a network, and the proof by numbers."""

from course.checking import Questions, Written
from course.exercises.backward_pass.dense import DENSE_BACKWARD
from course.exercises.backward_pass.network import MLP_BACKWARD
from course.exercises.backward_pass.numeric_gradient import NUMERIC_GRADIENT
from course.exercises.backward_pass.relative_error import RELATIVE_ERROR
from course.exercises.backward_pass.relu import RELU_BACKWARD
from course.exercises.backward_pass.shared import LESSON
from course.exercises.backward_pass.sigmoid import SIGMOID_BACKWARD

EXERCISES = (
    RELU_BACKWARD,
    SIGMOID_BACKWARD,
    DENSE_BACKWARD,
    MLP_BACKWARD,
    NUMERIC_GRADIENT,
    RELATIVE_ERROR,
    Questions("suspects", LESSON, dict.fromkeys("ABCD", tuple("abcdef")), word="suspect"),
    Questions("backward_pass_questions", LESSON, dict.fromkeys((1, 2, 3, 4), tuple("abcd"))),
    Written("backward_pass_dilemma", LESSON, 5),
)
