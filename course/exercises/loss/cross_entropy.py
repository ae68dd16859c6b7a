"""Cross-entropy for one of k classes, from logits."""

import numpy as np

from course import nn
from course.checking import Exercise, Mistake
from course.exercises.loss.shared import (
    ROUNDING,
    draw_classes_far_out,
    kept_from_zero,
    one_hot,
    softmax_along,
)
from course.exercises.single import single_number


def _log_softmax(logits):
    shifted, logs = _shifted_sums(logits)
    return shifted - logs[:, None]


def _shifted_sums(logits):
    """Return the shifted logits, and the log of the sum of each row's exponentials."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted, np.log(np.exp(shifted).sum(axis=1))


def _of_right_class(rows, labels):
    return rows[np.arange(len(labels)), labels]


def _cross_entropy(p, labels, log=np.log):
    """The textbook form, from probabilities."""
    return -np.mean(log(_of_right_class(p, labels)))


def _cross_entropy_one_hot(p, labels):
    return -np.sum(one_hot(labels, p.shape[1]) * np.log(p)) / len(labels)


def _log_sum_exp_shifted_by(shift, logits, labels):
    sums = np.exp(logits - shift).sum(axis=1)
    return np.mean(np.log(sums) - _of_right_class(logits - shift, labels))


def _cross_entropy_all_classes(logits, labels):
    p, target = nn.softmax(logits), one_hot(labels, logits.shape[1])
    return -np.mean(np.sum(np.log(np.where(target == 1, p, 1 - p)), axis=1))


def _cross_entropy_in_place(logits, labels):
    logits -= logits.max(axis=1, keepdims=True)
    return nn.cross_entropy_loss(logits, labels)


CROSS_ENTROPY_LOSS = Exercise(
    name="cross_entropy_loss",
    contract="a number: the mean of -log p of each example's right class, with p = softmax(logits)",
    reference=nn.cross_entropy_loss,
    draw=draw_classes_far_out,
    parts=single_number("loss", 4),
    tolerance=ROUNDING,
    extremes=2,
    mistakes=(
        Mistake(
            "changes_logits",
            "the loss is right, but logits itself is overwritten: put the shifted logits into a "
            "new array",
            _cross_entropy_in_place,
        ),
        Mistake(
            "log_of_zero",
            "right for usual logits, but a confident wrong answer costs infinity: a probability "
            "has rounded to 0, or an exponential has overflowed; log p is z - max - "
            "log(sum(exp(z - max))), with each row's largest logit as max",
            lambda logits, labels: _cross_entropy(nn.softmax(logits), labels),
        ),
        Mistake(
            "zero_times_infinity",
            "right for usual logits, but a probability can round to 0, and 0 times log 0 is NaN: "
            "do not compute p and then log p; log p is z - max - log(sum(exp(z - max)))",
            lambda logits, labels: _cross_entropy_one_hot(nn.softmax(logits), labels),
        ),
        Mistake(
            "no_maximum_subtracted",
            "right for usual logits, but exp overflows for large ones: subtract each row's "
            "largest logit first, and all else stays as it is",
            lambda logits, labels: _log_sum_exp_shifted_by(0.0, logits, labels),
        ),
        Mistake(
            "softmax_overflows",
            "right for usual logits, but the softmax in it overflows for large ones: subtract "
            "each row's largest logit first",
            lambda logits, labels: _cross_entropy(
                np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True), labels
            ),
        ),
        Mistake(
            "one_maximum_for_all_rows",
            "the largest logit of all is subtracted, so in a row far below it every exponential "
            "becomes 0: subtract each row's own largest, with axis=1 and keepdims=True",
            lambda logits, labels: _log_sum_exp_shifted_by(logits.max(), logits, labels),
        ),
        Mistake(
            "one_maximum_then_log",
            "the softmax in it subtracts the largest logit of all, so in a row far below it every "
            "exponential becomes 0: subtract each row's own largest, and take log p as "
            "z - max - log(sum(exp(z - max)))",
            lambda logits, labels: _cross_entropy(
                softmax_along(logits, shift_axis=None, kept=(False, True)), labels
            ),
        ),
        Mistake(
            "keepdims_missing",
            "an axis is lost, so rows and columns no longer line up: with keepdims=True the "
            "maximum of each row stays a column, of shape (n, 1)",
            lambda logits, labels: _log_sum_exp_shifted_by(logits.max(axis=1), logits, labels),
        ),
        Mistake(
            "averaged_over_classes",
            "this averages over the classes too: add up over an example's classes and divide by "
            "the number of examples alone, len(labels)",
            lambda logits, labels: (
                -np.mean(one_hot(labels, logits.shape[1]) * _log_softmax(logits))
            ),
        ),
        Mistake(
            "not_averaged",
            "the examples are added up: divide by their number, len(labels)",
            lambda logits, labels: len(labels) * nn.cross_entropy_loss(logits, labels),
        ),
        Mistake(
            "one_loss_per_example",
            "this is a loss for each example: average them, so that one number is left",
            lambda logits, labels: -_of_right_class(_log_softmax(logits), labels),
        ),
        Mistake(
            "minus_missing",
            "the minus in front is missing: the log of a probability is negative, a loss is not",
            lambda logits, labels: -nn.cross_entropy_loss(logits, labels),
        ),
        Mistake(
            "every_label_in_every_row",
            "[:, labels] takes every label's column in every row: pair each row with its own "
            "label, as in [np.arange(n), labels]",
            lambda logits, labels: -np.mean(_log_softmax(logits)[:, labels]),
        ),
        Mistake(
            "labels_from_one",
            "this reads the column to the left of the right one: labels count from 0",
            lambda logits, labels: nn.cross_entropy_loss(logits, labels - 1),
        ),
        Mistake(
            "largest_class",
            "this takes the log of each row's largest probability: take that of the right class, "
            "whether it is the largest or not",
            lambda logits, labels: -np.mean(_log_softmax(logits).max(axis=1)),
        ),
        Mistake(
            "softmax_twice",
            "a softmax is applied twice: once makes the logits probabilities",
            lambda logits, labels: nn.cross_entropy_loss(nn.softmax(logits), labels),
        ),
        Mistake(
            "softmax_missing",
            "the logits are used as if they were logs of probabilities: subtract each row's "
            "log(sum(exp(z))) from them",
            lambda logits, labels: -np.mean(_of_right_class(logits, labels)),
        ),
        Mistake(
            "whole_array",
            "the softmax in it runs over the whole array: each row is an example, so use axis=1",
            lambda logits, labels: _cross_entropy(softmax_along(logits, None, None), labels),
        ),
        Mistake(
            "sigmoid",
            "a sigmoid is used for each class: the classes share a probability of 1, so use a "
            "softmax over the row",
            lambda logits, labels: _cross_entropy(nn.sigmoid(logits), labels),
        ),
        Mistake(
            "right_logit_added",
            "the right class's logit is added: -log p is log(sum(exp(z))) minus it",
            lambda logits, labels: np.mean(
                _shifted_sums(logits)[1] + _of_right_class(_shifted_sums(logits)[0], labels)
            ),
        ),
        Mistake(
            "labels_multiplied_in",
            "the logs are multiplied by the labels' numbers: a label names a column, so take the "
            "log in that column, or multiply by one-hot rows",
            lambda logits, labels: -np.sum(labels[:, None] * _log_softmax(logits)) / len(labels),
        ),
        Mistake(
            "labels_as_row_numbers",
            "[labels] alone picks whole rows: a label names a column of its own row, as in "
            "[np.arange(n), labels]",
            lambda logits, labels: -np.mean(_log_softmax(logits)[labels]),
        ),
        Mistake(
            "divided_by_columns",
            "this divides by the number of classes: rows are examples, so divide by len(labels)",
            lambda logits, labels: (
                nn.cross_entropy_loss(logits, labels) * len(labels) / logits.shape[1]
            ),
        ),
        Mistake(
            "log_of_logits",
            "this takes the log of a logit, which may be negative: make the logits probabilities "
            "first, with a softmax",
            lambda logits, labels: -np.mean(np.log(_of_right_class(logits, labels))),
        ),
        Mistake(
            "columns_for_rows",
            "the softmax in it runs down the columns: each row is an example, so use axis=1",
            lambda logits, labels: _cross_entropy(softmax_along(logits, 0, 0), labels),
        ),
        Mistake(
            "log_missing",
            "this is the mean of the probabilities: take their logs first",
            lambda logits, labels: -np.mean(_of_right_class(nn.softmax(logits), labels)),
        ),
        Mistake(
            "log_after_mean",
            "the probabilities are averaged before the log: take the log of each one, then the "
            "mean",
            lambda logits, labels: -np.log(np.mean(_of_right_class(nn.softmax(logits), labels))),
        ),
        Mistake(
            "other_classes_too",
            "the wrong classes cost log(1 - p) as well: only the right class's log counts",
            _cross_entropy_all_classes,
        ),
        Mistake(
            "log_base_2",
            "this is the logarithm to base 2: the loss has the natural one, np.log",
            lambda logits, labels: nn.cross_entropy_loss(logits, labels) / np.log(2),
        ),
        Mistake(
            "log_base_10",
            "this is the logarithm to base 10: the loss has the natural one, np.log",
            lambda logits, labels: nn.cross_entropy_loss(logits, labels) / np.log(10),
        ),
        *kept_from_zero(
            lambda logits, labels, log: _cross_entropy(nn.softmax(logits), labels, log)
        ),
    ),
)
