"""Lesson 05: the update, its learning rate, mini-batches, when to stop, and real houses."""

from course.checking import Questions, Written
from course.exercises.gradient_descent.batches import MINIBATCHES
from course.exercises.gradient_descent.houses import FIT_HOUSE_PRICES
from course.exercises.gradient_descent.path import GRADIENT_DESCENT
from course.exercises.gradient_descent.shared import LESSON
from course.exercises.gradient_descent.stability import LARGEST_STABLE_LEARNING_RATE
from course.exercises.gradient_descent.step import SGD_STEP
from course.exercises.gradient_descent.stopping import EARLY_STOP

EXERCISES = (
    SGD_STEP,
    GRADIENT_DESCENT,
    LARGEST_STABLE_LEARNING_RATE,
    MINIBATCHES,
    EARLY_STOP,
    FIT_HOUSE_PRICES,
    Questions(
        "gradient_descent_questions", LESSON, dict.fromkeys((1, 2, 3, 4), ("a", "b", "c", "d"))
    ),
    Written("gradient_descent_dilemma", LESSON, 5),
)
