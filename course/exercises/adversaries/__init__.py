"""Lesson 12: two networks, each the other's loss."""

from course.exercises.adversaries.gradients import GAN_GRADIENTS
from course.exercises.adversaries.losses import GAN_LOSSES
from course.exercises.adversaries.through import INPUT_GRADIENT
from course.exercises.manifest import Lesson

LESSON = Lesson("12-adversaries", exercises=(GAN_LOSSES, GAN_GRADIENTS, INPUT_GRADIENT))
