"""What a split promises, and how each promise is broken: any random draw is a right one."""

import math

import numpy as np

from course.checking import Part


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
    if "others in neither" in look:
        return [look, _chance_look(value, expected)]
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
        parts = [sorted(set(split[name])) for name in ("x_val", "x_train")]
        small, large = sorted(parts, key=len)
        looks.add(_order_of(small, parts, n) or _order_of(large, parts, n))
    return looks.pop() if len(looks) == 1 else "" if "" in looks else BLOCKS


def _order_of(rows, parts, n):
    """Say how the rows of a part follow one another, "" where they are drawn at random."""
    if len(rows) == n:
        return ""  # all of them are there
    if rows == list(range(len(rows))) or rows == list(range(n - len(rows), n)):
        val = parts[0] or [0]
        return f"the {'first' if val[0] == 0 else 'last'} rows are the validation part"
    if _are_neighbours(rows, n):
        return BLOCKS
    return "every so-many-th row is taken" if len(set(np.diff(rows).tolist())) == 1 else ""


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
