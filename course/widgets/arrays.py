"""Arrays in a moving picture: cells with numbers, deeper in colour where they are larger.

There are dozens of them, so all cells are one collection and all numbers one path.
"""

from dataclasses import dataclass

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.colors import LinearSegmentedColormap

from course.plots.network_layout import number
from course.plots.style import FORWARD, GRADIENT, INK, NEUTRAL, PAPER, TARGET
from course.widgets.lettering import Lettering

CELL = np.array([0.56, 0.32])  # inches
CORNERS = np.array([[0, 0], [1, 0], [1, 1], [0, 1]])
# a colour, its shades, the size of entry that has the deepest shade
VALUES = (FORWARD, LinearSegmentedColormap.from_list("values", [PAPER, "#8FC3E3"]), 4.0)
GRADIENTS = (GRADIENT, LinearSegmentedColormap.from_list("gradients", [PAPER, "#F0AC7E"]), 2.0)
TARGETS = (TARGET, LinearSegmentedColormap.from_list("targets", [PAPER, "#8FD3BC"]), 4.0)


@dataclass(frozen=True)
class Box:
    """Where an array stands: its shape, its upper left corner in inches, its kind.

    kind: VALUES, GRADIENTS or TARGETS.
    """

    shape: tuple
    corner: tuple
    kind: tuple

    @property
    def outline(self):
        """The corners of the whole array, (4, 2)."""
        rows, columns = self.shape if len(self.shape) == 2 else (1, *self.shape)
        return self.corner + CORNERS * CELL * (columns, rows)

    @property
    def cells(self):
        """The corners of each cell, row by row, (cells, 4, 2)."""
        rows, columns = self.shape if len(self.shape) == 2 else (1, *self.shape)
        places = np.array([(j, i) for i in range(rows) for j in range(columns)])
        return self.corner + CELL * (places[:, None] + CORNERS)


class Arrays:
    """Arrays by name, drawn on axes in inches with y downwards; moving: the artists that move."""

    def __init__(self, ax, boxes):
        self.boxes = boxes
        for name, box in boxes.items():
            left, top = box.corner
            words = f"{name} {box.shape}"
            ax.text(left, top - 0.07, words, fontsize=10, color=box.kind[0], weight="bold")
        cells = np.concatenate([box.cells for box in boxes.values()])
        self.centres = cells.mean(axis=1)
        self.cells = ax.add_collection(PolyCollection(cells, lw=1))
        self.numbers = Lettering(ax, 10, centred=True, color=INK, zorder=2)
        self.used = PolyCollection([], fc="none", ec=INK, lw=3, ls=(0, (2, 1)), zorder=3)
        self.made = PolyCollection([], fc="none", lw=3, zorder=3)
        self.moving = [self.cells, self.numbers, *map(ax.add_collection, (self.used, self.made))]

    def show(self, arrays, made, used):
        """Show arrays by name, with frames: solid for the one that is made, dashed for the used.

        A name that is missing is left empty: its shape is known before its numbers are.
        """
        faces, edges, styles, texts = [], [], [], []
        for name, box in self.boxes.items():
            colour, shades, deepest = box.kind
            known, count = name in arrays, len(box.cells)
            entries = np.ravel(arrays[name]) if known else np.zeros(count)
            faces += list(shades(np.abs(entries) / deepest))
            edges += [colour if known else NEUTRAL] * count
            styles += ["-" if known else ":"] * count
            texts += map(number, entries) if known else [""] * count
        self.cells.set(facecolor=faces, edgecolor=edges, linestyle=styles)
        self.numbers.write(texts, self.centres)
        self.used.set_verts([self.boxes[name].outline for name in used])
        self.made.set_verts([self.boxes[made].outline])
        self.made.set_edgecolor(self.boxes[made].kind[0])
