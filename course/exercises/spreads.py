"""Inputs of a normalisation, and the parts that ask for it: where eps is nothing, where it counts.

Batch normalisation takes the statistics of each feature over the examples, axis 0, layer
normalisation those of each row, axis 1. All else is drawn and asked alike.
"""

from dataclasses import replace

import numpy as np

from course.checking import Case, Part, Tolerance
from course.checking.exercise import MISSING
from course.exercises.drawing import away_from_zero

WIDE, NARROW = (1500.0, 3000.0), (0.7, 2.0)  # spreads beside which eps is nothing, and counts
OTHER_EPS = 0.6  # that of a second case, which is the same as the first one with an eps otherwise
ROUGHLY = Tolerance(1e-5, 1e-8)  # no eps shows at this, beside a wide spread


def draw_spreads(rng, sizes, names, axis, *, flat, alone):
    """Return cases of x (n, d) with several spreads along an axis, and of more arrays by name.

    sizes: (n, d, spreads, eps or None, label); eps is given where it is another than the usual
    one. names: the inputs in their order; dout has the shape of x, the others (d,). flat: the
    label where one feature, or row, is constant. alone: the label where each statistic is that of
    one number, whose spread of 0 tells nothing but that eps is there.
    """
    cases = []
    for n, d, spreads, eps, label in sizes:
        each = (1, d) if axis == 0 else (n, 1)
        spread = rng.uniform(*spreads, each)
        x = spread * (_standard(rng.normal(size=(n, d)), axis) + away_from_zero(rng, each))
        if label == flat:
            np.moveaxis(x, axis, 0)[:, 1] = rng.uniform(0.5, 2.0)
        shapes = {"dout": (n, d)}
        given = {
            name: x if name == "x" else away_from_zero(rng, shapes.get(name, d), 0.5)
            for name in names
        }
        telling = label != alone
        cases.append(Case(given | ({"eps": eps} if eps else {}), n, label, telling=telling))
        if eps and not label:
            cases.append(Case(given | {"eps": OTHER_EPS}, n, varied="eps"))
    return cases


def _standard(x, axis):
    """Return x moved and stretched, so that along the axis it has mean 0 and spread 1."""
    spread = x.std(axis=axis, keepdims=True) if x.shape[axis] > 1 else 1.0
    return (x - x.mean(axis=axis, keepdims=True)) / spread


def eps_counts(case):
    """Whether eps plays a part in a case: it is another one, or a spread is 0."""
    return "eps" in case.inputs or not case.telling


def eps_is_nothing(case):
    """Whether the spreads of a case are so wide that eps plays no part."""
    return not eps_counts(case)


def where_eps_is_nothing(part):
    """Return the part, asked for where eps plays no part and compared as roughly."""
    return replace(part, tolerance=ROUGHLY, where=eps_is_nothing)


def where_eps_counts(name, place):
    """Return the part of a point that asks for one of three outputs where eps counts."""

    def pick(value):
        return value[place] if len(value) == 3 else MISSING

    return Part(f"{name} where eps counts", 1, pick, where=eps_counts, variable=name)
