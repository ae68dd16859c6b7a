"""Training: the loop with its reasons to stop, and the methods of lesson 07 in a race."""

from course.training.loop import History, Stopping, classifier, train
from course.training.racing import LOST, Settings, methods, race, updater, walk

__all__ = [
    "LOST",
    "History",
    "Settings",
    "Stopping",
    "classifier",
    "methods",
    "race",
    "train",
    "updater",
    "walk",
]
