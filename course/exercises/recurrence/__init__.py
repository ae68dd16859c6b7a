"""Lesson 10: the same weights at every moment, and the way back through time."""

from course.exercises.manifest import Lesson
from course.exercises.recurrence.backward import RNN_BACKWARD
from course.exercises.recurrence.forward import RNN_FORWARD
from course.exercises.recurrence.step import RNN_STEP
from course.exercises.recurrence.step_backward import RNN_STEP_BACKWARD

LESSON = Lesson(
    "10-recurrence",
    exercises=(RNN_STEP, RNN_STEP_BACKWARD, RNN_FORWARD, RNN_BACKWARD),
)
