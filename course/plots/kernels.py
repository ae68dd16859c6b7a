"""Kernels and what they see: small arrays as pictures, their signs told by colour and number."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from course.plots.style import FORWARD, INK, PAPER, course_style, new_figure

SIGNS = LinearSegmentedColormap.from_list("signs", ["#4A4A4A", PAPER, FORWARD])
SIZE = 1.55  # inches that one array takes, along each side
NUMBERED = 16  # an array of so many entries or fewer has its numbers written in


def show_array(ax, array, words):
    """Draw an array (rows, columns) on `ax`: blue above 0, grey below, its words on top."""
    largest = np.abs(array).max() or 1.0
    ax.imshow(array, cmap=SIGNS, vmin=-largest, vmax=largest)
    ax.set(xticks=[], yticks=[])
    ax.grid(False)
    ax.set_title(words, fontsize=10)
    if array.size <= NUMBERED:
        for (i, j), entry in np.ndenumerate(array):
            dark = abs(entry) > 0.55 * largest
            ax.text(j, i, f"{entry:.1f}", ha="center", va="center", fontsize=8.5,
                    color=PAPER if dark else INK)  # fmt: skip


def draw_arrays(rows):
    """Draw rows of arrays, blue where they are positive and grey where negative.

    rows: lists of (words, array), where None leaves a place empty. Returns a matplotlib Figure.
    """
    told = "; ".join(words for row in rows for words, _ in filter(None, row))
    columns = max(map(len, rows))
    figure = new_figure(
        SIZE * columns, (SIZE + 0.25) * len(rows), f"Small arrays as pictures: {told}."
    )
    with course_style():
        for axes, row in zip(figure.subplots(len(rows), columns, squeeze=False), rows, strict=True):
            for ax in axes:
                ax.axis("off")
            for ax, shown in zip(axes, row, strict=False):
                if shown:
                    ax.axis("on")
                    show_array(ax, shown[1], shown[0])
    return figure
