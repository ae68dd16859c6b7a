"""A recurrent layer unrolled: a cell for each moment, and under it the gradient that arrives."""

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.ticker import MaxNLocator

from course.plots.style import GRADIENT, INK, NEUTRAL, course_style, new_figure

FLOOR, CEILING = 1e-16, 1e6  # what lies outside is drawn at the edge


def unrolled_figure(moments, words):
    """Return (figure, the artists by name) of so many moments, all of them still empty.

    moments: the most there can be. The artists are "cells" (points whose colour is a state), "way"
    (the line through them), and "bars" (the size of the gradient at each moment, on a log scale).
    """
    figure = new_figure(7.2, 4.0, words)
    with course_style():
        above, below = figure.subplots(2, 1, sharex=True, height_ratios=(1, 3))
        above.set(ylim=(-1, 1), yticks=[], ylabel="state")
        above.spines[:].set_visible(False)
        above.tick_params(bottom=False)
        (way,) = above.plot([], [], color=NEUTRAL, linewidth=1.5, zorder=1)
        look = {"marker": "s", "cmap": "coolwarm", "vmin": -1, "vmax": 1, "edgecolors": INK}
        cells = above.scatter([1], [0], c=[0], zorder=2, **look)
        below.set(yscale="log", ylim=(FLOOR, CEILING), xlim=(0.2, moments + 0.8))
        below.set(xlabel="moment: the gradient comes from the right", ylabel="size of the gradient")
        below.xaxis.set_major_locator(MaxNLocator(integer=True))
        below.grid(axis="y")
        width = max(2.0, 220 / moments)
        bars = below.add_collection(LineCollection([], colors=GRADIENT, linewidths=width))
    return figure, {"way": way, "cells": cells, "bars": bars}


def show_moments(artists, states, sizes):
    """Show the states of one neuron, (t,), and the size of the gradient at each moment, (t,)."""
    places = np.arange(1, len(states) + 1)
    artists["way"].set_data(places, np.zeros(len(places)))
    artists["cells"].set_offsets(np.stack([places, np.zeros(len(places))], axis=1))
    artists["cells"].set_array(np.asarray(states))
    artists["cells"].set_sizes(np.full(len(places), 1500 / max(10, len(places))))
    tops = np.clip(sizes, FLOOR, CEILING)
    bars = zip(places, tops, strict=True)
    artists["bars"].set_segments([[(at, FLOOR), (at, top)] for at, top in bars])


def plot_unrolled(states, sizes):
    """Draw a recurrent layer unrolled: states of one neuron and sizes of the gradient, both (t,).

    Returns a matplotlib Figure.
    """
    words = (
        f"A cell for each of {len(states)} moments, and under each a bar: the size of the gradient "
        f"there is {sizes[-1]:.1e} at the last moment and {sizes[0]:.1e} at the first."
    )
    figure, artists = unrolled_figure(len(states), words)
    show_moments(artists, states, sizes)
    return figure
