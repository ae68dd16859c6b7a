"""What to do about Python's own messages that beginners meet most."""

import re
from typing import NamedTuple

from course.checking.failing import Failure


class Remedy(NamedTuple):
    """A sentence for failures of a kind whose message, and whose line, hold a pattern."""

    kind: str
    message: str
    source: str
    sentence: str


REMEDIES = (
    Remedy(
        "ValueError",
        "truth value of an array",
        r"\b(max|min)\(",
        "Python's max and min compare whole arrays, which have no single answer: np.maximum and "
        "np.minimum compare entry by entry",
    ),
    Remedy(
        "ValueError",
        "truth value of an array",
        "",
        "an array of many entries is neither true nor false, so `if`, `and` and `while` cannot ask "
        "it: choose entry by entry, with np.where(condition, this, that) or a product with "
        "(condition)",
    ),
    Remedy(
        "TypeError",
        r"only .*arrays can be converted",
        r"\bmath\.",
        "the functions of math take a single number: np has them for arrays, such as np.exp",
    ),
    Remedy(
        "TypeError",
        r"only .*arrays can be converted",
        "",
        "a single number is asked for here, and this is an array: use np's functions on whole "
        "arrays, and float only on a single entry",
    ),
    Remedy(
        "ValueError",
        r"matmul|not aligned",
        "",
        "this matrix product does not fit: in a @ b, the last size of a must be the first of b; "
        "look at both shapes, at the order, and whether one needs .T",
    ),
    Remedy(
        "ValueError",
        "broadcast",
        "",
        "two arrays do not fit entry by entry: compare their shapes from the last axis on; each "
        "pair of sizes must be equal, or one of them 1",
    ),
    Remedy(
        "UFuncTypeError",
        "Cannot cast",
        "",
        "an array of whole numbers cannot take fractions in place: make it of floats, or write "
        "a = a + b in place of a += b",
    ),
    Remedy(
        "ValueError",
        r"inhomogeneous|setting an array element with a sequence",
        "",
        "an array needs rows of equal length, and a single number for each entry: keep arrays of "
        "different shapes in a list",
    ),
    Remedy(
        "AttributeError",
        r"'(list|tuple|float|int)' object has no attribute '(T|shape|ndim|sum|mean|max|copy|dot)'",
        "",
        "this is a list or a number, and not an array: make it one with np.array, or use the "
        "function, such as np.sum(a)",
    ),
    Remedy(
        "AttributeError",
        r"'Node' object has no attribute",
        "",
        "a Node has `value`, `inputs`, `local_gradients` and `gradient`: other libraries call them "
        "otherwise, such as data, grad and _prev",
    ),
    Remedy(
        "AttributeError",
        r"'set' object has no attribute 'append'",
        "",
        "a set takes a new member with add, and a list one more item with append",
    ),
    Remedy(
        "TypeError",
        r"'(numpy\.)?(float|int)(64)?' object is not iterable",
        "",
        "a single number stands where several are gone through: a tuple of one has a comma, (a,)",
    ),
    Remedy(
        "ValueError",
        r"values to unpack",
        "",
        "so many names take as many values, and here come more or fewer: lists come in any length, "
        "so go through them in a loop",
    ),
    Remedy(
        "TypeError",
        "NoneType",
        "",
        "something is None here: does a function that you call lack its return, or did you keep "
        "the result of a method that works in place, such as append or sort?",
    ),
    Remedy(
        "AttributeError",
        "NoneType",
        "",
        "something is None here: does a function that you call lack its return?",
    ),
    Remedy(
        "UnboundLocalError",
        "",
        "",
        "a variable is read before this function has given it a value: set it first, outside of "
        "any loop or if",
    ),
    Remedy(
        "NameError",
        "",
        "",
        "a name is not known: look for a slip of the pen, or run the cell that defines it, or "
        "import it",
    ),
    Remedy(
        "IndexError",
        "too many indices",
        "",
        "an array has fewer axes than you index: look at its shape",
    ),
    Remedy(
        "IndexError",
        "out of (bounds|range)",
        "",
        "an index is past the end: the last one is one less than the length, len(a) - 1",
    ),
    Remedy(
        "TypeError",
        "object is not callable",
        "",
        "brackets after a name call it, and this is no function: index with [ ], and multiply "
        "with *",
    ),
    Remedy(
        "ZeroDivisionError",
        "",
        "",
        "it divides by 0: for which inputs is the denominator 0?",
    ),
    Remedy(
        "RecursionError",
        "",
        "",
        "the function calls itself again and again: what ends it?",
    ),
    Remedy(
        "NotImplementedError",
        "is not written yet",
        "",
        "a function that you call is not written yet: write that one first",
    ),
)


def remedy_for(failure: Failure) -> str:
    """Return the sentence for a failure, "" where there is none."""
    for remedy in REMEDIES:
        fits = remedy.kind == failure.kind and re.search(remedy.message, failure.message)
        if fits and re.search(remedy.source, failure.source):
            return remedy.sentence
    return ""
