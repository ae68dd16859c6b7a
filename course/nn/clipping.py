"""Gradient clipping: the same direction, at most so long."""

import numpy as np


def clip_by_global_norm(grads, max_norm):
    """Return (the gradients, no longer than max_norm all together, their norm before).

    grads: a list of arrays; max_norm: a positive number. The norm is that of
    all entries of all arrays, sqrt(sum of squares). Where it is larger than
    max_norm, every array is multiplied by max_norm / norm, which keeps the
    direction; elsewhere nothing changes (Pascanu, Mikolov and Bengio, 2013).
    """
    norm = float(np.sqrt(sum(np.sum(g**2) for g in grads)))
    if norm <= max_norm:
        return list(grads), norm
    return [g * (max_norm / norm) for g in grads], norm
