"""How a gradient goes back through a layer: a mask, the same wires, a sum of outer products."""

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from course.plots.graph_texts import short
from course.plots.style import (
    FORWARD,
    GRADIENT,
    INK,
    NEUTRAL,
    PAPER,
    CourseFigure,
    course_style,
    new_figure,
    whole_paper,
)

Floats = npt.NDArray[np.float64]
Look = str | float | dict[str, str] | None
CELL = 0.62  # inches
DIGITS = 4  # of a number: as many as the house's products have


def plot_mask(da: Floats, z: Floats) -> CourseFigure:
    """Draw how a ReLU lets a gradient pass: da where z is positive, 0 elsewhere; shapes (n, d)."""
    dz = da * (z > 0)
    words = (
        f"Three arrays of shape {z.shape}: z, da and dz. Where z is positive dz is da; the "
        f"{int((z <= 0).sum())} hatched places, where z is not, are 0."
    )
    figure = new_figure(8, 0.6 + CELL * len(z) + 0.4, words)
    with course_style():
        axes = whole_paper(figure)
        arrays = (("z", z, FORWARD), ("da", da, GRADIENT), ("dz", dz, GRADIENT))
        for left, (name, array, colour) in zip((0.5, 3.2, 5.9), arrays, strict=True):
            _table(axes, left, 0.3, array, colour, name, None if name == "da" else z <= 0)
        for x, sign in ((2.75, "and"), (5.45, "give")):
            _write(axes, x, 0.3 + CELL * len(z) / 2, sign, color=NEUTRAL)
    return figure


def plot_outer_products(x: Floats, dz: Floats) -> CourseFigure:
    """Draw dW = x.T @ dz as a sum: for each example the products of what came in and what arrived.

    x: (n, d_in); dz: (n, d_out).
    """
    products = [np.outer(*pair) for pair in zip(x, dz, strict=True)]
    words = (
        f"The gradient of the weights as a sum of {len(x)} arrays, one for each example: each "
        "entry is an input times the gradient that arrived at an output."
    )
    wide, high = CELL * dz.shape[1], CELL * x.shape[1]
    step = wide + 1.35
    size = step * (len(x) + 1) + 0.3, high + 1.15
    figure = new_figure(*size, words)
    with course_style():
        axes = whole_paper(figure)
        for i, product in enumerate(products):
            left = 0.8 + i * step
            _table(axes, left, 0.3, product, GRADIENT)
            _edges(axes, left, 0.3, x[i], dz[i])
            _write(axes, left + wide / 2, size[1] - 0.18, f"house {i + 1}", color=INK)
            sign = "=" if i + 1 == len(x) else "+"
            _write(axes, left + wide + 0.3, 0.3 + high / 2, sign, size=14)
        _table(
            axes,
            0.8 + len(x) * step,
            0.3,
            sum(products, np.zeros_like(products[0])),
            GRADIENT,
            "dW",
        )
    return figure


def plot_wires(w: Floats, dz: Floats) -> CourseFigure:
    """Draw one input's wires to all outputs: what it sent forwards, and what it gets back.

    w: (d_out,), the weights from the input; dz: (d_out,), what arrived at the outputs.
    """
    total = short(w @ dz, DIGITS)
    terms = " + ".join(
        f"{short(g, DIGITS)} · {short(v, DIGITS)}" for v, g in zip(w, dz, strict=True)
    )
    words = f"An input and {len(w)} outputs. Back through the same weights comes {terms} = {total}."
    high = 0.9 * len(w) + 0.7
    figure = new_figure(8, high, words)
    with course_style():
        axes = whole_paper(figure)
        middle = 0.3 + 0.9 * len(w) / 2
        for i, (weight, gradient) in enumerate(zip(w, dz, strict=True)):
            y = 0.3 + 0.9 * (len(w) - i - 0.5)
            axes.plot(
                [3.0, 6.0], [middle, y], color=NEUTRAL, linestyle="-", linewidth=1.4, zorder=1
            )
            _write(
                axes,
                4.7,
                middle + (y - middle) * 0.57,
                f"w = {short(weight, DIGITS)}",
                color=FORWARD,
                size=10,
                bbox=_behind(),
                zorder=2,
            )
            _circle(axes, 6.0, y, f"z{i + 1}")
            _write(
                axes,
                6.4,
                y,
                f"← dz{i + 1} = {short(gradient, DIGITS)}",
                color=GRADIENT,
                size=10,
                ha="left",
            )
        _circle(axes, 3.0, middle, "x")
        _write(axes, 2.6, middle, f"← dx = {terms}\n= {total}", color=GRADIENT, ha="right", size=10)
    return figure


def _behind() -> dict[str, str]:
    return {"boxstyle": "square,pad=0.15", "facecolor": PAPER, "edgecolor": "none"}


def _write(axes: Axes, x: float, y: float, text: str, **look: Look) -> None:
    """Write a text around a point, where look says nothing else."""
    axes.text(x, y, text, **{"ha": "center", "va": "center"} | look)


def _circle(axes: Axes, x: float, y: float, text: str) -> None:
    axes.plot([x], [y], "o", markersize=26, markerfacecolor="white", markeredgecolor=INK, zorder=3)
    _write(axes, x, y, text, zorder=4, size=10)


def _table(
    axes: Axes,
    left: float,
    bottom: float,
    array: Floats,
    colour: str,
    name: str = "",
    hatched: npt.NDArray[np.bool_] | None = None,
) -> None:
    """Draw an array entry by entry, its first row on top; hatched: which entries are crossed."""
    rows, columns = array.shape
    for i, j in np.ndindex(rows, columns):
        x, y = left + j * CELL, bottom + (rows - 1 - i) * CELL
        out = hatched is not None and bool(hatched[i, j])
        axes.add_patch(_square(x, y, "////" if out else ""))
        _write(
            axes,
            x + CELL / 2,
            y + CELL / 2,
            short(array[i, j], DIGITS),
            color=colour,
            size=10,
            bbox=_behind() | {"facecolor": "white"} if out else None,
        )
    if name:
        top = bottom + rows * CELL + 0.22
        _write(axes, left + columns * CELL / 2, top, name, weight="bold")


def _square(x: float, y: float, hatch: str) -> Rectangle:
    return Rectangle((x, y), CELL, CELL, facecolor="white", edgecolor=NEUTRAL, hatch=hatch)


def _edges(axes: Axes, left: float, bottom: float, x: Floats, dz: Floats) -> None:
    """Write what came in beside the rows, and what arrived above the columns."""
    for i, value in enumerate(x):
        y = bottom + (len(x) - 0.5 - i) * CELL
        _write(axes, left - 0.12, y, f"→ {short(value, DIGITS)}", ha="right", color=FORWARD)
    for j, gradient in enumerate(dz):
        at = left + (j + 0.5) * CELL, bottom + len(x) * CELL + 0.22
        _write(axes, *at, f"← {short(gradient, DIGITS)}", color=GRADIENT, size=9)
