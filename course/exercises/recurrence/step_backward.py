"""The way back through one moment."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, Mistake, outputs
from course.exercises.drawing import away_from_zero
from course.exercises.numeric import gradients
from course.exercises.recurrence.shared import STEP_SIZES, drawn_step


def draw_rnn_step_backward(rng):
    """Draw dh_next and one moment, with the state that it leads to."""
    cases = []
    for n, d_in, d, label in STEP_SIZES:
        drawn = drawn_step(rng, n, d_in, d)
        inputs = {
            "dh_next": away_from_zero(rng, (n, d)),
            "x": drawn["x"],
            "h": drawn["h"],
            "h_next": nn.rnn_step(**drawn),
            "wx": drawn["wx"],
            "wh": drawn["wh"],
        }
        cases.append(Case(inputs, n, label))
    return cases


def numeric_step(dh_next, x, h, h_next, wx, wh):
    """Return (dx, dh, dwx, dwh, db) by central differences of the sum of dh_next * rnn_step."""

    def loss(x, h, wx, wh, b):
        return np.sum(dh_next * nn.rnn_step(x, h, wx, wh, b))

    # h_next says what b was
    b = (np.arctanh(h_next) - x @ wx - h @ wh)[0]
    return gradients(loss, x, h, wx, wh, b)


def back(slope=None, **other):
    """Return a way back with another slope of tanh, or other formulas for some outputs.

    slope: (dh_next, h, h_next) to dz. others: the name of an output to (dz, the inputs by their
    names) to what is returned for it.
    """

    def backward(dh_next, x, h, h_next, wx, wh):
        dz = slope(dh_next, h, h_next) if slope else dh_next * (1 - h_next**2)
        given = {"dh_next": dh_next, "x": x, "h": h, "h_next": h_next, "wx": wx, "wh": wh}
        right = {
            "dx": dz @ wx.T,
            "dh": dz @ wh.T,
            "dwx": x.T @ dz,
            "dwh": h.T @ dz,
            "db": dz.sum(axis=0),
        }
        return tuple(
            other[name](dz, **given) if name in other else value for name, value in right.items()
        )

    return backward


STEP_BACKWARD_MISTAKES = (
    Mistake(
        "slope_left_out",
        "dh_next is not multiplied by tanh's slope: begin with dz = dh_next * (1 - h_next**2)",
        back(lambda dh_next, h, h_next: dh_next),
    ),
    Mistake(
        "slope_at_the_state_before",
        "tanh's slope is taken at h: it belongs to the state that tanh returned, h_next",
        back(lambda dh_next, h, h_next: dh_next * (1 - h**2)),
    ),
    Mistake(
        "slope_without_square",
        "tanh's slope is taken to be 1 - h_next: it is 1 - h_next**2",
        back(lambda dh_next, h, h_next: dh_next * (1 - h_next)),
    ),
    Mistake(
        "slope_of_a_sum_again",
        "tanh is taken of h_next once more: h_next is tanh already, so its slope is 1 - h_next**2",
        back(lambda dh_next, h, h_next: dh_next * (1 - np.tanh(h_next) ** 2)),
    ),
    Mistake(
        "slope_of_the_sigmoid",
        "it uses the sigmoid's slope h_next (1 - h_next): tanh's is 1 - h_next**2",
        back(lambda dh_next, h, h_next: dh_next * h_next * (1 - h_next)),
    ),
    Mistake(
        "slope_of_the_gradient",
        "tanh's slope is taken at dh_next: it is taken at h_next",
        back(lambda dh_next, h, h_next: dh_next * (1 - dh_next**2)),
    ),
    Mistake(
        "slope_of_relu",
        "it uses ReLU's slope, 1 where h_next is positive: tanh's is 1 - h_next**2",
        back(lambda dh_next, h, h_next: dh_next * (h_next > 0)),
    ),
    Mistake(
        "slope_twice",
        "tanh's slope is multiplied in twice: once is enough",
        back(lambda dh_next, h, h_next: dh_next * (1 - h_next**2) ** 2),
    ),
    Mistake(
        "slope_upside_down",
        "tanh's slope has the wrong sign, h_next**2 - 1: it is 1 - h_next**2",
        back(lambda dh_next, h, h_next: dh_next * (h_next**2 - 1)),
    ),
    Mistake(
        "state_for_gradient",
        "dz is the slope alone: multiply it by dh_next, what comes back",
        back(lambda dh_next, h, h_next: 1 - h_next**2),
    ),
    Mistake(
        "wh_not_transposed",
        "dh goes back through wh as it is: on the way back it is transposed, dz @ wh.T",
        back(dh=lambda dz, wh, **given: dz @ wh),
    ),
    Mistake(
        "dh_without_slope",
        "dh goes around tanh: it is dz @ wh.T, with tanh's slope in dz",
        back(dh=lambda dz, dh_next, wh, **given: dh_next @ wh.T),
    ),
    Mistake(
        "dh_unweighted",
        "dh is dz as it is: h went through wh, so its gradient comes back through it, dz @ wh.T",
        back(dh=lambda dz, **given: dz),
    ),
    Mistake(
        "dh_with_a_shortcut",
        "dh_next is added to dh, as in a residual block: h reaches h_next through wh alone",
        back(dh=lambda dz, dh_next, wh, **given: dz @ wh.T + dh_next),
    ),
    Mistake(
        "dx_without_slope",
        "dx goes around tanh: it is dz @ wx.T, with tanh's slope in dz",
        back(dx=lambda dz, dh_next, wx, **given: dh_next @ wx.T),
    ),
    Mistake(
        "next_state_in_dwh",
        "dwh is made with h_next: wh met the state before, so it is h.T @ dz",
        back(dwh=lambda dz, h_next, **given: h_next.T @ dz),
    ),
    Mistake(
        "dwh_transposed",
        "dwh comes out transposed: it is h.T @ dz; wh is square, so its shape does not tell",
        back(dwh=lambda dz, h, **given: dz.T @ h),
    ),
    Mistake(
        "dwx_transposed",
        "dwx comes out transposed: it is x.T @ dz, of wx's shape",
        back(dwx=lambda dz, x, **given: dz.T @ x),
    ),
    Mistake(
        "dwx_without_slope",
        "dwx goes around tanh: it is x.T @ dz, with tanh's slope in dz",
        back(dwx=lambda dz, dh_next, x, **given: x.T @ dh_next),
    ),
    Mistake(
        "dwh_without_slope",
        "dwh goes around tanh: it is h.T @ dz, with tanh's slope in dz",
        back(dwh=lambda dz, dh_next, h, **given: h.T @ dh_next),
    ),
    Mistake(
        "db_without_slope",
        "db goes around tanh: add up dz over the examples, with tanh's slope in it",
        back(db=lambda dz, dh_next, **given: dh_next.sum(axis=0)),
    ),
    Mistake(
        "db_averaged",
        "db is a mean over the examples: add them up, the 1/n is already in dh_next",
        back(db=lambda dz, **given: dz.mean(axis=0)),
    ),
    Mistake(
        "db_not_summed",
        "db is dz, one row for each example: one bias serves them all, so add up over axis 0",
        back(db=lambda dz, **given: dz),
    ),
    Mistake(
        "db_over_the_states",
        "db is summed over the states: add up over the examples, axis 0",
        back(db=lambda dz, **given: dz.sum(axis=1)),
    ),
    Mistake(
        "db_one_number",
        "db is one number: add up over the examples alone, axis 0, so that (d,) is left",
        back(db=lambda dz, **given: dz.sum()),
    ),
    Mistake(
        "dwx_averaged",
        "dwx is divided by n: add up over the examples, the 1/n is already in dh_next",
        back(dwx=lambda dz, x, **given: x.T @ dz / len(x)),
    ),
    Mistake(
        "dwh_averaged",
        "dwh is divided by n: add up over the examples, the 1/n is already in dh_next",
        back(dwh=lambda dz, h, **given: h.T @ dz / len(h)),
    ),
    Mistake(
        "dx_and_dh_exchanged",
        "dx and dh are exchanged: the order is dx, dh, dwx, dwh, db",
        lambda *given: tuple(nn.rnn_step_backward(*given)[k] for k in (1, 0, 2, 3, 4)),
    ),
    Mistake(
        "dwx_and_dwh_exchanged",
        "dwx and dwh are exchanged: the order is dx, dh, dwx, dwh, db",
        lambda *given: tuple(nn.rnn_step_backward(*given)[k] for k in (0, 1, 3, 2, 4)),
    ),
)

RNN_STEP_BACKWARD = Exercise(
    name="rnn_step_backward",
    contract="(dx, dh, dwx, dwh, db), each of the shape of what it is the gradient of",
    reference=nn.rnn_step_backward,
    numeric=numeric_step,
    draw=draw_rnn_step_backward,
    parts=outputs(dx=1, dh=2, dwx=1, dwh=2, db=1),
    mistakes=STEP_BACKWARD_MISTAKES,
)
