"""What dropout promises, and how each promise is broken: no two right answers are the same.

A share is called wrong only where chance would bring a right answer so far less than once in a
million: five standard errors. What a look returns is the same for every draw, so that an answer
can be told to be a mistake's.
"""

import copy
import math

import numpy as np

from course.checking import Part
from course.checking.digits import told_of_numbers
from course.exercises.rows import floats_of

STANDARD_ERRORS = 5
# A mask in single precision keeps every promise. The share of entries that is kept, as a number in
# the mask, lies at least 5e-7 from the right one at the sizes and rates that are drawn.
ROUNDING = 3e-7
CALLS = ("first", "next", "again")


def three_calls(function, arguments):
    """Call with a generator, with the same one as it has moved on, and with an equal one.

    The first call has the very x that is given, the others copies of it.
    """
    x, drop, rng = arguments.values()
    equal, copies = copy.deepcopy(rng), [x.copy(), x.copy()]
    first = function(x, drop, rng)
    if first is None:
        return None
    return first, function(copies[0], drop, rng), function(copies[1], drop, equal)


def masks_seen(returned, arguments, inputs):
    """Return each call's out and mask as arrays, with x and drop; in words where there are none.

    A mask of another shape is stretched to x's where it can be; its own is kept as shapes.
    """
    if returned is None:
        return None
    x, found = inputs["x"], {"x": inputs["x"], "drop": inputs["drop"]}
    for name, pair in zip(CALLS, returned, strict=True):
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            kind = "one array comes" if isinstance(pair, np.ndarray) else "it is something else"
            return {"unreadable": f"return the pair (out, mask); {kind}"}
        arrays = [floats_of(item) for item in pair]
        if any(array is None for array in arrays):
            return {"unreadable": "out or mask is no array of numbers"}
        try:
            stretched = [np.broadcast_to(array, x.shape).copy() for array in arrays]
        except ValueError:
            return {"unreadable": f"out and mask have other shapes than x, {x.shape}"}
        found[name] = stretched
        found[f"shapes of {name}"] = [list(array.shape) for array in arrays]
    return found


def _shape_look(value, expected):
    """Which of out and mask has another shape than x."""
    shape = list(expected["x"].shape)
    wrong = [
        name
        for place, name in enumerate(("out", "mask"))
        if any(value[f"shapes of {call}"][place] != shape for call in CALLS)
    ]
    return f"{' and '.join(wrong)} has another shape than x" if wrong else ""


def _values_look(value, expected):
    """What numbers the masks hold beside 0."""
    due = 1 / (1 - expected["drop"])
    looks = {_numbers_of(value[call][1], due) for call in CALLS}
    return looks.pop() if len(looks) == 1 else "the mask holds other numbers in every call"


def _numbers_of(mask, due):
    numbers = mask[mask != 0]
    if not numbers.size:
        return ""  # nothing is kept: the share will tell
    one, largest = float(numbers.min()), float(numbers.max())
    if not (math.isfinite(one) and math.isfinite(largest)):
        return "the mask holds numbers that are not finite"
    if few := _few_digits(numbers, np.full(numbers.shape, due)):
        return few
    if largest - one > ROUNDING * abs(one):
        return "the mask holds many numbers: it should be 0 and 1 / (1 - drop) alone"
    known = (
        (due, ""),
        (1.0, "the mask holds 0 and 1: it should be 0 and 1 / (1 - drop)"),
        (due / (due - 1), "the mask holds 0 and 1 / drop: it should be 0 and 1 / (1 - drop)"),
        (1 / due, "the mask holds 0 and 1 - drop: it should be 0 and 1 / (1 - drop)"),
        (1 - 1 / due, "the mask holds 0 and drop: it should be 0 and 1 / (1 - drop)"),
        (1 + 1 / due, "the mask holds 0 and 2 - drop: it should be 0 and 1 / (1 - drop)"),
        (due**2, "the mask holds 0 and 1 / (1 - drop)**2: it should be 0 and 1 / (1 - drop)"),
        (due**0.5, "the mask holds 0 and the root of 1 / (1 - drop): leave out the root"),
        (
            mask.size / numbers.size,
            "the mask holds 0 and one over the share that happened to be kept: it should be 0 and "
            "1 / (1 - drop)",
        ),
        (2.0, "the mask holds 0 and 2: it should be 0 and 1 / (1 - drop)"),
    )
    for number, words in known:
        if abs(one - number) <= ROUNDING * number:
            return words
    return "the mask holds 0 and another number than 1 / (1 - drop)"


def _product_look(value, expected):
    """How out is made of x and the mask."""
    x, due = expected["x"], 1 / (1 - expected["drop"])
    looks = {_relation(x, *value[call], due) for call in CALLS}
    return looks.pop() if len(looks) == 1 else "out is not x * mask"


