"""Mini-batches, judged by what they promise: no two right answers are the same."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, Mistake
from course.exercises.drawing import ONE_EXAMPLE
from course.exercises.gradient_descent.promises import PARTS, batches_seen, three_epochs


def draw_data(rng):
    """Draw examples that can be told apart, with sizes of batches that fit and that do not.

    There are so many batches that shuffling them by chance puts the short one last too seldom
    to matter, and so many examples that drawing with repeats never leaves out half of them.
    """
    cases = []
    for n, size, label in (
        (121, 10, ""),
        (120, 10, "batches that all have the same size"),
        (26, 30, "fewer examples than a batch holds"),
        (133, 11, ""),
        (125, 9, ""),
        (1, 4, ONE_EXAMPLE),
    ):
        x, y = rng.normal(size=(n, 3)), rng.normal(size=(n, 2) if n % 2 else n)
        inputs = {"x": x, "y": y, "batch_size": size, "rng": int(rng.integers(2**31))}
        words = f"`x {x.shape}`, `y {y.shape}`, `batch_size = {size}`"
        cases.append(Case(inputs, n, label, words=words, telling=n > size))
    return cases


def _cut(x, y, size, order):
    """Return the batches of an order of the examples."""
    return [(x[order[i : i + size]], y[order[i : i + size]]) for i in range(0, len(x), size)]


def _parts_of(x, y, parts):
    return [(x[part], y[part]) for part in parts]


def _in_place(x, y, batch_size, rng):
    rng.shuffle(x)
    rng.shuffle(y)
    return _cut(x, y, batch_size, np.arange(len(x)))


def _shuffled_apart(x, y, batch_size, rng):
    shuffled = x[rng.permutation(len(x))], y[rng.permutation(len(y))]
    return _cut(*shuffled, batch_size, np.arange(len(x)))


def _with_repeats(x, y, batch_size, rng):
    n = len(x)
    sizes = [min(batch_size, n - i) for i in range(0, n, batch_size)]
    return _parts_of(x, y, [rng.integers(0, n, size) for size in sizes])


def _filled_up(x, y, batch_size, rng):
    order = rng.permutation(len(x))
    starts = range(0, len(x), batch_size)
    parts = [np.take(order, range(i, i + batch_size), mode="wrap") for i in starts]
    return _parts_of(x, y, parts)


def _one_short(x, y, batch_size, rng):
    order = rng.permutation(len(x))
    starts = range(0, len(x), batch_size)
    return _parts_of(x, y, [order[i : i + max(1, batch_size - 1)] for i in starts])


def _whole_batches(x, y, batch_size, rng):
    starts = rng.permutation(np.arange(0, len(x), batch_size))
    return [(x[i : i + batch_size], y[i : i + batch_size]) for i in starts]


def _shuffled_within(x, y, batch_size, rng):
    order = np.arange(len(x))
    parts = [order[i : i + batch_size] for i in range(0, len(x), batch_size)]
    return _parts_of(x, y, [rng.permutation(part) for part in parts])


def _last_one_whole(x, y, batch_size, rng):
    order, n = rng.permutation(len(x)), len(x)
    starts = [min(i, max(0, n - batch_size)) for i in range(0, n, batch_size)]
    return _parts_of(x, y, [order[i : i + batch_size] for i in starts])


def _one_too_many(x, y, batch_size, rng):
    order = rng.permutation(len(x))
    starts = range(0, len(x), batch_size)
    return _parts_of(x, y, [order[i : i + batch_size + 1] for i in starts])


def _each_drawn_anew(x, y, batch_size, rng):
    n = len(x)
    sizes = [min(batch_size, n - i) for i in range(0, n, batch_size)]
    return _parts_of(x, y, [rng.permutation(n)[:size] for size in sizes])


def _with_an_empty_one(x, y, batch_size, rng):
    order = rng.permutation(len(x))
    starts = range(0, len(x) // batch_size * batch_size + 1, batch_size)
    return _parts_of(x, y, [order[i : i + batch_size] for i in starts])


def _short_one_first(x, y, batch_size, rng):
    order, short = rng.permutation(len(x)), len(x) % batch_size
    starts = range(short, len(x), batch_size)
    parts = [order[:short]] if short else []
    return _parts_of(x, y, [*parts, *(order[i : i + batch_size] for i in starts)])


def _without_end(x, y, batch_size, rng):
    while True:
        yield from _cut(x, y, batch_size, rng.permutation(len(x)))


def _epoch(change):
    """Return minibatches that make something of the right list of batches."""
    return lambda x, y, batch_size, rng: change(_cut(x, y, batch_size, rng.permutation(len(x))))


def _overlapping(x, y, batch_size, rng):
    order = rng.permutation(len(x))
    return _parts_of(x, y, [order[i : i + batch_size] for i in range(len(x))])


MINIBATCHES = Exercise(
    name="minibatches",
    contract="or yields the epoch's (x, y) pairs, batch by batch",
    reference=nn.minibatches,
    settings=("batch_size",),
    draw=draw_data,
    convert={"rng": np.random.default_rng},
    use=three_epochs,
    collect=batches_seen,
    parts=PARTS,
    mistakes=(
        Mistake(
            "last_batch_dropped",
            "the last, smaller batch is dropped: let range(0, len(x), batch_size) give the starts, "
            "and slices end by themselves",
            lambda x, y, batch_size, rng: [
                batch
                for batch in _cut(x, y, batch_size, rng.permutation(len(x)))
                if len(batch[0]) == batch_size
            ],
        ),
        Mistake(
            "not_shuffled",
            "the examples come in the order of the data: draw an order with rng.permutation first",
            lambda x, y, batch_size, rng: _cut(x, y, batch_size, np.arange(len(x))),
        ),
        Mistake(
            "batches_shuffled",
            "whole batches change places, but each holds the same neighbours for ever: draw an "
            "order of the examples, and cut that into batches",
            _whole_batches,
        ),
        Mistake(
            "shuffled_apart",
            "x and y are shuffled apart, so each house gets another one's price: draw one order "
            "and use it for both",
            _shuffled_apart,
        ),
        Mistake(
            "only_x_shuffled",
            "x is shuffled and y is not, so each house gets another one's price: draw one order "
            "and use it for both",
            lambda x, y, batch_size, rng: _cut(
                x[rng.permutation(len(x))], y, batch_size, np.arange(len(x))
            ),
        ),
        Mistake(
            "drawn_with_repeats",
            "each batch is drawn anew, so some examples come twice and others never: draw one "
            "order an epoch and cut it into batches",
            _with_repeats,
        ),
        Mistake(
            "number_for_size",
            "there are batch_size batches: each batch has batch_size examples",
            lambda x, y, batch_size, rng: _parts_of(
                x, y, np.array_split(rng.permutation(len(x)), batch_size)
            ),
        ),
        Mistake(
            "even_sizes",
            "the examples are spread evenly: every batch but the last holds exactly batch_size",
            lambda x, y, batch_size, rng: _parts_of(
                x, y, np.array_split(rng.permutation(len(x)), -(-len(x) // batch_size))
            ),
        ),
        Mistake(
            "last_batch_filled_up",
            "the last batch is filled up with examples that were used already: let it be smaller",
            _filled_up,
        ),
        Mistake(
            "last_batch_whole",
            "the last batch is as large as the others and holds examples that were used already: "
            "let it be smaller",
            _last_one_whole,
        ),
        Mistake(
            "slice_one_too_many",
            "each batch takes the first example of the next one as well: a slice leaves out its "
            "end, so [i : i + batch_size] has batch_size examples",
            _one_too_many,
        ),
        Mistake(
            "each_drawn_anew",
            "each batch is drawn from all examples, so some come twice in an epoch and others "
            "never: draw one order an epoch and cut it into batches",
            _each_drawn_anew,
        ),
        Mistake(
            "empty_batch",
            "where batch_size divides the number of examples, an empty batch comes at the end: "
            "let range(0, len(x), batch_size) give the starts",
            _with_an_empty_one,
        ),
        Mistake(
            "short_batch_first",
            "the smaller batch comes first: it is what is left at the end",
            _short_one_first,
        ),
        Mistake(
            "without_end",
            "the batches never end: one call is one epoch, so leave out while True",
            _without_end,
        ),
        Mistake(
            "targets_first",
            "y comes before x in each pair: yield x[chosen], y[chosen]",
            _epoch(lambda batches: [(ys, xs) for xs, ys in batches]),
        ),
        Mistake(
            "two_lists",
            "a list of x's batches and one of y's come: bring them together in pairs, as zip does",
            _epoch(lambda batches: ([xs for xs, _ in batches], [ys for _, ys in batches])),
        ),
        Mistake(
            "indices_alone",
            "the batches hold the examples' indices: yield x[chosen], y[chosen]",
            lambda x, y, batch_size, rng: np.split(
                rng.permutation(len(x)), range(batch_size, len(x), batch_size)
            ),
        ),
        Mistake(
            "slice_one_short",
            "every batch lacks an example: a slice leaves out its end already, so it is "
            "[i : i + batch_size]",
            _one_short,
        ),
        Mistake(
            "data_shuffled_in_place",
            "rng.shuffle changes the data themselves, and x and y each in another way: draw an "
            "order with rng.permutation(len(x)) and index both with it",
            _in_place,
        ),
        Mistake(
            "own_generator",
            "every epoch has the same order, since the random numbers do not come from rng: use "
            "the rng that is given, without a seed of your own",
            lambda x, y, batch_size, rng: _cut(
                x, y, batch_size, np.random.default_rng(0).permutation(len(x))
            ),
        ),
        Mistake(
            "rng_ignored",
            "rng is not used, so nobody can repeat your result: draw the order with "
            "rng.permutation, and not from np.random or random",
            lambda x, y, batch_size, rng: _cut(
                x, y, batch_size, np.random.default_rng().permutation(len(x))
            ),
        ),
        Mistake(
            "nothing_yielded",
            "no batch comes: yield each pair, or append it to the list that you return",
            lambda x, y, batch_size, rng: [],
        ),
        Mistake(
            "first_batch_only",
            "only the first batch comes: a return inside the loop ends it, so yield, or return "
            "after the loop",
            lambda x, y, batch_size, rng: _cut(x, y, batch_size, rng.permutation(len(x)))[:1],
        ),
        Mistake(
            "one_pair_returned",
            "one pair x, y comes alone: yield one for each batch, or collect them in a list and "
            "return that after the loop",
            lambda x, y, batch_size, rng: _cut(x, y, batch_size, rng.permutation(len(x)))[0],
        ),
        Mistake(
            "first_batch_left_out",
            "the first batch is missing: let the loop begin at 0",
            lambda x, y, batch_size, rng: _cut(x, y, batch_size, rng.permutation(len(x)))[1:],
        ),
        Mistake(
            "shuffled_within_batches",
            "the order changes within each batch only, and each holds the same neighbours for "
            "ever: draw an order of all examples, and cut that into batches",
            _shuffled_within,
        ),
        Mistake(
            "one_batch_at_random",
            "single examples come: take batch_size of them at a time",
            lambda x, y, batch_size, rng: _cut(x, y, 1, rng.permutation(len(x))),
        ),
        Mistake(
            "whole_data",
            "all examples come in one batch: cut the order into parts of batch_size",
            lambda x, y, batch_size, rng: _cut(x, y, len(x), rng.permutation(len(x))),
        ),
        Mistake(
            "overlapping",
            "the batches overlap, since the start moves on by 1: let range step by batch_size",
            _overlapping,
        ),
        Mistake(
            "targets_left_out",
            "only batches of x come: yield pairs, x[chosen], y[chosen]",
            lambda x, y, batch_size, rng: [
                xs for xs, _ in _cut(x, y, batch_size, rng.permutation(len(x)))
            ],
        ),
    ),
)
