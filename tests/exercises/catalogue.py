"""All exercises of all lessons, and how the tests examine a function as an answer."""

import sys
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec

from course.checking import Exercise, asking, judge
from course.exercises import lesson_of, lessons
from course.exercises.chain_rule.drawn_graphs import draw_graphs
from course.exercises.your_own_network import slips

EXERCISES = [
    exercise
    for lesson in lessons().values()
    for exercise in lesson.exercises
    if isinstance(exercise, Exercise)
]

QUICK = slips.fit, slips.name
RETURNS_ANYTHING = ("backward",)


def _with_small_graphs(exercise):
    def draw(rng):
        return draw_graphs(rng, exercise.name, deepest=20, diamonds=4)

    return replace(exercise, draw=draw)


_LIGHT = {
    e.name: _with_small_graphs(e) for e in EXERCISES if e.name in ("topological_order", "backward")
}


def light(exercise):
    """Return the exercise as it is, or with its two large graphs drawn small.

    How deep a graph is does not depend on the seed: a few seeds prove the large ones, all of
    them the rest.
    """
    return _LIGHT.get(exercise.name, exercise)


SHARED_SEED = 5  # what one test finds out of this draw, the others of the exercise need not again
TRAINS = ("train_predict",)  # a second for each verdict, and data that hardly depend on the seed


def few(exercise, seeds):
    """Return the seeds for which an exercise is tried: two, 0 and 1, where each means training."""
    return range(2) if exercise.name in TRAINS else seeds


def quickly_right(exercise):
    """Return a right answer; where it means training, one that takes no time."""
    return QUICK if exercise.name in TRAINS else exercise.reference


def answer_of(exercise, function):
    """Return an answer that is this function, or this one in the place of each that is asked."""
    if isinstance(function, tuple):
        return function
    return (function,) * len(exercise.functions) if exercise.functions else function


def changed_answer(exercise, change):
    """Return the right answer whose functions return what change makes of it.

    Where that means training, a fit that takes no time stands for the right answer.
    """
    answer = quickly_right(exercise)
    right = answer if isinstance(answer, tuple) else (answer,)
    changed = tuple(lambda *inputs, f=function: change(f(*inputs)) for function in right)
    return changed if exercise.functions else changed[0]


def styles_of(exercise):
    """Return the right answers to an exercise, in several styles.

    They are in a STYLES, of the class to try grading on or of a module of the lesson's exercises.
    """
    slug = lessons()[lesson_of(exercise.name)].slug
    beside = f"grader.demo.styles.{slug}"
    if find_spec(beside):
        import_module(beside)
    home = f"course.exercises.{slug}"
    modules = [m for name, m in sys.modules.items() if f"{name}.".startswith(f"{home}.")]
    tables = [getattr(m, "STYLES", {}) for m in (*modules, sys.modules.get(beside))]
    return [style for table in tables for style in table.get(exercise.name, ())]


def verdict_on(exercise, function, seed):
    """Return the verdict on a function that is given as an answer."""
    return judge(exercise, asking(exercise, answer_of(exercise, function)), seed)
