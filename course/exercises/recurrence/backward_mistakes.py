"""Wrong ways back through time."""

import numpy as np

from course import nn
from course.checking import Mistake

ORDER = ("dx", "dh0", "dwx", "dwh", "db")


def slope_of(total, state):
    """Return dz of one moment, given all that comes back to its state."""
    return total * (1 - state**2)


def through_time(
    dz_of=slope_of, outside=None, carried=None, before=None, moments=None, shares=None
):
    """Return a way back in which one piece is another one.

    dz_of: (total, state) to dz. outside: dh to what is used for it. carried: (dz, total, wh) to
    what goes on to the moment before. before: (h0, h, moment) to the state that met wh. moments:
    the number of moments to their order. shares: (a dictionary of lists, one entry a moment in
    the order of the walk) to the outputs that are other than the sums.
    """

    def backward(dh, x, h0, h, wx, wh):
        dh = outside(dh) if outside else dh
        carry, lists = np.zeros(h0.shape), {"dwx": [], "dwh": [], "db": [], "dz": []}
        dx = np.zeros(x.shape)
        for moment in moments(x.shape[1]) if moments else reversed(range(x.shape[1])):
            total = dh[:, moment] + carry
            dz = dz_of(total, h[:, moment])
            state = h[:, moment - 1] if moment else h0
            state = before(h0, h, moment) if before else state
            dx[:, moment] = dz @ wx.T
            carry = carried(dz, total, wh) if carried else dz @ wh.T
            for name, share in (
                ("dwx", x[:, moment].T @ dz),
                ("dwh", state.T @ dz),
                ("db", dz.sum(axis=0)),
                ("dz", dz),
            ):
                lists[name].append(share)
        found = {"dx": dx, "dh0": carry, **{k: sum(lists[k]) for k in ("dwx", "dwh", "db")}}
        found |= shares(lists) if shares else {}
        return tuple(found[name] for name in ORDER)

    return backward


def but(**other):
    """Return the right way back with other formulas for some outputs.

    other: the name of an output to (the right outputs, the inputs by their names) to what is
    returned for it.
    """

    def backward(dh, x, h0, h, wx, wh):
        given = {"dh": dh, "x": x, "h0": h0, "h": h, "wx": wx, "wh": wh}
        right = dict(zip(ORDER, nn.rnn_backward(dh, x, h0, h, wx, wh), strict=True))
        return tuple(
            other[name](right, **given) if name in other else right[name] for name in ORDER
        )

    return backward


def _last_only(dh):
    kept = np.zeros(dh.shape)
    kept[:, -1] = dh[:, -1]
    return kept


def _one_step_back(dh, x, h0, h, wx, wh):
    """Return gradients that reach the moment before and no further."""
    alone = dh * (1 - h**2)
    dz = alone.copy()
    dz[:, :-1] += alone[:, 1:] @ wh.T * (1 - h[:, :-1] ** 2)
    before = np.concatenate([h0[:, None], h[:, :-1]], axis=1)
    return (
        dz @ wx.T,
        dz[:, 0] @ wh.T,
        np.einsum("nti,ntj->ij", x, dz),
        np.einsum("nti,ntj->ij", before, dz),
        dz.sum(axis=(0, 1)),
    )


def _to_order(*order):
    return lambda *given: tuple(nn.rnn_backward(*given)[k] for k in order)


def _clipped(limit):
    def backward(*given):
        dx, dh0, *rest = nn.rnn_backward(*given)
        return dx, dh0, *(np.clip(grad, -limit, limit) for grad in rest)

    return backward


