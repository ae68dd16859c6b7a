"""All exercises of all lessons, and how the tests examine a function as an answer."""

from importlib import import_module

from course.checking import Exercise, asking, judge
from course.exercises import lesson_of, lessons

EXERCISES = [
    exercise
    for lesson in lessons().values()
    for exercise in lesson.exercises
    if isinstance(exercise, Exercise)
]

RETURNS_ANYTHING = ("backward",)


def styles_of(exercise):
    """Return the right answers to an exercise, in several styles."""
    lesson = lessons()[lesson_of(exercise.name)]
    module = import_module(f"tests.exercises.styles.{lesson.slug}")
    return module.STYLES[exercise.name]


def verdict_on(exercise, function, seed):
    """Return the verdict on a function that is given as an answer."""
    return judge(exercise, asking(exercise, function), seed)
