"""Lesson 11: who looks at whom, the mix and its way back, and layer normalisation's."""

from course.exercises.attention.backward import ATTENTION_BACKWARD
from course.exercises.attention.forward import ATTENTION_FORWARD
from course.exercises.attention.layernorm import LAYERNORM_BACKWARD
from course.exercises.attention.mask import CAUSAL_MASK
from course.exercises.attention.softmax import SOFTMAX_BACKWARD
from course.exercises.manifest import Lesson

LESSON = Lesson(
    "11-attention",
    exercises=(
        CAUSAL_MASK,
        SOFTMAX_BACKWARD,
        ATTENTION_FORWARD,
        ATTENTION_BACKWARD,
        LAYERNORM_BACKWARD,
    ),
    further=("layernorm_backward",),
)
