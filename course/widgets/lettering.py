"""Texts as paths: matplotlib takes 2 ms to draw a Text that moves, and 0.3 ms for a path."""

from functools import lru_cache

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.textpath import TextPath

NOTHING = Path(np.zeros((1, 2)))
HEIGHT = 0.73  # of a digit or a capital, by the size of the font


class Lettering(PathPatch):
    """Any number of texts in one artist, on axes in inches with y downwards.

    size: in points. family: the font's. centred: places are the middles of
    the texts; without it, the left ends of their lines.
    """

    def __init__(self, ax, size, *, family="DejaVu Sans", centred=False, **look):
        super().__init__(NOTHING, lw=0, **look)
        self._write = size, family, centred
        ax.add_patch(self)

    def write(self, texts, places):
        """Show these texts, each at its place (x, y)."""
        paths = [
            Path(path.vertices + place, path.codes)
            for text, place in zip(texts, places, strict=True)
            if text
            for path in [outline(text, *self._write)]
        ]
        self.set_path(Path.make_compound_path(*paths) if paths else NOTHING)


@lru_cache(maxsize=4096)
def outline(text, size, family, centred):
    """Return a text as a path around (0, 0) in inches, y downwards."""
    path = TextPath((0, 0), text, prop=FontProperties(family=family, size=size))
    right = path.vertices[:, 0].max()  # get_extents takes ten times as long
    middle = (right / 2, HEIGHT * size / 2) if centred else (0, 0)
    return Path((path.vertices - middle) * (1 / 72, -1 / 72), path.codes)
