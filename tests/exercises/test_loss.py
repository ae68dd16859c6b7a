"""Lesson 02's exercises keep the promises of all exercises."""

from tests.exercises.promises import *  # noqa: F403

LESSON = "02-loss"
