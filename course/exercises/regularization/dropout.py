"""Dropout on the way forward, judged by what it promises."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, Mistake
from course.exercises.drawing import ONE_EXAMPLE, away_from_zero
from course.exercises.regularization.dropout_promises import PARTS, masks_seen, three_calls

# No count here is a whole number of entries to keep at a rate of three decimals, and at none of
# these rates do the shares of right and wrong formulas come near each other.
SIZES = (
    ((57, 43), (0.18, 0.34), ""),
    ((43, 57), (0.63, 0.68), ""),
    ((49, 49), (0.2, 0.34), "as many examples as features"),
    ((1, 1957), (0.2, 0.34), ONE_EXAMPLE),
    ((19, 23), None, "drop = 0"),
)


def draw_dropout(rng):
    """Draw x with a rate for each of the sizes, none of them 1/2, and one of 0."""
    cases = []
    for shape, rates, label in SIZES:
        drop = round(float(rng.uniform(*rates)), 3) if rates else 0.0
        inputs = {"x": away_from_zero(rng, shape), "drop": drop, "rng": int(rng.integers(2**32))}
        words = f"`x {shape}`, `drop = {drop}`"
        telling = label not in (ONE_EXAMPLE, "drop = 0")
        cases.append(Case(inputs, shape[0], label, words=words, telling=telling))
    return cases


def kept(x, drop, rng, shape=None):
    """Return which entries are kept, as True and False."""
    return rng.random(x.shape if shape is None else shape) >= drop


def masked(mask):
    """Return a dropout with another mask, a function of (x, drop, rng)."""

    def function(x, drop, rng):
        with np.errstate(all="ignore"):
            m = mask(x, drop, rng)
            return x * m, m

    return function


def built(out, mask):
    """Return a dropout of which out and mask are functions of (x, drop, entries kept)."""

    def function(x, drop, rng):
        m = kept(x, drop, rng)
        with np.errstate(all="ignore"):
            return out(x, drop, m), mask(x, drop, m)

    return function


def _right_mask(x, drop, m):
    return m / (1 - drop)


def _right_out(x, drop, m):
    return x * m / (1 - drop)


def _two_masks(x, drop, rng):
    return x * kept(x, drop, rng) / (1 - drop), kept(x, drop, rng) / (1 - drop)


def _by_kept_share(x, drop, rng):
    m = kept(x, drop, rng)
    return m / m.mean()


def _keeps_drop_unless_nothing(x, drop, rng):
    return ~kept(x, drop, rng) / drop if drop else np.ones(x.shape)


def _numbers_returned(x, drop, rng):
    numbers = rng.random(x.shape)
    return x * (numbers >= drop) / (1 - drop), numbers


def _in_place(x, drop, rng):
    m = kept(x, drop, rng) / (1 - drop)
    x *= m
    return x.copy(), m


def _repeated(shape):
    """Return a mask drawn in a smaller shape and stretched to x's."""

    def mask(x, drop, rng):
        return np.ones(x.shape) * kept(x, drop, rng, shape(*x.shape)) / (1 - drop)

    return masked(mask)


def _smaller(shape):
    """Return a mask drawn in a smaller shape, and returned in it."""
    return masked(lambda x, drop, rng: kept(x, drop, rng, shape(*x.shape)) / (1 - drop))


