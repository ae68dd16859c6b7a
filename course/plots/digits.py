"""Handwritten digits: some of them, who is taken for whom, and what becomes of ink."""

import numpy as np

from course.plots.style import GRADIENT, INK, PAPER, TARGET, course_style, new_figure

GREYS = "Greys"
ROW = 10


def draw_digits(x, labels, said=None):
    """Draw images (n, 64) in rows of ten, each with its label, and in orange what was said of it.

    said: labels (n,) of a network. Returns a matplotlib Figure.
    """
    rows = max(1, -(-len(x) // ROW))  # none where all is right
    wrong = "" if said is None else f" {np.sum(said != labels)} of them are taken for others."
    figure = new_figure(8, 0.98 * rows, f"{len(x)} handwritten digits, 8 by 8 pixels each.{wrong}")
    with course_style():
        axes = figure.subplots(rows, ROW, squeeze=False).ravel()
        for ax in axes:
            ax.set_axis_off()
        if not len(x):
            figure.text(0.5, 0.5, "not a single one", ha="center", va="center", color=INK)
        for i, (ax, image) in enumerate(zip(axes, x, strict=False)):
            ax.imshow(image.reshape(8, 8), cmap=GREYS, vmin=0, vmax=1)
            missed = said is not None and said[i] != labels[i]
            words = f"{labels[i]}, not {said[i]}" if missed else f"{labels[i]}"
            ax.set_title(words, fontsize=10, color=GRADIENT if missed else INK, pad=2)
    return figure


def draw_confusion(labels, said):
    """Draw how often each digit is taken for each, rights left aside. Returns a Figure."""
    table = np.zeros((10, 10), dtype=int)
    np.add.at(table, (labels, said), 1)
    right = int(np.trace(table))
    others = table - np.diag(np.diag(table))
    worst = np.unravel_index(np.argmax(others), others.shape)
    most = f" Most often a {worst[0]} is taken for a {worst[1]}: {others[worst]} of them."
    words = f"A table of ten by ten: {right} of {len(labels)} digits are right."
    figure = new_figure(4.6, 4.4, words + most * bool(others.any()))
    with course_style():
        ax = figure.add_subplot(xlabel="what the network says", ylabel="what it is")
        taken = np.ma.masked_equal(others, 0)  # what never happens is left blank
        ax.imshow(taken, cmap="Oranges", vmin=0, vmax=max(4, others.max()))
        ax.set(xticks=range(10), yticks=range(10))
        ax.grid(False)
        for (row, column), count in np.ndenumerate(table):
            if count:
                on = {"color": TARGET, "weight": "bold"} if row == column else {"color": INK}
                ax.text(column, row, str(count), ha="center", va="center", fontsize=9, **on)
    return figure


def draw_ink(bitmap, image):
    """Draw a bitmap (32, 32) with its blocks of 4 by 4, and the image (64,) counted from it."""
    figure = new_figure(
        6,
        3,
        "On the left a digit as a bitmap of 32 by 32, cut into blocks of 4 by 4. On the right the "
        "8 by 8 shares of each block that are inked.",
    )
    with course_style():
        left, right = figure.subplots(1, 2)
        left.imshow(bitmap, cmap=GREYS, vmin=0, vmax=1)
        for place in range(3, 31, 4):
            left.axhline(place + 0.5, color=GRADIENT, linewidth=0.6)
            left.axvline(place + 0.5, color=GRADIENT, linewidth=0.6)
        right.imshow(image.reshape(8, 8), cmap=GREYS, vmin=0, vmax=1)
        for (row, column), share in np.ndenumerate(image.reshape(8, 8)):
            colour = PAPER if share > 0.5 else INK
            words = str(round(16 * share))
            right.text(column, row, words, ha="center", va="center", fontsize=8, color=colour)
        for ax in (left, right):
            ax.set(xticks=[], yticks=[])
            ax.grid(False)
    return figure
