"""The slope of a curve at a point: its tangent, and the chord that measures it."""

import numpy as np

from course.nn import numeric_derivative
from course.plots.network_layout import number
from course.plots.style import FORWARD, GRADIENT, NEUTRAL, course_style, new_figure

REACH = 1.2  # how far the curve is drawn to both sides
TANGENT = 0.8  # how far the tangent is
STEP = 0.6  # of the two points that measure it: large, so that it can be seen


def plot_slope(f, x, names):
    """Draw f around x with its tangent there, and the two points that measure the slope.

    f: a function of one number or an array; names: (of x, of f(x)). Returns a matplotlib Figure.
    """
    slope = round(numeric_derivative(f, x), 6)
    figure = new_figure(
        7,
        4,
        f"A curve with its tangent at {names[0]} = {x:g}, whose slope is {number(slope)}.",
    )
    with course_style():
        ax = figure.add_subplot(xlabel=names[0], ylabel=names[1])
        t = np.linspace(x - REACH, x + REACH, 201)
        ax.plot(t, f(t), color=FORWARD, linestyle="-", label=names[1])
        _draw_chord(ax, f, x)
        ends = np.array([x - TANGENT, x + TANGENT])
        line = f(x) + slope * (ends - x)
        ax.plot(
            ends,
            line,
            color=GRADIENT,
            linestyle="--",
            label=f"tangent, slope {number(slope)}",
        )
        ax.plot([x], [f(x)], "o", color=GRADIENT, markersize=9)
        ax.legend(loc="upper right")
    return figure


def _draw_chord(ax, f, x):
    left, right = x - STEP, x + STEP
    look = {"color": NEUTRAL, "linewidth": 1.4}
    ax.plot([left, right], [f(left), f(right)], "s", linestyle="-", label="two points", **look)
    ax.plot([left, right, right], [f(left), f(left), f(right)], linestyle=":", **look)
    ax.annotate("run: 2 h", (x, f(left)), (0, 6), textcoords="offset points", ha="center")
    middle = (f(left) + f(right)) / 2
    ax.annotate("rise", (right, middle), (6, 0), textcoords="offset points", va="center")
