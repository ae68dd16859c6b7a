"""The house network's backward pass, one step at a time, all arrays in view."""

from dataclasses import dataclass

import numpy as np
from ipywidgets import FloatSlider, IntSlider

from course import nn
from course.examples import house
from course.plots.network_layout import number
from course.plots.style import FORWARD, GRADIENT, NEUTRAL, whole_paper
from course.widgets.arrays import GRADIENTS, TARGETS, VALUES, Arrays, Box
from course.widgets.lettering import Lettering
from course.widgets.moving import DrawnPicture
from course.widgets.panel import Panel

WIDTH, HEIGHT = 7.1, 4.15
COLUMNS = (0.25, 1.67, 3.09, 4.51, 5.93)
VALUE_ROWS, GRADIENT_ROWS = (0.98, 1.94), (2.74, 3.7)
# name: shape, column, row
PLACES = {
    "x": ((1, 2), 0, 0),
    "w1": ((2, 2), 1, 0),
    "b1": ((2,), 1, 1),
    "z1": ((1, 2), 2, 0),
    "a1": ((1, 2), 2, 1),
    "w2": ((2, 1), 3, 0),
    "b2": ((1,), 3, 1),
    "y_hat": ((1, 1), 4, 0),
    "y": ((1, 1), 4, 1),
}


@dataclass(frozen=True)
class Step:
    """One line of the backward pass: what it makes, how, out of what, and with what shapes."""

    made: str
    formula: str
    used: tuple
    shapes: str


STEPS = (
    Step("y_hat", "y_hat = a1 @ w2 + b2", ("a1", "w2", "b2"), "(1, 1) = (1, 2) @ (2, 1) + (1,)"),
    Step("dy_hat", "dy_hat = (y_hat - y) / n", ("y_hat", "y"), "(1, 1) = (1, 1) - (1, 1)"),
    Step("dw2", "dw2 = a1.T @ dy_hat", ("a1", "dy_hat"), "(2, 1) = (2, 1) @ (1, 1)"),
    Step("db2", "db2 = dy_hat.sum(axis=0)", ("dy_hat",), "(1,) from (1, 1)"),
    Step("da1", "da1 = dy_hat @ w2.T", ("dy_hat", "w2"), "(1, 2) = (1, 1) @ (1, 2)"),
    Step("dz1", "dz1 = da1 * (z1 > 0)", ("da1", "z1"), "(1, 2) = (1, 2) * (1, 2)"),
    Step("dw1", "dw1 = x.T @ dz1", ("x", "dz1"), "(2, 2) = (2, 1) @ (1, 2)"),
    Step("db1", "db1 = dz1.sum(axis=0)", ("dz1",), "(2,) from (1, 2)"),
)


def arrays_of(size, price):
    """Return name to array: all values and gradients of the house network for one house.

    size: in 1,000 square feet, with three bedrooms; price: what it sold for,
    in $100,000.
    """
    (w1, w2), (b1, b2) = house.WEIGHTS, house.BIASES
    x, y = np.array([[size, house.X[0, 1]]]), np.array([[price]])
    z1 = nn.dense_forward(x, w1, b1)
    a1 = nn.relu(z1)
    y_hat = nn.dense_forward(a1, w2, b2)
    dy_hat = nn.mse_gradient(y_hat, y)
    da1, dw2, db2 = nn.dense_backward(dy_hat, a1, w2)
    dz1 = nn.relu_backward(da1, z1)
    _, dw1, db1 = nn.dense_backward(dz1, x, w1)
    values = dict(x=x, w1=w1, b1=b1, z1=z1, a1=a1, w2=w2, b2=b2, y_hat=y_hat, y=y)
    return values | dict(dy_hat=dy_hat, dw2=dw2, db2=db2, da1=da1, dz1=dz1, dw1=dw1, db1=db1)


class BackwardPicture(DrawnPicture):
    """Values on top, and under each the gradient that has its shape."""

    def __init__(self):
        super().__init__(
            WIDTH,
            HEIGHT,
            "The arrays of the house network in two rows: x, w1, b1, z1, a1, w2, b2, y_hat and y "
            "on top, and under each the gradient of the same shape, which the steps fill in.",
        )

    def draw(self, figure):
        ax = whole_paper(figure, ylim=(HEIGHT, 0))
        made = {step.made for step in STEPS}
        boxes = {}
        for name, (shape, column, row) in PLACES.items():
            above, below = ((COLUMNS[column], rows[row]) for rows in (VALUE_ROWS, GRADIENT_ROWS))
            boxes[name] = Box(shape, above, TARGETS if name == "y" else VALUES)
            if f"d{name}" in made:
                boxes[f"d{name}"] = Box(shape, below, GRADIENTS)
        self.arrays = Arrays(ax, boxes)
        words = "each gradient has\nthe shape of what\nstands above it"
        ax.text(COLUMNS[0], 3.3, words, fontsize=10, color=NEUTRAL)
        formula = Lettering(ax, 15, family="DejaVu Sans Mono")
        shapes = Lettering(ax, 11, family="DejaVu Sans Mono", color=NEUTRAL)
        return {"formula": formula, "shapes": shapes, "arrays": self.arrays.moving}

    def show(self, step, size, price):
        """Show the arrays of this house up to a step; return the readout."""
        arrays, now = arrays_of(size, price), STEPS[step]
        done = {s.made for s in STEPS[: step + 1]}
        known = {name: a for name, a in arrays.items() if name in PLACES or name in done}
        self.arrays.show(known, now.made, now.used)
        self["formula"].write([now.formula], [(COLUMNS[0], 0.34)])
        self["formula"].set_color(GRADIENT if step else FORWARD)
        self["shapes"].write([now.shapes], [(COLUMNS[0], 0.58)])
        return f"step {step} of {len(STEPS) - 1}: {now.formula} = {told(arrays[now.made])}" + (
            silence(arrays["z1"]) if now.made == "dz1" else ""
        )


def told(array):
    """Write an array as a person reads it, [[−0.50, −0.25]]."""
    if np.ndim(array) == 0:
        return number(array)
    return f"[{', '.join(map(told, array))}]"


def silence(z):
    """Say which hidden neurons are silent: their gradient stops at the ReLU."""
    silent = [str(j + 1) for j in np.flatnonzero(z[0] <= 0)]
    if not silent:
        return "; both hidden neurons spoke, so all of it passes"
    return f"; hidden neuron {' and '.join(silent)} was silent, so its part stops here"


def backward_widget():
    """Return the house network's backward pass: sliders for the step, the house and its price."""
    picture = BackwardPicture()
    controls = {
        "step": IntSlider(0, min=0, max=len(STEPS) - 1, description="step"),
        "size": FloatSlider(house.X[0, 0], min=0.4, max=4.0, step=0.1, description="size"),
        "price": FloatSlider(house.Y[0, 0], min=0.5, max=6.0, step=0.1, description="sold for"),
    }
    caption = "The error enters at y_hat and is handed back, array by array, to every weight."
    return Panel(picture, controls, picture.show, caption=caption)
