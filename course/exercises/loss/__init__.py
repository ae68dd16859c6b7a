"""Lesson 02: squared error and cross-entropy, and the gradient that they share."""

from course.exercises.loss.binary import BINARY_CROSS_ENTROPY
from course.exercises.loss.cross_entropy import CROSS_ENTROPY_LOSS
from course.exercises.loss.cross_entropy_gradient import CROSS_ENTROPY_GRADIENT
from course.exercises.loss.softmax import SOFTMAX
from course.exercises.loss.squared_error import MSE_GRADIENT, MSE_LOSS
from course.exercises.manifest import Lesson

LESSON = Lesson(
    "02-loss",
    exercises=(
        MSE_LOSS,
        MSE_GRADIENT,
        BINARY_CROSS_ENTROPY,
        SOFTMAX,
        CROSS_ENTROPY_LOSS,
        CROSS_ENTROPY_GRADIENT,
    ),
)
