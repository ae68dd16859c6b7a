"""Back through the softmax of a row of scores."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, Mistake, Part
from course.exercises.attention.shared import FAR, ONE_PLACE, turned
from course.exercises.drawing import ONE_EXAMPLE, away_from_zero
from course.exercises.numeric import gradient

SIZES = ((2, 4, ""), (1, 3, ONE_EXAMPLE), (3, 3, "as many examples as places"), (4, 2, ""))


def draw_weights(rng):
    """Draw weights that differ within a row; at the extremes, rows that give one place all."""
    cases = []
    for n, t, label in (*SIZES, (3, 1, ONE_PLACE)):
        p = nn.softmax(rng.uniform(-1.2, 1.2, (n, t, t)))
        given = {"dp": away_from_zero(rng, (n, t, t)), "p": p}
        cases.append(Case(given, n, label, telling=t > 1))
    p = nn.softmax(nn.causal_mask(rng.uniform(-FAR, FAR, (2, 4, 4))))
    p[:, 2] = [0.5, 0.5, 0.0, 0.0]
    given = {"dp": FAR * away_from_zero(rng, p.shape, 0.3, 1.0), "p": p}
    return [*cases, Case(given, 2, extreme=True)]


def numeric_softmax(dp, p):
    """Return dscores by central differences at scores whose softmax is p: its logarithms."""
    return gradient(lambda scores: np.sum(dp * nn.softmax(scores)), np.log(p))


def row_sum(x, axis=-1):
    """Return the sum over an axis, which is kept."""
    return x.sum(axis=axis, keepdims=True)


def _in_place(dp, p):
    dp -= row_sum(dp * p)
    return p * dp


def _through_scores(dp, p):
    scores = np.log(p)
    p = softmax_unshifted(scores)
    return p * (dp - row_sum(dp * p))


def softmax_unshifted(scores):
    """Return a softmax that subtracts no largest score."""
    exponentials = np.exp(scores)
    return exponentials / row_sum(exponentials)


def _signs_of_others(dp, p):
    return p * (1 - p) * dp + p * (row_sum(dp * p) - dp * p)


SOFTMAX_BACKWARD_MISTAKES = (
    Mistake(
        "changes_dp",
        "the values are right, but dp itself is overwritten: write dp - sum, not dp -= sum",
        _in_place,
    ),
    Mistake(
        "entry_by_entry",
        "p (1 - p) dp treats each weight by itself, as a sigmoid does: the weights of a row share "
        "a sum of 1, so subtract the row's sum of dp p, and multiply by p",
        lambda dp, p: p * (1 - p) * dp,
    ),
    Mistake(
        "sum_missing",
        "the sum is not subtracted: a weight that rises takes from all others of its row, so take "
        "p * (dp - the row's sum of dp * p)",
        lambda dp, p: p * dp,
    ),
    Mistake(
        "sum_over_the_columns",
        "the sum is taken over the columns, axis 1: each row has a softmax of its own, so sum "
        "over the last axis",
        lambda dp, p: p * (dp - row_sum(dp * p, 1)),
    ),
    Mistake(
        "sum_over_the_examples",
        "the sum is taken over the examples, axis 0: sum within each row, over the last axis",
        lambda dp, p: p * (dp - row_sum(dp * p, 0)),
    ),
    Mistake(
        "sum_over_everything",
        "there is one sum for the whole array: each row has its own, over the last axis with "
        "keepdims=True",
        lambda dp, p: p * (dp - np.sum(dp * p)),
    ),
    Mistake(
        "sum_over_each_example",
        "there is one sum for a whole example: each row has its own, over the last axis",
        lambda dp, p: p * (dp - row_sum(dp * p, (1, 2))),
    ),
    Mistake(
        "keepdims_missing",
        "the sum loses its axis and no longer lines up with the rows: use keepdims=True",
        lambda dp, p: p * (dp - np.sum(dp * p, axis=-1)),
    ),
    Mistake(
        "sum_beside_the_columns",
        "the row's sum is right but laid along the columns, [:, None, :]: keep it a column, with "
        "keepdims=True or [..., None]",
        lambda dp, p: p * (dp - np.sum(dp * p, axis=-1)[:, None, :]),
    ),
    Mistake(
        "jacobian_summed",
        "the slopes of each row are added up before they meet dp, and they add up to 0: multiply "
        "the row's matrix by dp, (np.diag(p) - np.outer(p, p)) @ dp",
        lambda dp, p: np.zeros_like(p),
    ),
    Mistake(
        "log_softmax",
        "dp - p * sum(dp) is the way back through the logarithm of a softmax: without the "
        "logarithm it is p * (dp - sum of dp p)",
        lambda dp, p: dp - p * row_sum(dp),
    ),
    Mistake(
        "p_squared_outside",
        "the bracket is multiplied by p twice: once, p * (dp - sum of dp p)",
        lambda dp, p: p**2 * (dp - row_sum(dp * p)),
    ),
    Mistake(
        "divided_by_t",
        "the gradient is divided by the length of the rows: a softmax's weights sum to 1 already, "
        "so nothing is divided",
        lambda dp, p: nn.softmax_backward(dp, p) / p.shape[-1],
    ),
    Mistake(
        "p_missing",
        "the p before the bracket is missing: dp - sum is multiplied by p",
        lambda dp, p: dp - row_sum(dp * p),
    ),
    Mistake(
        "sum_of_dp",
        "the sum is that of dp alone: each gradient counts as much as its weight, so sum dp * p",
        lambda dp, p: p * (dp - row_sum(dp)),
    ),
    Mistake(
        "mean_of_dp",
        "the plain mean of dp is subtracted: it is the mean with the weights p, the sum of dp * p",
        lambda dp, p: p * (dp - dp.mean(axis=-1, keepdims=True)),
    ),
    Mistake(
        "mean_for_sum",
        "the mean of dp * p is subtracted: it is their sum, since the weights sum to 1 already",
        lambda dp, p: p * (dp - (dp * p).mean(axis=-1, keepdims=True)),
    ),
    Mistake(
        "sign_of_the_sum",
        "the sum is added: subtract it",
        lambda dp, p: p * (dp + row_sum(dp * p)),
    ),
    Mistake(
        "sign_flipped",
        "the sign is turned: it is dp minus the sum",
        lambda dp, p: p * (row_sum(dp * p) - dp),
    ),
    Mistake(
        "sum_without_p",
        "p multiplies dp alone: put brackets around the difference, p * (dp - sum)",
        lambda dp, p: p * dp - row_sum(dp * p),
    ),
    Mistake(
        "dp_without_p",
        "p multiplies the sum alone: put brackets around the difference, p * (dp - sum)",
        lambda dp, p: dp - p * row_sum(dp * p),
    ),
    Mistake(
        "p_twice",
        "dp is multiplied by p twice: in the bracket stands dp as it came, p * (dp - sum of dp p)",
        lambda dp, p: p * (dp * p - row_sum(dp * p)),
    ),
    Mistake(
        "diagonal_missing",
        "these are the effects of each weight on the others alone: a score moves its own weight "
        "as well, so add p * dp",
        lambda dp, p: -p * row_sum(dp * p),
    ),
    Mistake(
        "diagonal_counted_twice",
        "the diagonal holds p (1 - p) and -p p once more: with the outer product subtracted it "
        "holds p alone",
        lambda dp, p: p * (1 - p) * dp - p * row_sum(dp * p),
    ),
    Mistake(
        "others_added",
        "the effects on the other weights have the wrong sign: a score that rises lowers them, "
        "-p_i p_j",
        _signs_of_others,
    ),
    Mistake(
        "arguments_exchanged",
        "dp and p have changed places: dp, the gradient that arrives, comes first",
        lambda dp, p: dp * (p - row_sum(dp * p)),
    ),
    Mistake(
        "dp_left_out",
        "these are slopes, p (1 - p): the chain rule multiplies by dp, and the whole row plays a "
        "part",
        lambda dp, p: p * (1 - p),
    ),
    Mistake(
        "softmax_again",
        "p is put through a softmax again: it is a softmax's output already",
        lambda dp, p: nn.softmax_backward(dp, nn.softmax(p)),
    ),
    Mistake(
        "cross_entropy_shortcut",
        "p - dp is the shortcut for a softmax with cross-entropy behind it: here dp is a gradient, "
        "not a target, so take p * (dp - sum of dp p)",
        lambda dp, p: p - dp,
    ),
    Mistake(
        "passed_through",
        "dp is passed on as it came: take p * (dp - sum of dp p)",
        lambda dp, p: dp.copy(),
    ),
    Mistake(
        "averaged_again",
        "the gradient is divided by the number of examples: the 1/n of the mean is already in dp",
        lambda dp, p: nn.softmax_backward(dp, p) / len(p),
    ),
    Mistake(
        "scaled_here",
        "the gradient is divided by the root of the row's length: the scale belongs to attention, "
        "and not to its softmax",
        lambda dp, p: nn.softmax_backward(dp, p) / np.sqrt(p.shape[-1]),
    ),
    Mistake(
        "transposed",
        "rows and columns of the answer are exchanged: dscores has p's own order",
        lambda dp, p: turned(nn.softmax_backward(dp, p)),
    ),
    Mistake(
        "scores_recovered",
        "right, but the scores are worked out with a logarithm, which fails where a weight is "
        "exactly 0: p alone is enough",
        _through_scores,
    ),
    Mistake(
        "divided_by_p",
        "dp is divided by p where it is multiplied: take p * (dp - sum of dp p)",
        lambda dp, p: (dp - row_sum(dp * p)) / p,
    ),
)

SOFTMAX_BACKWARD = Exercise(
    name="softmax_backward",
    contract="dscores, an array of p's shape: the gradient at the scores that p is the softmax of",
    reference=nn.softmax_backward,
    numeric=numeric_softmax,
    draw=draw_weights,
    parts=(Part("dscores", 4),),
    extremes=1,
    mistakes=SOFTMAX_BACKWARD_MISTAKES,
)
