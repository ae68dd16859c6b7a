"""Back through a block of two layers with a way around it."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, outputs
from course.exercises.drawing import ONE_EXAMPLE, away_from_zero
from course.exercises.numeric import gradients
from course.exercises.vanishing_gradients.residual_mistakes import RESIDUAL, RESIDUAL_MISTAKES

SIZES = (  # examples, features, hidden neurons
    (5, 3, 4, ""),
    (1, 4, 2, ONE_EXAMPLE),
    (5, 3, 3, "as many hidden neurons as features"),
    (4, 2, 3, ""),
    (3, 3, 2, "as many examples as features"),
    (3, 2, 3, "as many examples as hidden neurons"),
    (4, 4, 4, "all sizes equal"),
)


def draw_residual(rng):
    """Draw blocks with sums of either sign, none near ReLU's kink."""
    cases = []
    for n, d, h, label in SIZES:
        shapes = {"dout": (n, d), "x": (n, d), "w": (d, h), "v": (h, d)}
        inputs = {name: away_from_zero(rng, shape) for name, shape in shapes.items()}
        while not _tells_apart(**inputs):
            inputs = {name: away_from_zero(rng, shape) for name, shape in shapes.items()}
        cases.append(Case(inputs, n, label))
    return cases


def _tells_apart(dout, x, w, v):
    """Whether the mask of x @ w differs from all that it is taken for, with no sum near 0."""
    z = x @ w
    others = [dout @ v.T]
    if w.shape[0] == w.shape[1]:
        branch = nn.relu(z) @ v
        others += [x, dout, branch, x + branch]
    masks = [other > 0 for other in others]
    near = min(np.abs(z).min(), *(np.abs(other).min() for other in others))
    differ = all(np.any((z > 0) != mask) and np.any((z > 0) == mask) for mask in masks)
    return differ and near > 0.05 and np.any(z > 0) and np.any(z < 0)


def numeric_residual(dout, x, w, v):
    """Return (dx, dw, dv) by central differences of the sum of dout * residual_forward."""
    return gradients(lambda *given: np.sum(dout * nn.residual_forward(*given)), x, w, v)


RESIDUAL_BACKWARD = Exercise(
    name="residual_backward",
    contract="(dx, dw, dv) of out = x + relu(x @ w) @ v, each of the shape of what it is the "
    "gradient of",
    reference=nn.residual_backward,
    numeric=numeric_residual,
    draw=draw_residual,
    compose=RESIDUAL.but,
    parts=outputs(dx=3, dw=2, dv=2),
    mistakes=RESIDUAL_MISTAKES,
)
