"""The same step at every moment."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, Mistake, Part
from course.exercises.recurrence.shared import TIME_SIZES, drawn_sequence, large, steps
from course.exercises.recurrence.step import STEP_MISTAKES

WRONG_STEPS = {mistake.name: mistake for mistake in STEP_MISTAKES}


def draw_rnn_forward(rng):
    """Draw sequences in sizes that differ and agree, and one of inputs of a thousand."""
    cases = [
        Case(drawn_sequence(rng, *sizes), sizes[0], label, telling=sizes[1] > 1)
        for *sizes, label in TIME_SIZES
    ]
    return [*cases, Case(large(drawn_sequence(rng, 2, 3, 4, 2), "x", "h0"), 2, extreme=True)]


def walk(step=nn.rnn_step, begin=None, order=None):
    """Return a forward pass with another step, another beginning or another order of moments.

    step: (x_t, state, wx, wh, b) to the next state. begin: h0 to the state before the first
    moment. order: the number of moments to their order.
    """

    def forward(x, h0, wx, wh, b):
        moments = order(x.shape[1]) if order else None
        first = begin(h0) if begin else h0
        return steps(x, first, lambda now, state: step(now, state, wx, wh, b), moments)

    return forward


def at_every_moment(name, sentence=""):
    """Return the mistake of that name in one step, made at every moment."""
    wrong = WRONG_STEPS[name]
    return Mistake(name, sentence or wrong.sentence, walk(wrong.function))


def _reshaped(*given):
    states = nn.rnn_forward(*given)
    return states.transpose(1, 0, 2).reshape(states.shape)


def _h0_again(x, h0, wx, wh, b):
    return steps(x, h0, lambda now, state: nn.rnn_step(now, h0, wx, wh, b))


def _one_late(x, h0, wx, wh, b):
    h = nn.rnn_forward(x, h0, wx, wh, b)
    return np.concatenate([h0[:, None], h[:, :-1]], axis=1)


def _with_the_beginning(x, h0, wx, wh, b):
    return np.concatenate([h0[:, None], nn.rnn_forward(x, h0, wx, wh, b)], axis=1)


def _first_input_only(x, h0, wx, wh, b):
    return nn.rnn_forward(np.repeat(x[:, :1], x.shape[1], axis=1), h0, wx, wh, b)


def _last_example_state(x, h0, wx, wh, b):
    """Return states that go on from example to example instead of beginning with each h0."""
    h = np.empty((*x.shape[:2], len(wh)))
    state = h0[0]
    for example in range(len(x)):
        for moment in range(x.shape[1]):
            h[example, moment] = state = np.tanh(x[example, moment] @ wx + state @ wh + b)
    return h


FORWARD_MISTAKES = (
    Mistake(
        "h0_into_every_step",
        "every moment begins with h0 again: after the first one the state is that of the moment "
        "before, so keep what the step returned",
        _h0_again,
    ),
    at_every_moment(
        "state_left_out",
        "no moment knows of the one before: add the state's part, h @ wh",
    ),
    Mistake(
        "begins_with_zeros",
        "it begins with zeros: the state before the first moment is h0",
        walk(begin=np.zeros_like),
    ),
    Mistake(
        "time_reversed",
        "it goes from the last moment to the first: begin with moment 0",
        walk(order=lambda t: range(t)[::-1]),
    ),
    Mistake(
        "time_turned_round",
        "it goes from the last moment to the first, and the states stand in that order too: begin "
        "with moment 0, whose state is h[:, 0]",
        lambda x, h0, wx, wh, b: nn.rnn_forward(x[:, ::-1], h0, wx, wh, b),
    ),
    Mistake(
        "time_mirrored",
        "the states come out in reverse order: the first moment's state is h[:, 0]",
        lambda *given: nn.rnn_forward(*given)[:, ::-1],
    ),
    Mistake(
        "one_late",
        "h[:, 0] is h0 and each state stands one moment late: h[:, 0] is the state after the "
        "first input",
        _one_late,
    ),
    Mistake(
        "h0_counted",
        "h0 is returned with the states, t + 1 in all: return those after each of the t inputs",
        _with_the_beginning,
    ),
    Mistake(
        "last_state_only",
        "only the last state is returned: return the states of all moments, (n, t, d)",
        lambda *given: nn.rnn_forward(*given)[:, -1],
    ),
    Mistake(
        "last_state_everywhere",
        "all moments show the last state: the same array is changed again and again, so store a "
        "copy of each",
        lambda *given: np.repeat(nn.rnn_forward(*given)[:, -1:], given[0].shape[1], axis=1),
    ),
    Mistake(
        "time_first",
        "the moments are the first axis, as in other libraries: here it is (n, t, d)",
        lambda *given: nn.rnn_forward(*given).transpose(1, 0, 2),
    ),
    Mistake(
        "reshaped_for_transposed",
        "the states are stacked moment by moment and then reshaped to (n, t, d), which fits in "
        "shape and mixes up the entries: stack them along axis 1, or exchange the axes",
        _reshaped,
    ),
    Mistake(
        "first_input_everywhere",
        "every moment gets the first input: moment t gets x[:, t]",
        _first_input_only,
    ),
    Mistake(
        "state_carried_to_the_next_example",
        "the state goes on from one example to the next: each begins with its own row of h0",
        _last_example_state,
    ),
    at_every_moment("wh_transposed"),
    at_every_moment(
        "bias_left_out",
        "b is left out: add it to the sum at every moment",
    ),
    at_every_moment("bias_twice"),
    at_every_moment(
        "tanh_left_out",
        "the states are sums without tanh: the next state is tanh of the sum",
    ),
    at_every_moment("sigmoid_for_tanh"),
    at_every_moment("relu_for_tanh"),
    at_every_moment(
        "state_unweighted",
        "the state is added as it is: it goes through wh first",
    ),
)

RNN_FORWARD = Exercise(
    name="rnn_forward",
    contract="h of shape (n, t, d): h_t = tanh(x_t wx + h_(t-1) wh + b), from h0",
    reference=nn.rnn_forward,
    draw=draw_rnn_forward,
    parts=(Part("h", 5),),
    extremes=1,
    mistakes=FORWARD_MISTAKES,
)
