"""The check that a notebook calls."""

import numpy as np

from course.checking import Questions, Verdict, asking, judge, look_over, mark
from course.exercises import find
from course.notebook.progress import record


def check(name, answer, *, seed=None):
    """Check an answer to the exercise of that name, and return the Verdict.

    answer: the function that was written, or the dictionary of answers. seed:
    draws the inputs; without one it is drawn itself, and shown where something
    is wrong, so that the same inputs can be had again. It never raises: an
    unknown name is a verdict too.
    """
    try:
        exercise = find(name)
    except LookupError as error:
        return _unknown(name, str(error))
    if isinstance(exercise, Questions):
        return record(look_over(exercise, answer))
    if not callable(answer):
        return _unknown(name, _not_callable(exercise, answer), exercise.possible)
    return record(judge(exercise, asking(exercise, answer), _seed(seed)))


def mark_answers(name, answers, key):
    """Return the Verdict on the answers to a lesson's graded questions, given the key.

    answers, key: question to letter. For the cells that grading adds.
    """
    return mark(find(name), answers, key)


def _seed(seed):
    return int(np.random.default_rng().integers(100_000)) if seed is None else int(seed)


def _unknown(name, headline, possible=0):
    return Verdict(str(name), "unknown", 0, possible, headline, diagnosis="unknown")


def _not_callable(exercise, answer):
    return (
        f'Give the function itself: `check("{exercise.name}", {exercise.name})`, without '
        f"brackets after its name. Found {type(answer).__name__}."
    )
