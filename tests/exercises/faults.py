"""Right formulas with a small fault beside them, made of an exercise's reference."""

import inspect

import numpy as np

from course.autodiff import Node

USUAL = {"eps": 1e-6, "h": 1e-4}


def with_fixed(exercise, numbers=None):
    """Return the reference with an eps or h of its own, or None where there is no such input."""
    numbers = numbers or USUAL
    parameters = inspect.signature(exercise.reference).parameters
    names = list(parameters)  # an eps or h has a usual value; a state h has none
    usual = [name for name in names if parameters[name].default is not inspect.Parameter.empty]
    own = {name: numbers[name] for name in usual if name in numbers}
    if not own:
        return None

    def fixed(*inputs):
        given = dict(zip(names, inputs, strict=False))
        return exercise.reference(**(given | own))

    return _with_defaults_of(exercise, fixed)


def in_brackets(exercise):
    """Return the reference with its number as an array of shape (1,), or None for other answers."""
    if exercise.name not in RETURNING_A_NUMBER:
        return None

    def bracketed(*inputs):
        found = exercise.reference(*inputs)
        return tuple(map(_bracketed, found)) if isinstance(found, tuple) else _bracketed(found)

    return bracketed


def _bracketed(value):
    return np.array([value]) if isinstance(value, int | float) else value


def overwriting(exercise):
    """Return the reference that then overwrites its first array, or None where there is none."""
    if not exercise.inputs_kept:
        return None
    if exercise.name == "minibatches":
        return _shuffled_in_place

    def changing(*inputs):
        found = exercise.reference(*(_copied(value) for value in inputs))
        return found if _overwritten(inputs) else None

    return changing


def _shuffled_in_place(x, y, batch_size, rng):
    """Give right batches of data that are put into another order where they lie."""
    order = rng.permutation(len(x))
    x[:], y[:] = x[order], y[order]
    starts = range(0, len(x), batch_size)
    return [(x[i : i + batch_size].copy(), y[i : i + batch_size].copy()) for i in starts]


RETURNING_A_NUMBER = (
    "turn_weight",
    "neuron",
    "mse_loss",
    "binary_cross_entropy",
    "cross_entropy_loss",
    "numeric_derivative",
    "chain_derivative",
    "relative_error",
    "largest_stable_learning_rate",
    "early_stop",
    "neuron_gradients",
    "clip_by_global_norm",
    "learning_rate_at",
    "l2_penalty",
    "l1_penalty",
    "gan_losses",
)


def _with_defaults_of(exercise, function):
    """Give a function of any inputs the signature of the reference."""
    function.__signature__ = inspect.signature(exercise.reference)
    return function


def _copied(value):
    if isinstance(value, list):
        return [_copied(item) for item in value]
    return value.copy() if isinstance(value, np.ndarray) else value


def _overwritten(inputs):
    """Write into the first input that can be written to; return whether there was one."""
    for value in inputs:
        if isinstance(value, np.ndarray):
            value += 1
            return True
        if isinstance(value, list) and value:
            value.pop()
            return True
        if isinstance(value, Node):
            value.gradient += 1
            return True
    return False
