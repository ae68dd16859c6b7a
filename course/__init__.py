"""A course on back-propagation: what its notebooks import.

check and progress are at hand; pictures, widgets, quizzes and cards are loaded
when they are first used, so that importing the course stays fast.
"""

from importlib import import_module

from course.checks import check, mark_answers
from course.progress import progress

LAZY = ("cards", "glossary", "graded_questions", "listen", "quiz")
__all__ = ["check", "mark_answers", "progress", *LAZY]


def __getattr__(name):
    if name not in LAZY:
        raise AttributeError(f"module 'course' has no attribute {name!r}")
    return getattr(import_module("course.material"), name)
