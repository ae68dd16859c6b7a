"""What the exercises of lesson 07 share: their draws, and rules whose formulas can be replaced."""

import inspect
from dataclasses import replace
from types import SimpleNamespace

import numpy as np

from course.checking import Case, Mistake, Tolerance, outputs
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
        return tuple(
            Mistake(name, text, self.but(**wrong), changes=wrong) for name, text, wrong in slips
        )

    def families(self, slips):
        """Return the Mistakes with a number in them.

        slips: a table of (name, sentence, number to the wrong formulas by name, a usual number,
        the ends between which it lies).
        """

        def family(wrong):
            return lambda number: self.but(**wrong(number))

        return tuple(
            Mistake.with_number(name, text, family(wrong), usual, within)
            for name, text, wrong, usual, within in slips
        )

    def with_own_eps(self, slips):
        """Return the mistakes of a table together with an eps that is not the given one."""

        def family(wrong):
            def of(own):
                function = self.but(**wrong)

                def with_own(*inputs):
                    given = self.defaults | dict(zip(self.names, inputs, strict=False))
                    return function(*(own if n == "eps" else given[n] for n in self.names))

                return with_own

            return of

        return tuple(
            Mistake.with_number(
                f"{name}_with_own_eps",
                f"{text}; and use the eps that is given",
                family(wrong),
                3e-5,
                (1e-13, 1.0),
            )
            for name, text, wrong in slips
        )

    def with_exchanged(self, first, second):
        """Return the Mistake of taking two inputs for each other."""
        function, places = self.but(), {first: second, second: first}

        def exchanged(*inputs):
            given = self.defaults | dict(zip(self.names, inputs, strict=False))
            with np.errstate(invalid="ignore"):  # the root of an average that can be negative
                return function(*(given[places.get(name, name)] for name in self.names))

        text = (
            f"{first} and {second} have changed places: the inputs come in the order "
            f"{', '.join(self.names)}"
        )
        return Mistake(f"{first}_and_{second}_exchanged", text, exchanged)

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


def step_scaled(step, formulas):
    """Return the family of steps that are a number of times too long or too short."""
    return (
        "step_scaled",
        f"the step is {{number}} times what it should be: it is {step}, without a factor besides",
        formulas,
        2.0,
        (0.02, 50.0),
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
        defaults = Case({name: drawn[name] for name in required}, label="the defaults left alone")
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
