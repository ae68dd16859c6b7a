"""How wrong a numeric derivative is, for every step h: a valley between bending and rounding."""

import numpy as np

from course.nn import numeric_derivative
from course.plots.style import GRADIENT, INK, NEUTRAL, course_style, new_figure

STEPS = np.logspace(-13, -1, 97)
LARGE = 1e-2  # a step at which the curve's bend is nearly all of the error


def plot_difference_errors(f, x, slope):
    """Draw the error of central and one-sided differences of f at x over h, on log axes.

    f: a function of one number; slope: its exact slope at x. Returns a matplotlib Figure.
    """
    central = np.array([abs(numeric_derivative(f, x, h) - slope) for h in STEPS])
    one_sided = np.array([abs((f(x + h) - f(x)) / h - slope) for h in STEPS])
    figure = new_figure(
        8,
        4.4,
        "The error of a numeric derivative over the step h on log axes: it falls with h squared, "
        "then rises again like 1 / h. One-sided differences fall with h alone.",
    )
    with course_style():
        ax = figure.add_subplot(xscale="log", yscale="log", xlabel="step h", ylabel="error")
        _draw_guides(ax, central[STEPS >= LARGE][0], abs(f(x)))
        look = {"linestyle": "none", "markersize": 5}
        ax.plot(STEPS, _seen(one_sided), "s", color=NEUTRAL, label="one-sided", **look)
        ax.plot(STEPS, _seen(central), "o", color=GRADIENT, label="central", **look)
        ax.set_ylim(1e-13, 10)
        ax.grid(True)
        ax.legend(loc="upper center", ncols=2, handletextpad=0.1)
    return figure


def _seen(errors):
    """Return errors with those of exactly 0 left out: a log axis has no place for them."""
    return np.where(errors > 0, errors, np.nan)


def _draw_guides(ax, error, size):
    guides = (
        (error * (STEPS / LARGE) ** 2, "the curve's bend: like h²", (0.99, 0.16), "right"),
        (np.finfo(float).eps * size / STEPS, "rounding: like 1 / h", (0.02, 0.16), "left"),
    )
    for line, words, place, side in guides:
        ax.plot(STEPS, line, color=INK, linestyle=":", linewidth=1.4, zorder=3)
        ax.text(*place, words, transform=ax.transAxes, ha=side)