TIME_MISTAKES = (
    Mistake(
        "later_steps_dropped",
        "each moment counts for itself: a state reaches the loss through the next one as well, so "
        "add what comes back from there, dz @ wh.T, to dh of the moment before",
        through_time(carried=lambda dz, total, wh: 0 * total),
    ),
    Mistake(
        "one_step_back",
        "what comes back goes one moment further and no more: carry on with the whole of it, down "
        "to the first moment",
        _one_step_back,
    ),
    Mistake(
        "earlier_dh_left_out",
        "only the last moment's dh counts: add dh[:, t] at every moment on the way",
        through_time(outside=_last_only),
    ),
    Mistake(
        "time_forwards",
        "it goes from the first moment to the last: what a state caused later has to be known "
        "first, so begin with the last moment",
        through_time(moments=range),
    ),
    Mistake(
        "slope_left_out",
        "tanh's slope is left out: dz is (dh[:, t] + what came back) * (1 - h[:, t]**2)",
        through_time(lambda total, state: total),
    ),
    Mistake(
        "slope_without_square",
        "tanh's slope is taken to be 1 - h: it is 1 - h**2",
        through_time(lambda total, state: total * (1 - state)),
    ),
    Mistake(
        "slope_of_tanh_again",
        "tanh is taken of h once more: h is tanh already, so its slope is 1 - h**2",
        through_time(lambda total, state: total * (1 - np.tanh(state) ** 2)),
    ),
    Mistake(
        "slope_of_the_sigmoid",
        "it uses the sigmoid's slope h (1 - h): tanh's is 1 - h**2",
        through_time(lambda total, state: total * state * (1 - state)),
    ),
    Mistake(
        "wh_not_transposed",
        "what goes back in time goes through wh as it is: on the way back it is transposed, "
        "dz @ wh.T",
        through_time(carried=lambda dz, total, wh: dz @ wh),
    ),
    Mistake(
        "carried_without_slope",
        "what goes back in time goes around tanh: it is dz @ wh.T, with tanh's slope in dz",
        through_time(carried=lambda dz, total, wh: total @ wh.T),
    ),
    Mistake(
        "carried_unweighted",
        "what goes back in time does not go through wh: it is dz @ wh.T",
        through_time(carried=lambda dz, total, wh: dz),
    ),
    Mistake(
        "own_state_in_dwh",
        "dwh is made with the moment's own state: wh met the state before it, h[:, t - 1], and h0 "
        "at the first moment",
        through_time(before=lambda h0, h, moment: h[:, moment]),
    ),
    Mistake(
        "last_state_for_h0",
        "at the first moment dwh is made with h[:, -1], the last state: before it was h0",
        through_time(before=lambda h0, h, moment: h[:, moment - 1]),
    ),
    Mistake(
        "zeros_for_h0",
        "the first moment adds nothing to dwh: wh met h0 there",
        through_time(before=lambda h0, h, moment: h[:, moment - 1] if moment else 0 * h0),
    ),
    Mistake(
        "h0_in_all_of_dwh",
        "dwh is made with h0 at every moment: wh met the state before, h[:, t - 1]",
        through_time(before=lambda h0, h, moment: h0),
    ),
)

