"""Lesson 06: two starts, clipping, batch normalisation both ways, a way around a layer."""

from course.exercises.manifest import Lesson
from course.exercises.vanishing_gradients.batchnorm import BATCHNORM_FORWARD
from course.exercises.vanishing_gradients.batchnorm_backward import BATCHNORM_BACKWARD
from course.exercises.vanishing_gradients.clipping import CLIP_BY_GLOBAL_NORM
from course.exercises.vanishing_gradients.residual import RESIDUAL_BACKWARD
from course.exercises.vanishing_gradients.starts import HE_INIT, XAVIER_INIT

LESSON = Lesson(
    "06-vanishing-gradients",
    exercises=(
        XAVIER_INIT,
        HE_INIT,
        CLIP_BY_GLOBAL_NORM,
        BATCHNORM_FORWARD,
        RESIDUAL_BACKWARD,
        BATCHNORM_BACKWARD,
    ),
    further=("batchnorm_backward",),
)
