"""Four rules for the way back: a sum copies, a product swaps, a maximum routes, a fork adds."""

from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.patches import Circle

from course.plots.style import (
    FORWARD,
    GRADIENT,
    INK,
    NEUTRAL,
    CourseFigure,
    course_style,
    new_figure,
)

WORDS = (
    "Four ways back. A sum copies: 2 arrives, and both inputs get 2. A product swaps: 2 arrives, "
    "the input 3 gets 2 times 4 and the input 4 gets 2 times 3. A maximum routes: the larger input "
    "gets the 2, the other 0. A fork adds: 2 and 5 arrive, and the value gets 7."
)
HIGH, MIDDLE, LOW = 1.9, 1.25, 0.6
LEFT, BOX, RIGHT = 0.08, 1.38, 2.42
TURN = 0.3  # of a wire, before the node
RADIUS = 0.2


class Wire(NamedTuple):
    """A line with a value that flows along it and the gradient that comes back."""

    start: tuple[float, float]
    end: tuple[float, float]
    value: str
    gradient: str


def _two_in(values: tuple[str, str, str], gradients: tuple[str, str, str]) -> tuple[Wire, ...]:
    """Return the wires of an operation with two inputs, its output last."""
    ends = (
        ((LEFT, HIGH), (BOX, MIDDLE)),
        ((LEFT, LOW), (BOX, MIDDLE)),
        ((BOX, MIDDLE), (RIGHT, MIDDLE)),
    )
    return tuple(Wire(*e, v, g) for e, v, g in zip(ends, values, gradients, strict=True))


FORK = (
    Wire((LEFT, MIDDLE), (BOX, MIDDLE), "3", "2 + 5 = 7"),
    Wire((BOX, MIDDLE), (RIGHT, HIGH), "3", "2"),
    Wire((BOX, MIDDLE), (RIGHT, LOW), "3", "5"),
)
RULES: tuple[tuple[str, str, tuple[Wire, ...]], ...] = (
    ("a sum copies", "+", _two_in(("3", "4", "7"), ("2", "2", "2"))),
    ("a product swaps", "×", _two_in(("3", "4", "12"), ("2 · 4 = 8", "2 · 3 = 6", "2"))),
    ("a maximum routes", "max", _two_in(("3", "4", "4"), ("0", "2", "2"))),
    ("a fork adds", "", FORK),
)


def plot_local_rules() -> CourseFigure:
    """Draw what a sum, a product, a maximum and a fork do to the gradients that come back."""
    figure = new_figure(9, 2.9, WORDS)
    with course_style():
        figure.set_layout_engine("none")
        for place, (title, sign, wires) in enumerate(RULES):
            axes = figure.add_axes((place / 4, 0.1, 0.25, 0.9))
            axes.set(xlim=(0, 2.6), ylim=(0.2, 2.65))
            axes.axis("off")
            axes.text(1.25, 2.4, title, ha="center", weight="bold", color=INK)
            for wire in wires:
                _draw(axes, wire)
            _draw_node(axes, sign)
        legend = (("→ value", FORWARD, 0.4), ("← gradient", GRADIENT, 0.52))
        for text, colour, x in legend:
            figure.text(x, 0.04, text, color=colour, size=9)
    return figure


def _draw(axes: Axes, wire: Wire) -> None:
    """Draw a wire with its value above it and its gradient below."""
    (x0, y0), (x1, y1) = wire.start, wire.end
    level, turn = (y0, x1 - TURN) if x0 == LEFT else (y1, x0 + TURN)
    axes.plot(
        [x0, turn, x1], [y0, level, y1], color=NEUTRAL, linestyle="-", linewidth=1.3, zorder=1
    )
    at = (x0 + turn) / 2 if x0 == LEFT else (turn + x1) / 2
    axes.text(at, level + 0.17, f"→ {wire.value}", ha="center", va="center", size=9, color=FORWARD)
    axes.text(
        at, level - 0.17, f"← {wire.gradient}", ha="center", va="center", size=9, color=GRADIENT
    )


def _draw_node(axes: Axes, sign: str) -> None:
    radius = RADIUS if sign else 0.06
    face = "white" if sign else INK
    axes.add_patch(Circle((BOX, MIDDLE), radius, facecolor=face, edgecolor=INK, zorder=3))
    axes.text(BOX, MIDDLE, sign, ha="center", va="center_baseline", size=9, zorder=4)
