"""A student's own function in an experiment, the library's where it is not right yet."""

from functools import wraps

from course import nn
from course.notebook.standing import amiss, name_of_exercise, tell


def own(function):
    """Return a function that calls this one, or `course.nn`'s of its name where it is not right.

    Not written is what raises NotImplementedError, as an exercise's cell does at first. A function
    that is wrong by its own check is told in a line, which says what to mend first. So a lesson's
    experiments run from top to bottom, whatever has been solved, and on nothing that is wrong.
    """
    line = amiss(function)
    right = _right_for(function)
    if line is not None and right is not None:
        tell(line)
        return right

    @wraps(function)
    def called(*inputs, **settings):
        try:
            return function(*inputs, **settings)
        except NotImplementedError:
            if right is None:
                raise
            return right(*inputs, **settings)

    return called


def _right_for(function):
    """Return the library's function for a student's: of its own name, else of the notebook's."""
    known = getattr(nn, getattr(function, "__name__", ""), None)  # at once: no exercise is imported
    return known or getattr(nn, name_of_exercise(function) or "", None)
