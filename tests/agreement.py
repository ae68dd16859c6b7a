"""Whether what is computed agrees with an oracle that was computed in another way."""

import autograd.numpy as anp
import numpy as np
from autograd import grad

from course.exercises.numeric import gradients


def agree(found, oracle, tolerance):
    """Whether two arrays agree, measured against the oracle's largest entry."""
    assert np.shape(found) == np.shape(oracle)
    apart = np.abs(np.subtract(found, oracle)).max(initial=0)
    return apart <= tolerance * max(1, np.abs(oracle).max())


def normalised(x, gamma, beta, eps, axis):
    """A normalisation along an axis, in the oracle's own NumPy."""
    centred = x - anp.mean(x, axis=axis, keepdims=True)
    return gamma * centred / anp.sqrt(anp.mean(centred**2, axis=axis, keepdims=True) + eps) + beta


def assert_a_normalisation_goes_back(forward, backward, rng, n, d, *, eps, axis):
    """Assert that a normalisation's gradients agree with the oracle, and with differences."""
    x, dout = rng.normal(size=(2, n, d))
    gamma, beta = rng.normal(size=(2, d))
    found = backward(dout, x, gamma, eps)
    oracle = grad(lambda parts: anp.sum(dout * normalised(*parts, eps, axis)))((x, gamma, beta))
    assert all(agree(*pair, 1e-10) for pair in zip(found, oracle, strict=True))
    if np.all(x.var(axis=axis) > 0.05) or x.shape[axis] == 1:  # equal ones need a smaller step
        numeric = gradients(lambda *parts: np.sum(dout * forward(*parts, eps)), x, gamma, beta)
        assert all(agree(*pair, 1e-6) for pair in zip(found, numeric, strict=True))
