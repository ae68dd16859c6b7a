"""Lesson 06: two starts, clipping, batch normalisation both ways, a way around a layer."""

from course.checking import Questions, Written
from course.exercises.vanishing_gradients.batchnorm import BATCHNORM_FORWARD
from course.exercises.vanishing_gradients.batchnorm_backward import BATCHNORM_BACKWARD
from course.exercises.vanishing_gradients.clipping import CLIP_BY_GLOBAL_NORM
from course.exercises.vanishing_gradients.residual import RESIDUAL_BACKWARD
from course.exercises.vanishing_gradients.shared import LESSON
from course.exercises.vanishing_gradients.starts import HE_INIT, XAVIER_INIT

EXERCISES = (
    XAVIER_INIT,
    HE_INIT,
    CLIP_BY_GLOBAL_NORM,
    BATCHNORM_FORWARD,
    BATCHNORM_BACKWARD,
    RESIDUAL_BACKWARD,
    Questions("vanishing_gradients_questions", LESSON, dict.fromkeys((1, 2, 3, 4), tuple("abcd"))),
    Written("vanishing_gradients_dilemma", LESSON, 5),
)
