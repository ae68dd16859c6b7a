"""What mini-batches promise, and how each promise is broken.

No two right answers are the same, so the rows of a batch are traced back to the examples.
"""

import copy
from itertools import islice

import numpy as np

from course.checking import Part
from course.exercises.rows import as_pairs, finder, floats_of, in_some_precision


def three_epochs(function, arguments):
    """Return the batches of two epochs from one rng, and of one from an rng equal to the first."""
    epochs, equal = [], copy.deepcopy(arguments)
    for given in (arguments, arguments, equal):
        batches = function(*given.values())
        if batches is None:
            return None
        epochs.append([_as_it_is(b) for b in islice(batches, 3 * len(given["x"]) + 3)])
    return epochs


def _as_it_is(batch):
    """Return a batch with copies of its arrays: what is done to the data later is no part of it."""
    if isinstance(batch, tuple | list):
        return [_as_it_is(item) if isinstance(item, np.ndarray) else item for item in batch]
    return batch.copy() if isinstance(batch, np.ndarray) else batch


def batches_seen(epochs, arguments, inputs):
    """Return which examples are in which batch, by their indices; in words where there are none.

    Plain data: epochs, each a list of batches, each the indices of x's rows and of y's.
    """
    if epochs is None:
        return None
    if not all(epochs):
        return {"unreadable": "no batch comes"}
    found, digits = in_some_precision(lambda kind: _all_read(epochs, inputs, kind), _is_unknown)
    if found is None:
        finders = (_finder(inputs[name], np.float32) for name in "xy")
        return {"unreadable": _what_came(epochs, *finders)}
    size = inputs["batch_size"]
    return {"epochs": found, "digits": digits, "n": len(inputs["x"]), "size": size}


def _all_read(epochs, inputs, kind):
    """Return the places of each batch's rows, None where what comes is no pair of rows."""
    of_x, of_y = _finder(inputs["x"], kind), _finder(inputs["y"], kind)
    try:
        found = [[[of_x(x), of_y(y)] for x, y in epoch] for epoch in epochs]
    except (TypeError, ValueError):
        return None
    if any(places is None for epoch in found for pair in epoch for places in pair):
        return None
    return [[[xs, as_pairs(xs, ys, inputs["y"], kind)] for xs, ys in epoch] for epoch in found]


def _is_unknown(epochs):
    """Return whether some row is none of the examples."""
    return any(-1 in places for epoch in epochs for pair in epoch for places in pair)


def _finder(examples, kind):
    """Return a function from rows to the indices of the examples that they equal, -1 for none.

    It returns None where rows are no such.
    """
    of, shape = finder(examples, kind), examples.shape[1:]

    def places(rows):
        rows = floats_of(rows)
        if rows is None or not rows.ndim or (len(rows) and rows.shape[1:] != shape):
            return None
        return of(rows) if len(rows) else []

    return places


def _what_came(epochs, of_x, of_y):
    first, *others = epochs[0]
    if isinstance(first, np.ndarray) and of_x(first):
        if len(others) == 1 and isinstance(others[0], np.ndarray) and _all_found(of_y(others[0])):
            return "a single pair comes, and no batches"
        return "batches of x alone come"
    if all(map(_are_indices, epochs[0])):
        return "batches of whole numbers come, and no examples"
    return _pairs_of_what(epochs[0], of_x, of_y)


def _are_indices(batch):
    return isinstance(batch, np.ndarray) and batch.ndim == 1 and batch.dtype.kind in "iu"


def _pairs_of_what(epoch, of_x, of_y):
    lists = all(isinstance(item, list) for item in epoch)
    if lists and all(
        len(item) == 2 and _all_found(of_y(item[0])) and _all_found(of_x(item[1])) for item in epoch
    ):
        return "y comes before x in each pair"
    if lists and len(epoch) == 2 and _all_rows(epoch[0], of_x) and _all_rows(epoch[1], of_y):
        return "a list of x's batches and a list of y's come"
    return "what comes is no pair of rows of x and of y"


def _all_rows(batches, places_of):
    return all(_all_found(places_of(rows)) for rows in batches)


def _all_found(places):
    return places is not None and -1 not in places


def _flat(epoch):
    return [index for x, _ in epoch for index in x]


