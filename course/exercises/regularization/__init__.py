"""Lesson 08: penalties, dropout, and data that training does not see."""

from course.exercises.manifest import Lesson
from course.exercises.regularization.dropout import DROPOUT_FORWARD
from course.exercises.regularization.dropout_backward import DROPOUT_BACKWARD
from course.exercises.regularization.l1 import L1_PENALTY
from course.exercises.regularization.l2 import L2_PENALTY
from course.exercises.regularization.shrinking import SOFT_THRESHOLD
from course.exercises.regularization.split import VALIDATION_SPLIT

LESSON = Lesson(
    "08-regularization",
    exercises=(
        VALIDATION_SPLIT,
        L2_PENALTY,
        L1_PENALTY,
        SOFT_THRESHOLD,
        DROPOUT_FORWARD,
        DROPOUT_BACKWARD,
    ),
)
