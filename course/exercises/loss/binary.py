"""Cross-entropy for a target of 0 or 1, from logits."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, Mistake
from course.exercises.drawing import ONE_EXAMPLE, away_from_zero
from course.exercises.loss.shared import FAR, GONE, KEPT_FINITE, ROUNDING, kept_from_zero
from course.exercises.single import single_number


def draw_binary(rng):
    """Draw moderate logits with targets 0 and 1; then logits far out, right and wrong ones."""
    cases = []
    for n, label in ((6, ""), (1, ONE_EXAMPLE), (9, ""), (2, "two examples (n = 2)")):
        logits, y = away_from_zero(rng, n, 0.3, 2.5), _both_targets(rng, n)
        # of one example, one half of the formula is all that shows
        cases.append(Case({"logits": logits, "y": y}, n, label, telling=n > 1))
    between = rng.uniform(0.1, 0.9, 4)
    cases.append(Case({"logits": between, "y": _both_targets(rng, 4)}, 4, "logits between 0 and 1"))
    sizes = np.array([40.0, GONE + rng.uniform(0, 150), FAR])
    y = np.array([1.0, 0.0, 1.0])
    far = ((sizes, y), (-sizes, 1 - y), (np.append(sizes, -sizes), np.append(1 - y, 1 - y)))
    return cases + [Case({"logits": z, "y": t}, len(z), extreme=True) for z, t in far]


def _both_targets(rng, n):
    """Return targets (n,) in a random order, 0 and 1 among them where n is 2 or more."""
    y = rng.integers(0, 2, n).astype(float)
    y[:2] = rng.permutation([0.0, 1.0])[:n]
    return rng.permutation(y)


def _binary(p, y, log=np.log):
    """The textbook form, from probabilities."""
    return -np.mean(y * log(p) + (1 - y) * log(1 - p))


def _soft_plus(z):
    return np.logaddexp(0, z)


BINARY_CROSS_ENTROPY = Exercise(
    name="binary_cross_entropy",
    contract="a number: the mean of -y log p - (1 - y) log(1 - p), with p = sigmoid(logits)",
    reference=nn.binary_cross_entropy,
    draw=draw_binary,
    parts=single_number("loss", 4),
    tolerance=ROUNDING,
    extremes=2,
    mistakes=(
        Mistake(
            "nan_far_out",
            "right for usual logits, but far out a probability becomes exactly 0 (or an "
            "exponential infinite), and 0 times infinity is NaN: take the loss straight from the "
            "logit z, as max(z, 0) - z y + log(1 + exp(-|z|))",
            lambda logits, y: _binary(nn.sigmoid(logits), y),
        ),
        Mistake(
            "infinite_far_out",
            "right for usual logits, but a confident wrong answer costs infinity: a probability "
            "has become exactly 0, or an exponential has overflowed; take the loss straight from "
            "the logit z, as max(z, 0) - z y + log(1 + exp(-|z|))",
            lambda logits, y: np.mean(np.log(1 + np.exp(np.where(y == 1, -logits, logits)))),
        ),
        Mistake(
            "softplus_overflow",
            "right, but exp(z) overflows for large z: log(1 + exp(z)) is the same number as "
            "max(z, 0) + log(1 + exp(-|z|))",
            lambda logits, y: np.mean(np.log(1 + np.exp(logits)) - y * logits),
        ),
        Mistake(
            "abs_missing",
            "the |z| in log(1 + exp(-|z|)) is missing: with exp(-z), negative logits come out "
            "wrong",
            lambda logits, y: np.mean(
                np.maximum(logits, 0) - logits * y + np.log1p(np.exp(-logits))
            ),
        ),
        Mistake(
            "logits_as_probabilities",
            "this takes the logits for probabilities: a logit can be any number, so put it "
            "through a sigmoid first",
            _binary,
        ),
        Mistake.with_number(
            "logits_clipped_to_probabilities",
            "this clips the logits and takes them for probabilities: a logit can be any number, so "
            "put it through a sigmoid first",
            lambda tiny: lambda logits, y: _binary(np.clip(logits, tiny, 1 - tiny), y),
            1e-15,
            (1e-11, 1e-2),
        ),
        Mistake(
            "sigmoid_twice",
            "a sigmoid is applied twice: once makes the logit a probability",
            lambda logits, y: _binary(nn.sigmoid(nn.sigmoid(logits)), y),
        ),
        Mistake(
            "targets_swapped",
            "the targets are exchanged: log p belongs to y = 1 and log(1 - p) to y = 0",
            lambda logits, y: np.mean(_soft_plus(logits) - (1 - y) * logits),
        ),
        Mistake(
            "positive_term_only",
            "only the examples with y = 1 cost anything: add the term (1 - y) log(1 - p)",
            lambda logits, y: np.mean(y * _soft_plus(-logits)),
        ),
        Mistake(
            "negative_term_only",
            "only the examples with y = 0 cost anything: add the term y log p",
            lambda logits, y: np.mean((1 - y) * _soft_plus(logits)),
        ),
        Mistake(
            "product_added",
            "z y is added to log(1 + exp(z)): subtract it, and y = 1 costs little where z is large",
            lambda logits, y: np.mean(_soft_plus(logits) + y * logits),
        ),
        Mistake(
            "minus_missing",
            "the minus in front is missing: the log of a probability is negative, a loss is not",
            lambda logits, y: -np.mean(_soft_plus(logits) - y * logits),
        ),
        Mistake(
            "not_averaged",
            "the examples are added up: take their mean",
            lambda logits, y: np.sum(_soft_plus(logits) - y * logits),
        ),
        Mistake(
            "one_loss_per_example",
            "this is a loss for each example: average them, so that one number is left",
            lambda logits, y: _soft_plus(logits) - y * logits,
        ),
        Mistake(
            "every_pair",
            "each logit is paired with each target: (n,) against a column (n, 1) makes a table of "
            "n times n, so leave both in the shape (n,)",
            lambda logits, y: np.mean(_soft_plus(logits) - y[:, None] * logits),
        ),
        Mistake(
            "log_base_2",
            "this is the logarithm to base 2: the loss has the natural one, np.log",
            lambda logits, y: np.mean(_soft_plus(logits) - y * logits) / np.log(2),
        ),
        Mistake(
            "log_base_10",
            "this is the logarithm to base 10: the loss has the natural one, np.log",
            lambda logits, y: np.mean(_soft_plus(logits) - y * logits) / np.log(10),
        ),
        Mistake(
            "second_term_without_minus",
            "the minus in front reaches the first term alone: put brackets around both, "
            "-(y log p + (1 - y) log(1 - p))",
            lambda logits, y: np.mean(y * _soft_plus(-logits) - (1 - y) * _soft_plus(logits)),
        ),
        Mistake(
            "one_minus_log",
            "1 - log p stands where log(1 - p) belongs: the 1 - goes inside the log",
            lambda logits, y: (
                -np.mean(-y * _soft_plus(-logits) + (1 - y) * (1 + _soft_plus(-logits)))
            ),
        ),
        Mistake(
            "minus_in_exponent_missing",
            "the minus in log(1 + exp(-|z|)) is missing: with exp(|z|) it is no longer small",
            lambda logits, y: np.mean(
                np.maximum(logits, 0) - logits * y + np.log1p(np.exp(np.abs(logits)))
            ),
        ),
        Mistake(
            "maximum_left_out",
            "max(z, 0) is left out: it stands beside log(1 + exp(-|z|)), and together they are "
            "log(1 + exp(z))",
            lambda logits, y: np.mean(np.log1p(np.exp(-np.abs(logits))) - logits * y),
        ),
        Mistake(
            "squared_error",
            "this is the squared error of the probabilities: cross-entropy takes their logs",
            lambda logits, y: np.mean((nn.sigmoid(logits) - y) ** 2),
        ),
        *kept_from_zero(lambda logits, y, log: _binary(nn.sigmoid(logits), y, log)),
        Mistake.with_number(
            "probabilities_clipped",
            KEPT_FINITE,
            lambda tiny: lambda logits, y: _binary(np.clip(nn.sigmoid(logits), tiny, 1 - tiny), y),
            1e-13,
            (5e-17, 1e-2),
            lapse=True,
        ),
        Mistake.with_number(
            "logits_clipped",
            KEPT_FINITE,
            lambda end: lambda logits, y: _binary(nn.sigmoid(np.clip(logits, -end, end)), y),
            30.0,
            (3.0, 36.0),
            lapse=True,
        ),
        Mistake(
            "averaged_over_targets_of_1",
            "the sum is divided by the number of examples with y = 1: divide by all, len(y)",
            lambda logits, y: np.sum(_soft_plus(logits) - y * logits) / max(y.sum(), 1),
        ),
        Mistake(
            "arguments_exchanged",
            "logits and y have changed places: the logits come first, then the targets",
            lambda logits, y: np.mean(_soft_plus(y) - logits * y),
        ),
        Mistake(
            "halved",
            "the mean is halved: the 1/2 belongs to squared error",
            lambda logits, y: np.mean(_soft_plus(logits) - y * logits) / 2,
        ),
        Mistake(
            "tanh_for_sigmoid",
            "the probability is made with tanh: a sigmoid of the logit makes it",
            lambda logits, y: _binary((1 + np.tanh(logits)) / 2, y),
        ),
    ),
)
