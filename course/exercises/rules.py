"""Answers made of named formulas, in which some can be replaced by wrong ones."""

import inspect
from types import SimpleNamespace

import numpy as np

from course.checking import Mistake


class Rule:
    """Named formulas of what is known so far, computed one after the other.

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
