"""Data kept aside, judged by what a split promises."""

import math

import numpy as np

from course import nn
from course.checking import Case, Exercise, Mistake
from course.exercises.regularization.split_promises import PARTS
from course.exercises.regularization.split_rows import several_calls, splits_seen


def draw_data(rng):
    """Draw data whose rows can be told apart, with shares that leave a fraction of a row.

    That is below one half, so that rounding up is another number than rounding to the nearest.
    """
    cases = []
    for n, val, label in (
        (67, 24, ""),
        (58, 19, ""),
        (80, 28, "an even number of examples"),
        (73, 27, ""),
        (61, 40, "a fraction above one half"),
    ):
        x, y = rng.normal(size=(n, 3)), rng.normal(size=(n, 2) if n % 2 else n)
        fraction = (val + round(float(rng.uniform(0.2, 0.45)), 3)) / n
        inputs = {"x": x, "y": y, "fraction": fraction, "rng": int(rng.integers(2**31))}
        words = f"`x {x.shape}`, `y {y.shape}`, `fraction = {fraction:.4g}`"
        cases.append(Case(inputs, n, label, words=words))
    return cases


def taking(rows):
    """Return a split that takes rows(n, fraction, rng), a pair (train, val) of indices."""

    def split(x, y, fraction, rng):
        train, val = rows(len(x), fraction, rng)
        return x[train], y[train], x[val], y[val]

    return split


def sized(size):
    """Return a split whose validation part has size(n, fraction) rows."""

    def rows(n, fraction, rng):
        order, k = rng.permutation(n), size(n, fraction)
        return order[k:], order[:k]

    return taking(rows)


def down(n, fraction):
    """Return the number of validation rows, rounded down."""
    return math.floor(fraction * n)


def _first(n, fraction, rng):
    k = down(n, fraction)
    return np.arange(k, n), np.arange(k)


def _last(n, fraction, rng):
    k = n - down(n, fraction)
    return np.arange(k), np.arange(k, n)


def _overlap(n, fraction, rng):
    return np.arange(n), rng.choice(n, down(n, fraction), replace=False)


def _with_repeats(n, fraction, rng):
    val = rng.integers(0, n, down(n, fraction))
    return np.setdiff1d(np.arange(n), val), val


def _drawn_twice(n, fraction, rng):
    k = down(n, fraction)
    return rng.permutation(n)[k:], rng.permutation(n)[:k]


def _by_chance(n, fraction, rng):
    val = rng.random(n) < fraction
    return np.flatnonzero(~val), np.flatnonzero(val)


def _row_lost(n, fraction, rng):
    order, k = rng.permutation(n), down(n, fraction)
    return order[k + 1 :], order[:k]


def _row_in_both(n, fraction, rng):
    order, k = rng.permutation(n), down(n, fraction)
    return order[k - 1 :], order[:k]


def _indices(x, y, fraction, rng):
    order, k = rng.permutation(len(x)), down(len(x), fraction)
    return order[k:], order[:k]


def _dictionary(x, y, fraction, rng):
    names = "x_train", "y_train", "x_val", "y_val"
    return dict(zip(names, nn.validation_split(x, y, fraction, rng), strict=True))


def _block(n, fraction, rng):
    k = down(n, fraction)
    start = int(rng.integers(1, n - k))
    val = np.arange(start, start + k)
    return np.setdiff1d(np.arange(n), val), val


def _with_generator(generator):
    def rows(n, fraction, rng):
        order, k = generator().permutation(n), down(n, fraction)
        return order[k:], order[:k]

    return taking(rows)


def _shuffled_apart(x, y, fraction, rng):
    k, a, b = down(len(x), fraction), rng.permutation(len(x)), rng.permutation(len(x))
    return x[a[k:]], y[b[k:]], x[a[:k]], y[b[:k]]


def _only_x_shuffled(x, y, fraction, rng):
    k, order = len(x) - down(len(x), fraction), rng.permutation(len(x))
    return x[order[:k]], y[:k], x[order[k:]], y[k:]


def _in_place(x, y, fraction, rng):
    order, k = rng.permutation(len(x)), down(len(x), fraction)
    x[:], y[:] = x[order], y[order]
    return x[k:].copy(), y[k:].copy(), x[:k].copy(), y[:k].copy()


def _shuffled_in_place_apart(x, y, fraction, rng):
    k = down(len(x), fraction)
    rng.shuffle(x)
    rng.shuffle(y)
    return x[k:].copy(), y[k:].copy(), x[:k].copy(), y[:k].copy()


def reordered(*places):
    """Return a right split whose four arrays come in another order."""

    def split(x, y, fraction, rng):
        four = nn.validation_split(x, y, fraction, rng)
        return tuple(four[place] for place in places)

    return split


def _two_pairs(x, y, fraction, rng):
    x_train, y_train, x_val, y_val = nn.validation_split(x, y, fraction, rng)
    return (x_train, y_train), (x_val, y_val)


