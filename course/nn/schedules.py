"""How a learning rate changes in the course of training."""

import numpy as np


def learning_rate_at(step, steps, peak, warmup):
    """Return the rate of one step: a linear rise to the peak, then down half a cosine.

    step: 0 to steps - 1; steps: all steps of the training; peak: the largest
    rate; warmup: the number of steps of the rise, 0 <= warmup <= steps.
    peak (step + 1) / warmup in the first warmup steps, and then
    peak (1 + cos(pi (step - warmup) / (steps - warmup))) / 2
    (Goyal and others, 2017; Loshchilov and Hutter, 2017).
    """
    if step < warmup:
        return peak * (step + 1) / warmup
    share = (step - warmup) / (steps - warmup)
    return float(peak * (1 + np.cos(np.pi * share)) / 2)
