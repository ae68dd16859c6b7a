"""Softmax: from logits to probabilities."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, Mistake, Part, Tolerance
from course.checking.comparing import matches
from course.exercises.drawing import away_from_zero
from course.exercises.loss.shared import CLASS_SIZES, ROUNDING, far_rows, softmax_along


def draw_logits(rng):
    """Draw moderate logits; then rows far out, beside each other and within themselves."""
    cases = [
        Case({"logits": away_from_zero(rng, (n, k), 0.3, 3.0)}, n, label)
        for n, k, label in CLASS_SIZES
    ]
    return cases + [Case({"logits": z}, len(z), extreme=True) for z in far_rows(rng)]


def _softmax_in_place(logits):
    logits -= logits.max(axis=1, keepdims=True)
    return np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)


def _softmax_shifted_by(shift, logits):
    exponentials = np.exp(logits - shift)
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def _softmax_with(tiny, logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / (exponentials.sum(axis=1, keepdims=True) + tiny)


def _rows_sum_to_one(value, expected):
    """Whether probabilities are right to all digits, and each row of them sums to 1 exactly."""
    if not matches(value, expected, Tolerance(1e-8, 1e-10)):
        return False
    sums = np.sum(value, axis=1, dtype=np.float64)  # of rows in single precision, the digits tell
    return matches(sums, np.ones(len(expected)), Tolerance(0.0, 1e-10))


KEEPDIMS = (
    "an axis is lost, so rows and columns no longer line up: with keepdims=True the {} of each "
    "row stays a column, of shape (n, 1)"
)

SOFTMAX = Exercise(
    name="softmax",
    contract="each row's exponentials divided by their sum, in an array of logits' shape",
    reference=nn.softmax,
    draw=draw_logits,
    parts=(
        Part("probabilities", 3, tolerance=ROUNDING),
        Part(
            "rows sum to 1",
            1,
            test=_rows_sum_to_one,
            where=lambda case: not case.extreme,
            variable="probabilities",
        ),
    ),
    tolerance=ROUNDING,
    extremes=2,
    mistakes=(
        Mistake(
            "changes_logits",
            "the values are right, but logits itself is overwritten: put the shifted logits into "
            "a new array",
            _softmax_in_place,
        ),
        Mistake(
            "no_maximum_subtracted",
            "right for usual logits, but exp overflows for large ones: subtract each row's "
            "largest logit first, which changes no probability",
            lambda logits: np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True),
        ),
        Mistake(
            "one_maximum_for_all_rows",
            "the largest logit of all is subtracted, so in a row far below it every exponential "
            "becomes 0: subtract each row's own largest, with axis=1 and keepdims=True",
            lambda logits: softmax_along(logits, shift_axis=None, kept=(False, True)),
        ),
        Mistake(
            "maximum_of_columns",
            "each column's largest logit is subtracted, which changes the probabilities: within a "
            "row all logits must be shifted by the same number, so use axis=1",
            lambda logits: softmax_along(logits, shift_axis=0),
        ),
        Mistake(
            "smallest_subtracted",
            "right for usual logits, but exp overflows where they lie far apart: subtract each "
            "row's largest logit, not its smallest",
            lambda logits: _softmax_shifted_by(logits.min(axis=1, keepdims=True), logits),
        ),
        Mistake(
            "mean_subtracted",
            "right for usual logits, but exp overflows where they lie far apart: subtract each "
            "row's largest logit, not its mean",
            lambda logits: _softmax_shifted_by(logits.mean(axis=1, keepdims=True), logits),
        ),
        Mistake(
            "columns_for_rows",
            "the columns sum to 1: each row is an example, so use axis=1",
            lambda logits: softmax_along(logits, shift_axis=0, sum_axis=0),
        ),
        Mistake(
            "columns_summed",
            "this divides by the sums of the columns: each row is an example, so sum with axis=1",
            lambda logits: softmax_along(logits, sum_axis=0),
        ),
        Mistake(
            "whole_array",
            "the whole array sums to 1: each row is an example, so use axis=1 and keepdims=True",
            lambda logits: softmax_along(logits, None, None),
        ),
        Mistake(
            "keepdims_missing",
            KEEPDIMS.format("maximum and the sum"),
            lambda logits: softmax_along(logits, kept=(False, False)),
        ),
        Mistake(
            "keepdims_missing_in_maximum",
            KEEPDIMS.format("maximum"),
            lambda logits: softmax_along(logits, kept=(False, True)),
        ),
        Mistake(
            "keepdims_missing_in_sum",
            KEEPDIMS.format("sum"),
            lambda logits: softmax_along(logits, kept=(True, False)),
        ),
        Mistake(
            "keepdims_missing_unshifted",
            KEEPDIMS.format("sum"),
            lambda logits: np.exp(logits) / np.exp(logits).sum(axis=1),
        ),
        Mistake(
            "sum_not_shifted",
            "the largest logit is subtracted above the line but not below it: use the same "
            "shifted logits in both",
            lambda logits: (
                np.exp(logits - logits.max(axis=1, keepdims=True))
                / np.exp(logits).sum(axis=1, keepdims=True)
            ),
        ),
        Mistake.with_number(
            "tiny_number_in_sum",
            "the rows sum to 1 only roughly: leave out any tiny number added to the sum (after "
            "the shift the sum is at least 1), and do not round",
            lambda tiny: lambda logits: _softmax_with(tiny, logits),
            1e-8,
            (1e-9, 1e-1),
        ),
        Mistake.with_number(
            "e_rounded",
            "another number stands where e belongs: np.exp has all of its digits",
            lambda e: lambda logits: nn.softmax(logits * np.log(e)),
            2.718,
            (2.69, 2.75),
            lapse=True,
        ),
        Mistake.with_number(
            "another_base",
            "another number stands where e belongs: np.exp has all of its digits",
            lambda e: lambda logits: nn.softmax(logits * np.log(e)),
            3.0,
            (2.01, 4.0),
        ),
        Mistake.with_number(
            "temperature",
            "the logits are divided by a number first, a temperature, which flattens the "
            "probabilities: take exp of the logits as they are",
            lambda factor: lambda logits: nn.softmax(logits * factor),
            0.5,
            (1e-3, 0.69),
        ),
        Mistake(
            "stretched",
            "the logits are stretched to lie between 0 and 1: a softmax takes exponentials and "
            "divides by their sum",
            lambda logits: (
                (logits - logits.min(axis=1, keepdims=True)) / np.ptp(logits, axis=1, keepdims=True)
            ),
        ),
        Mistake(
            "shifted_but_not_divided",
            "the exponentials of the shifted logits are not divided by their sum, so the rows do "
            "not sum to 1",
            lambda logits: np.exp(logits - logits.max(axis=1, keepdims=True)),
        ),
        Mistake.with_number(
            "sharpened",
            "the logits are multiplied by a number first, which sharpens the probabilities: take "
            "exp of the logits as they are",
            lambda factor: lambda logits: nn.softmax(factor * logits),
            2.0,
            (1.4, 100.0),
        ),
        Mistake(
            "not_divided",
            "the exponentials are not divided by their sum, so the rows do not sum to 1",
            np.exp,
        ),
        Mistake(
            "sigmoid",
            "this is a sigmoid of each logit: a softmax divides each exponential by the sum of "
            "its row, so that the classes share a probability of 1",
            lambda logits: nn.sigmoid(logits),
        ),
        Mistake(
            "exp_missing",
            "the logits themselves are divided by their sum: take exp first, so that all are "
            "positive",
            lambda logits: logits / logits.sum(axis=1, keepdims=True),
        ),
        Mistake(
            "sign_of_exponent",
            "the exponent has the wrong sign: the largest logit must get the largest probability",
            lambda logits: nn.softmax(-logits),
        ),
        Mistake(
            "base_2",
            "this takes powers of 2: a softmax takes powers of e, with np.exp",
            lambda logits: nn.softmax(logits * np.log(2)),
        ),
        Mistake(
            "log_returned",
            "these are the logs of the probabilities: return the probabilities",
            lambda logits: np.log(nn.softmax(logits)),
        ),
        Mistake(
            "labels_returned",
            "this is the column of each row's largest logit: return the probabilities of all "
            "classes",
            lambda logits: logits.argmax(axis=1),
        ),
        Mistake(
            "first_example_only",
            "only the first row is computed: return after the loop, not in it, with a row for each "
            "example",
            lambda logits: nn.softmax(logits[0]),
        ),
        Mistake(
            "one_hot",
            "this gives the largest logit everything: a softmax gives every class a share",
            lambda logits: np.eye(logits.shape[1])[logits.argmax(axis=1)],
        ),
    ),
)
