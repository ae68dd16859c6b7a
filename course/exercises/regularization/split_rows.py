"""Which rows are in which part of a split: what several calls return, read by the data's rows."""

import copy

import numpy as np

from course.exercises.rows import as_pairs, finder, floats_of, in_some_precision

CALLS = 6  # so many that chance hides no fault: drawn with repeats, some row comes twice


def several_calls(function, arguments):
    """Return the answers to calls with one rng, and last one with an rng equal to the first.

    The first call has the very data that are given, the others copies of them.
    """
    x, y, fraction, rng = arguments.values()
    equal, x_copy, y_copy = copy.deepcopy((rng, x, y))
    found = [function(x, y, fraction, rng)]
    if found[0] is None:
        return None
    for source in (*[rng] * (CALLS - 1), equal):
        found.append(function(x_copy.copy(), y_copy.copy(), fraction, source))
    return found


def splits_seen(returned, arguments, inputs):
    """Return which rows are in which part, by their indices; in words where there are none."""
    if returned is None:
        return None
    answers = [_four(answer) for answer in returned]
    if any(items is None for items in answers):
        what = _what_came(returned[0], _finder(inputs["x"], np.float32))
        return {"unreadable": "return four arrays, x_train, y_train, x_val, y_val", "what": what}
    splits, digits = in_some_precision(lambda kind: _all_read(answers, inputs, kind), _is_unknown)
    if splits is None:
        return {"unreadable": "what comes are no rows of x and of y"}
    orders = {split.pop("order") for split in splits}
    return {
        "splits": splits,
        "order": " or ".join(sorted(orders)),
        "digits": digits,
        "n": len(inputs["x"]),
        "fraction": inputs["fraction"],
    }


def _what_came(answer, places_of):
    """Return what comes in place of four arrays, "" where it is nothing known."""
    if isinstance(answer, dict):
        return "a dictionary"
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        return ""
    if all(places_of(item) for item in answer):
        return "rows of x alone"
    arrays = [np.asarray(item) for item in answer if isinstance(item, np.ndarray | list)]
    whole = [array for array in arrays if array.ndim == 1 and array.dtype.kind in "iu"]
    return "indices" if len(whole) == len(answer) else ""


def _all_read(answers, inputs, kind):
    """Return the rows of each answer's parts, None where there is an answer without."""
    x, y = inputs["x"], inputs["y"]
    finders = _finder(x, kind), _finder(y, kind)
    splits = [_read(items, *finders) for items in answers]
    if any(split is None for split in splits):
        return None
    for split in splits:
        for part in ("train", "val"):
            own = split[f"y_{part}"]
            split[f"y_{part}"] = as_pairs(split[f"x_{part}"], own, y, kind)
    return splits


def _is_unknown(splits):
    """Return whether some row of the parts is none of the data's."""
    names = "x_train", "y_train", "x_val", "y_val"
    return any(-1 in split[name] for split in splits for name in names)


def _four(answer):
    """Return four arrays, out of two pairs as well; None where there are no such."""
    if not isinstance(answer, (tuple, list)):
        return None
    if len(answer) == 2 and all(isinstance(a, (tuple, list)) and len(a) == 2 for a in answer):
        return "two pairs", [item for pair in answer for item in pair]
    return ("four", list(answer)) if len(answer) == 4 else None


def _read(named, find_in_x, find_in_y):
    """Return the rows of the four parts and the order in which they came."""
    form, items = named
    kinds, places = "", []
    for item in items:
        of_x, of_y = find_in_x(item), find_in_y(item)
        if of_x is None and of_y is None:
            return None
        kinds += "y" if of_x is None else "x"
        places.append(of_y if of_x is None else of_x)
    if kinds.count("x") != 2:
        return None
    xs = [rows for kind, rows in zip(kinds, places, strict=True) if kind == "x"]
    ys = [rows for kind, rows in zip(kinds, places, strict=True) if kind == "y"]
    order = kinds if form == "four" else form
    return {"x_train": xs[0], "y_train": ys[0], "x_val": xs[1], "y_val": ys[1], "order": order}


def _finder(examples, kind):
    """Return a function from rows to the index of the example that each equals, -1 for none.

    It returns None where rows are of other shapes, or equal no example at all.
    """
    of, shape = finder(examples, kind), examples.shape[1:]

    def places(rows):
        rows = floats_of(rows)
        if rows is None or not rows.ndim or rows.shape[1:] != shape or not rows.size:
            return None
        found = of(rows)
        return None if all(place < 0 for place in found) else found

    return places
