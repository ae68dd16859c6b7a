"""Lesson 05: the update, its learning rate, mini-batches, when to stop, and real houses."""

from course.exercises.gradient_descent.batches import MINIBATCHES
from course.exercises.gradient_descent.houses import FIT_HOUSE_PRICES
from course.exercises.gradient_descent.path import GRADIENT_DESCENT
from course.exercises.gradient_descent.stability import LARGEST_STABLE_LEARNING_RATE
from course.exercises.gradient_descent.step import SGD_STEP
from course.exercises.gradient_descent.stopping import EARLY_STOP
from course.exercises.manifest import Lesson

LESSON = Lesson(
    "05-gradient-descent",
    exercises=(
        SGD_STEP,
        GRADIENT_DESCENT,
        LARGEST_STABLE_LEARNING_RATE,
        MINIBATCHES,
        EARLY_STOP,
        FIT_HOUSE_PRICES,
    ),
)
