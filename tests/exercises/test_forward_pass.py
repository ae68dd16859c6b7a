"""Lesson 01's exercises keep the promises of all exercises."""

from tests.exercises.promises import *  # noqa: F403

LESSON = "01-forward-pass"
