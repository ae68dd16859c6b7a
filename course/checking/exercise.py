"""What an exercise is: a table entry of functions, points and words."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeAlias

import numpy as np

from course.checking.comparing import Tolerance, matches
from course.checking.plain import Inputs, Opaque, Plain, describe_inputs, plain
from course.checking.slips import check_entry

MISSING = Opaque("nothing")

Function: TypeAlias = Callable[..., object]
Answer: TypeAlias = Function | tuple[Function, ...]
Arguments: TypeAlias = Mapping[str, object]


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

    inputs: Inputs
    n: int | None = None
    label: str = ""
    extreme: bool = False
    convention: bool = False
    words: str = ""
    telling: bool = True
    varied: str = ""

    @property
    def description(self) -> str:
        """The inputs in one line, for a person."""
        return self.words or describe_inputs(self.inputs)


def _everywhere(case: Case) -> bool:
    return True


def _whole(value: Plain) -> Plain:
    return value


@dataclass(frozen=True, eq=False)
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
    pick: Callable[..., Plain] = _whole
    tolerance: Tolerance | None = None
    test: Callable[..., bool] | None = None
    flaw: Callable[..., str] | None = None
    trace: Callable[..., Plain] | None = None
    of_tuple: bool = False
    where: Callable[[Case], bool] = _everywhere
    variable: str = ""

    def of(self, value: Plain) -> Plain:
        """Return this part of a plain return value, MISSING where there is none."""
        try:
            return self.pick(value)
        except (TypeError, ValueError, LookupError, AttributeError):
            return MISSING

    def is_right(self, value: Plain, expected: Plain, tolerance: Tolerance) -> bool:
        """Return whether this part of a return value is what is expected of it."""
        mine, wanted = self.of(value), self.of(expected)
        if self.flaw:
            return not self.flaw(mine, wanted)
        if self.test:
            return mine is not MISSING and self.test(mine, wanted)
        return matches(mine, wanted, self.tolerance or tolerance)


def outputs(**points: int) -> tuple[Part, ...]:
    """Return the parts of a function that returns a tuple, name=points in order."""

    def taking(index: int) -> Callable[..., Plain]:
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
    the one of a usual number; {number} in the template of its sentence stands
    for the one that was found. changes: name to wrong formula, where an
    exercise composes answers of formulas: two mistakes of different formulas
    can then be made at once. remembers: it keeps something between calls, so that it is asked
    the cases in their order. lapse: the formula is right, and what is amiss beside it is small: it
    costs what a lapse does.
    """

    name: str
    sentence: str
    function: Answer = field(compare=False)
    family: Callable[[float], Answer] | None = field(default=None, compare=False)
    within: tuple[float, float] = (1e-16, 1.0)
    template: str = field(default="", compare=False)
    changes: Mapping[str, Function | tuple[str, ...]] | None = field(default=None, compare=False)
    remembers: bool = field(default=False, compare=False, kw_only=True)
    lapse: bool = field(default=False, compare=False, kw_only=True)

    @classmethod
    def with_number(
        cls,
        name: str,
        sentence: str,
        family: Callable[[float], Answer],
        usual: float,
        within: tuple[float, float],
        *,
        lapse: bool = False,
    ) -> "Mistake":
        """Return the mistake of a family, shown by the function of a usual number."""
        mistake = Mistake(
            name, sentence, family(usual), family, within, template=sentence, lapse=lapse
        )
        return mistake.told_with(usual)

    def told_with(self, number: float) -> "Mistake":
        """Return the mistake of a family with the number that was found in its sentence."""
        return replace(self, sentence=self.template.replace("{number}", f"{number:.4g}"))


def _call(function: Function, arguments: Arguments) -> object:
    return function(*arguments.values())


def _collect(returned: object, arguments: Arguments, inputs: Inputs) -> Plain:
    return plain(returned)


@dataclass(frozen=True, eq=False, kw_only=True)
class Exercise:
    """A function to write, and all that its check knows about it.

    reference: the right function; its signature is the contract. functions:
    the names of the functions, where an answer is several: the reference is
    then a tuple of as many, and so is an answer. draw: rng to a list of cases.
    numeric: the same signature, by central differences; where given, answers
    are compared with it. convert: input name to what makes the object that the
    function is given from the plain input. use: (answer, arguments) to what is
    returned, where that takes more than one call. collect: (returned,
    arguments, inputs) to plain data, run where the function runs. kept:
    (before, after) to bool, whether an input counts as unchanged. compose: wrong
    formulas by their names to the answer in which they stand for the right ones.
    settings: the inputs without a default that are numbers of the call, such as a
    rate: a right formula with another number in their place keeps most points.
    patience: the seconds that a check may well take, without a word that it is running.
    """

    name: str
    contract: str
    reference: Answer
    draw: Callable[[np.random.Generator], Sequence[Case]]
    parts: tuple[Part, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    numeric: Callable[..., Plain] | None = None
    tolerance: Tolerance = Tolerance()
    extremes: int = 0
    inputs_kept: int = 1
    second_call: int = 1
    functions: tuple[str, ...] = ()
    convert: Mapping[str, Callable[..., object]] = field(default_factory=dict)
    use: Callable[..., object] = _call
    collect: Callable[..., Plain] = _collect
    kept: Callable[..., bool] | None = None
    compose: Callable[..., Answer] | None = None
    settings: tuple[str, ...] = ()
    patience: float = 0.0

    def __post_init__(self) -> None:
        check_entry(self, Part, Mistake)

    @cached_property
    def references(self) -> dict[str, Function]:
        """The name of each function that an answer holds, and the right one."""
        right = self.reference if isinstance(self.reference, tuple) else (self.reference,)
        return dict(zip(self.functions or (self.name,), right, strict=True))

    @cached_property
    def signatures(self) -> dict[str, inspect.Signature]:
        """The name of each function that an answer holds, and how it is called."""
        return {name: inspect.signature(right) for name, right in self.references.items()}

    @cached_property
    def arguments(self) -> tuple[str, ...]:
        """The names of the inputs of the (first) function, in order."""
        return tuple(next(iter(self.signatures.values())).parameters)

    @property
    def possible(self) -> int:
        """All the points there are."""
        return sum(part.points for part in self.parts) + self.conduct_points

    @property
    def conduct_points(self) -> int:
        """The points for all that is no output."""
        return self.extremes + self.inputs_kept + self.second_call

    @property
    def call_text(self) -> str:
        """How the function is called, such as dense_forward(x, w, b), as code between backticks."""
        calls = (f"{name}({', '.join(s.parameters)})" for name, s in self.signatures.items())
        return "` and `".join(calls)

    @property
    def answer_text(self) -> str:
        """How the answer is given to a check, as code."""
        return f"({', '.join(self.functions)})" if self.functions else self.name

    def takes(self, answer: object) -> bool:
        """Return whether something can be called as an answer: a function, or as many as asked."""
        if not self.functions:
            return callable(answer)
        if not isinstance(answer, tuple) or len(answer) != len(self.functions):
            return False
        return all(map(callable, answer))

    def answer_in(self, namespace: Mapping[str, object]) -> tuple[Answer | None, str | None]:
        """Return (the answer that names stand for, None), or (None, the kind of what is none).

        The kind is None as well where a name stands for nothing.
        """
        found: list[Function] = []
        for name in self.signatures:
            function = namespace.get(name)
            if not callable(function):
                return None, None if function is None else type(function).__name__
            found.append(function)
        return (tuple(found) if self.functions else found[0]), None
