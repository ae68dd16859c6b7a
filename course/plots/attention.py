"""Attention weights as a map: a row for each place that looks, a column for each looked at."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from course.plots.style import FORWARD, INK, PAPER, course_style, new_figure

SHADES = LinearSegmentedColormap.from_list("attention", ["#FFFFFF", FORWARD])
LARGE = 0.55  # a weight from here on is written in white


def draw_weights(ax, weights, rows, columns, numbers=True):
    """Draw weights (t, s) into axes; return (the map, its texts as rows of columns)."""
    image = ax.imshow(weights, cmap=SHADES, vmin=0, vmax=1, aspect="auto")
    ax.set_xticks(range(len(columns)), columns)
    ax.set_yticks(range(len(rows)), rows)
    ax.tick_params(length=0)
    ax.tick_params(axis="x", bottom=False, labelbottom=False, labeltop=True)
    if any(len(column) > 2 for column in columns):
        for label in ax.get_xticklabels():
            label.set(ha="left", rotation=40, rotation_mode="anchor")
    if numbers:
        for (i, j), weight in np.ndenumerate(weights):
            colour = PAPER if weight > LARGE else INK
            ax.text(j, i, f"{weight:.2f}", ha="center", va="center", fontsize=9, color=colour)
    return image


def plot_attention(weights, rows, columns=None, numbers=True):
    """Draw weights as maps, side by side.

    weights: what each map is called to its weights (t, s); rows: what the places that look are
    called; columns: what those looked at are, the same where None. Returns a matplotlib Figure.
    """
    columns = rows if columns is None else columns
    most = "; ".join(
        f"{name}: "
        + ", ".join(
            f"{row} looks most at {columns[w.argmax()]}" for row, w in zip(rows, table, strict=True)
        )
        for name, table in weights.items()
    )
    size = 0.55 * len(columns) + 1.3
    figure = new_figure(
        max(3.4, size * len(weights)),
        0.5 * len(rows) + 1.7,
        f"Maps of attention weights, a row for each place that looks. {most}.",
    )
    with course_style():
        axes = figure.subplots(1, len(weights), squeeze=False)[0]
        for ax, (name, table) in zip(axes, weights.items(), strict=True):
            draw_weights(ax, np.asarray(table), rows, columns, numbers)
            ax.set_xlabel(name)
    return figure