FROM_OTHER_SOURCES = (
    Mistake(
        "own_generator",
        "every call drops the very same entries, as a fixed seed of one's own makes it: draw from "
        "the rng that it is given, in each call",
        masked(lambda x, d, rng: kept(x, d, np.random.default_rng(0)) / (1 - d)),
    ),
    Mistake(
        "rng_ignored",
        "rng is not used, so nobody can repeat your result: draw from it, as in rng.random, and "
        "not from np.random",
        masked(lambda x, d, rng: kept(x, d, np.random.default_rng()) / (1 - d)),
    ),
    Mistake(
        "rng_ignored_and_not_inverted",
        "rng is not used, so nobody can repeat your result: draw from it, and not from np.random. "
        "And the mask holds 0 and 1: divide it by 1 - drop",
        masked(lambda x, d, rng: kept(x, d, np.random.default_rng()) * 1.0),
    ),
)
REPEATED = (
    Mistake(
        "one_mask_for_all_examples",
        "one row is drawn and used for all examples, so they lose the same features: draw a "
        "number for every entry, rng.random(x.shape)",
        _repeated(lambda n, d: (1, d)),
    ),
    Mistake(
        "whole_examples",
        "whole rows are dropped, so some examples vanish: draw a number for every entry, "
        "rng.random(x.shape)",
        _repeated(lambda n, d: (n, 1)),
    ),
    Mistake(
        "all_or_nothing",
        "all entries are kept or dropped together: draw a number for every entry, "
        "rng.random(x.shape), and put 0 where it is below drop",
        _repeated(lambda n, d: (1, 1)),
    ),
    Mistake(
        "small_mask_for_all_examples",
        "the mask is a single row, so all examples lose the same features: draw it in x's shape, "
        "rng.random(x.shape)",
        _smaller(lambda n, d: (d,)),
    ),
    Mistake(
        "small_mask_for_whole_examples",
        "the mask is a single column, so whole examples vanish: draw it in x's shape, "
        "rng.random(x.shape)",
        _smaller(lambda n, d: (n, 1)),
    ),
    Mistake(
        "a_number_for_mask",
        "the mask is a single number, so everything is dropped or kept as one: draw it in x's "
        "shape, rng.random(x.shape)",
        _smaller(lambda n, d: ()),
    ),
)
DROPOUT_MISTAKES = (
    Mistake(
        "not_inverted",
        "the mask holds 0 and 1, so the layer's sums shrink in training: that is dropout as it "
        "was first published, which scales at prediction; inverted dropout divides by 1 - drop",
        masked(lambda x, d, rng: kept(x, d, rng) * 1.0),
    ),
    Mistake(
        "keeps_what_it_should_drop",
        "entries are kept where they should be dropped: keep where rng.random(x.shape) >= drop",
        masked(lambda x, d, rng: ~kept(x, d, rng) / (1 - d)),
    ),
    Mistake(
        "drop_for_keep",
        "drop is taken as the share to keep, in the mask and in its factor: keep 1 - drop of the "
        "entries, and divide by 1 - drop",
        masked(lambda x, d, rng: np.where(kept(x, d, rng), 0.0, 1.0) / np.float64(d)),
    ),
    Mistake(
        "drop_for_keep_unless_nothing",
        "drop is taken as the share to keep, in the mask and in its factor: keep 1 - drop of the "
        "entries, and divide by 1 - drop",
        masked(_keeps_drop_unless_nothing),
    ),
    Mistake(
        "mask_of_integers",
        "the mask's factor has lost its decimals: keep it a float, and leave out int",
        masked(lambda x, d, rng: np.trunc(kept(x, d, rng) / (1 - d))),
    ),
    Mistake(
        "kept_entries_for_mask",
        "the mask that comes back is x with its dropped entries: return what x is multiplied by, "
        "0 and 1 / (1 - drop)",
        built(_right_out, lambda x, d, m: x * m),
    ),
    Mistake(
        "drop_for_keep_not_scaled",
        "drop is taken as the share to keep, and the mask is not scaled: keep where "
        "rng.random(x.shape) >= drop, and divide by 1 - drop",
        masked(lambda x, d, rng: ~kept(x, d, rng) * 1.0),
    ),
    Mistake(
        "divided_by_drop",
        "the mask is divided by drop: divide it by 1 - drop, the share that is kept",
        masked(lambda x, d, rng: kept(x, d, rng) / np.float64(d)),
    ),
    Mistake(
        "divided_by_drop_unless_nothing",
        "the mask is divided by drop: divide it by 1 - drop, the share that is kept",
        masked(lambda x, d, rng: kept(x, d, rng) / (d or 1)),
    ),
    Mistake(
        "mask_not_scaled",
        "out is scaled but the mask that comes back holds 0 and 1, and the way back would miss "
        "the factor: put 1 / (1 - drop) into the mask",
        built(_right_out, lambda x, d, m: m),
    ),
    Mistake(
        "out_not_scaled",
        "the mask holds its factor but out does not: out = x * mask",
        built(lambda x, d, m: x * m, _right_mask),
    ),
    Mistake(
        "scaled_twice",
        "out is divided by 1 - drop twice: the mask holds the factor, so out = x * mask",
        built(lambda x, d, m: x * m / (1 - d) ** 2, _right_mask),
    ),
    Mistake(
        "multiplied_by_keep",
        "the mask is multiplied by 1 - drop: divide by it, so that the mean stays",
        masked(lambda x, d, rng: kept(x, d, rng) * (1 - d)),
    ),
    Mistake(
        "prediction_scaling",
        "the mask holds 0 and 1 and out is multiplied by 1 - drop, which the first dropout did at "
        "prediction: divide the mask by 1 - drop, and out = x * mask",
        built(lambda x, d, m: x * m * (1 - d), lambda x, d, m: m),
    ),
    Mistake(
        "multiplied_by_drop",
        "the mask is multiplied by drop: divide it by 1 - drop",
        masked(lambda x, d, rng: kept(x, d, rng) * d),
    ),
    Mistake(
        "scaled_by_one_plus_keep",
        "the kept entries are multiplied by 1 + (1 - drop): divide by 1 - drop",
        masked(lambda x, d, rng: kept(x, d, rng) * (2 - d)),
    ),
    Mistake(
        "root_of_factor",
        "the factor is the root of 1 / (1 - drop), which keeps the variance: dropout keeps the "
        "mean, so leave out the root",
        masked(lambda x, d, rng: kept(x, d, rng) / np.sqrt(1 - d)),
    ),
    Mistake(
        "share_that_came_out",
        "the mask is divided by the share that happened to be kept: divide by 1 - drop, the same "
        "in every call",
        masked(_by_kept_share),
    ),
    Mistake(
        "numbers_returned",
        "the random numbers come back in the mask's place: return what you multiply x by",
        _numbers_returned,
    ),
    Mistake(
        "random_numbers_for_mask",
        "x is multiplied by the random numbers themselves: compare them with drop first, and "
        "divide by 1 - drop",
        masked(lambda x, d, rng: rng.random(x.shape)),
    ),
    Mistake(
        "two_masks",
        "two masks are drawn, one for out and another one that comes back: draw once and use it "
        "twice",
        _two_masks,
    ),
    Mistake(
        "mask_of_the_dropped",
        "the mask that comes back marks what was dropped: return what x is multiplied by",
        built(_right_out, lambda x, d, m: ~m / (1 - d)),
    ),
    Mistake(
        "mask_not_used",
        "out is x as it came: multiply it by the mask",
        built(lambda x, d, m: x.copy(), _right_mask),
    ),
    Mistake(
        "normal_numbers",
        "the numbers come from a normal law, so another share lies below drop: rng.random gives "
        "numbers spread evenly from 0 to 1",
        masked(lambda x, d, rng: (rng.normal(size=x.shape) >= d) / (1 - d)),
    ),
    Mistake(
        "half_whatever_drop",
        "half of the entries are dropped, whatever drop is: compare rng.random(x.shape) with drop",
        masked(lambda x, d, rng: kept(x, 0.5, rng) / (1 - d)),
    ),
    Mistake(
        "half_and_doubled",
        "drop plays no part, half of the entries are dropped and the rest doubled: use the drop "
        "that is given",
        masked(lambda x, d, rng: kept(x, 0.5, rng) * 2.0),
    ),
    Mistake(
        "swapped",
        "the two outputs have changed places: return out first, then the mask",
        lambda x, drop, rng: nn.dropout_forward(x, drop, rng)[::-1],
    ),
    Mistake(
        "mask_left_out",
        "only out comes back: the way back needs the mask, so return out, mask",
        lambda x, drop, rng: nn.dropout_forward(x, drop, rng)[0],
    ),
    Mistake(
        "changes_x",
        "the values are right, but x itself is overwritten: out = x * mask makes a new array",
        _in_place,
    ),
    *REPEATED,
    *FROM_OTHER_SOURCES,
)

DROPOUT_FORWARD = Exercise(
    name="dropout_forward",
    contract="(out, mask), both of x's shape: the mask holds 0 and 1 / (1 - drop), out = x * mask",
    reference=nn.dropout_forward,
    settings=("drop",),
    draw=draw_dropout,
    convert={"rng": np.random.default_rng},
    use=three_calls,
    collect=masks_seen,
    parts=PARTS,
    second_call=0,
    mistakes=DROPOUT_MISTAKES,
)
