"""What a split promises, and how each promise is broken: any random draw is a right one."""

import copy
import math

import numpy as np

from course.checking import Part
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


def _order_look(value, expected):
    """How the four came."""
    return {
        "xyxy": "",
        "xxyy": "the order is x_train, x_val, y_train, y_val, as scikit-learn has it: asked is "
        "x_train, y_train, x_val, y_val",
        "two pairs": "two pairs come: return the four arrays one after the other",
    }.get(value["order"], "the four arrays come in another order: x_train, y_train, x_val, y_val")


def _rows_look(value, expected):
    """Whether each row is in one part, once."""
    for split in value["splits"]:
        if -1 in split["x_train"] + split["x_val"] + split["y_train"] + split["y_val"]:
            return "some rows are none of the data's"
    common, missing, twice = False, False, False
    for split in value["splits"]:
        for kind in "xy":
            train, val = split[f"{kind}_train"], split[f"{kind}_val"]
            once = set(train), set(val)
            common |= not once[0].isdisjoint(once[1])
            missing |= len(once[0] | once[1]) < expected["n"]
            twice |= len(once[0]) < len(train) or len(once[1]) < len(val)
    return {
        (False, False, False): value["digits"],
        (True, False, False): "some rows are in both parts",
        (False, True, False): "some rows are in neither part",
        (True, True, False): "some rows are in both parts, and others in neither",
    }.get((common, missing, twice), "some rows come twice in one part")


def _rows_trace(value, expected):
    """Record how many rows are where they should not be: one, all of a part, or some."""
    look = _rows_look(value, expected)
    if look not in ("some rows are in both parts", "some rows are in neither part"):
        return look
    counts = set()
    for split in value["splits"]:
        train, val = set(split["x_train"]), set(split["x_val"])
        common = len(train & val)
        counts.add("all" if common == len(val) else common or expected["n"] - len(train | val))
    return [look, next(iter(counts)) if counts in ({1}, {"all"}) else "some"]


def _pairs_look(value, expected):
    """Whether x and y are drawn alike."""
    splits = value["splits"]
    pairs = [(s["x_train"], s["y_train"], s["x_val"], s["y_val"]) for s in splits]
    if all(xt == yt and xv == yv for xt, yt, xv, yv in pairs):
        return ""
    if all(xt == yv and xv == yt for xt, yt, xv, yv in pairs):
        return "y_train and y_val have changed places"
    if all(sorted(xt) == sorted(yt) and sorted(xv) == sorted(yv) for xt, yt, xv, yv in pairs):
        return "the same rows are drawn, but in another order in x than in y"
    if all(_in_order(yt, yv) for _, yt, _, yv in pairs):
        return "x is shuffled, and y is in its old order"
    if all(_in_order(xt, xv) for xt, _, xv, _ in pairs):
        return "y is shuffled, and x is in its old order"
    return "a row of x meets another row's y"


def _in_order(train, val):
    """Whether the rows of both parts together are in the order of the data."""
    return sorted(train + val) in (train + val, val + train)


def _allowed(expected):
    """Return the sizes of the validation part that are right: rounded down, or to the nearest."""
    product = expected["fraction"] * expected["n"]
    return {math.floor(product), math.floor(product + 1e-9), math.floor(product + 0.5)}


def _size_look(value, expected):
    """How large the validation part is."""
    sizes = {len(split["x_val"]) for split in value["splits"]}
    if len(sizes) > 1:
        return "the size of the validation part changes from call to call"
    size, allowed = sizes.pop(), _allowed(expected)
    if size in allowed:
        return ""
    n = expected["n"]
    if n - size in allowed | {max(allowed) + 1}:
        return "the validation part has the share 1 - fraction: fraction is its own share"
    if size - 1 in allowed:
        return ONE_TOO_MANY
    if size + 1 in allowed:
        return "the validation part has a row too few"
    if size == n:
        return "all rows are in the validation part"
    return f"the validation part has {size} of {n} rows, asked are {min(allowed)}"


ONE_TOO_MANY = "the validation part has a row too many: round down, or to the nearest"


def _about_look(value, expected):
    """How large the validation part is, where a row more or less is no matter."""
    look = _size_look(value, expected)
    return "" if look in (ONE_TOO_MANY, "the validation part has a row too few") else look


def _size_trace(value, expected):
    """Record a wrong size by which share it is, and not by its numbers."""
    return _without_numbers(_size_look(value, expected), value)


def _about_trace(value, expected):
    return _without_numbers(_about_look(value, expected), value)


def _without_numbers(look, value):
    if "rows, asked" not in look:
        return look
    halves = (abs(len(s["x_val"]) - len(s["x_train"])) <= 1 for s in value["splits"])
    return "half" if all(halves) else "another size"


def _chance_look(value, expected):
    """Whether the rows are drawn at random."""
    n, looks = expected["n"], set()
    for split in value["splits"]:
        val = sorted(set(split["x_val"]))
        train = sorted(set(split["x_train"]))
        small = val if len(val) <= len(train) else train
        if small == list(range(len(small))) or small == list(range(n - len(small), n)):
            first = (val or [0])[0] == 0
            looks.add(f"the {'first' if first else 'last'} rows are the validation part")
        elif _are_neighbours(small, n):
            looks.add(BLOCKS)
        elif len(set(np.diff(small).tolist())) == 1:
            looks.add("every so-many-th row is taken")
        else:
            looks.add("")
    return looks.pop() if len(looks) == 1 else "" if "" in looks else BLOCKS


def _are_neighbours(rows, n):
    """Whether sorted rows follow one another, the first behind the last as well."""
    return sum(step > 1 for step in np.diff([*rows, rows[0] + n])) == 1


BLOCKS = "the validation part is a block of neighbours"


def _source_look(value, expected):
    """Where the draw comes from: always the same, not from rng, or from rng."""
    drawn = [(tuple(s["x_train"]), tuple(s["x_val"])) for s in value["splits"]]
    if all(one == drawn[0] for one in drawn):
        return "a second call draws the very same rows"
    sets = [(frozenset(train), frozenset(val)) for train, val in drawn]
    if all(one == sets[0] for one in sets):
        return "a second call draws the very same rows"
    return "" if drawn[0] == drawn[-1] else "two equal generators draw different rows"


def promise(name, points, look, trace=None):
    """Return the part that asks for one promise, on parts that can be read."""

    def readable(look, key="unreadable"):
        def of(value, expected):
            try:
                return value.get(key) or value.get("unreadable") or look(value, expected)
            except (AttributeError, KeyError, TypeError, ValueError, IndexError):
                return "there are no four parts"

        return of

    return Part(name, points, flaw=readable(look), trace=readable(trace or look, "what"))


PARTS = (
    promise("each row in one part", 2, _rows_look, _rows_trace),
    promise("x and y alike", 2, _pairs_look),
    promise("share of the validation part", 1, _about_look, _about_trace),
    promise("rounded as asked", 1, _size_look, _size_trace),
    promise("drawn at random", 1, _chance_look),
    promise("another draw each call, from rng", 1, _source_look),
    promise("order of the four", 1, _order_look),
)
