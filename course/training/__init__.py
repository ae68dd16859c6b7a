"""Training: the loop with its reasons to stop, and what lessons find out with it."""

from course.training.edge import descend
from course.training.loop import History, Stopping, classifier, train
from course.training.prices import price_errors
from course.training.racing import LOST, Settings, methods, race, updater, walk

__all__ = [
    "LOST",
    "History",
    "Settings",
    "Stopping",
    "classifier",
    "descend",
    "methods",
    "price_errors",
    "race",
    "train",
    "updater",
    "walk",
]
