"""A convolution: one kernel's answer at every place of an image."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, Part
from course.exercises.convolution.forward_mistakes import FORWARD_MISTAKES
from course.exercises.convolution.shared import (
    ALL_EQUAL,
    CONVOLUTIONS,
    WHOLE_IMAGE,
    drawn_convolution,
)
from course.exercises.drawing import ONE_EXAMPLE

WITH_BIAS = ("", ONE_EXAMPLE, ALL_EQUAL, WHOLE_IMAGE)


def draw_conv2d_forward(rng):
    """Draw images and kernels of every size without a bias, and of a few sizes with one."""
    cases = []
    for *sizes, label in CONVOLUTIONS:
        drawn = drawn_convolution(rng, *sizes)
        inputs = {name: drawn[name] for name in ("x", "w", "b")}
        if label in WITH_BIAS:
            cases.append(Case(inputs, sizes[0], label))
        cases.append(Case(inputs | {"b": np.zeros_like(drawn["b"])}, sizes[0], label))
    return cases


def _with_bias(case):
    return bool(np.any(case.inputs["b"]))


CONV2D_FORWARD = Exercise(
    name="conv2d_forward",
    contract="out of shape (n, f, h - kh + 1, w - kw + 1): each kernel's answer at every place",
    reference=nn.conv2d_forward,
    draw=draw_conv2d_forward,
    parts=(
        Part("out where b is 0", 4, where=lambda case: not _with_bias(case), variable="out"),
        Part("out with a bias", 1, where=_with_bias, variable="out"),
    ),
    mistakes=FORWARD_MISTAKES,
)
