"""Lesson 13: a network of one's own, on handwritten digits."""

from course.exercises.manifest import Lesson
from course.exercises.your_own_network.train_predict import TRAIN_PREDICT

LESSON = Lesson("13-your-own-network", exercises=(TRAIN_PREDICT,))
