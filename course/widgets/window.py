"""A window moved by hand over a drawing: its products, their sum, and the answers so far."""

import numpy as np
from ipywidgets import Dropdown, IntSlider
from matplotlib.collections import PolyCollection

from course.examples.shapes import HOUSE, KERNELS
from course.nn import conv2d_forward
from course.plots.kernels import SIGNS
from course.plots.network_layout import number
from course.plots.style import FORWARD, INK, NEUTRAL, whole_paper
from course.widgets.lettering import Lettering
from course.widgets.moving import DrawnPicture
from course.widgets.panel import Panel

WIDTH, HEIGHT = 6.3, 4.75
CELL, SMALL = 0.22, 0.38  # inches: of an image, and of what is multiplied
K = 3
ROOM = len(HOUSE) + 2  # rows of the largest image, with its frame of zeros
LEFT, RIGHT, TOP = 0.2, 3.5, 0.45  # the image, the answers, and the upper end of both
ROW = 3.4  # the upper end of window, kernel and products
BOXES = {"window": 0.2, "kernel": 1.85, "products": 3.5}
CORNERS = np.array([[0, 0], [1, 0], [1, 1], [0, 1]])


def cells(rows, columns, left, top, size):
    """Return the corners of cells, row by row, (rows * columns, 4, 2), in inches."""
    places = np.array([(j, i) for i in range(rows) for j in range(columns)])
    return (left, top) + size * (places[:, None] + CORNERS)


def frame(row, column, count, left, top, size):
    """Return the corners of a square of count by count cells, (4, 2)."""
    return (left, top) + size * (np.array([column, row]) + count * CORNERS)


def shades(entries, largest):
    """Return a colour for each entry: blue above 0, grey below."""
    return SIGNS(0.5 + np.ravel(entries) / (2 * largest))


class WindowPicture(DrawnPicture):
    """The drawing with its window, the products, and the answers up to the window's place."""

    def __init__(self):
        self.drawn = None
        super().__init__(
            WIDTH,
            HEIGHT,
            "A drawing of a house with a window of 3 by 3 pixels on it; under it the window, the "
            "kernel, and their products with their sum; beside it the answers so far.",
        )

    def draw(self, figure):
        ax = whole_paper(figure, ylim=(HEIGHT, 0))
        for words, left in (("the image", LEFT), ("the answers so far", RIGHT)):
            ax.text(left, TOP - 0.12, words, fontsize=10.5, weight="bold", color=INK)
        for words, left in BOXES.items():
            ax.text(left, ROW - 0.1, words, fontsize=10.5, weight="bold", color=FORWARD)
        for sign, left in (("×", BOXES["kernel"]), ("=", BOXES["products"])):
            ax.text(left - 0.255, ROW + 1.5 * SMALL, sign, fontsize=15, ha="center", va="center")
        look = {"edgecolor": NEUTRAL, "lw": 0.4}
        image, answers = (ax.add_collection(PolyCollection([], **look)) for _ in range(2))
        small = np.concatenate([cells(K, K, left, ROW, SMALL) for left in BOXES.values()])
        numbers = Lettering(ax, 9, centred=True, color=INK, zorder=3)
        self.centres = small.mean(axis=1)
        boxes = ax.add_collection(PolyCollection(small, edgecolor=NEUTRAL, lw=0.8))
        frames = ax.add_collection(PolyCollection([], fc="none", ec=INK, lw=2.6, zorder=4))
        total = Lettering(ax, 14, color=INK, zorder=3)
        return {
            "image": image,
            "answers": answers,
            "boxes": boxes,
            "numbers": numbers,
            "frames": frames,
            "sum": total,
        }

    def show(self, row, column, kernel, padding, stride):
        """Show the window at a place of the answers; return the readout."""
        weights = KERNELS[kernel]
        image = np.pad(HOUSE, padding)
        out = conv2d_forward(image[None, None], weights[None, None], np.zeros(1))[0, 0]
        out = out[::stride, ::stride]
        side = len(out)
        row, column = min(row, side - 1), min(column, side - 1)
        i, j = row * stride, column * stride
        window = image[i : i + K, j : j + K]
        top = TOP + (1 - padding) * CELL, LEFT + (1 - padding) * CELL  # the house stays in place
        self._images(image, out, (row, column), top, CELL * stride)
        largest = max(1.0, np.abs(weights).max())
        entries = np.concatenate([a.ravel() for a in (window, weights, window * weights)])
        self["boxes"].set_facecolor(shades(0.6 * entries, largest))
        self["numbers"].write(list(map(number, entries)), self.centres)
        answer = f"{out[row, column]:.2f}"
        self["sum"].write([f"sum = {answer}"], [(BOXES["products"] + 1.4, ROW + 0.72)])
        self["frames"].set_verts(
            [
                frame(i, j, K, top[1], top[0], CELL),
                frame(row, column, 1, RIGHT, TOP + CELL, CELL * stride),
            ]
        )
        edge = len(image)
        return (
            f"row {row}, column {column}: the products add up to {answer}; an image of {edge} by "
            f"{edge} has {side} by {side} answers at stride {stride}"
        )

    def _images(self, image, out, place, top, size):
        """Draw the image and the answers up to a place, in reading order."""
        side, count = len(image), place[0] * len(out) + place[1] + 1
        self["image"].set_verts(cells(side, side, top[1], top[0], CELL))
        self["image"].set_facecolor(shades(-0.8 * image, 1.0))
        self["answers"].set_verts(cells(len(out), len(out), RIGHT, TOP + CELL, size))
        done = np.where(np.arange(out.size) < count, out.ravel(), 0.0)
        self["answers"].set_facecolor(shades(done, np.abs(out).max() or 1.0))


def convolution_widget():
    """Return a window of 3 by 3 to be moved over a drawing, with kernel, padding and stride."""
    picture = WindowPicture()
    most = ROOM - K
    controls = {
        "row": IntSlider(3, min=0, max=most, description="row"),
        "column": IntSlider(1, min=0, max=most, description="column"),
        "kernel": Dropdown(options=list(KERNELS), description="kernel"),
        "padding": IntSlider(0, min=0, max=1, description="padding"),
        "stride": IntSlider(1, min=1, max=2, description="stride"),
    }
    caption = "The same nine weights at every place: blue answers are positive, grey ones negative."
    return Panel(picture, controls, picture.show, caption=caption)
