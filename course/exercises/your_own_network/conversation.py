"""How the two functions are asked: train, another training, then predict with copied parameters.

It runs where the functions are, and gives plain data: what predict says of the unseen images each
time, and what the parameters weigh. Which labels are right is not known here.
"""

import numpy as np

from course.checking.plain import as_array, plain
from course.exercises.your_own_network.keeping import Surroundings
from course.exercises.your_own_network.weighing import NUMBERS_AT_MOST, copied, weight_of

FAR_TOO_MANY = 10 * NUMBERS_AT_MOST  # of more predict is not asked
ALONE = 20  # images that are shown to predict by themselves as well
OTHERS = 200  # images of the other training, with labels in disorder
SCALES = {"times 16": 16.0, "divided by 16": 1 / 16, "divided by 255": 1 / 255}


def train_then_predict(answer, arguments):
    """Return what train gives, with all that predict says of it."""
    train, predict = answer
    around = Surroundings(answer)
    x = arguments["x"].copy()
    parameters = train(*arguments.values())
    return parameters, around, x, predict, train


def said(returned, arguments, inputs):
    """Return what was said, as plain data; None where nothing was returned."""
    parameters, around, x, predict, train = returned
    if parameters is None:
        return None
    weight = weight_of(parameters)
    found = {"numbers": weight.numbers, "bytes": weight.bytes, "odd": weight.odd}
    if weight.odd or weight.numbers > FAR_TOO_MANY:
        return found
    new = inputs["new"]
    found["finite"] = _finite(parameters)
    kept = copied(parameters)
    found["at once"] = plain(predict(parameters, new.copy()))
    if found["at once"] is None:
        return None
    found["changed"] = not _same(kept, parameters)
    found["twice"] = plain(predict(copied(kept), new.copy()))
    _train_on_others(train, inputs)
    with around.back():
        found["apart"] = _tried(predict, copied(kept), new.copy())
        rounded = copied(kept, rounded=True)
        found["labels"] = _tried(predict, copied(rounded), new.copy())
        found["of the seen"] = _tried(predict, copied(rounded), x)
        found["alone"] = [
            _tried(predict, copied(rounded), new[i : i + 1].copy()) for i in range(ALONE)
        ]
        found |= {name: _tried(predict, copied(kept), by * new) for name, by in SCALES.items()}
        mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-8
        found["standardised"] = _tried(predict, copied(kept), (new - mean) / spread)
    return found


def _train_on_others(train, inputs):
    """Train once more, on few images whose labels are in disorder; how that ends is no matter."""
    rng = np.random.default_rng(1)
    labels = rng.permutation(inputs["labels"][:OTHERS])
    try:
        train(inputs["x"][:OTHERS].copy(), labels, rng)
    except Exception:
        return


def _tried(predict, parameters, x):
    """Return what predict says, as plain data; in words where it stops."""
    try:
        return plain(predict(parameters, x))
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:200]


def _finite(value):
    """Return whether all numbers of parameters are finite."""
    if isinstance(value, dict):
        return all(map(_finite, value.values()))
    if isinstance(value, (list, tuple)):
        return all(map(_finite, value))
    array = as_array(plain(value))
    return array is None or bool(np.isfinite(array).all())


def _same(one, other):
    """Return whether parameters are what they were."""
    if isinstance(one, dict):
        return (
            isinstance(other, dict)
            and one.keys() == other.keys()
            and all(_same(one[key], other[key]) for key in one)
        )
    if isinstance(one, (list, tuple)):
        return (
            isinstance(other, (list, tuple))
            and len(one) == len(other)
            and all(map(_same, one, other))
        )
    if isinstance(one, np.ndarray):
        return isinstance(other, np.ndarray) and np.array_equal(
            one, other, equal_nan=one.dtype.kind == "f"
        )
    return one is other or one == other or one != one
