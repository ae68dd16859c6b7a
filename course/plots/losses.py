"""Losses, drawn: errors as squares, and the curves that say what an error costs."""

import numpy as np
from matplotlib.patches import Rectangle

from course.plots.style import FORWARD, GRADIENT, INK, NEUTRAL, TARGET, course_style, new_figure


def plot_squared_errors(y_hat, y):
    """Draw predictions against targets, with the square of each error as a square.

    y_hat, y: (n,), prices in $100,000. Returns a matplotlib Figure.
    """
    figure = new_figure(
        5.6,
        4.8,
        "Prices that were paid over prices that were predicted: each house is a point, its error "
        "the distance up or down to the line where both are equal, drawn as the side of a square.",
    )
    with course_style():
        ax = figure.add_subplot(aspect="equal")
        ax.set(xlabel="predicted, in \\$100,000", ylabel="sold for, in \\$100,000")
        ends = min(y_hat.min(), y.min()) - 0.8, max(y_hat.max(), y.max()) + 0.8
        ax.plot(ends, ends, color=TARGET, linestyle="-.", label="prediction = target")
        for predicted, sold in zip(y_hat, y, strict=True):
            error = predicted - sold
            ax.add_patch(
                Rectangle((predicted, sold), error, error, color=NEUTRAL, alpha=0.25, lw=0)
            )
            ax.plot([predicted, predicted], [predicted, sold], color=NEUTRAL, linestyle="-", lw=1.6)
        ax.plot(y_hat, y, "o", color=FORWARD, label="a house, its error squared")
        ax.set(xlim=ends, ylim=ends)
        ax.legend(loc="upper left")
    return figure


def plot_loss_curves():
    """Draw half the squared error over the prediction, and -log p over the right class's p.

    In the first, slopes are drawn as tangents. Returns a matplotlib Figure.
    """
    figure = new_figure(
        10,
        3.9,
        "Two curves. Half the squared error: a bowl whose lowest point is the target 3.5, with "
        "slopes of -0.5 at 3 and 1.5 at 5. Minus log p: 0 at p = 1, and ever steeper towards 0.",
    )
    with course_style():
        left, right = figure.subplots(1, 2)
        _draw_squared_error(left)
        _draw_cross_entropy(right)
    return figure


def _draw_squared_error(ax, target=3.5):
    y_hat = np.linspace(1.5, 5.5, 201)
    ax.plot(y_hat, (y_hat - target) ** 2 / 2, color=FORWARD)
    ax.axvline(target, color=TARGET, linestyle="-.", linewidth=1.4)
    ax.text(target + 0.06, 1.85, "target", color=INK)
    for at in (3.0, 5.0):
        _draw_slope(ax, at, (at - target) ** 2 / 2, at - target, 0.6)
    ax.set(title="half the squared error", xlabel="prediction, in \\$100,000", ylabel="loss")
    ax.set(xlim=(1.5, 6.0), ylim=(-0.25, 2.1))


def _draw_cross_entropy(ax):
    p = np.linspace(0.005, 1.0, 400)
    ax.plot(p, -np.log(p), color=FORWARD)
    for at in (0.01, 0.1, 0.5, 0.9):
        cost = -np.log(at)
        ax.plot(at, cost, "o", color=FORWARD)
        ax.annotate(f"p = {at:g}: {cost:.2f}", (at, cost), (9, 5), textcoords="offset points")
    ax.set(title="cross-entropy", xlabel="p of the right class", ylabel="loss, −log p")
    ax.set(xlim=(-0.02, 1.25), ylim=(-0.2, 5.4))


def _draw_slope(ax, x, y, slope, reach):
    """Draw a point with its tangent, and say how steep it is."""
    ends = np.array([-reach, reach])
    ax.plot(x + ends, y + slope * ends, color=GRADIENT, linestyle="--")
    ax.plot(x, y, "o", color=FORWARD)
    side = "right" if slope < 0 else "left"
    ax.annotate(
        f"slope {slope:+.1f}".replace("-", "−"),
        (x, y),
        (-10 if slope < 0 else 10, -12),
        textcoords="offset points",
        ha=side,
        color=INK,
    )