OUTPUT_MISTAKES = (
    Mistake(
        "weights_overwritten",
        "dwx, dwh and db are those of the first moment alone, each one overwrites the one before: "
        "the weights are used at every moment, so add up with +=",
        through_time(shares=lambda lists: {k: lists[k][-1] for k in ("dwx", "dwh", "db")}),
    ),
    Mistake(
        "dwx_overwritten",
        "dwx is that of the first moment alone, each one overwrites the one before: add up with +=",
        through_time(shares=lambda lists: {"dwx": lists["dwx"][-1]}),
    ),
    Mistake(
        "dwh_overwritten",
        "dwh is that of the first moment alone, each one overwrites the one before: add up with +=",
        through_time(shares=lambda lists: {"dwh": lists["dwh"][-1]}),
    ),
    Mistake(
        "db_overwritten",
        "db is that of the first moment alone, each one overwrites the one before: add up with +=",
        through_time(shares=lambda lists: {"db": lists["db"][-1]}),
    ),
    Mistake(
        "weights_of_the_last_moment",
        "dwx, dwh and db are those of the last moment alone: the weights are used at every moment, "
        "so add up over all of them",
        through_time(shares=lambda lists: {k: lists[k][0] for k in ("dwx", "dwh", "db")}),
    ),
    Mistake(
        "averaged_over_time",
        "dwx, dwh and db are divided by the number of moments: add up over them",
        through_time(
            shares=lambda lists: {k: sum(lists[k]) / len(lists[k]) for k in ("dwx", "dwh", "db")}
        ),
    ),
    Mistake(
        "averaged_over_examples",
        "dwx, dwh and db are divided by n: the 1/n of the mean is already in dh",
        but(
            dwx=lambda right, x, **given: right["dwx"] / len(x),
            dwh=lambda right, x, **given: right["dwh"] / len(x),
            db=lambda right, x, **given: right["db"] / len(x),
        ),
    ),
    Mistake(
        "dwh_transposed",
        "dwh comes out transposed: it adds up h_before.T @ dz; wh is square, so its shape does not "
        "tell",
        but(dwh=lambda right, **given: right["dwh"].T),
    ),
    Mistake(
        "dwx_transposed",
        "dwx comes out transposed: it adds up x[:, t].T @ dz, of wx's shape",
        but(dwx=lambda right, **given: right["dwx"].T),
    ),
    Mistake(
        "db_averaged",
        "db is a mean over the examples: add them up, the 1/n is already in dh",
        but(db=lambda right, x, **given: right["db"] / len(x)),
    ),
    Mistake(
        "dh0_is_dz",
        "dh0 is dz of the first moment: h0 went through wh, so go back through it, dz @ wh.T",
        through_time(shares=lambda lists: {"dh0": lists["dz"][-1]}),
    ),
    Mistake(
        "dh0_is_zero",
        "dh0 is zero: h0 counts, and what comes back from the first moment is its gradient",
        but(dh0=lambda right, **given: 0 * right["dh0"]),
    ),
    Mistake(
        "dh0_is_dh",
        "dh0 is dh of the first moment: that belongs to the state after it; dh0 is what comes back "
        "through the first step, dz @ wh.T",
        but(dh0=lambda right, dh, **given: dh[:, 0]),
    ),
    Mistake(
        "dh0_over_the_examples",
        "dh0 is summed over the examples: each has a state of its own, so (n, d) is left",
        but(dh0=lambda right, **given: right["dh0"].sum(axis=0)),
    ),
    Mistake(
        "dx_mirrored_in_time",
        "dx comes out in reverse order of time: dx[:, t] belongs to x[:, t], so reverse the list "
        "that you filled on the way back",
        but(dx=lambda right, **given: right["dx"][:, ::-1]),
    ),
    Mistake(
        "dx_time_first",
        "the moments are the first axis of dx: it is (n, t, d_in), as x is",
        but(dx=lambda right, **given: right["dx"].transpose(1, 0, 2)),
    ),
    Mistake(
        "dx_of_the_first_moment_only",
        "dx is that of the first moment alone: every moment has its own, (n, t, d_in)",
        but(dx=lambda right, **given: right["dx"][:, 0]),
    ),
    Mistake.with_number(
        "clipped",
        "dwx, dwh and db are clipped at {number}: clipping is a step of its own, "
        "clip_by_global_norm, and this function returns the gradients as they are",
        _clipped,
        5.0,
        (0.05, 60.0),
    ),
    Mistake(
        "dwx_and_dwh_exchanged",
        "dwx and dwh are exchanged: the order is dx, dh0, dwx, dwh, db",
        _to_order(0, 1, 3, 2, 4),
    ),
    Mistake(
        "dx_and_dh0_exchanged",
        "dx and dh0 are exchanged: the order is dx, dh0, dwx, dwh, db",
        _to_order(1, 0, 2, 3, 4),
    ),
)

BACKWARD_MISTAKES = TIME_MISTAKES + OUTPUT_MISTAKES
