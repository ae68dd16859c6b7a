"""Lesson 05's exercises keep the promises of all exercises."""

from tests.exercises.promises import *  # noqa: F403

LESSON = "05-gradient-descent"
