"""What both penalties share: their draw, and a penalty whose formulas can be replaced."""

import numpy as np

from course.checking import Case, Mistake
from course.exercises.drawing import away_from_zero


def draw_penalties(rng, zeros=False):
    """Draw weights of networks of several depths, each with a strength of its own.

    zeros: whether one more network has some weights that are exactly 0.
    """
    cases = []
    for shapes, label in (
        (((3, 4), (4, 2)), ""),
        (((4, 3),), "a single array"),
        (((2, 5), (5, 3), (3, 4)), ""),
        (((3, 3), (3, 3)), "square arrays"),
    ):
        inputs = {"weights": _whose_sums_part(rng, shapes)}
        inputs["strength"] = round(float(rng.uniform(0.1, 0.4)), 3)
        cases.append(Case(inputs, label=label))
        if len(cases) == 1:
            cases.append(Case(inputs | {"strength": 0.7}, varied="strength"))
    if zeros:
        cases.append(_with_zeros(rng))
    weights = [away_from_zero(rng, (2, 4)), away_from_zero(rng, (4, 1))]
    return [*cases, Case({"weights": weights, "strength": 0.0}, label="strength 0", telling=False)]


def _whose_sums_part(rng, shapes):
    """Return arrays whose sums have both signs, and together less than 0: so |sum| is no sum."""
    weights = [away_from_zero(rng, shape) for shape in shapes]
    for place, w in enumerate(weights):
        w *= np.sign(w.sum()) * (-1) ** (place + 1)
    together = sum(w.sum() for w in weights)
    return weights if together < 0 else [-w for w in weights]


def _with_zeros(rng):
    weights = [away_from_zero(rng, shape) for shape in ((4, 3), (3, 2))]
    weights[0][[0, 2], [1, 0]] = weights[1][1, 1] = 0.0
    inputs = {"weights": weights, "strength": round(float(rng.uniform(0.1, 0.4)), 3)}
    return Case(inputs, label="weights that are exactly 0", telling=False)


def has_zeros(case):
    """Whether some weight of a case is exactly 0."""
    return any((w == 0).any() for w in case.inputs["weights"])


def total(size):
    """Return a penalty: the sum over all arrays of size(w), times the strength."""
    return lambda weights, strength: strength * sum(np.sum(size(w)) for w in weights)


def each(slope):
    """Return gradients: strength times slope(w) for each of the arrays."""
    return lambda weights, strength: [strength * slope(w) for w in weights]


