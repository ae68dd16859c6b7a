"""Lesson 03's exercises keep the promises of all exercises."""

from tests.exercises.promises import *  # noqa: F403

LESSON = "03-chain-rule"
