"""From a lesson's text to the instructor's notebook and the student's."""

from grader.building.make import build, check, lessons

__all__ = ["build", "check", "lessons"]
