"""Lesson 09: the same few weights at every place of an image, pooling, and the way back."""

from course.exercises.convolution.backward import CONV2D_BACKWARD
from course.exercises.convolution.forward import CONV2D_FORWARD
from course.exercises.convolution.pool_backward import MAX_POOL_BACKWARD
from course.exercises.convolution.pool_forward import MAX_POOL_FORWARD
from course.exercises.manifest import Lesson

LESSON = Lesson(
    "09-convolution",
    exercises=(
        CONV2D_FORWARD,
        CONV2D_BACKWARD,
        MAX_POOL_FORWARD,
        MAX_POOL_BACKWARD,
    ),
)
