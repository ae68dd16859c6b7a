"""A small layer that has to remember: its states, and the gradient on its way back through time."""

import numpy as np

from course import nn

WIDTH, EXAMPLES = 32, 16
OPEN = 0.05  # how far a fixed gate lets the new state in


def remembering(moments, scale, gate=False, seed=6):
    """Return (states, sizes): of one neuron of one example, (t,), and of the gradients, (t,).

    A layer of 32 states reads a sign at the first moment and small noise after it. wh is Xavier's
    times scale. gate: each moment keeps 95 % of the state and takes in 5 % of the new one. The
    gradient begins with size 1 at the last state; sizes[i] is what is left of it at moment i.
    """
    rng = np.random.default_rng(seed)
    wx, wh = nn.xavier_init(1, WIDTH, rng), scale * nn.xavier_init(WIDTH, WIDTH, rng)
    x = 0.1 * rng.normal(size=(EXAMPLES, moments, 1))
    x[:, 0, 0] = rng.choice([-1.0, 1.0], EXAMPLES)
    new = OPEN if gate else 1.0
    states, slopes, state = [], [], np.zeros((EXAMPLES, WIDTH))
    for moment in range(moments):
        candidate = np.tanh(x[:, moment] @ wx + state @ wh)
        state = (1 - new) * state + new * candidate
        states.append(state[0, 0])
        slopes.append(1 - candidate**2)
    gradient = rng.normal(size=(EXAMPLES, WIDTH))
    gradient /= np.linalg.norm(gradient)
    sizes = []
    for slope in reversed(slopes):
        sizes.insert(0, np.linalg.norm(gradient))
        gradient = (1 - new) * gradient + new * (gradient * slope) @ wh.T
    return np.array(states), np.array(sizes)
