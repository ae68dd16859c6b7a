"""Back through layer normalisation."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, Part, Tolerance, outputs
from course.checking.exercise import MISSING
from course.exercises.attention.layernorm_mistakes import LAYERNORM_MISTAKES
from course.exercises.drawing import ONE_EXAMPLE, away_from_zero
from course.exercises.numeric import gradients

CONSTANT = "a row of equal numbers"
ONE_FEATURE = "a single number in each row (d = 1)"
WIDE, NARROW = (150.0, 300.0), (0.7, 2.0)  # spreads beside which eps is nothing, and counts
SIZES = (  # examples, features, the rows' spreads, eps where it is another than the usual one
    (3, 6, WIDE, None, ""),
    (5, 5, WIDE, None, "as many examples as numbers in a row"),
    (1, 4, WIDE, None, ONE_EXAMPLE),
    (2, 5, NARROW, 0.1, ""),
    (3, 4, NARROW, 0.02, CONSTANT),
    (4, 1, NARROW, None, ONE_FEATURE),
)
OTHER_EPS = 0.6  # that of a second case, which is the same as the first one with an eps otherwise
ROUGHLY = Tolerance(1e-5, 1e-8)  # no eps shows at this, beside a wide spread


def draw_rows(rng):
    """Draw rows of several means and spreads; a row of one number has no spread and tells little.

    eps is given where it is another than the usual one.
    """
    cases = []
    for n, d, spreads, eps, label in SIZES:
        spread = rng.uniform(*spreads, (n, 1))
        x = spread * (_standard(rng.normal(size=(n, d))) + away_from_zero(rng, (n, 1)))
        if label == CONSTANT:
            x[1] = rng.uniform(0.5, 2.0)
        given = {
            "dout": away_from_zero(rng, (n, d), 0.5),
            "x": x,
            "gamma": away_from_zero(rng, d, 0.5),
        }
        telling = label != ONE_FEATURE
        cases.append(Case(given | ({"eps": eps} if eps else {}), n, label, telling=telling))
        if eps and not label:
            cases.append(Case(given | {"eps": OTHER_EPS}, n, varied="eps"))
    return cases


def _standard(x):
    """Return the rows moved and stretched, so that each has mean 0 and spread 1."""
    spread = x.std(axis=1, keepdims=True) if x.shape[1] > 1 else 1.0
    return (x - x.mean(axis=1, keepdims=True)) / spread


def eps_counts(case):
    """Whether eps plays a part in a case: it is another one, or a spread is 0."""
    return "eps" in case.inputs or case.label == ONE_FEATURE


def eps_is_nothing(case):
    """Whether the spreads of a case are so wide that eps plays no part."""
    return not eps_counts(case)


def numeric_layernorm(dout, x, gamma, eps=1e-5):
    """Return (dx, dgamma, dbeta) by central differences of the sum of dout * forward pass."""

    def loss(x, gamma, beta):
        return np.sum(dout * nn.layernorm_forward(x, gamma, beta, eps))

    return gradients(loss, x, gamma, np.zeros(len(gamma)))


def _where_eps_counts(name, place):
    """Return the part of a point that asks for an output where eps counts."""

    def pick(value):
        return value[place] if len(value) == 3 else MISSING

    return Part(f"{name} where eps counts", 1, pick, where=eps_counts, variable=name)


def _where_eps_is_nothing(part):
    return Part(part.name, part.points, part.pick, ROUGHLY, of_tuple=True, where=eps_is_nothing)


LAYERNORM_BACKWARD = Exercise(
    name="layernorm_backward",
    contract="(dx, dgamma, dbeta), each of the shape of what it is the gradient of",
    reference=nn.layernorm_backward,
    numeric=numeric_layernorm,
    draw=draw_rows,
    parts=(
        *map(_where_eps_is_nothing, outputs(dx=3, dgamma=1, dbeta=1)),
        _where_eps_counts("dx", 0),
        _where_eps_counts("dgamma", 1),
    ),
    mistakes=LAYERNORM_MISTAKES,
)
