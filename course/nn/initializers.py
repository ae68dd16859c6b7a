"""Starting weights: random, and of the one size that lets a signal keep its own."""

import numpy as np


def xavier_init(fan_in, fan_out, rng):
    """Return starting weights for a layer with tanh, (fan_in, fan_out).

    fan_in, fan_out: how many inputs and outputs the layer has; rng: a
    numpy.random.Generator. Normal, mean 0, variance 2 / (fan_in + fan_out): a
    compromise between 1 / fan_in, which keeps the size of what flows forwards,
    and 1 / fan_out, which keeps that of the gradients (Glorot and Bengio, 2010).
    """
    return rng.normal(0.0, np.sqrt(2 / (fan_in + fan_out)), (fan_in, fan_out))


def he_init(fan_in, fan_out, rng):
    """Return starting weights for a layer with ReLU, (fan_in, fan_out).

    fan_in, fan_out: how many inputs and outputs the layer has; rng: a
    numpy.random.Generator. Normal, mean 0, variance 2 / fan_in: the 2 makes up
    for the half that ReLU cuts off (He, Zhang, Ren and Sun, 2015).
    """
    return rng.normal(0.0, np.sqrt(2 / fan_in), (fan_in, fan_out))
