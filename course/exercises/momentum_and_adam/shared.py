"""What the exercises of lesson 07 share: their draws, parts, and the step of a wrong length."""

import inspect
from dataclasses import replace

import numpy as np

from course.checking import Case, Tolerance, outputs
from course.exercises.drawing import away_from_zero


def step_scaled(step, formulas):
    """Return the family of steps that are a number of times too long or too short."""
    return (
        "step_scaled",
        f"the step is {{number}} times what it should be: it is {step}, without a factor besides",
        formulas,
        2.0,
        (0.02, 50.0),
    )


def overwriting(rule):
    """Return the Mistakes of right values that are written into the averages, w, or all of them."""
    w, *averages = rule.returned
    return rule.in_place(*averages), rule.in_place(w), rule.in_place(w, *averages)


def mistakes_with_velocity(rule, slips, families):
    """Return all the Mistakes of a step with a velocity."""
    return (
        *overwriting(rule),
        *rule.mistakes(slips),
        rule.with_exchanged("w", "dw"),
        *rule.families(families),
    )


def drawn_rate(rng):
    """Return a learning rate at which a step shows beside weights of about 1."""
    return round(float(rng.uniform(0.06, 0.3)), 3)


def drawn_share(rng, least=0.6, most=0.8):
    """Return a beta or rho that is neither 1/2, its own other half, nor a usual default."""
    return round(float(rng.uniform(least, most)), 3)


def draw_velocity_steps(rng):
    """Draw steps with a velocity: the usual, the first, a gradient of 0, beta by default.

    After the usual one stand two more, in which the learning rate or beta alone is another.
    """
    cases = []
    for shape, still, label in (
        ((3, 2), (), ""),
        ((5,), ("v",), "the first step (v = 0)"),
        ((2, 4), ("dw",), "a gradient of 0 (the velocity rolls on)"),
        ((3, 3), (), "beta left at its default"),
    ):
        inputs = {name: away_from_zero(rng, shape) for name in ("w", "dw", "v")}
        inputs |= {name: np.zeros(shape) for name in still}
        inputs |= {"learning_rate": drawn_rate(rng), "beta": drawn_share(rng)}
        if shape == (3, 3):
            del inputs["beta"]
        cases.append(Case(inputs, label=label))
        if not label:
            cases += _varying(inputs, {"learning_rate": 0.5, "beta": 0.35})
    return cases


def _varying(inputs, others):
    """Return a case for each other number, in which that one alone is not as in the inputs."""
    return [
        Case(inputs | {name: value}, varied=name)
        for name, value in others.items()
        if name in inputs
    ]


LARGE = 500.0  # gradients beside which no usual eps shows
TINY_EPS = 1e-8
ADAPTIVE_STEPS = (  # shape, size of the gradients, t, eps, what is special
    ((3, 2), LARGE, 5, TINY_EPS, ""),
    ((5,), LARGE, 1, TINY_EPS, "the first step"),
    ((4, 2), 1.0, 3, 0.02, ""),
    ((2, 4), 1e-4, 4, TINY_EPS, "gradients of 1e-4"),
    ((4,), 0.0, 2, TINY_EPS, "all zeros (0/0 without eps)"),
)
OTHERS = {
    "learning_rate": 0.5,
    "rho": 0.45,
    "beta1": 0.45,
    "beta2": 0.85,
    "t": 9,
    "weight_decay": 0.7,
}
OTHER_EPS = 0.3
ROUGHLY = Tolerance(5e-6, 1e-10)  # no usual eps shows at this, beside large gradients


def eps_counts(case):
    """Whether eps plays a part in a case: it is large, or the gradients are small."""
    return float(np.abs(case.inputs["dw"]).max()) < LARGE / 10


def parts_of_step(averages, worth):
    """Return the parts of a step with averages: w in two, and the averages, a point each.

    worth: the points of w where eps plays no part; it earns one more where eps counts.
    """
    w, *others = outputs(w=worth, **dict.fromkeys(averages, 1))
    plain_w = replace(w, tolerance=ROUGHLY, where=lambda case: not eps_counts(case))
    with_eps = replace(
        w, name="w where eps counts", points=1, where=eps_counts, of_tuple=False, variable="w"
    )
    return (plain_w, with_eps, *others)


def adaptive_draw(reference):
    """Return the draw of steps with averages: those above, and one with the defaults left alone.

    After the first stand some in which one number of the call alone is another.
    """
    parameters = inspect.signature(reference).parameters
    required = [name for name, p in parameters.items() if p.default is p.empty]

    def draw(rng):
        cases = []
        for shape, size, t, eps, label in ADAPTIVE_STEPS:
            drawn = _adaptive_step(rng, shape, size, t) | {"eps": eps}
            inputs = {name: drawn[name] for name in parameters}
            cases.append(Case(inputs, label=label, telling=size > 0))
            if not label:
                others = OTHERS if size == LARGE else {"eps": OTHER_EPS}
                cases += _varying(inputs, others)
        drawn = _adaptive_step(rng, (3, 3), LARGE, 7)
        # so small a step that a wrong one hardly shows
        defaults = Case(
            {name: drawn[name] for name in required},
            label="the defaults left alone",
            telling=False,
        )
        return [*cases, defaults]

    return draw


def _adaptive_step(rng, shape, size, t):
    """Return all that a step with averages may ask for but eps; at t = 1 the averages are 0."""
    before = 0.0 if t == 1 else size
    dw, v = away_from_zero(rng, shape), rng.uniform(0.3, 2.0, shape)
    dw.flat[0], v.flat[0] = rng.choice([-0.5, 0.5]), 2.0  # here the average of squares falls
    return {
        "w": away_from_zero(rng, shape),
        "dw": size * dw,
        "s": before**2 * rng.uniform(0.3, 2.0, shape),
        "m": before * away_from_zero(rng, shape),
        "v": before**2 * v,
        "t": t,
        "learning_rate": drawn_rate(rng),
        "rho": drawn_share(rng),
        "beta1": drawn_share(rng),
        "beta2": drawn_share(rng, 0.9, 0.98),
        "weight_decay": round(float(rng.uniform(0.1, 0.4)), 3),
    }
