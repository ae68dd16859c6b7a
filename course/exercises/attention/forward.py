"""Attention forwards: scores, weights, mix."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, Mistake, Part, Tolerance
from course.exercises.attention.shared import (
    ONE_PLACE,
    SIZES,
    far_vectors,
    softmax_over,
    softmax_with,
    turned,
)
from course.exercises.drawing import away_from_zero


def draw_vectors(rng, names):
    """Return cases of arrays (n, t, d) by their names, and far ones for the extremes."""
    cases = [
        Case(
            {name: away_from_zero(rng, (n, t, d), 0.3, 1.6) for name in names},
            n,
            label,
            telling=label != ONE_PLACE,
        )
        for n, t, d, label in SIZES
    ]
    return [
        *cases,
        Case(far_vectors(rng, names, (2, 4, 3)), 2, extreme=True),
        Case(far_vectors(rng, names, (1, 3, 6)), 1, extreme=True),
    ]


def scores_of(q, k):
    """Return q k^T / sqrt(d)."""
    return q @ turned(k) / np.sqrt(q.shape[-1])


def mixed(weights=softmax_over, scores=scores_of, mix=lambda p, v: p @ v):
    """Return a forward pass of which some steps are replaced by wrong ones."""
    return lambda q, k, v: mix(weights(scores(q, k)), v)


def scaled(scale):
    """Return a forward pass whose scores are divided by another number, a function of (n, t, d)."""
    return mixed(scores=lambda q, k: q @ turned(k) / scale(*q.shape))


def _in_place(q, k, v):
    q /= np.sqrt(q.shape[-1])
    return softmax_over(q @ turned(k)) @ v


def _dot(q, k, v):
    scores = np.dot(q, turned(k)) / np.sqrt(q.shape[-1])
    return np.dot(softmax_over(scores), v)


def _hard(scores):
    return np.eye(scores.shape[-1])[scores.argmax(axis=-1)]


def _keepdims_missing(scores):
    exponentials = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1)


def _reshaped(q, k):
    n, t, d = k.shape
    return q @ k.reshape(n, d, t) / np.sqrt(d)


ROUNDING = Tolerance(2e-6, 1e-10)  # a tiny number in a sum shows in the last digits alone

FORWARD_MISTAKES = (
    Mistake.with_number(
        "tiny_number_in_sum",
        "right but for a number that is added to the softmax's sum, so that the weights do not "
        "quite sum to 1: leave it out, for after the shift the sum is at least 1",
        lambda tiny: mixed(softmax_with(tiny)),
        1e-8,
        (2e-9, 1e-1),
    ),
    Mistake(
        "entry_by_entry",
        "q, k and v are multiplied entry by entry, so that no place meets another one: the scores "
        "are the products q @ k.swapaxes(-1, -2), and the mix is weights @ v",
        lambda q, k, v: softmax_over(q * k / np.sqrt(q.shape[-1])) * v,
    ),
    Mistake(
        "divided_by_the_sum",
        "the scores are divided by their sum as they are: a softmax takes np.exp of them first",
        mixed(lambda scores: scores / scores.sum(axis=-1, keepdims=True)),
    ),
    Mistake(
        "changes_q",
        "the values are right, but q itself is overwritten: divide the scores, q /= changes what "
        "you were given",
        _in_place,
    ),
    Mistake(
        "scale_missing",
        "the scores are not scaled: divide them by the root of d, np.sqrt(q.shape[-1])",
        scaled(lambda n, t, d: 1.0),
    ),
    Mistake(
        "divided_by_d",
        "the scores are divided by d: divide by its root, once",
        scaled(lambda n, t, d: d),
    ),
    Mistake(
        "root_of_t",
        "the scores are divided by the root of t, the number of places: d is the length of the "
        "vectors, q.shape[-1]",
        scaled(lambda n, t, d: np.sqrt(t)),
    ),
    Mistake(
        "root_of_n",
        "the scores are divided by the root of n, the number of examples: d is the length of the "
        "vectors, q.shape[-1]",
        scaled(lambda n, t, d: np.sqrt(n)),
    ),
    Mistake(
        "multiplied_by_the_root",
        "the scores are multiplied by the root of d: divide them by it",
        scaled(lambda n, t, d: 1 / np.sqrt(d)),
    ),
    Mistake.with_number(
        "fixed_scale",
        "the scores are divided by a fixed number: divide by the root of d, whatever d is",
        lambda number: scaled(lambda n, t, d: number),
        8.0,
        (1.05, 100.0),
    ),
    Mistake(
        "scores_transposed",
        "the scores are k q^T, in which the rows are those looked at: with q k^T the row looks, "
        "and the softmax goes over what it looks at",
        mixed(scores=lambda q, k: scores_of(k, q)),
    ),
    Mistake(
        "softmax_over_the_lookers",
        "the softmax goes over those that look, axis 1: each row shares out its own 1, so take "
        "the last axis",
        mixed(lambda scores: softmax_over(scores, 1, 1)),
    ),
    Mistake(
        "softmax_over_the_examples",
        "the softmax goes over the examples, axis 0: each row shares out its own 1, so take the "
        "last axis",
        mixed(lambda scores: softmax_over(scores, 0, 0)),
    ),
    Mistake(
        "softmax_over_everything",
        "the softmax shares out a single 1 over everything: each row has its own, over the last "
        "axis",
        mixed(lambda scores: softmax_over(scores, None, None)),
    ),
    Mistake(
        "softmax_over_each_example",
        "the softmax shares out a single 1 over an example: each row has its own, over the last "
        "axis",
        mixed(lambda scores: softmax_over(scores, (1, 2), (1, 2))),
    ),
    Mistake(
        "no_maximum_subtracted",
        "right for usual scores, but exp overflows for large ones: subtract each row's largest "
        "score first, which changes no weight",
        mixed(lambda scores: softmax_over(scores, shift=False)),
    ),
    Mistake(
        "one_maximum_for_all_rows",
        "the largest score of all is subtracted, so in a row far below it every exponential "
        "becomes 0: subtract each row's own largest, over the last axis with keepdims=True",
        mixed(lambda scores: softmax_over(scores, shift=None)),
    ),
    Mistake(
        "keepdims_missing",
        "the sum loses its axis and no longer lines up with the rows: use keepdims=True",
        mixed(_keepdims_missing),
    ),
    Mistake(
        "v_not_mixed",
        "these are the weights: multiply them with v, so that each place gets its mix",
        mixed(mix=lambda p, v: p),
    ),
    Mistake(
        "weights_transposed",
        "the weights are transposed before they meet v: each row mixes, so take p @ v",
        mixed(mix=lambda p, v: turned(p) @ v),
    ),
    Mistake(
        "scaled_after_softmax",
        "the weights are scaled, so that the rows no longer sum to 1: scale the scores, before "
        "the softmax",
        lambda q, k, v: softmax_over(q @ turned(k)) @ v / np.sqrt(q.shape[-1]),
    ),
    Mistake(
        "scaled_twice",
        "the result is scaled once more after the softmax: the scores alone are divided by the "
        "root of d",
        lambda q, k, v: nn.attention_forward(q, k, v) / np.sqrt(q.shape[-1]),
    ),
    Mistake(
        "softmax_missing",
        "the scores mix v as they are: put them through a softmax first, so that each row shares "
        "out a 1",
        mixed(lambda scores: scores),
    ),
    Mistake(
        "exponentials_not_divided",
        "the exponentials are not divided by their row's sum, so the rows do not sum to 1",
        mixed(np.exp),
    ),
    Mistake(
        "sigmoid_for_softmax",
        "each score goes through a sigmoid by itself: a softmax divides by the row's sum, so that "
        "a row shares out a 1",
        mixed(nn.sigmoid),
    ),
    Mistake(
        "hardest_only",
        "the largest score gets everything: a softmax gives every place a share",
        mixed(_hard),
    ),
    Mistake(
        "masked",
        "what is later is hidden: that is causal_mask's part, and here everybody sees everybody",
        lambda q, k, v: nn.attention_weights(q, k, causal=True) @ v,
    ),
    Mistake(
        "k_reshaped",
        "k is reshaped, which fits in shape and mixes up its numbers: exchange its last two axes, "
        "k.swapaxes(-1, -2) or k.transpose(0, 2, 1)",
        mixed(scores=_reshaped),
    ),
    Mistake(
        "all_axes_reversed",
        "k.T turns all three axes round, so that examples meet each other: exchange the last two "
        "alone, k.swapaxes(-1, -2)",
        mixed(scores=lambda q, k: q @ k.T / np.sqrt(q.shape[-1])),
    ),
    Mistake(
        "k_not_transposed",
        "q @ k runs by chance only, where there are as many places as numbers at each: exchange "
        "the last two axes of k",
        mixed(scores=lambda q, k: q @ k / np.sqrt(q.shape[-1])),
    ),
    Mistake(
        "np_dot",
        "np.dot pairs every example with every other one: @ takes the product within each example",
        _dot,
    ),
    Mistake(
        "k_mixed",
        "what is mixed is k: the weights come from q and k, and mix v",
        lambda q, k, v: nn.attention_forward(q, k, k),
    ),
    Mistake(
        "v_in_the_scores",
        "the scores are made with v: q looks for k, and v is what is mixed",
        lambda q, k, v: nn.attention_forward(q, v, v),
    ),
    Mistake(
        "k_and_v_exchanged",
        "k and v have changed places: q looks for k, and v is what is mixed",
        lambda q, k, v: nn.attention_forward(q, v, k),
    ),
    Mistake(
        "added_to_v",
        "v is added to the mix: a way around is built outside of attention",
        lambda q, k, v: nn.attention_forward(q, k, v) + v,
    ),
    Mistake(
        "added_to_q",
        "q is added to the mix: a way around is built outside of attention",
        lambda q, k, v: nn.attention_forward(q, k, v) + q,
    ),
)

ATTENTION_FORWARD = Exercise(
    name="attention_forward",
    contract="an array of shape (n, t, d): softmax(q k^T / sqrt(d)) v within each example",
    reference=nn.attention_forward,
    draw=lambda rng: draw_vectors(rng, ("q", "k", "v")),
    parts=(
        Part("out", 3, tolerance=ROUNDING),
        Part(
            "to the last digits",
            1,
            tolerance=Tolerance(),
            where=lambda case: not case.extreme,
            variable="out",
        ),
    ),
    tolerance=ROUNDING,
    extremes=2,
    mistakes=FORWARD_MISTAKES,
)
