"""The way back through dropout."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, Mistake, Part
from course.checking.plain import as_array
from course.exercises.drawing import away_from_zero
from course.exercises.numeric import gradient


def draw_dropout_backward(rng):
    """Draw masks of several rates, none of them 1/2, some of each kind of entry in all."""
    cases = []
    for shape, label in (
        ((8, 6), ""),
        ((7, 7), "as many examples as features"),
        ((5, 9), ""),
        ((1, 40), "a single example (n = 1)"),
    ):
        drop = round(float(rng.uniform(0.25, 0.4) if len(cases) % 2 else rng.uniform(0.6, 0.7)), 3)
        kept = rng.permutation(np.arange(np.prod(shape)) >= drop * np.prod(shape)).reshape(shape)
        inputs = {"dout": away_from_zero(rng, shape), "mask": kept / (1 - drop)}
        cases.append(Case(inputs, shape[0], label))
    whole = {"dout": away_from_zero(rng, (3, 4)), "mask": np.ones((3, 4))}
    return [*cases, Case(whole, 3, "nothing dropped (a mask of ones)", telling=False)]


def another_mask(value, expected):
    """Return the record of an answer: its values, or that they come from another mask."""
    mine, due = as_array(value), as_array(expected)
    if mine is None or due is None or mine.shape != due.shape:
        return value
    dropped = np.mean(mine[due != 0] == 0)
    if not (due == 0).any():
        return "another mask" if 0 < dropped < 1 else value
    through = np.mean(mine[due == 0] != 0)
    some = dropped > 0 or through < 1  # at a low rate a small draw may drop next to nothing
    return "another mask" if dropped < 1 and through > 0 and some else value


def _inverse(mask):
    return np.divide(1.0, mask, out=np.zeros_like(mask), where=mask > 0)


def _in_place(dout, mask):
    dout *= mask
    return dout


def _into_mask(dout, mask):
    mask *= dout
    return mask


def _drawn_anew(dout, mask):
    return dout * 2 * (np.random.default_rng(0).random(dout.shape) < 0.5)


BACKWARD_MISTAKES = (
    Mistake(
        "changes_dout",
        "the values are right, but dout itself is overwritten: dout * mask makes a new array",
        _in_place,
    ),
    Mistake(
        "changes_mask",
        "the values are right, but the mask itself is overwritten: dout * mask makes a new array",
        _into_mask,
    ),
    Mistake(
        "mask_forgotten",
        "the gradient is passed on as it came: what was dropped gets none, so multiply by the mask",
        lambda dout, mask: dout.copy(),
    ),
    Mistake(
        "scaled_twice",
        "the factor 1 / (1 - drop) is in there twice: the mask holds it already, so dout * mask "
        "is all",
        lambda dout, mask: dout * mask * mask,
    ),
    Mistake(
        "not_scaled",
        "the gradient passes where the mask is not 0, but without its factor 1 / (1 - drop): "
        "multiply by the mask itself",
        lambda dout, mask: dout * (mask > 0),
    ),
    Mistake(
        "drawn_anew",
        "other entries are 0 than on the way forward: draw no new mask, use the one that is given",
        _drawn_anew,
    ),
    Mistake(
        "mask_inverted",
        "the gradient passes where entries were dropped: it passes where the mask is not 0",
        lambda dout, mask: dout * (mask == 0),
    ),
    Mistake(
        "one_minus_mask",
        "this multiplies by 1 - mask: multiply by the mask itself",
        lambda dout, mask: dout * (1 - mask),
    ),
    Mistake(
        "divided_by_mask",
        "the gradient is divided by the mask, 0 where that is 0: multiply by it",
        lambda dout, mask: dout * _inverse(mask),
    ),
    Mistake(
        "divided_by_zero",
        "the gradient is divided by the mask, and that is 0 where entries were dropped: multiply "
        "by it",
        lambda dout, mask: np.divide(dout, mask, out=dout * np.inf, where=mask > 0),
    ),
    Mistake(
        "dout_left_out",
        "this is the mask alone: the chain rule multiplies it by dout",
        lambda dout, mask: mask.copy(),
    ),
    Mistake(
        "scaled_without_dropping",
        "every entry is scaled and none dropped: multiply by the mask, entry by entry",
        lambda dout, mask: dout * mask.max(),
    ),
    Mistake(
        "mean_of_mask",
        "this multiplies by the mask's mean: multiply by the mask, entry by entry",
        lambda dout, mask: dout * mask.mean(),
    ),
    Mistake(
        "scaled_by_share_kept",
        "the gradient is multiplied by the share that was kept: the mask holds the right factor "
        "already",
        lambda dout, mask: dout * mask * (mask > 0).mean(),
    ),
    Mistake(
        "averaged",
        "this is divided by n: the 1/n of the mean is already in dout",
        lambda dout, mask: dout * mask / len(dout),
    ),
    Mistake(
        "first_row_for_all",
        "the first row of the mask is used for all examples: each has a row of its own",
        lambda dout, mask: dout * mask[0],
    ),
    Mistake(
        "negative_cut_off",
        "negative gradients are cut off, as if there were a ReLU: dropout lets either sign pass",
        lambda dout, mask: np.maximum(dout * mask, 0),
    ),
    Mistake(
        "matrix_product",
        "dout @ mask.T is a matrix product: multiply entry by entry, dout * mask",
        lambda dout, mask: dout @ mask.T,
    ),
    Mistake(
        "summed_over_examples",
        "this is summed over the examples: dropout has no weights, and each entry keeps its own "
        "gradient",
        lambda dout, mask: (dout * mask).sum(axis=0),
    ),
)

DROPOUT_BACKWARD = Exercise(
    name="dropout_backward",
    contract="dx of dout's shape: what the mask lets pass",
    reference=nn.dropout_backward,
    numeric=lambda dout, mask: gradient(lambda x: np.sum(dout * (x * mask)), np.ones_like(dout)),
    draw=draw_dropout_backward,
    parts=(Part("dx", 4, trace=another_mask),),
    mistakes=BACKWARD_MISTAKES,
)
