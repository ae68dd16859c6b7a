"""The methods of lesson 07 walking down one landscape, beside plain gradient descent."""

from dataclasses import dataclass

import numpy as np

from course import nn

LOST = 100.0  # a walk that gets this far from 0 does not come back


@dataclass(frozen=True)
class Settings:
    """What the methods are given.

    rate: for gradient descent, momentum and Nesterov; adaptive_rate: for
    RMSprop, Adam and AdamW; beta: of the velocity, and Adam's beta1; beta2: of
    the squares, and RMSprop's rho; decay: AdamW's weight decay.
    """

    rate: float = 0.02
    adaptive_rate: float = 0.05
    beta: float = 0.9
    beta2: float = 0.99
    decay: float = 0.1


def methods(settings):
    """Return name to (step, averages): step(w, dw, t, *averages) gives (w, *averages)."""
    s, adam = settings, (settings.adaptive_rate, settings.beta, settings.beta2)
    return {
        "gradient descent": (lambda w, dw, t: (w - s.rate * dw,), 0),
        "momentum": (lambda w, dw, t, v: nn.momentum_step(w, dw, v, s.rate, s.beta), 1),
        "Nesterov": (lambda w, dw, t, v: nn.nesterov_step(w, dw, v, s.rate, s.beta), 1),
        "RMSprop": (lambda w, dw, t, q: nn.rmsprop_step(w, dw, q, s.adaptive_rate, s.beta2), 1),
        "Adam": (lambda w, dw, t, m, v: nn.adam_step(w, dw, m, v, t, *adam), 2),
        "AdamW": (
            lambda w, dw, t, m, v: nn.adamw_step(w, dw, m, v, t, *adam, weight_decay=s.decay),
            2,
        ),
    }


def walk(method, gradient, start, steps, noise=None):
    """Return the path (steps + 1, d) of one method; where it gets lost, the rest is NaN.

    method: (step, averages), as `methods` returns them; gradient: w to dw; noise:
    (steps, d), what is added to the gradients.
    """
    step, averages = method
    noise = np.zeros((steps, len(start))) if noise is None else noise
    w, state = np.asarray(start, dtype=float), [np.zeros(len(start))] * averages
    path = np.full((steps + 1, len(start)), np.nan)
    path[0] = w
    for t in range(1, steps + 1):
        w, *state = step(w, gradient(w) + noise[t - 1], t, *state)
        if not np.abs(w).max() < LOST:
            break
        path[t] = w
    return path


def race(landscape, settings, steps, seed=0):
    """Return name to path (steps + 1, 2) of all the methods, under the same noise."""
    noise = landscape.noise * np.random.default_rng(seed).normal(size=(steps, 2))
    return {
        name: walk(method, landscape.gradient, landscape.start, steps, noise)
        for name, method in methods(settings).items()
    }


def updater(method, params):
    """Return update(params, grads) that moves a list of arrays by one method and remembers.

    It is what `course.training.train` takes; it serves one training run.
    """
    step, averages = method
    states, t = [[np.zeros_like(p)] * averages for p in params], 0

    def update(params, grads):
        nonlocal t
        t += 1
        moved = [step(p, g, t, *s) for p, g, s in zip(params, grads, states, strict=True)]
        states[:] = [state for _, *state in moved]
        return [p for p, *_ in moved]

    return update
