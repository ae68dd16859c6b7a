"""What an exercise is: a table entry of functions, points and words."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from course.checking.comparing import Tolerance
from course.checking.plain import Opaque, describe_inputs, plain

MISSING = Opaque("nothing")


@dataclass(frozen=True)
class Case:
    """One set of named inputs, as plain data.

    inputs: name to value, in the order of the function's signature; further
    names after them are for the exercise's own collect. n: the number of
    examples, where there is one. label: what is special about it, in words.
    extreme: it asks for the conduct at the extremes and not for the formula.
    convention: its answer is agreed on, such as a slope at a kink, and no
    difference quotient shows it: the reference says it. words: the inputs in
    words, where names and shapes do not tell them. telling: whether it tells a
    wrong formula from a right one; one example alone has a spread of 0, so that
    any scaling of it is right, and no verdict may rest on that. varied: the one
    input in which this case differs from the nearest one before it that varies
    none; what does not change from one to the other does not use that input.
    """

    inputs: dict
    n: int | None = None
    label: str = ""
    extreme: bool = False
    convention: bool = False
    words: str = ""
    telling: bool = True
    varied: str = ""

    @property
    def told(self):
        """The inputs in one line, for a person."""
        return self.words or describe_inputs(self.inputs)


@dataclass(frozen=True)
class Part:
    """One output, or one step of a score, that earns points by itself.

    pick: from the plain return value to this part. test: (value, expected) to
    bool where more is asked than to agree within the tolerance. flaw: (value,
    expected) to what is amiss in words, "" where nothing is, where several
    answers are right. trace: (value, expected) to the plain data by which an
    answer is told to be a mistake's, where the flaw's words hold numbers of
    the answer's own. of_tuple: the function returns a tuple, and this is one
    of its items. where: case to bool, whether this part is asked for in it.
    variable: what it is called in code, where its name says more than that.
    """

    name: str
    points: int
    pick: Callable = lambda value: value
    tolerance: Tolerance | None = None
    test: Callable | None = None
    flaw: Callable | None = None
    trace: Callable | None = None
    of_tuple: bool = False
    where: Callable = lambda case: True
    variable: str = ""

    def of(self, value):
        """Return this part of a plain return value, MISSING where there is none."""
        try:
            return self.pick(value)
        except (TypeError, IndexError, KeyError):
            return MISSING


def outputs(**points):
    """Return the parts of a function that returns a tuple, name=points in order."""

    def taking(index):
        return lambda value: value[index] if len(value) == len(points) else MISSING

    return tuple(
        Part(name, worth, taking(i), of_tuple=True)
        for i, (name, worth) in enumerate(points.items())
    )


@dataclass(frozen=True)
class Mistake:
    """A wrong formula, and the sentence that names it.

    function has the exercise's own signature. Where an answer equals the wrong
    formula's answer on every drawn input, that is the bug. A mistake with a
    number in it that anyone may choose is a family, number to function; the
    number is looked for between the ends that within gives. Then function is
    the one of a usual number, and the sentence says none.
    """

    name: str
    sentence: str
    function: Callable = field(compare=False)
    family: Callable | None = field(default=None, compare=False)
    within: tuple[float, float] = (1e-16, 1.0)

    @classmethod
    def with_number(cls, name, sentence, family, usual, within):
        """Return the mistake of a family, shown by the function of a usual number."""
        return cls(name, sentence, family(usual), family, within)


@dataclass(frozen=True, eq=False)
class Exercise:
    """A function to write, and all that its check knows about it.

    reference: the right function; its signature is the contract. draw: rng to
    a list of cases. numeric: the same signature, by central differences; where
    given, answers are compared with it. convert: input name to what makes the
    object that the function is given from the plain input. use: (function,
    arguments) to what is returned, where that takes more than one call.
    collect: (returned, arguments, inputs) to plain data, run where the function
    runs. kept: (before, after) to bool, whether an input counts as unchanged.
    """

    name: str
    contract: str
    reference: Callable
    draw: Callable
    parts: tuple
    mistakes: tuple = ()
    numeric: Callable | None = None
    tolerance: Tolerance = Tolerance()
    extremes: int = 0
    inputs_kept: int = 1
    second_call: int = 1
    convert: dict = field(default_factory=dict)
    use: Callable = lambda function, arguments: function(*arguments.values())
    collect: Callable = lambda returned, arguments, inputs: plain(returned)
    kept: Callable | None = None

    @cached_property
    def arguments(self):
        """The names of the function's inputs, in order."""
        return tuple(inspect.signature(self.reference).parameters)

    @cached_property
    def possible(self):
        """All the points there are."""
        parts = sum(part.points for part in self.parts)
        return parts + self.extremes + self.inputs_kept + self.second_call

    @property
    def call_text(self):
        """How the function is called, such as dense_forward(x, w, b)."""
        return f"{self.name}({', '.join(self.arguments)})"
