"""Lesson 04's exercises keep the promises of all exercises."""

from tests.exercises.promises import *  # noqa: F403

LESSON = "04-backward-pass"
