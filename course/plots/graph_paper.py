"""A computation graph on paper: where its boxes, curves and labels stand, in inches."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath

from course.plots.graph_layout import lay_out
from course.plots.graph_texts import NUMBER, gradient_text, sign_of, slope_text, value_text

HEIGHT = 0.58  # of a box
ROW = 0.74
GAP = 0.4  # between two columns, beside the widest label that stands there
MARGIN = 0.15
LEGEND = 0.25
LEGEND_WIDTH = 3.9
LINE = 0.165  # between two lines in a box
PORT = 0.24  # between the places where two edges enter a box
TITLE_SIZE, TEXT_SIZE, EDGE_SIZE = 9.5, 9, 8.5
ALONG = (0.15, 0.2, 0.25, 0.3, 0.35, 0.65, 0.6, 0.4, 0.45, 0.55, 0.5)  # best place last
HEAD = 0.2  # of an arrow, and a little line before it


@dataclass(frozen=True)
class Edge:
    """An edge from a source to one of its user's inputs: its curve, and where its label stands."""

    source: object
    user: object
    index: int
    curve: Path
    label: tuple

    @property
    def slope(self):
        """The local gradient along the edge."""
        return self.user.local_gradients[self.index]


class GraphPaper:
    """Where all parts of a drawn graph stand.

    width: of a box; gap: between two columns; size: of the paper; centres: Node to (x, y) of its
    box; edges: a list of Edge. y runs upwards.
    """

    def __init__(self, root):
        places, ways = lay_out(root)
        self.width = max(map(_width_needed, places))
        slopes = [slope for node in places for slope in node.local_gradients]
        self.gap = GAP + max([_text_width(slope_text(s), EDGE_SIZE) for s in slopes], default=0.0)
        columns = 1 + max(place.column for place in places.values())
        rows = 1 + max([0.0, *(place.row for *_, way in ways for place in way)])
        needed = columns * self.width + (columns - 1) * self.gap
        wide = max(needed, LEGEND_WIDTH) if ways else needed
        self.left = MARGIN + (wide - needed) / 2
        self.size = wide + 2 * MARGIN, rows * ROW + 2 * MARGIN + LEGEND * bool(ways)
        self.centres = {node: self._at(place) for node, place in places.items()}
        self.edges = self._edges(ways)

    def _at(self, place):
        x = self.left + self.width / 2 + place.column * (self.width + self.gap)
        return x, self.size[1] - MARGIN - ROW / 2 - place.row * ROW

    def _edges(self, ways):
        curves = [self._curve(*self._entered(way, user, index)) for _, user, index, way in ways]
        boxes = [_box(*centre, self.width, HEIGHT) for centre in self.centres.values()]
        texts = [slope_text(user.local_gradients[index]) for _, user, index, _ in ways]
        labels = _free_places(curves, texts, boxes)
        return [Edge(*way[:3], *drawn) for way, *drawn in zip(ways, curves, labels, strict=True)]

    def _entered(self, way, user, index):
        """Return the points of an edge's way; the last is where it enters its user's box."""
        x, y = self._at(way[-1])
        down = (index - (len(user.inputs) - 1) / 2) * PORT
        return *map(self._at, way[:-1]), (x, y - down)

    def _curve(self, *middles):
        """Return the curve from box to box; it is level where it passes through a column."""
        points, codes = [], []
        for (x0, y0), (x1, y1) in pairwise(middles):
            start, end = x0 + self.width / 2, x1 - self.width / 2
            bend = (start + end) / 2
            points += [(start, y0), (bend, y0), (bend, y1), (end, y1)]
            codes += [Path.LINETO, Path.CURVE4, Path.CURVE4, Path.CURVE4]
        return Path(points, [Path.MOVETO, *codes[1:]])


def _width_needed(node):
    """Return how wide a node's box must be for its texts, and for any usual number."""
    title = "  ".join(filter(None, (node.name, sign_of(node)))) or NUMBER
    lines = value_text(node.value), gradient_text(node.gradient), gradient_text(-0.125)
    widest = max(_text_width(text, TEXT_SIZE) for text in lines)
    return 0.14 + max(_text_width(title, TITLE_SIZE, "bold"), widest)


@lru_cache(maxsize=1024)
def _text_width(text, size, weight="normal"):
    font = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    return float(np.ptp(TextPath((0, 0), text, prop=font).vertices[:, 0])) / 72


def _free_places(curves, texts, boxes):
    """Return for each curve where its text stands: on it, off all else, as far as there is room.

    Off other texts, boxes and arrows' heads first, then off other curves, then near the middle of
    a stretch. ALONG: the parts of a stretch at which it may stand.
    """
    heads = [_box(x - HEAD / 2, y, HEAD, HEAD / 2) for x, y in (c.vertices[-1] for c in curves)]
    taken, centres = [*boxes, *heads], []
    drawn = [_points(curve, np.linspace(0, 1, 60)) for curve in curves]
    for k, (curve, text) in enumerate(zip(curves, texts, strict=True)):
        others = np.concatenate([np.zeros((0, 2)), *drawn[:k], *drawn[k + 1 :]])
        places = _points(curve, ALONG)[::-1]
        costs = [
            1000 * _covered(label, taken) + _inside(others, label)
            for label in (_label_box(place, text) for place in places)
        ]
        centres.append(tuple(map(float, places[int(np.argmin(costs))])))
        taken.append(_label_box(centres[-1], text))
    return centres


def _points(curve, along):
    """Return the points of a curve at these parts of each of its cubic Bézier stretches."""
    t = np.asarray(along)[:, None]
    weights = np.hstack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3])
    return np.concatenate([weights @ stretch for stretch in curve.vertices.reshape(-1, 4, 2)])


def _inside(points, box):
    """Return how many points lie in a box."""
    return int(np.all((points >= box[:2]) & (points <= box[2:]), axis=1).sum())


def _label_box(centre, text):
    return _box(*centre, _text_width(text, EDGE_SIZE) + 0.18, 0.17)


def _box(x, y, width, height):
    return np.array([x - width / 2, y - height / 2, x + width / 2, y + height / 2])


def _covered(box, taken):
    """Return the area of a box that lies in others."""
    others = np.array(taken)
    low, high = np.maximum(box[:2], others[:, :2]), np.minimum(box[2:], others[:, 2:])
    return float(np.prod(np.clip(high - low, 0, None), axis=1).sum())
