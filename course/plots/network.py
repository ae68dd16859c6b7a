"""A dense network, drawn: its nodes with their activations, its edges with their weights."""

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Circle

from course.plots.network_layout import (
    COLUMN_GAP,
    NODE_GAP,
    RADIUS,
    label_fraction,
    layer_sizes,
    node_centres,
    number,
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

DASHED = (0, (3, 1.5))
# what the lines show, how a bias is written, a positive line's look, a negative one's
WEIGHTS = (
    "weight",
    "b",
    {"color": FORWARD, "linestyle": "-"},
    {"color": NEUTRAL, "linestyle": DASHED},
)
GRADIENTS = (
    "gradient",
    "db",
    {"color": GRADIENT, "linestyle": "-"},
    {"color": GRADIENT, "linestyle": DASHED},
)


def draw_network(weights, biases, activations=None, *, layer_names=None, gradients=False):
    """Draw a dense network: a wider line is a larger weight, a dashed one a negative weight.

    weights: a list of (d_in, d_out); biases: a list of (d_out,); activations: those of one
    example, [x, a_1, ..., y_hat], each (d,) or (1, d), written into the nodes; without them the
    nodes hold their symbols. layer_names: one for each column. gradients: weights and biases are
    their gradients, drawn in orange. Returns a matplotlib Figure. Raises ValueError where the
    shapes do not fit together.
    """
    kind = GRADIENTS if gradients else WEIGHTS
    sizes = layer_sizes(weights, biases)
    texts = _symbols(sizes) if activations is None else _values(activations, sizes)
    names = _names(len(sizes)) if layer_names is None else layer_names
    centres = node_centres(sizes)
    with course_style():
        ax = _paper(sizes)
        largest = max(np.abs(w).max() for w in weights) or 1.0
        for w, start, end in zip(weights, centres, centres[1:], strict=False):
            _draw_edges(ax, np.asarray(w), start, end, largest, kind)
        for layer, nodes in enumerate(centres):
            _draw_nodes(ax, nodes, texts[layer])
            if layer > 0:
                _draw_biases(ax, nodes, np.ravel(biases[layer - 1]), kind)
        _draw_names(ax, names, max(sizes))
        _draw_legend(ax, weights, kind)
    return ax.figure


def _paper(sizes):
    width = COLUMN_GAP * (len(sizes) - 1) + 2 * 1.0
    half_height = NODE_GAP * (max(sizes) - 1) / 2
    top, bottom = half_height + RADIUS + 0.2, -half_height - RADIUS - 1.05
    figure = new_figure(
        width, top - bottom, f"A dense network with {' - '.join(map(str, sizes))} nodes."
    )
    return whole_paper(figure, xlim=(-1.0, width - 1.0), ylim=(bottom, top))


def _draw_edges(ax, w, start, end, largest, kind):
    _, _, positive, negative = kind
    at = label_fraction(*w.shape)
    for (i, j), weight in np.ndenumerate(w):
        look = positive if weight >= 0 else negative
        width = 0.8 + 3.2 * abs(weight) / largest
        ax.plot(*np.transpose([start[i], end[j]]), **look, linewidth=width, zorder=1)
        _label(ax, (1 - at) * start[i] + at * end[j], number(weight))


def _draw_nodes(ax, centres, texts):
    for centre, text in zip(centres, texts, strict=True):
        ax.add_patch(Circle(centre, RADIUS, facecolor="white", edgecolor=INK, lw=1.5, zorder=3))
        size = 8 if len(text) > 5 and "$" not in text else 11
        ax.text(*centre, text, fontsize=size, ha="center", va="center_baseline", zorder=4)


def _draw_biases(ax, centres, b, kind):
    for centre, bias in zip(centres, b, strict=True):
        _label(ax, centre - [0, RADIUS + 0.17], f"{kind[1]} = {number(bias)}")


def _label(ax, centre, text):
    box = {"boxstyle": "round,pad=0.1", "facecolor": PAPER, "edgecolor": "none"}
    ax.text(*centre, text, fontsize=9.5, ha="center", va="center_baseline", bbox=box, zorder=2)


def _draw_names(ax, names, tallest):
    bottom = -NODE_GAP * (tallest - 1) / 2 - RADIUS
    for layer, name in enumerate(names):
        ax.text(COLUMN_GAP * layer, bottom - 0.5, name, ha="center", va="center", weight="bold")


def _draw_legend(ax, weights, kind):
    word, _, positive, negative = kind
    signs = np.concatenate([np.ravel(w) >= 0 for w in weights])
    looks = [
        (f"positive {word}", positive, signs.any()),
        (f"negative {word}", negative, not signs.all()),
    ]
    handles = [Line2D([], [], **look, label=label) for label, look, there in looks if there]
    ax.legend(handles=handles, loc="lower center", ncols=2, fontsize=10)


def _names(layers):
    hidden = [f"hidden layer {layer}" for layer in range(1, layers - 1)]
    return ["input", *(hidden if layers > 3 else ["hidden layer"] * len(hidden)), "output"]


def _symbols(sizes):
    letters = ["x", *["a"] * (len(sizes) - 2), r"\hat{y}"]
    return [
        [f"${letter}_{{{node}}}$" if size > 1 else f"${letter}$" for node in range(1, size + 1)]
        for letter, size in zip(letters, sizes, strict=True)
    ]


def _values(activations, sizes):
    rows = [np.ravel(a) for a in activations]
    found = [len(row) for row in rows]
    if found != sizes:
        raise ValueError(
            f"the activations hold {found} numbers and the layers have {sizes} nodes; "
            "draw one example: [a[:1] for a in activations]."
        )
    return [[number(value) for value in row] for row in rows]
