"""Sizes and inputs that the exercises on recurrence draw alike."""

import numpy as np

from course.exercises.drawing import ONE_EXAMPLE, away_from_zero

STEP_SIZES = (  # n, d_in, d
    (4, 3, 2, ""),
    (1, 3, 4, ONE_EXAMPLE),
    (5, 3, 3, "as many inputs as states"),
    (3, 2, 3, "as many examples as states"),
    (3, 3, 3, "all sizes equal"),
    (2, 4, 5, "two examples (n = 2)"),
)
TIME_SIZES = (  # n, t, d_in, d
    (3, 4, 2, 5, ""),
    (1, 5, 3, 2, ONE_EXAMPLE),
    (2, 1, 3, 4, "a single moment (t = 1)"),
    (4, 3, 3, 3, "as many moments as inputs and states"),
    (2, 6, 1, 3, "one input, six moments"),
    (3, 3, 3, 3, "all sizes equal"),
    (2, 2, 4, 3, "two moments (t = 2)"),
)


def weights(rng, d_in, d):
    """Return wx (d_in, d), wh (d, d) and b (d,), small enough that no tanh is flat."""
    wx = rng.normal(size=(d_in, d)) / np.sqrt(2 * d_in)
    wh = rng.normal(size=(d, d)) / np.sqrt(d)
    return {"wx": wx, "wh": wh, "b": away_from_zero(rng, d, 0.2, 0.6)}


def drawn_step(rng, n, d_in, d):
    """Return the inputs of one moment: x (n, d_in), h (n, d), wx, wh and b."""
    h = away_from_zero(rng, (n, d), 0.2, 0.9)
    return {"x": rng.normal(size=(n, d_in)), "h": h, **weights(rng, d_in, d)}


def drawn_sequence(rng, n, t, d_in, d):
    """Return the inputs of t moments: x (n, t, d_in), h0 (n, d), wx, wh and b."""
    h0 = away_from_zero(rng, (n, d), 0.2, 0.9)
    return {"x": rng.normal(size=(n, t, d_in)), "h0": h0, **weights(rng, d_in, d)}


def large(inputs, *names):
    """Return inputs in which some are a thousand in size, of either sign."""
    return {k: np.sign(v) * 1000.0 if k in names else v for k, v in inputs.items()}


def steps(x, h0, step, order=None):
    """Return the states (n, t, d) of a step (x_t, state) to state, in any order of moments."""
    states, state = {}, h0
    for moment in order or range(x.shape[1]):
        state = states[moment] = step(x[:, moment], state)
    return np.stack([states[moment] for moment in range(x.shape[1])], axis=1)
