"""Gradient descent, and the path that it takes."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, Mistake, Part
from course.exercises.drawing import away_from_zero

NO_STEP = "no step at all"


def bowl(description):
    """Return the gradient of a bowl, curvature @ (w - bottom)."""
    curvature, bottom = description["curvature"], description["bottom"]
    return lambda w: curvature @ (w - bottom)


def draw_paths(rng):
    """Draw bowls that are no circles, a start, a learning rate and a number of steps."""
    cases = [
        _draw_path(rng, d, steps, label)
        for d, steps, label in (
            (2, 6, ""),
            (3, 4, "three weights"),
            (2, 1, "a single step"),
            (2, 0, NO_STEP),
            (1, 5, "a single weight"),
        )
    ]
    rate = round(cases[0].inputs["learning_rate"] / 2, 4)
    slower = _path_case(cases[0].inputs | {"learning_rate": rate}, varied="learning_rate")
    return [cases[0], slower, *cases[1:]]


def _draw_path(rng, d, steps, label):
    root = rng.normal(size=(d, d))
    curvature = root @ root.T + np.diag(rng.uniform(0.5, 1.5, d))
    rate = round(float(rng.uniform(0.4, 0.7) / np.linalg.eigvalsh(curvature)[-1]), 3)
    bottom, w0 = away_from_zero(rng, d), 2 * away_from_zero(rng, d)
    inputs = {
        "gradient": {"curvature": curvature, "bottom": bottom},
        "w0": w0 + 3 * np.sign(w0 - bottom),
        "learning_rate": rate,
        "steps": steps,
    }
    return _path_case(inputs, label)


def _path_case(inputs, label="", varied=""):
    words = (
        f"the gradient of a bowl, `w0 {inputs['w0'].shape}`, "
        f"`learning_rate = {inputs['learning_rate']}`, `steps = {inputs['steps']}`"
    )
    return Case(inputs, label=label, words=words, varied=varied, telling=label != NO_STEP)


def walk(step, rows=slice(None)):
    """Return a gradient_descent whose next point is step(w, gradient, rate, t, w0).

    rows: which points of the path are returned.
    """

    def descent(gradient, w0, learning_rate, steps):
        path = [w0]
        for t in range(steps):
            path.append(step(path[-1], gradient, learning_rate, t, w0))
        return np.array(path)[rows]

    return descent


def _plain(w, gradient, rate, t, w0):
    return w - rate * gradient(w)


def _one_at_a_time(w, gradient, rate, t, w0):
    w = w.copy()
    for i in range(len(w)):
        w[i] -= rate * gradient(w)[i]
    return w


def _start_changed_and_kept(gradient, w0, learning_rate, steps):
    w, path = w0, [w0]
    for _ in range(steps):
        w -= learning_rate * gradient(w)
        path.append(w)
    return np.array(path)


def _one_copy_kept(gradient, w0, learning_rate, steps):
    return _start_changed_and_kept(gradient, w0.copy(), learning_rate, steps)


def _copy_kept_after_start(gradient, w0, learning_rate, steps):
    w, path = w0.copy(), [w0]
    for _ in range(steps):
        w -= learning_rate * gradient(w)
        path.append(w)
    return np.array(path)


def _start_changed(gradient, w0, learning_rate, steps):
    path = nn.gradient_descent(gradient, w0, learning_rate, steps)
    w0 += path[-1] - w0
    return path


def _with_momentum(beta):
    def descent(gradient, w0, learning_rate, steps):
        path, v = [w0], np.zeros(w0.shape)
        for _ in range(steps):
            v = beta * v + gradient(path[-1])
            path.append(path[-1] - learning_rate * v)
        return np.array(path)

    return descent


SAME_ARRAY = (
    "the rows are one and the same array, changed in place with -=, so all show its last state: "
    "write w = w - ..., which makes a new one"
)

GRADIENT_DESCENT = Exercise(
    name="gradient_descent",
    contract="an array (steps + 1, d): w0, then the point after each step",
    reference=nn.gradient_descent,
    settings=("learning_rate", "steps"),
    draw=draw_paths,
    convert={"gradient": bowl},
    parts=(Part("path", 4),),
    mistakes=(
        Mistake(
            "start_left_out",
            "the start is missing: put w0 into the path before the loop, so that it has "
            "steps + 1 rows",
            lambda *inputs: nn.gradient_descent(*inputs)[1:],
            lapse=True,
        ),
        Mistake(
            "end_left_out",
            "the last point is missing: it comes after the last step, so that the path has "
            "steps + 1 rows",
            lambda *inputs: nn.gradient_descent(*inputs)[:-1],
            lapse=True,
        ),
        Mistake(
            "one_step_too_many",
            "there is one step too many: the path has steps + 1 rows, w0 among them",
            lambda gradient, w0, learning_rate, steps: nn.gradient_descent(
                gradient, w0, learning_rate, steps + 1
            ),
            lapse=True,
        ),
        Mistake("same_array_kept", SAME_ARRAY, _start_changed_and_kept),
        Mistake("same_copy_kept", SAME_ARRAY, _one_copy_kept),
        Mistake("same_copy_after_start", SAME_ARRAY, _copy_kept_after_start),
        Mistake(
            "start_changed",
            "w0 itself is changed, since w = w0 is a second name and -= works in place: begin "
            "with a copy, w0.copy()",
            _start_changed,
        ),
        Mistake(
            "uphill",
            "the gradient is added, which climbs: subtract it",
            walk(lambda w, gradient, rate, t, w0: w + rate * gradient(w)),
        ),
        Mistake(
            "learning_rate_left_out",
            "the learning rate is left out: multiply the gradient by it",
            walk(lambda w, gradient, rate, t, w0: w - gradient(w)),
        ),
        Mistake(
            "gradient_at_start",
            "every step uses the gradient at w0: take it anew at the point where you are",
            walk(lambda w, gradient, rate, t, w0: w - rate * gradient(w0)),
        ),
        Mistake(
            "restarted_each_step",
            "every step starts from w0: step from the last point of the path",
            walk(lambda w, gradient, rate, t, w0: w0 - rate * gradient(w)),
        ),
        Mistake(
            "one_coordinate_at_a_time",
            "a coordinate's new value is used for the next one's gradient: take one gradient, "
            "then move all coordinates together",
            walk(_one_at_a_time),
        ),
        Mistake(
            "only_the_end",
            "this is the last point alone: return all of them, w0 first, a row each",
            walk(_plain, rows=-1),
        ),
        Mistake(
            "start_at_zeros",
            "the path begins at 0: begin at w0",
            lambda gradient, w0, learning_rate, steps: nn.gradient_descent(
                gradient, np.zeros(w0.shape), learning_rate, steps
            ),
        ),
        Mistake(
            "steps_listed",
            "these are the steps that were taken: list the points that they lead to",
            lambda *inputs: np.diff(nn.gradient_descent(*inputs), axis=0),
        ),
        Mistake(
            "gradients_listed",
            "these are the gradients along the way: list the points, w0 first",
            lambda gradient, w0, learning_rate, steps: np.array(
                [gradient(w) for w in nn.gradient_descent(gradient, w0, learning_rate, steps)]
            ),
        ),
        Mistake(
            "points_as_columns",
            "the points are columns: each is a row, so the path has the shape (steps + 1, d)",
            lambda *inputs: nn.gradient_descent(*inputs).T,
            lapse=True,
        ),
        Mistake(
            "start_twice",
            "w0 stands in the path twice and the last point is missing: append after each step, "
            "and once before the loop",
            lambda *inputs: np.concatenate(
                [inputs[1][None], nn.gradient_descent(*inputs)[: inputs[3]]]
            ),
        ),
        Mistake.with_number(
            "momentum",
            "part of the last step is taken along: plain descent forgets it, w - learning_rate * "
            "gradient(w)",
            lambda beta: _with_momentum(beta),
            0.9,
            (0.01, 0.999),
        ),
        Mistake(
            "rate_decayed",
            "the learning rate shrinks from step to step: keep it the same",
            walk(lambda w, gradient, rate, t, w0: w - rate / (t + 1) * gradient(w)),
        ),
        Mistake.with_number(
            "rate_shrunk",
            "the learning rate is multiplied by {number} after each step: keep it the same",
            lambda share: walk(lambda w, gradient, rate, t, w0: w - rate * share**t * gradient(w)),
            0.9,
            (0.01, 2.0),
        ),
        Mistake.with_number(
            "step_scaled",
            "each step is {number} times as long as it should be: it is learning_rate times the "
            "gradient",
            lambda factor: walk(lambda w, gradient, rate, t, w0: w - factor * rate * gradient(w)),
            2.0,
            (0.01, 10.0),
        ),
        Mistake.with_number(
            "clipped_by_norm",
            "gradients longer than {number} are cut to that length: a plain step uses them as "
            "they are",
            lambda cap: walk(
                lambda w, gradient, rate, t, w0: (
                    w - rate * gradient(w) * min(1.0, cap / np.linalg.norm(gradient(w)))
                )
            ),
            2.0,
            (0.05, 20.0),
        ),
        Mistake(
            "divided_by_d",
            "the gradient is divided by the number of weights: use it as it comes",
            walk(lambda w, gradient, rate, t, w0: w - rate * gradient(w) / len(w)),
        ),
        Mistake(
            "direction_only",
            "the gradient is divided by its length: on its way down it gets smaller, and so "
            "should the steps",
            walk(
                lambda w, gradient, rate, t, w0: (
                    w - rate * gradient(w) / np.linalg.norm(gradient(w))
                )
            ),
        ),
    ),
)