VALIDATION_SPLIT = Exercise(
    name="validation_split",
    contract="(x_train, y_train, x_val, y_val), rows drawn at random, fraction of them in the "
    "validation part",
    reference=nn.validation_split,
    settings=("fraction",),
    draw=draw_data,
    convert={"rng": np.random.default_rng},
    use=several_calls,
    collect=splits_seen,
    parts=PARTS,
    second_call=0,
    mistakes=(
        Mistake(
            "first_rows_taken",
            "the first rows are taken as they stand, and data are often sorted: draw an order "
            "with rng.permutation first",
            taking(_first),
        ),
        Mistake(
            "last_rows_taken",
            "the last rows are taken as they stand, and data are often sorted: draw an order "
            "with rng.permutation first",
            taking(_last),
        ),
        Mistake(
            "shuffled_apart",
            "x and y are shuffled apart, so each row gets another one's target: draw one order "
            "and use it for both",
            _shuffled_apart,
        ),
        Mistake(
            "only_x_shuffled",
            "x is shuffled and y is not, so each row gets another one's target: draw one order "
            "and use it for both",
            _only_x_shuffled,
        ),
        Mistake(
            "still_in_training",
            "the validation rows are still among the training rows, so the measurement flatters: "
            "take them out",
            taking(_overlap),
        ),
        Mistake(
            "drawn_with_repeats",
            "the validation rows are drawn with repeats: draw an order with rng.permutation and "
            "cut it, or use rng.choice with replace=False",
            taking(_with_repeats),
        ),
        Mistake(
            "drawn_twice",
            "an order is drawn for each part, so some rows are in both and others in none: draw "
            "one order, and cut it",
            taking(_drawn_twice),
        ),
        Mistake(
            "fraction_for_training",
            "fraction is taken as the training share, or both parts have changed places: it is "
            "the share of the validation part, which comes last",
            sized(lambda n, fraction: n - down(n, fraction)),
        ),
        Mistake(
            "rounded_up",
            "the validation part has a row too many: round fraction * n down, or to the nearest "
            "(int(n * (1 - fraction)) training rows leave a row more)",
            sized(lambda n, fraction: math.ceil(fraction * n)),
        ),
        Mistake(
            "one_row_too_few",
            "the validation part has a row too few: a slice leaves out its end already, so "
            "order[:size] has size rows",
            sized(lambda n, fraction: down(n, fraction) - 1),
        ),
        Mistake(
            "by_chance",
            "each row goes to either part by chance, so the share comes out different every "
            "time: draw an order, and cut off fraction * n rows",
            taking(_by_chance),
        ),
        Mistake(
            "row_lost",
            "a row between the parts is lost: one slice ends where the other begins, order[:size] "
            "and order[size:]",
            taking(_row_lost),
        ),
        Mistake(
            "row_in_both",
            "one row is in both parts: one slice ends where the other begins, order[:size] and "
            "order[size:]",
            taking(_row_in_both),
        ),
        Mistake(
            "block_at_random",
            "the validation rows are neighbours, from a random row on: draw an order of all rows "
            "with rng.permutation, and cut it",
            taking(_block),
        ),
        Mistake(
            "half_and_half",
            "the parts have the same size, whatever fraction is: the validation part has "
            "fraction * n rows",
            sized(lambda n, fraction: n // 2),
        ),
        Mistake(
            "own_generator",
            "every call draws the same rows, since the random numbers do not come from rng: use "
            "the rng that is given, without a seed of your own",
            _with_generator(lambda: np.random.default_rng(0)),
        ),
        Mistake(
            "rng_ignored",
            "rng is not used, so nobody can repeat your result: draw the order with "
            "rng.permutation, and not from np.random or random",
            _with_generator(np.random.default_rng),
        ),
        Mistake(
            "order_of_scikit_learn",
            "the order is x_train, x_val, y_train, y_val, which is scikit-learn's convention: "
            "here it is x_train, y_train, x_val, y_val",
            reordered(0, 2, 1, 3),
        ),
        Mistake(
            "two_pairs",
            "two pairs come: return the four arrays one after the other, x_train, y_train, "
            "x_val, y_val",
            _two_pairs,
        ),
        Mistake(
            "y_parts_exchanged",
            "y_train and y_val have changed places: the order is x_train, y_train, x_val, y_val",
            reordered(0, 3, 2, 1),
        ),
        Mistake(
            "targets_first",
            "the targets come before the inputs: the order is x_train, y_train, x_val, y_val",
            reordered(1, 0, 3, 2),
        ),
        Mistake(
            "targets_left_out",
            "only x is split: split y along with it, and return x_train, y_train, x_val, y_val",
            reordered(0, 2),
        ),
        Mistake(
            "indices_returned",
            "the rows' indices come: take the rows of x and of y with them, and return x_train, "
            "y_train, x_val, y_val",
            _indices,
        ),
        Mistake(
            "dictionary_returned",
            "a dictionary comes: return the four arrays one after the other, x_train, y_train, "
            "x_val, y_val",
            _dictionary,
        ),
        Mistake(
            "data_shuffled_in_place",
            "the values are right, but x and y themselves are put into another order: index them "
            "with a drawn order instead",
            _in_place,
        ),
        Mistake(
            "shuffled_in_place_apart",
            "rng.shuffle changes the data themselves, and x and y each in another way: draw an "
            "order with rng.permutation(len(x)) and index both with it",
            _shuffled_in_place_apart,
        ),
    ),
)
