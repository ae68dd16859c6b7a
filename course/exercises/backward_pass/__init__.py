"""Lesson 04: back through two activations, a layer, a network, and the check by numbers."""

from course.checking import Questions
from course.exercises.backward_pass.dense import DENSE_BACKWARD
from course.exercises.backward_pass.network import MLP_BACKWARD
from course.exercises.backward_pass.numeric_gradient import NUMERIC_GRADIENT
from course.exercises.backward_pass.relative_error import RELATIVE_ERROR
from course.exercises.backward_pass.relu import RELU_BACKWARD
from course.exercises.backward_pass.sigmoid import SIGMOID_BACKWARD
from course.exercises.manifest import Lesson

SUSPECTS = Questions("suspects", {letter: tuple("abcdef") for letter in "ABCD"}, word="suspect")

LESSON = Lesson(
    "04-backward-pass",
    exercises=(
        RELU_BACKWARD,
        SIGMOID_BACKWARD,
        DENSE_BACKWARD,
        MLP_BACKWARD,
        NUMERIC_GRADIENT,
        RELATIVE_ERROR,
        SUSPECTS,
    ),
    further=("sigmoid_backward",),
)
