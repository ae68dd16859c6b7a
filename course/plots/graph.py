"""A computation graph, drawn: values in blue, gradients in orange, local gradients on the edges."""

from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path

from course.plots.graph_paper import (
    EDGE_SIZE,
    HEIGHT,
    LINE,
    MARGIN,
    TEXT_SIZE,
    TITLE_SIZE,
    GraphPaper,
)
from course.plots.graph_texts import (
    NUMBER,
    gradient_text,
    short,
    sign_of,
    slope_text,
    value_text,
)
from course.plots.style import (
    FORWARD,
    GRADIENT,
    INK,
    NEUTRAL,
    PAPER,
    course_style,
    new_figure,
    whole_paper,
)

LEGEND = ((0.0, "→ value", FORWARD), (1.15, "← gradient", GRADIENT))
LEGEND_OF_SLOPES = (2.5, "× local gradient", GRADIENT)


def draw_graph(root):
    """Draw the computation graph of a Node: inputs on the left, the root on the right.

    Each box has the node's name and operation, its value, and once `backward` has run its
    gradient; each edge has its local gradient. Returns a matplotlib Figure.
    """
    paper = GraphPaper(root)
    count = len(paper.centres)
    words = (
        f"A computation graph of {count} node{'s' if count > 1 else ''}, "
        f"with the value {short(root.value)} at its root."
    )
    figure = new_figure(*paper.size, words)
    with course_style():
        ax = draw_frame(figure, paper, gradients=bool(root.gradient))
        for edge in paper.edges:
            write_slope(ax, edge)
        for node, centre in paper.centres.items():
            write_value(ax, centre, node.value)
            if root.gradient:
                write_gradient(ax, centre, node.gradient)
    return figure


def draw_frame(figure, paper, gradients=True):
    """Draw what stands still on a graph's paper: boxes, titles, edges, legend; return the axes."""
    ax = whole_paper(figure)
    for edge in paper.edges:
        ax.add_artist(arrow(edge.curve, color=NEUTRAL, linewidth=1.3, zorder=1))
    for node, centre in paper.centres.items():
        ax.add_artist(box(paper, centre, facecolor="white", edgecolor=INK, linewidth=1.3, zorder=3))
        _write_title(ax, paper, node, centre)
    if paper.edges:
        _write_legend(ax, paper, gradients)
    return ax


def box(paper, centre, **look):
    """Return the box of a node."""
    corner = centre[0] - paper.width / 2, centre[1] - HEIGHT / 2
    return FancyBboxPatch(corner, paper.width, HEIGHT, "round,pad=0,rounding_size=0.07", **look)


def arrow(curve, linewidth, **look):
    """Return the arrow along a curve, its head as large as its line is wide."""
    head = 6 + 2.4 * linewidth
    return FancyArrowPatch(
        path=curve, arrowstyle="-|>", mutation_scale=head, linewidth=linewidth, **look
    )


def turned_round(curve):
    """Return the same curve from its end to its start."""
    return Path(curve.vertices[::-1], curve.codes)


def write_value(ax, centre, value):
    """Write a value into a node's box; return the text."""
    return _write(ax, *centre, value_text(value), FORWARD, size=TEXT_SIZE)


def write_gradient(ax, centre, gradient):
    """Write a gradient into a node's box; return the text."""
    x, y = centre
    return _write(ax, x, y - LINE, gradient_text(gradient), GRADIENT, size=TEXT_SIZE)


def write_slope(ax, edge):
    """Write an edge's local gradient on it; return the text."""
    behind = {"boxstyle": "square,pad=0.08", "facecolor": PAPER, "edgecolor": "none"}
    text = slope_text(edge.slope)
    return _write(ax, *edge.label, text, GRADIENT, size=EDGE_SIZE, bbox=behind, zorder=2)


def _write_title(ax, paper, node, centre):
    x, y = centre[0], centre[1] + LINE
    name, sign = node.name, sign_of(node)
    bold = {"weight": "bold", "size": TITLE_SIZE}
    if name and sign:
        half = paper.width / 2 - 0.07
        _write(ax, x - half, y, name, INK, ha="left", **bold)
        _write(ax, x + half, y, sign, NEUTRAL, ha="right", size=TITLE_SIZE)
    elif name or sign:
        _write(ax, x, y, name or sign, INK, **bold)
    else:
        _write(ax, x, y, NUMBER, NEUTRAL, size=TITLE_SIZE)


def _write_legend(ax, paper, gradients):
    entries = [*LEGEND[: 1 + gradients], LEGEND_OF_SLOPES]
    left = paper.size[0] / 2 - 1.8
    for x, text, colour in entries:
        _write(ax, left + x, MARGIN, text, colour, ha="left", size=TEXT_SIZE)


def _write(ax, x, y, text, colour, ha="center", zorder=4, **look):
    look = {"va": "center_baseline", "zorder": zorder, **look}
    return ax.text(x, y, text, color=colour, ha=ha, **look)
