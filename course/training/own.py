"""A student's own function in an experiment, the library's where it is not written yet."""

from functools import wraps

from course import nn


def own(function):
    """Return a function that calls this one, or `course.nn`'s of its name where it is not written.

    Not written is what raises NotImplementedError, as an exercise's cell does at first. So a
    lesson's experiments run from top to bottom, whatever has been solved.
    """

    @wraps(function)
    def called(*inputs, **settings):
        try:
            return function(*inputs, **settings)
        except NotImplementedError:
            return getattr(nn, function.__name__)(*inputs, **settings)

    return called
