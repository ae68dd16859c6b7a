"""The gradient of cross-entropy with respect to the logits."""

from functools import partial

import numpy as np

from course import nn
from course.checking import Exercise, Mistake, Part
from course.exercises.loss.shared import draw_classes_far_out, one_hot, softmax_along
from course.exercises.numeric import gradient


def _numeric_cross_entropy(logits, labels):
    return gradient(lambda moved: nn.cross_entropy_loss(moved, labels), logits)


def _difference(p, labels):
    return p - one_hot(labels, p.shape[1])


def _with_softmax_along(axis, logits, labels):
    return _difference(softmax_along(logits, axis, axis), labels) / len(labels)


def _with_axes_lost(kept, logits, labels):
    return _difference(softmax_along(logits, kept=kept), labels) / len(labels)


def _every_label_in_every_row(logits, labels):
    p = nn.softmax(logits)
    p[:, labels] -= 1
    return p / len(labels)


def _labels_as_row_numbers(logits, labels):
    p = nn.softmax(logits)
    p[labels] -= 1
    return p / len(labels)


def _at_the_probabilities(logits, labels):
    return -one_hot(labels, logits.shape[1]) / nn.softmax(logits) / len(labels)


def _with_tiny_sum(tiny, logits, labels):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = exponentials / (exponentials.sum(axis=1, keepdims=True) + tiny)
    return _difference(p, labels) / len(labels)


def _slope_again(logits, labels):
    p = nn.softmax(logits)
    return _difference(p, labels) * p * (1 - p) / len(labels)


def _cross_entropy_gradient_in_place(logits, labels):
    logits -= logits.max(axis=1, keepdims=True)
    return nn.cross_entropy_gradient(logits, labels)


def _probabilities_in_place(logits, labels):
    logits[:] = nn.softmax(logits)
    logits[np.arange(len(labels)), labels] -= 1
    logits /= len(labels)
    return logits


