"""The exercises of all lessons, found by name or by lesson."""

from difflib import get_close_matches
from functools import cache
from importlib import import_module

LESSONS = {
    "01-forward-pass": "forward_pass",
    "02-loss": "loss",
    "03-chain-rule": "chain_rule",
    "04-backward-pass": "backward_pass",
    "05-gradient-descent": "gradient_descent",
    "06-vanishing-gradients": "vanishing_gradients",
    "07-momentum-and-adam": "momentum_and_adam",
}


@cache
def of_lesson(lesson):
    """Return all that earns points in a lesson, in its order: exercises, questions, dilemma."""
    return import_module(f"course.exercises.{LESSONS[lesson]}").EXERCISES


@cache
def by_name():
    """Return name to exercise, over all lessons."""
    return {exercise.name: exercise for lesson in LESSONS for exercise in of_lesson(lesson)}


def find(name):
    """Return the exercise of that name.

    Raises LookupError, with the nearest name, where there is none.
    """
    exercises = by_name()
    if isinstance(name, str) and name in exercises:
        return exercises[name]
    near = get_close_matches(str(name), exercises, 1, 0.5)
    hint = f'Did you mean "{near[0]}"?' if near else f"There are: {', '.join(exercises)}."
    raise LookupError(f"There is no exercise {name!r}. {hint}")
