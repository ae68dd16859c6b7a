"""Lesson 07: steps that remember, a step size for each parameter, and decay beside it."""

from course.checking import Questions, Written
from course.exercises.momentum_and_adam.adam import ADAM_STEP
from course.exercises.momentum_and_adam.adamw import ADAMW_STEP
from course.exercises.momentum_and_adam.momentum import MOMENTUM_STEP
from course.exercises.momentum_and_adam.nesterov import NESTEROV_STEP
from course.exercises.momentum_and_adam.rmsprop import RMSPROP_STEP
from course.exercises.momentum_and_adam.shared import LESSON

EXERCISES = (
    MOMENTUM_STEP,
    NESTEROV_STEP,
    RMSPROP_STEP,
    ADAM_STEP,
    ADAMW_STEP,
    Questions("momentum_and_adam_questions", LESSON, dict.fromkeys((1, 2, 3, 4), tuple("abcd"))),
    Written("momentum_and_adam_dilemma", LESSON, 5),
)