CROSS_ENTROPY_GRADIENT = Exercise(
    name="cross_entropy_gradient",
    contract="the gradient of cross_entropy_loss with respect to the logits, of shape (n, k)",
    reference=nn.cross_entropy_gradient,
    draw=draw_classes_far_out,
    numeric=_numeric_cross_entropy,
    parts=(Part("dlogits", 4),),
    extremes=2,
    mistakes=(
        Mistake(
            "shifts_logits",
            "the gradient is right, but logits is shifted in place: put the shifted logits into a "
            "new array",
            _cross_entropy_gradient_in_place,
        ),
        Mistake(
            "overwrites_logits",
            "the gradient is right, but it is written over the logits: make a new array",
            _probabilities_in_place,
        ),
        Mistake(
            "no_maximum_subtracted",
            "right for usual logits, but exp overflows for large ones: subtract each row's "
            "largest logit first, which changes no probability",
            lambda logits, labels: (
                _difference(np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True), labels)
                / len(labels)
            ),
        ),
        Mistake(
            "one_maximum_for_all_rows",
            "the largest logit of all is subtracted, so in a row far below it every exponential "
            "becomes 0: subtract each row's own largest, with axis=1 and keepdims=True",
            lambda logits, labels: (
                _difference(softmax_along(logits, None, kept=(False, True)), labels) / len(labels)
            ),
        ),
        Mistake.with_number(
            "tiny_number_in_sum",
            "a tiny number is added to the sum of the exponentials: after the shift the sum is at "
            "least 1, so leave it out",
            lambda tiny: lambda logits, labels: _with_tiny_sum(tiny, logits, labels),
            1e-3,
            (1e-6, 1e-1),
        ),
        Mistake(
            "factor_2",
            "this is 2 times too large: probability minus target has no 2 in front",
            lambda logits, labels: 2 * nn.cross_entropy_gradient(logits, labels),
        ),
        Mistake(
            "logs_for_probabilities",
            "the target is subtracted from the logs of the probabilities: subtract it from the "
            "probabilities",
            lambda logits, labels: _difference(np.log(nn.softmax(logits)), labels) / len(labels),
        ),
        Mistake(
            "column_to_the_right",
            "1 is subtracted one column to the right of the right one: labels count from 0",
            lambda logits, labels: nn.cross_entropy_gradient(
                logits, (labels + 1) % logits.shape[1]
            ),
        ),
        Mistake(
            "not_averaged",
            "the 1/n is missing: the loss is a mean over the examples, so divide by len(labels)",
            lambda logits, labels: _difference(nn.softmax(logits), labels),
        ),
        Mistake(
            "averaged_twice",
            "1/n is there twice: divide by len(labels) once",
            lambda logits, labels: _difference(nn.softmax(logits), labels) / len(labels) ** 2,
        ),
        Mistake(
            "divided_by_all_entries",
            "this divides by the number of all entries: divide by the number of examples, "
            "len(labels)",
            lambda logits, labels: _difference(nn.softmax(logits), labels) / logits.size,
        ),
        Mistake(
            "divided_by_columns",
            "this divides by the number of classes: rows are examples, so divide by len(labels)",
            lambda logits, labels: _difference(nn.softmax(logits), labels) / logits.shape[1],
        ),
        Mistake(
            "one_not_divided",
            "the probabilities are divided by n and the 1 is not: subtract first, then divide both",
            lambda logits, labels: _difference(nn.softmax(logits) / len(labels), labels),
        ),
        Mistake(
            "probabilities_not_divided",
            "the 1 is divided by n and the probabilities are not: put brackets around the "
            "difference",
            lambda logits, labels: (
                nn.softmax(logits) - one_hot(labels, logits.shape[1]) / len(labels)
            ),
        ),
        Mistake(
            "sign",
            "the sign is turned round: it is probability minus target",
            lambda logits, labels: -nn.cross_entropy_gradient(logits, labels),
        ),
        Mistake(
            "labels_not_subtracted",
            "these are the probabilities divided by n: subtract 1 first, at each example's right "
            "class",
            lambda logits, labels: nn.softmax(logits) / len(labels),
        ),
        Mistake(
            "one_subtracted_everywhere",
            "1 is subtracted from every class: subtract it at the right class only",
            lambda logits, labels: (nn.softmax(logits) - 1) / len(labels),
        ),
        Mistake(
            "every_label_in_every_row",
            "[:, labels] takes every label's column in every row: pair each row with its own "
            "label, as in [np.arange(n), labels]",
            _every_label_in_every_row,
        ),
        Mistake(
            "labels_as_row_numbers",
            "[labels] alone picks whole rows: a label names a column of its own row, as in "
            "[np.arange(n), labels]",
            _labels_as_row_numbers,
        ),
        Mistake(
            "label_number_subtracted",
            "the label's number is subtracted from its whole row: a label names a column, so "
            "subtract 1 in that column",
            lambda logits, labels: (nn.softmax(logits) - labels[:, None]) / len(labels),
        ),
        Mistake(
            "labels_as_a_row",
            "the labels, of shape (n,), are subtracted from the probabilities, of shape (n, k): "
            "a label names a column, so subtract 1 in that column of its own row",
            lambda logits, labels: (nn.softmax(logits) - labels) / len(labels),
        ),
        Mistake(
            "labels_from_one",
            "1 is subtracted one column to the left of the right one: labels count from 0",
            lambda logits, labels: nn.cross_entropy_gradient(logits, labels - 1),
        ),
        Mistake(
            "right_class_only",
            "only the right class has a gradient: the other logits move the loss too, through "
            "the sum in the softmax, so keep their probabilities (p (1 - p) is the slope of a "
            "class's probability for its own logit alone)",
            lambda logits, labels: (
                one_hot(labels, logits.shape[1]) * nn.cross_entropy_gradient(logits, labels)
            ),
        ),
        Mistake(
            "slope_again",
            "p (1 - p) is multiplied in: probability minus target already holds the slope of the "
            "softmax",
            _slope_again,
        ),
        Mistake(
            "at_the_probabilities",
            "this is the gradient with respect to the probabilities: go on through the softmax to "
            "the logits, where it becomes probability minus target",
            _at_the_probabilities,
        ),
        Mistake(
            "softmax_missing",
            "1 is subtracted from the logits as if they were probabilities: put them through a "
            "softmax first",
            lambda logits, labels: _difference(logits, labels) / len(labels),
        ),
        Mistake(
            "logits_as_probabilities",
            "this is -1 / p with the logits in p's place: a logit is no probability, and with "
            "respect to the logits the gradient is probability minus target",
            lambda logits, labels: -one_hot(labels, logits.shape[1]) / logits / len(labels),
        ),
        Mistake(
            "softmax_twice",
            "a softmax is applied twice: once makes the logits probabilities",
            lambda logits, labels: nn.cross_entropy_gradient(nn.softmax(logits), labels),
        ),
        Mistake(
            "sigmoid",
            "a sigmoid is used for each class: the classes share a probability of 1, so use a "
            "softmax over the row",
            lambda logits, labels: _difference(nn.sigmoid(logits), labels) / len(labels),
        ),
        Mistake(
            "columns_for_rows",
            "the softmax in it runs down the columns: each row is an example, so use axis=1",
            lambda logits, labels: _with_softmax_along(0, logits, labels),
        ),
        Mistake(
            "whole_array",
            "the softmax in it runs over the whole array: each row is an example, so use axis=1",
            lambda logits, labels: _with_softmax_along(None, logits, labels),
        ),
        *(
            Mistake(
                f"keepdims_missing_in_{which}",
                "an axis is lost in the softmax, so rows and columns no longer line up: with "
                f"keepdims=True the {which} of each row stays a column, of shape (n, 1)",
                partial(_with_axes_lost, kept),
            )
            for which, kept in (("maximum", (False, True)), ("sum", (True, False)))
        ),
        Mistake(
            "one_added",
            "1 is added at the right class: subtract it, probability minus target",
            lambda logits, labels: (
                (nn.softmax(logits) + one_hot(labels, logits.shape[1])) / len(labels)
            ),
        ),
        Mistake(
            "summed_over_examples",
            "the examples are added up: each logit has a slope of its own, so the gradient has "
            "the shape of logits",
            lambda logits, labels: nn.cross_entropy_gradient(logits, labels).sum(axis=0),
        ),
    ),
)
