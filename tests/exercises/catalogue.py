"""All exercises of all lessons, and how the tests examine a function as an answer."""

from importlib import import_module

from course.checking import Exercise, asking, judge
from course.exercises import LESSONS, of_lesson

EXERCISES = [e for lesson in LESSONS for e in of_lesson(lesson) if isinstance(e, Exercise)]

RETURNS_ANYTHING = ("backward",)


def styles_of(exercise):
    """Return the right answers to an exercise, in several styles."""
    module = import_module(f"tests.exercises.styles.{LESSONS[exercise.lesson]}")
    return module.STYLES[exercise.name]


def verdict_on(exercise, function, seed):
    """Return the verdict on a function that is given as an answer."""
    return judge(exercise, asking(exercise, function), seed)
