"""The check that a notebook calls."""

import operator
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

import numpy as np

from course.checking import Exercise, Questions, Status, Verdict, Written, look_over, mark
from course.checking.exercise import Answer
from course.exercises import by_name, find
from course.notebook.cells import name_of, note_on
from course.notebook.kept import keep
from course.notebook.progress import record
from course.notebook.running import watched
from course.notebook.validating import tell_nbgrader

LARGEST_SEED = 2**63


def check(name: str, answer: object, *, seed: int | None = None) -> Verdict:
    """Check an answer to the exercise of that name, and return the Verdict.

    answer: the function that was written, or the dictionary of answers. seed:
    draws the inputs; without one it is drawn itself, and shown where something
    is wrong, so that the same inputs can be had again. It never raises: an
    unknown name is a verdict too.
    """
    try:
        exercise = find(name)
    except LookupError as error:
        return _unknown(name, _exchanged(name, answer) or str(error))
    if isinstance(exercise, Questions):
        return _told(look_over(exercise, answer), (name_of(answer, "answers"),))
    if isinstance(exercise, Written):
        return _unknown(name, "This is answered in writing: a person reads and grades it.")
    if not exercise.takes(answer):
        return _unknown(name, _not_callable(exercise, answer), exercise.possible)
    number = _number_of(seed)
    if number is None:
        return _unknown(name, _no_seed(seed), exercise.possible)
    verdict = watched(exercise, cast(Answer, answer), number)
    return _told(verdict, exercise.functions or (name_of(answer, exercise.name),))


def mark_answers(name: str, answers: object, key: Mapping[int | str, str]) -> Verdict:
    """Return the Verdict on the answers to a lesson's graded questions, given the key.

    answers, key: question to letter. For the cells that grading adds. Raises
    LookupError where there are no questions of that name.
    """
    questions = find(name)
    if not isinstance(questions, Questions):
        raise LookupError(f"{name!r} is no set of graded questions: give the name of one.")
    return mark(questions, answers, key)


def _told(verdict: Verdict, names: tuple[str, ...]) -> Verdict:
    """Remember a verdict on what has these names; say so where one is an older version."""
    keep(verdict, names)
    if note := " ".join(filter(None, map(note_on, names))):
        verdict = replace(verdict, headline=f"{note}\n{verdict.headline}".strip())
    tell_nbgrader(verdict)
    return record(verdict)


def _number_of(seed: object) -> int | None:
    """Return a seed as a whole number, a drawn one for None; None where it is no seed."""
    if seed is None:
        return int(np.random.default_rng().integers(100_000))
    try:
        number = operator.index(seed)  # type: ignore[arg-type]
    except Exception:
        return None
    return number if 0 <= number < LARGEST_SEED else None


def _no_seed(seed: object) -> str:
    found = repr(seed)[:40] if isinstance(seed, str | int | float) else type(seed).__name__
    return (
        f"The seed is a whole number from 0 on, such as seed=7; found {found}. Without one, the "
        "inputs are drawn anew each time."
    )


def _unknown(name: object, headline: str, possible: float = 0) -> Verdict:
    label = name[:60] if isinstance(name, str) else type(name).__name__
    return Verdict(label, Status.UNKNOWN, 0, possible, headline, diagnosis="unknown")


def _exchanged(name: object, answer: object) -> str:
    """Say how a check is called where the function stands in the name's place, "" elsewhere."""
    asked = by_name()
    if isinstance(answer, str) and answer in asked:
        return f'The name comes first, then the function: `check("{answer}", {answer})`.'
    own = getattr(name, "__name__", None)
    if isinstance(own, str) and own in asked:
        return f'The name stands in quotes: `check("{own}", {own})`.'
    return ""


def _not_callable(exercise: Exercise, answer: object) -> str:
    if exercise.functions:
        call = f'check("{exercise.name}", {exercise.answer_text})'
        return f"Give all of its functions, in this order: `{call}`."
    slip = "quotes around it" if isinstance(answer, str) else "brackets after its name"
    return (
        f'Give the function itself: `check("{exercise.name}", {exercise.name})`, without {slip}. '
        f"Found {type(answer).__name__}."
    )
