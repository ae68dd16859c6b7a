"""What the exercises of lesson 07 share: their draws, and rules whose formulas can be replaced."""

import inspect
from types import SimpleNamespace

import numpy as np

from course.checking import Case, Mistake
from course.exercises.drawing import away_from_zero


class Rule:
    """An update rule: named formulas of what is known so far, computed one after the other.

    reference: the function that is asked, for its inputs and defaults. returned:
    the names of what comes back. formulas: name to a function of a namespace
    with the inputs by name, the inputs alone once more as `old`, and all the
    formulas before it.
    """

    def __init__(self, reference, returned, **formulas):
        parameters = inspect.signature(reference).parameters
        self.names = tuple(parameters)
        self.defaults = {n: p.default for n, p in parameters.items() if p.default is not p.empty}
        self.reference, self.returned, self.formulas = reference, returned, formulas

    def but(self, returned=None, **wrong):
        """Return a function of the rule's inputs in which some formulas are other ones."""
        formulas = self.formulas | wrong

        def function(*inputs):
            given = self.defaults | dict(zip(self.names, inputs, strict=False))
            known = SimpleNamespace(**given, old=SimpleNamespace(**given))
            for name, formula in formulas.items():
                setattr(known, name, formula(known))
            return tuple(getattr(known, name) for name in returned or self.returned)

        return function

    def mistakes(self, slips):
        """Return the Mistakes of a table of (name, sentence, wrong formulas by name)."""
        return tuple(Mistake(name, text, self.but(**wrong)) for name, text, wrong in slips)

    def in_place(self, *names):
        """Return the Mistake of right values that are written into these inputs."""

        def function(*inputs):
            given = dict(zip(self.names, inputs, strict=False))
            found = dict(zip(self.returned, self.reference(*inputs), strict=True))
            for name in names:
                given[name][...] = found[name]
                found[name] = given[name]
            return tuple(found.values())

        listed = " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
        verb = "are themselves" if names[1:] else "itself is"
        text = (
            f"the values are right, but {listed} {verb} overwritten: *=, += and -= write into "
            "the array that you were given, so make a new one with ="
        )
        return Mistake(f"changes_{'_'.join(names)}", text, function)


def drawn_rate(rng):
    """Return a learning rate at which a step shows beside weights of about 1."""
    return round(float(rng.uniform(0.06, 0.3)), 3)


def drawn_share(rng, least=0.6, most=0.8):
    """Return a beta or rho that is neither 1/2, its own other half, nor a usual default."""
    return round(float(rng.uniform(least, most)), 3)


def draw_velocity_steps(rng):
    """Draw steps with a velocity: the usual, the first, a gradient of 0, beta by default."""
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
    return cases


ADAPTIVE_STEPS = (  # shape, size of the gradients, t, eps, what is special
    ((3, 2), 1.0, 5, 0.02, ""),
    ((5,), 1.0, 1, 1e-8, "the first step"),
    ((2, 4), 1e-4, 4, 1e-8, "gradients of 1e-4"),
    ((4,), 0.0, 2, 1e-8, "all zeros (0/0 without eps)"),
)


def adaptive_draw(reference):
    """Return the draw of steps with averages: those above, and one with the defaults left alone."""
    parameters = inspect.signature(reference).parameters
    required = [name for name, p in parameters.items() if p.default is p.empty]

    def draw(rng):
        cases = []
        for shape, size, t, eps, label in ADAPTIVE_STEPS:
            drawn = _adaptive_step(rng, shape, size, t) | {"eps": eps}
            cases.append(Case({name: drawn[name] for name in parameters}, label=label))
        drawn = _adaptive_step(rng, (3, 3), 1.0, 7)
        defaults = Case({name: drawn[name] for name in required}, label="the defaults left alone")
        return [*cases, defaults]

    return draw


def _adaptive_step(rng, shape, size, t):
    """Return all that a step with averages may ask for but eps; at t = 1 the averages are 0."""
    before = 0.0 if t == 1 else size
    return {
        "w": away_from_zero(rng, shape),
        "dw": size * away_from_zero(rng, shape),
        "s": before**2 * rng.uniform(0.3, 2.0, shape),
        "m": before * away_from_zero(rng, shape),
        "v": before**2 * rng.uniform(0.3, 2.0, shape),
        "t": t,
        "learning_rate": drawn_rate(rng),
        "rho": drawn_share(rng),
        "beta1": drawn_share(rng),
        "beta2": drawn_share(rng, 0.9, 0.98),
        "weight_decay": round(float(rng.uniform(0.1, 0.4)), 3),
    }
