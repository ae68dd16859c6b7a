"""The check that a notebook calls."""

from dataclasses import replace

import numpy as np

from course.checking import Questions, Verdict, look_over, mark
from course.exercises import find
from course.notebook.cells import name_of, note_on
from course.notebook.kept import keep
from course.notebook.progress import record
from course.notebook.running import watched


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
        return _told(look_over(exercise, answer), name_of(answer, "answers"))
    if not callable(answer):
        return _unknown(name, _not_callable(exercise, answer), exercise.possible)
    verdict = watched(exercise, answer, _seed(seed))
    return _told(verdict, name_of(answer, exercise.name))


def mark_answers(name, answers, key):
    """Return the Verdict on the answers to a lesson's graded questions, given the key.

    answers, key: question to letter. For the cells that grading adds.
    """
    return mark(find(name), answers, key)


def _told(verdict: Verdict, name: str) -> Verdict:
    """Remember a verdict on what the notebook calls name; say so where that is an older version."""
    keep(verdict, name)
    if note := note_on(name):
        verdict = replace(verdict, headline=f"{note}\n{verdict.headline}".strip())
    return record(verdict)


def _seed(seed):
    return int(np.random.default_rng().integers(100_000)) if seed is None else int(seed)


def _unknown(name, headline, possible=0):
    return Verdict(str(name), "unknown", 0, possible, headline, diagnosis="unknown")


def _not_callable(exercise, answer):
    return (
        f'Give the function itself: `check("{exercise.name}", {exercise.name})`, without '
        f"brackets after its name. Found {type(answer).__name__}."
    )
