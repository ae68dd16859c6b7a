"""One moment of a recurrent layer."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, Mistake, Part
from course.exercises.recurrence.shared import STEP_SIZES, drawn_step, large


def draw_rnn_step(rng):
    """Draw one moment in sizes that differ and agree, and one of inputs of a thousand."""
    cases = [Case(drawn_step(rng, *sizes), sizes[0], label) for *sizes, label in STEP_SIZES]
    return [*cases, Case(large(drawn_step(rng, 3, 4, 2), "x", "h"), 3, extreme=True)]


def step_with(sum_of=None, activation=np.tanh):
    """Return a step with another sum or another activation."""

    def step(x, h, wx, wh, b):
        return activation(sum_of(x, h, wx, wh, b) if sum_of else x @ wx + h @ wh + b)

    return step


STEP_MISTAKES = (
    Mistake(
        "tanh_left_out",
        "it returns the sum without tanh: the next state is tanh of it",
        step_with(activation=lambda z: z),
    ),
    Mistake(
        "sigmoid_for_tanh",
        "it uses the sigmoid: the state of this layer is tanh of the sum",
        step_with(activation=nn.sigmoid),
    ),
    Mistake(
        "tanh_of_each_product",
        "tanh is taken of each product: add x @ wx, h @ wh and b first, and take tanh of the sum",
        lambda x, h, wx, wh, b: np.tanh(x @ wx) + np.tanh(h @ wh) + b,
    ),
    Mistake(
        "relu_for_tanh",
        "it uses ReLU: the state of this layer is tanh of the sum",
        step_with(activation=nn.relu),
    ),
    Mistake(
        "state_left_out",
        "the state before does not count: add h @ wh, by which the layer remembers",
        step_with(lambda x, h, wx, wh, b: x @ wx + b),
    ),
    Mistake(
        "input_left_out",
        "the input does not count: add x @ wx",
        step_with(lambda x, h, wx, wh, b: h @ wh + b),
    ),
    Mistake(
        "bias_left_out",
        "b is left out: add it to the sum",
        step_with(lambda x, h, wx, wh, b: x @ wx + h @ wh),
    ),
    Mistake(
        "bias_twice",
        "b is added twice, once to each product: this layer has one bias",
        step_with(lambda x, h, wx, wh, b: x @ wx + h @ wh + 2 * b),
    ),
    Mistake(
        "bias_subtracted",
        "b is subtracted: add it",
        step_with(lambda x, h, wx, wh, b: x @ wx + h @ wh - b),
    ),
    Mistake(
        "wh_transposed",
        "wh is transposed: it is square, so nothing stops you; states are rows, so write h @ wh",
        step_with(lambda x, h, wx, wh, b: x @ wx + h @ wh.T + b),
    ),
    Mistake(
        "bias_outside_tanh",
        "b is added after tanh: it belongs into the sum",
        lambda x, h, wx, wh, b: np.tanh(x @ wx + h @ wh) + b,
    ),
    Mistake(
        "tanh_of_each",
        "tanh is taken of each product and the results are added: add first, then take tanh once",
        lambda x, h, wx, wh, b: np.tanh(x @ wx) + np.tanh(h @ wh + b),
    ),
    Mistake(
        "products_multiplied",
        "the two products are multiplied: add them",
        step_with(lambda x, h, wx, wh, b: (x @ wx) * (h @ wh) + b),
    ),
    Mistake(
        "added_to_the_state",
        "the result is added to h, as in a residual block: the next state is tanh of the sum alone",
        lambda x, h, wx, wh, b: h + nn.rnn_step(x, h, wx, wh, b),
    ),
    Mistake(
        "state_unweighted",
        "h is added as it is: it goes through wh first",
        step_with(lambda x, h, wx, wh, b: x @ wx + h + b),
    ),
    Mistake(
        "tanh_twice",
        "tanh is taken twice: once is enough",
        step_with(activation=lambda z: np.tanh(np.tanh(z))),
    ),
)

RNN_STEP = Exercise(
    name="rnn_step",
    contract="an array of shape (n, d): tanh(x wx + h wh + b)",
    reference=nn.rnn_step,
    draw=draw_rnn_step,
    parts=(Part("h_next", 4),),
    extremes=1,
    mistakes=STEP_MISTAKES,
)