def _relation(x, out, mask, due):
    with np.errstate(all="ignore"):
        product = x * mask
        if few := _few_digits(out, x * (mask != 0) * due):
            return few
        if _same(out, product):
            return ""
        known = (
            (product * due, "out is x * mask, scaled once more"),
            (product / due, "out is x * mask, but not scaled as the mask is"),
            (x, "out is x as it came"),
            (mask, "out holds the mask, and x is not in it"),
            (x * (mask == 0), "out keeps what the mask drops"),
            (x * (mask == 0) * due, "out keeps what the mask drops"),
            (x * (1 - mask), "out keeps what the mask drops"),
            (x + mask, "the mask is added to x"),
        )
        for candidate, words in known:
            if _same(out, candidate):
                return words
        if _same(mask, x * out):
            return "out and mask have changed places"
    if ((out == 0) != (mask == 0)).any() and (out == 0).any():
        return "out has its zeros elsewhere than the mask"
    return "out is not x * mask"


def _few_digits(mine, due):
    """What is said of numbers that are right in fewer digits than single precision has."""
    return "" if _same(mine, due) else told_of_numbers(mine, due)


def _same(array, wanted):
    """Whether two arrays are the same but for rounding."""
    if not np.isfinite(wanted).all():
        return np.allclose(array, wanted, rtol=ROUNDING, atol=1e-12)
    return bool((np.abs(array - wanted) <= 1e-12 + ROUNDING * np.abs(wanted)).all())


def _share_look(value, expected):
    """What share of the entries is dropped, over two calls that are drawn apart."""
    if alike := _alike(value):
        return alike
    masks = np.stack([value["first"][1], value["next"][1]])
    drop = expected["drop"]
    share = float(np.mean(masks == 0))
    known = (
        (drop, ""),
        (1 - drop, "the share that is dropped is 1 - drop: it should be drop"),
        (0.5, "half of the entries are dropped, whatever drop is"),
        (0.5 * math.erfc(-drop / 2**0.5), "the share that is dropped is not drop"),
        (0.0, "no entry is dropped"),
        (1.0, "all entries are dropped"),
    )
    for number, words in known:
        error = math.sqrt(number * (1 - number) / masks.size)
        if abs(share - number) <= STANDARD_ERRORS * error:
            return words
    return "the share that is dropped is another one than drop"


def _alike(value):
    """Whether all entries, rows or columns of the masks fare alike."""
    mask = value["first"][1] != 0
    rows = len(mask) > 1 and (mask == mask[0]).all()
    columns = mask.shape[1] > 1 and (mask == mask[:, :1]).all()
    if columns and (rows or len(mask) == 1):
        return "all entries fare alike"
    return "all examples have the same mask" if rows else "whole rows fare alike" if columns else ""


def _each_look(value, expected):
    return _alike(value)


def _source_look(value, expected):
    """Where the mask comes from: always the same, not from rng, or from rng."""
    first, later, again = (value[call][1] != 0 for call in CALLS)
    if _alike(value) == "all entries fare alike":
        return "all entries fare alike"
    if (first == later).all():
        return "a second call gives the very same mask"
    return "" if (first == again).all() else "two equal generators give different masks"


def _nothing_look(value, expected):
    """What comes where nothing is to be dropped."""
    x = expected["x"]
    few = {_few_digits(value[call][0], x) for call in CALLS}
    if len(few) == 1 and few != {""}:
        return few.pop()
    if any(not np.allclose(value[call][1], 1.0, rtol=ROUNDING) for call in CALLS):
        return "with drop = 0 the mask should hold ones"
    if any(not np.allclose(value[call][0], x, rtol=ROUNDING) for call in CALLS):
        return "with drop = 0 out should be x"
    return ""


def drops(case):
    """Whether something is to be dropped in a case."""
    return case.inputs["drop"] > 0


def _drops_nothing(case):
    return not drops(case)


def promise(name, points, look, where=drops):
    """Return the part that asks for one promise, on masks that can be read."""

    def flaw(value, expected):
        try:
            return value.get("unreadable") or look(value, expected)
        except (AttributeError, KeyError, TypeError, ValueError, IndexError):
            return "there is no pair of out and mask"

    return Part(name, points, flaw=flaw, trace=flaw, where=where)


PARTS = (
    promise("numbers in the mask", 2, _values_look),
    promise("out is x * mask", 2, _product_look),
    promise("share that is dropped", 1, _share_look),
    promise("each entry by itself", 1, _each_look),
    promise("shapes", 1, _shape_look),
    promise("another mask each call, from rng", 1, _source_look),
    promise("drop = 0", 1, _nothing_look, where=_drops_nothing),
)
