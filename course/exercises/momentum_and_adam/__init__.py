"""Lesson 07: steps that remember, a size for each parameter, decay beside it, schedules."""

from course.exercises.manifest import Lesson
from course.exercises.momentum_and_adam.adam import ADAM_STEP
from course.exercises.momentum_and_adam.adamw import ADAMW_STEP
from course.exercises.momentum_and_adam.momentum import MOMENTUM_STEP
from course.exercises.momentum_and_adam.nesterov import NESTEROV_STEP
from course.exercises.momentum_and_adam.rmsprop import RMSPROP_STEP
from course.exercises.momentum_and_adam.schedule import LEARNING_RATE_AT

LESSON = Lesson(
    "07-momentum-and-adam",
    exercises=(
        MOMENTUM_STEP,
        NESTEROV_STEP,
        RMSPROP_STEP,
        ADAM_STEP,
        ADAMW_STEP,
        LEARNING_RATE_AT,
    ),
    further=("nesterov_step",),
)
