"""A course on back-propagation: what its notebooks import.

check and progress are at hand; pictures, widgets, quizzes, cards and examples are loaded
when they are first used, so that importing the course stays fast. Outside of a notebook, whose
cells a check follows from this import on, so is all the rest.
"""

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING or "IPython" in sys.modules:
    from course.notebook import check, mark_answers, progress  # noqa: F401

_HOMES = {
    "course.notebook": ("check", "mark_answers", "progress"),
    "course.material": (
        "cards",
        "glossary",
        "graded_questions",
        "listen",
        "quiz",
        "ready",
        "steps",
    ),
    "course.practice": ("deck", "memory_game"),
    "course.widgets": (
        "adversaries_widget",
        "attention_widget",
        "backward_widget",
        "convolution_widget",
        "depth_widget",
        "descent_game",
        "descent_widget",
        "digit_widget",
        "graph_widget",
        "learning_curve",
        "loss_widget",
        "neuron_widget",
        "overfitting_widget",
        "race_widget",
        "unrolled_widget",
        "watch_adversaries",
        "watch_faces",
        "watch_kernels",
        "watch_recital",
    ),
}
_MODULES = {
    **{name: f"course.{name}" for name in ("autodiff", "nn", "plots", "training", "widgets")},
    **{
        name: f"course.examples.{name}"
        for name in ("clouds", "data", "house", "pets", "rhyme", "sequences", "shapes")
    },
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}
__all__ = [*_HOME_OF, *_MODULES]


def __getattr__(name):
    if name in _MODULES:
        return import_module(_MODULES[name])
    if name in _HOME_OF:
        return getattr(import_module(_HOME_OF[name]), name)
    raise AttributeError(f"module 'course' has no attribute {name!r}")


def __dir__():
    return sorted({*globals(), *__all__})
