"""train and predict: a network of one's own, measured on digits that it has not seen."""

import numpy as np

from course.checking import ScoredExercise
from course.exercises.your_own_network.conversation import said, train_then_predict
from course.exercises.your_own_network.measuring import STEPS, measured
from course.exercises.your_own_network.slips import MISTAKES
from course.exercises.your_own_network.solving import predict, train
from course.exercises.your_own_network.splits import draw_splits

TRAIN_PREDICT = ScoredExercise(
    name="train_predict",
    contract="parameters, at most 25,000 numbers, and a label, 0 to 9, for each image",
    functions=("train", "predict"),
    reference=(train, predict),
    draw=draw_splits,
    convert={"rng": np.random.default_rng},
    use=train_then_predict,
    collect=said,
    measure=measured,
    second_call=0,
    patience=25.0,
    steps=STEPS,
    mistakes=MISTAKES,
)
