"""The three activations side by side, with the values that they can take."""

import numpy as np

from course.nn import relu, sigmoid, tanh
from course.plots.style import FORWARD, NEUTRAL, course_style, new_figure

# name, function, lowest and highest value, the range as it is written, window on the vertical axis
CURVES = [
    ("sigmoid", sigmoid, (0.0, 1.0), "range: 0 to 1, ends not reached", (-0.25, 1.25)),
    ("tanh", tanh, (-1.0, 1.0), "range: −1 to 1, ends not reached", (-1.5, 1.5)),
    ("ReLU", relu, (0.0, None), "range: 0 and up, no upper end", (-1.0, 5.0)),
]


def _draw_curve(ax, name, activation, limits, words, window):
    z = np.linspace(-5.0, 5.0, 201)
    lowest, highest = limits
    ax.axhspan(lowest, window[1] if highest is None else highest, color=FORWARD, alpha=0.10, lw=0)
    for limit in limits:
        if limit is not None:
            ax.axhline(limit, color=NEUTRAL, linestyle="--", linewidth=1.2)
    ax.plot(z, activation(z), color=FORWARD, linestyle="-")
    ax.set(title=name, xlabel=f"z\n{words}", xlim=(-5, 5), ylim=window)


def plot_activations():
    """Draw sigmoid, tanh and ReLU over z, the range of each shaded between dashed lines.

    Returns a matplotlib Figure.
    """
    figure = new_figure(
        10,
        3.6,
        "Three curves over z from -5 to 5: sigmoid climbs from 0 to 1, tanh from -1 to 1, "
        "ReLU is 0 below z = 0 and z itself above.",
    )
    with course_style():
        for ax, curve in zip(figure.subplots(1, 3), CURVES, strict=True):
            _draw_curve(ax, *curve)
        figure.axes[0].set_ylabel("a = g(z)")
    return figure
