"""Nobody looks at what comes later."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, Mistake, Part
from course.exercises.attention.shared import ONE_PLACE, turned
from course.exercises.drawing import ONE_EXAMPLE, away_from_zero

SIZES = ((2, 4, ""), (1, 3, ONE_EXAMPLE), (3, 3, "as many examples as places"), (4, 5, ""))
HIDDEN = -1000.0  # below this no score beside it is left of a weight: exp of it is 0


def draw_scores(rng):
    """Draw scores of either sign, of several lengths, and those of a single place."""
    cases = [
        Case({"scores": away_from_zero(rng, (n, t, t), 0.3, 4.0)}, n, label)
        for n, t, label in SIZES
    ]
    alone = {"scores": away_from_zero(rng, (2, 1, 1), 0.3, 4.0)}
    return [*cases, Case(alone, 2, ONE_PLACE, telling=False)]


def later(scores):
    """Return (t, t): whether the place looked at, the column, is later than the row."""
    return np.triu(np.ones(scores.shape[-2:], bool), k=1)


def has_later(case):
    """Whether a case has more than one place."""
    return case.inputs["scores"].shape[-1] > 1


def _kept(value):
    """Return the scores of what is earlier or now, in a row for each example."""
    value = np.asarray(value, dtype=np.float64)
    return value[:, ~later(value)]


def _masked(value):
    """Return what stands where a later place would be looked at, in a row for each example."""
    value = np.asarray(value, dtype=np.float64)
    return value[:, later(value)]


def hidden(value, expected):
    """Whether all that is later is so low that a softmax gives it exactly nothing."""
    return np.shape(value) == np.shape(expected) and bool(np.all(value <= HIDDEN))


def infinitely(value, expected):
    """Whether all that is later is minus infinity."""
    return np.shape(value) == np.shape(expected) and bool(np.all(np.isneginf(value)))


def filled(filling, where=later):
    """Return a mask with something else, a number or a function of the scores, in some places."""

    def mask(scores):
        fill = filling(scores) if callable(filling) else filling
        return np.where(where(scores), fill, scores)

    return mask


def _in_place(scores):
    scores[:, later(scores)] = -np.inf
    return scores


def _nan(scores):
    return scores + later(scores) * -np.inf


def _times(scores, number):
    """Return the scores with those of what is later multiplied by a number."""
    return np.where(later(scores), scores * number, scores)


def _first_axis(scores):
    t = len(scores)
    return np.where(np.triu(np.ones((t, t), bool), k=1), -np.inf, scores)


def _first_example(scores):
    out = scores.copy()
    out[0] = filled(-np.inf)(scores[0])
    return out


MASK_MISTAKES = (
    Mistake(
        "changes_scores",
        "the values are right, but scores itself is overwritten: make a new array, for example "
        "with np.where",
        _in_place,
    ),
    Mistake(
        "zero_for_minus_infinity",
        "what is later becomes 0, but exp(0) is 1, so a softmax still looks at it: put -np.inf "
        "there",
        filled(0.0),
    ),
    Mistake.with_number(
        "large_number",
        "what is later gets a large negative number, a widespread convention that a softmax treats "
        "alike as long as the scores stay far above it: here it gets -np.inf",
        lambda number: filled(-number),
        1e9,
        (1.1e3, 1e38),
    ),
    Mistake.with_number(
        "large_number_added",
        "what is later gets a negative number added, a convention of some libraries that holds as "
        "long as the scores are small beside it: here it becomes -np.inf",
        lambda number: filled(lambda scores: scores - number),
        1e4,
        (1.1e3, 1e6),
    ),
    Mistake.with_number(
        "not_low_enough",
        "what is later gets a negative number, of which a softmax still leaves a little: put "
        "-np.inf there, of which nothing is left",
        lambda number: filled(-number),
        100.0,
        (0.5, 900.0),
    ),
    Mistake(
        "smallest_float",
        "the smallest float stands where others have -np.inf, a convention of some libraries that "
        "a softmax treats alike: here it is -np.inf",
        filled(np.finfo(np.float64).min),
    ),
    Mistake(
        "smallest_single_float",
        "the smallest float of single precision stands where others have -np.inf, a convention of "
        "some libraries that a softmax treats alike: here it is -np.inf",
        filled(float(np.finfo(np.float32).min)),
    ),
    Mistake(
        "not_a_number",
        "0 times infinity is not a number, so the scores to be kept are lost: choose with "
        "np.where instead of multiplying a mask by -np.inf",
        _nan,
    ),
    Mistake(
        "times_minus_infinity",
        "what is later is multiplied by minus infinity, so that a negative score becomes plus "
        "infinity, the highest of all: put -np.inf there, whatever the score was",
        lambda scores: _times(scores, -np.inf),
    ),
    Mistake.with_number(
        "times_a_negative_number",
        "what is later is multiplied by a negative number, so that a negative score becomes the "
        "highest of all: put -np.inf there, whatever the score was",
        lambda number: lambda scores: _times(scores, -number),
        1e9,
        (0.5, 1e38),
    ),
    Mistake(
        "smallest_score",
        "what is later gets the smallest of all scores, of which a softmax still leaves some: put "
        "-np.inf there, of which nothing is left",
        lambda scores: np.where(later(scores), scores.min(), scores),
    ),
    Mistake(
        "scaled_here",
        "the scores that are seen are divided by the root of t: scaling is attention's part, and "
        "this function hides, and changes nothing else",
        lambda scores: nn.causal_mask(scores) / np.sqrt(scores.shape[-1]),
    ),
    Mistake(
        "transposed",
        "what is earlier is hidden: the row looks and the column is looked at, so hide where the "
        "column is later, above the diagonal",
        filled(-np.inf, lambda scores: later(scores).T),
    ),
    Mistake(
        "diagonal_too",
        "the diagonal is hidden as well, so that the first place sees nothing at all: everyone "
        "sees itself, so begin above the diagonal, with k=1",
        filled(-np.inf, lambda scores: np.triu(np.ones(scores.shape[-2:], bool))),
    ),
    Mistake(
        "transposed_with_diagonal",
        "what is earlier is hidden, and the diagonal too: hide where the column is later than the "
        "row, above the diagonal",
        filled(-np.inf, lambda scores: np.tril(np.ones(scores.shape[-2:], bool))),
    ),
    Mistake(
        "next_one_seen",
        "the next place is still seen: hide everything above the diagonal, with k=1",
        filled(-np.inf, lambda scores: np.triu(np.ones(scores.shape[-2:], bool), k=2)),
    ),
    Mistake(
        "diagonal_alone",
        "only the diagonal is hidden: hide what is above it",
        filled(-np.inf, lambda scores: np.eye(scores.shape[-1], dtype=bool)),
    ),
    Mistake(
        "plus_infinity",
        "what is later gets plus infinity, the highest score of all: the sign is negative",
        filled(np.inf),
    ),
    Mistake(
        "nothing_masked",
        "the scores come back as they were: put -np.inf where the column is later than the row",
        lambda scores: scores.copy(),
    ),
    Mistake(
        "mask_alone",
        "this is the mask alone, 0 and minus infinity: the scores that are seen stay in it",
        lambda scores: filled(-np.inf)(np.zeros_like(scores)),
    ),
    Mistake(
        "mask_alone_without_examples",
        "this is the mask alone, for one example: put it over the scores of all examples",
        lambda scores: filled(-np.inf)(np.zeros(scores.shape[1:])),
    ),
    Mistake(
        "ones_and_zeros",
        "this is which places are seen, 1 and 0: return the scores, with -np.inf where they are "
        "not seen",
        lambda scores: np.tril(np.ones_like(scores)),
    ),
    Mistake(
        "weights_returned",
        "a softmax is taken already: return the masked scores, the softmax comes after them",
        lambda scores: nn.softmax(nn.causal_mask(scores)),
    ),
    Mistake(
        "masked_after_softmax",
        "the softmax comes first and the mask after it, so the rows no longer sum to 1: mask the "
        "scores, and return them",
        lambda scores: np.tril(nn.softmax(scores)),
    ),
    Mistake(
        "size_of_the_first_axis",
        "the mask is as large as the first axis, which counts examples: t is the length of the "
        "last axis, scores.shape[-1]",
        _first_axis,
    ),
    Mistake(
        "first_example_only",
        "only the first example is masked: every one of them is",
        _first_example,
    ),
    Mistake(
        "scores_transposed",
        "the scores are transposed on the way: mask them as they are",
        lambda scores: nn.causal_mask(turned(scores)),
    ),
)

CAUSAL_MASK = Exercise(
    name="causal_mask",
    contract="an array of scores' shape: -inf where the column is later than the row, else scores",
    reference=nn.causal_mask,
    draw=draw_scores,
    parts=(
        Part("what is seen", 2, _kept, variable="scores_seen"),
        Part("what is later", 2, _masked, test=hidden, where=has_later),
        Part("minus infinity", 1, _masked, test=infinitely, where=has_later),
    ),
    mistakes=MASK_MISTAKES,
)
