"""One step of gradient descent."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, Mistake, Part
from course.exercises.drawing import away_from_zero


def draw_steps(rng):
    """Draw lists of arrays with their gradients, at four learning rates."""
    cases = []
    for shapes, rate, label in (
        (((3, 2), (2,), (2, 4)), 0.1, ""),
        (((4,),), 0.5, "a single array"),
        (((3, 3), (3,)), 0.02, "a small learning rate"),
        (((1, 2), (2, 5), (5,), (4, 1)), 0.3, ""),
    ):
        params = [away_from_zero(rng, shape) for shape in shapes]
        grads = [away_from_zero(rng, shape) for shape in shapes]
        cases.append(Case({"params": params, "grads": grads, "learning_rate": rate}, label=label))
    other = cases[-1].inputs | {"learning_rate": 0.7}
    return [*cases, Case(other, varied="learning_rate")]


def _each(step):
    """Return an sgd_step that makes step(p, g, learning_rate) of each pair."""
    return lambda params, grads, learning_rate: [
        step(p, g, learning_rate) for p, g in zip(params, grads, strict=True)
    ]


def _in_place(params, grads, learning_rate):
    for p, g in zip(params, grads, strict=True):
        p -= learning_rate * g
    return params


def _grads_in_place(params, grads, learning_rate):
    for g in grads:
        g *= learning_rate
    return [p - g for p, g in zip(params, grads, strict=True)]


SGD_STEP = Exercise(
    name="sgd_step",
    contract="a new list of arrays, each p - learning_rate * g",
    reference=nn.sgd_step,
    settings=("learning_rate",),
    draw=draw_steps,
    parts=(Part("params", 3),),
    mistakes=(
        Mistake(
            "uphill",
            "the gradient is added, which climbs: subtract it to go down",
            _each(lambda p, g, rate: p + rate * g),
        ),
        Mistake(
            "learning_rate_left_out",
            "the learning rate is left out: multiply the gradient by it",
            _each(lambda p, g, rate: p - g),
        ),
        Mistake(
            "learning_rate_fixed",
            "the learning rate is always 0.01: use the one that is given",
            _each(lambda p, g, rate: p - 0.01 * g),
        ),
        Mistake(
            "divided_by_rate",
            "the gradient is divided by the learning rate: multiply it by the rate",
            _each(lambda p, g, rate: p - g / rate),
        ),
        Mistake(
            "update_returned",
            "this is the step alone: subtract learning_rate * g from p and return that",
            _each(lambda p, g, rate: -rate * g),
        ),
        Mistake(
            "params_shrunk",
            "params are multiplied by the learning rate as well: only the gradient is, "
            "p - learning_rate * g",
            _each(lambda p, g, rate: rate * (p - g)),
        ),
        Mistake(
            "averaged_again",
            "the gradient is divided by a count once more: the mean over the batch is already in "
            "it, so use it as it is",
            _each(lambda p, g, rate: p - rate * g / len(g)),
        ),
        Mistake(
            "gradient_normalised",
            "each gradient is divided by its own length: a plain step uses it as it is",
            _each(lambda p, g, rate: p - rate * g / np.linalg.norm(g)),
        ),
        Mistake(
            "gradient_sign_only",
            "only the sign of the gradient is used: its size counts too",
            _each(lambda p, g, rate: p - rate * np.sign(g)),
        ),
        Mistake(
            "params_not_updated",
            "the params come back as they went in: p = p - ... gives a new array the name p and "
            "changes no list, so append each one to a new list",
            lambda params, grads, learning_rate: [p.copy() for p in params],
        ),
        Mistake(
            "step_multiplied",
            "p is multiplied by 1 - learning_rate * g: the step is subtracted",
            _each(lambda p, g, rate: p * (1 - rate * g)),
        ),
        Mistake(
            "rate_squared",
            "the learning rate is multiplied in twice: once is enough",
            _each(lambda p, g, rate: p - rate**2 * g),
        ),
        Mistake(
            "brackets_wrong",
            "the gradient is subtracted first and the whole is multiplied by the rate, with the "
            "sign turned: it is p - learning_rate * g",
            _each(lambda p, g, rate: rate * (g - p)),
        ),
        Mistake(
            "gradients_averaged",
            "each array moves by one number, the mean of its gradient: each entry moves by its own",
            _each(lambda p, g, rate: p - rate * np.mean(g)),
        ),
        Mistake(
            "gradients_summed",
            "each array moves by one number, the sum of its gradient: each entry moves by its own",
            _each(lambda p, g, rate: p - rate * np.sum(g)),
        ),
        Mistake.with_number(
            "gradients_clipped",
            "large gradients are cut off: a plain step uses them as they are",
            lambda cap: _each(lambda p, g, rate: p - rate * np.clip(g, -cap, cap)),
            1.0,
            (0.05, 1.9),
        ),
        Mistake.with_number(
            "weight_decay",
            "the weights are pulled towards 0 as well: a plain step takes learning_rate * g alone",
            lambda decay: _each(lambda p, g, rate: p - rate * (g + decay * p)),
            0.01,
            (1e-6, 1.0),
        ),
        Mistake(
            "grads_changed",
            "the values are right, but the gradients are changed, as g *= does: write "
            "p - learning_rate * g, which makes new arrays",
            _grads_in_place,
        ),
        Mistake(
            "params_and_grads_exchanged",
            "params and grads have changed places: it is p - learning_rate * g",
            _each(lambda p, g, rate: g - rate * p),
        ),
        Mistake(
            "first_array_only",
            "only the first array is updated: go through all of them, with zip for example",
            lambda params, grads, learning_rate: [
                params[0] - learning_rate * grads[0],
                *params[1:],
            ],
        ),
        Mistake(
            "returned_too_early",
            "only the first array comes back: let the return stand after the loop, not in it",
            lambda params, grads, learning_rate: [params[0] - learning_rate * grads[0]],
        ),
        Mistake(
            "params_changed",
            "the given params are changed, and whoever still needs the old ones has lost them: "
            "p -= ... works in place, so write p - learning_rate * g into a new list",
            _in_place,
        ),
    ),
)