def _missing(epochs, expected):
    """What is amiss with the examples: are there missing ones, are there repeated ones?"""
    n = expected["n"]
    seen = [_flat(epoch) for epoch in epochs]
    return [
        any(set(range(n)) - set(places) for places in seen),
        any(len(set(places)) < len(places) for places in seen),
    ]


def _pairs(epochs, expected):
    """How x and y belong together: as pairs, with y in its old order, or not at all."""
    batches = [batch for epoch in epochs for batch in epoch]
    if all(x == y for x, y in batches):
        return "pairs"
    ys = [index for _, y in batches for index in y]
    return "y in its old order" if ys == sorted(ys[: len(ys) // 3]) * 3 else "apart"


def _sizes(epochs, expected):
    return [[len(x) for x, _ in epoch] for epoch in epochs]


def _asked_sizes(expected):
    n, size = expected["n"], expected["size"]
    return [size] * (n // size) + ([n % size] if n % size else [])


def _order(epochs, expected):
    """How an epoch is shuffled: not at all, in whole batches or within them only, or wholly."""
    first = _flat(epochs[0])
    if 2 * len(set(first)) < expected["n"]:
        return "too few"
    if first == sorted(first):
        return "as it was"
    runs = [x == list(range(x[0], x[0] + len(x))) for x, _ in epochs[0] if x]
    if not any(len(x) > 1 for x, _ in epochs[0]):
        return "shuffled"
    if all(runs):
        return "batches only"
    neighbours = [max(x) - min(x) < len(x) for x, _ in epochs[0] if x]
    return "within batches only" if all(neighbours) else "shuffled"


def _source(epochs, expected):
    """Where an epoch's order comes from: it is always the same, not from rng, or from rng."""
    first, second, equal = map(_flat, epochs)
    if first == second:
        return "always the same"
    return "from rng" if first == equal else "not from rng"


WORDS = {
    (True, False): "some examples are in no batch",
    (True, True): "some examples come twice in an epoch and others never",
    (False, True): "some examples come twice in an epoch",
}


def _missing_flaw(epochs, expected):
    return WORDS.get(tuple(_missing(epochs, expected)), "")


def _pairs_flaw(epochs, expected):
    return "" if _pairs(epochs, expected) == "pairs" else "a row of x meets another row's y"


def _sizes_flaw(epochs, expected):
    asked, found = _asked_sizes(expected), _sizes(epochs, expected)[0]
    if found == asked:
        return ""
    if found[:6] == asked[:6] and len(found) != len(asked):
        return f"{len(found)} batches come, the last of {found[-1]}, and {len(asked)} are asked"
    return f"batches of {_told(found)}, asked are {_told(asked)}"


def _told(sizes):
    return ", ".join(map(str, sizes[:6])) + (", ..." if len(sizes) > 6 else "") or "nothing"


def _order_flaw(epochs, expected):
    flaws = {
        "as it was": "the examples come in the order of the data",
        "too few": "too few examples come for an order to be seen",
        "batches only": "each batch holds neighbours in the order of the data",
        "within batches only": "each batch holds neighbours in the order of the data",
    }
    return flaws.get(_order(epochs, expected), "")


def _source_flaw(epochs, expected):
    flaws = {
        "always the same": "a second epoch has the very order of the first",
        "not from rng": "two equal generators give different orders",
    }
    return flaws.get(_source(epochs, expected), "")


def _has_batches(case):
    """Whether there is more than one batch, so that even who drops the last one shows an order."""
    return case.n > case.inputs["batch_size"]


def promise(name, points, flaw, trace, where=_has_batches, digits=False):
    """Return the part that asks for one promise, with its flaw and trace on readable batches.

    digits: whether it asks for the examples' digits as well.
    """

    def readable(look, digits=False):
        def of(value, expected):
            try:
                flaw = value.get("unreadable") or look(value["epochs"], expected)
                return flaw or (value["digits"] if digits else flaw)
            except (AttributeError, KeyError, TypeError, ValueError):
                return "no batches come"

        return of

    return Part(name, points, flaw=readable(flaw, digits), trace=readable(trace), where=where)


PARTS = (
    promise("each example once", 2, _missing_flaw, _missing, lambda case: True, digits=True),
    promise("x and y stay pairs", 2, _pairs_flaw, _pairs),
    promise("sizes of the batches", 1, _sizes_flaw, _sizes, lambda case: True),
    promise("shuffled", 1, _order_flaw, _order),
    promise("another order each epoch, from rng", 1, _source_flaw, _source),
)