class Penalty:
    """A penalty of two formulas, penalty and gradients, of which either can be a wrong one."""

    def __init__(self, penalty, gradients):
        self.penalty, self.gradients = penalty, gradients

    def but(self, **wrong):
        """Return the function with some formulas replaced by wrong ones."""
        formulas = {"penalty": self.penalty, "gradients": self.gradients} | wrong
        return lambda weights, strength: tuple(f(weights, strength) for f in formulas.values())

    def mistakes(self, slips):
        """Return the Mistakes of a table of (name, sentence, wrong formulas by name)."""
        return tuple(
            Mistake(name, text, self.but(**wrong), changes=wrong) for name, text, wrong in slips
        )

    def common(self, words, gradient):
        """Return the slips that either penalty can have.

        words: the sum in words, such as "sum of squares"; gradient: that of one array, as code.
        """
        return (
            (
                "first_array_only",
                "only the first array counts: is there a return inside of the loop? Add up over "
                "all arrays of the list",
                {"penalty": lambda ws, s: self.penalty(ws[:1], s)},
            ),
            (
                "last_array_only",
                "only the last array counts: the sum begins anew for each array, so add to it "
                "with +=",
                {"penalty": lambda ws, s: self.penalty(ws[-1:], s)},
            ),
            (
                "a_number_for_each_array",
                "there is a number for each array: add them up to a single one",
                {"penalty": lambda ws, s: [self.penalty([w], s) for w in ws]},
            ),
            (
                "averaged_over_entries",
                f"this is a mean over all weights: the penalty takes the {words} and divides by "
                "no count",
                {"penalty": lambda ws, s: self.penalty(ws, s) / sum(w.size for w in ws)},
            ),
            (
                "averaged_in_each_array",
                f"each array's mean is taken: the penalty takes the {words} and divides by no "
                "count",
                {"penalty": lambda ws, s: sum(self.penalty([w], s) / w.size for w in ws)},
            ),
            (
                "averaged_over_arrays",
                f"this is divided by the number of arrays: the penalty takes the {words} over "
                "all of them",
                {"penalty": lambda ws, s: self.penalty(ws, s) / len(ws)},
            ),
            (
                "gradients_averaged_in_each_array",
                f"each array's gradients are divided by its number of weights: they are {gradient}",
                {"gradients": lambda ws, s: [self.gradients([w], s)[0] / w.size for w in ws]},
            ),
            (
                "gradients_averaged",
                f"the gradients are divided by the number of all weights: they are {gradient}",
                {
                    "gradients": lambda ws, s: [
                        g / sum(w.size for w in ws) for g in self.gradients(ws, s)
                    ]
                },
            ),
            (
                "strength_missing",
                "the strength is missing from the penalty: multiply by it",
                {"penalty": lambda ws, s: self.penalty(ws, 1.0)},
            ),
            (
                "strength_missing_in_gradients",
                f"the strength is missing from the gradients: they are {gradient}",
                {"gradients": lambda ws, s: self.gradients(ws, 1.0)},
            ),
            (
                "strength_missing_everywhere",
                f"the strength is left out: it multiplies the penalty, and the gradients, "
                f"{gradient}",
                {
                    "penalty": lambda ws, s: self.penalty(ws, 1.0),
                    "gradients": lambda ws, s: self.gradients(ws, 1.0),
                },
            ),
            (
                "first_gradient_only",
                "there is a gradient of the first array alone: return a list with one for each "
                "array",
                {"gradients": lambda ws, s: self.gradients(ws, s)[0]},
            ),
            (
                "last_gradient_only",
                "there is a gradient of the last array alone: append each to a list, and return "
                "the list",
                {"gradients": lambda ws, s: self.gradients(ws, s)[-1]},
            ),
            (
                "gradients_in_one_vector",
                "the gradients come as one long vector: return a list, each of its array's shape",
                {
                    "gradients": lambda ws, s: np.concatenate(
                        [g.ravel() for g in self.gradients(ws, s)]
                    )
                },
            ),
            (
                "gradients_added_up",
                "each gradient is added up to a number: every weight has a slope of its own, "
                f"{gradient}",
                {"gradients": lambda ws, s: [np.sum(g) for g in self.gradients(ws, s)]},
            ),
            (
                "weights_after_a_step",
                f"these are the weights after a step: return the gradients alone, {gradient}, "
                "and let the training loop make the step",
                {
                    "gradients": lambda ws, s: [
                        w - g for w, g in zip(ws, self.gradients(ws, s), strict=True)
                    ]
                },
            ),
            (
                "gradients_downhill",
                "the gradients have the wrong sign: a gradient points uphill, and the training "
                "loop subtracts it",
                {"gradients": lambda ws, s: [-g for g in self.gradients(ws, s)]},
            ),
            (
                "gradients_in_reverse",
                "the gradients come last array first: keep the order of the weights",
                {"gradients": lambda ws, s: self.gradients(ws, s)[::-1]},
            ),
        )

    def swapped(self):
        """Return the Mistake of returning the gradients first."""
        return Mistake(
            "swapped",
            "the two outputs have changed places: return the penalty first, then the list",
            lambda weights, strength: self.but()(weights, strength)[::-1],
        )

    def in_place(self):
        """Return the Mistake of right values that are written into the weights."""

        def function(weights, strength):
            penalty, gradients = self.but()(weights, strength)
            for w, gradient in zip(weights, gradients, strict=True):
                w[...] = gradient
            return penalty, weights

        return Mistake(
            "changes_weights",
            "the values are right, but the weights themselves are overwritten, as w *= strength "
            "does: make new arrays",
            function,
        )
