"""Training: the loop with its reasons to stop, and what lessons find out with it."""

from course.training.adversaries import Player, duel, fakes_gradient
from course.training.edge import descend
from course.training.loop import History, Stopping, classifier, train
from course.training.own import own
from course.training.places import Learner, answers_loss, shared_gradient
from course.training.prices import price_errors
from course.training.racing import Settings, methods, race, updater, walk
from course.training.taught import taught

__all__ = [
    "History",
    "Learner",
    "Player",
    "Settings",
    "Stopping",
    "answers_loss",
    "classifier",
    "descend",
    "duel",
    "fakes_gradient",
    "methods",
    "own",
    "price_errors",
    "race",
    "shared_gradient",
    "taught",
    "train",
    "updater",
    "walk",
]
