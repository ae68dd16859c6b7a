"""What the exercises of lesson 02 share: their draws, tolerance and wrong formulas."""

import numpy as np

from course.checking import Case, Mistake, Tolerance
from course.exercises.drawing import ONE_EXAMPLE, away_from_zero

ROUNDING = Tolerance(2e-6, 1e-10)  # a tiny number inside a log shows at the extremes, not here
FAR = 1000.0
GONE = 760.0  # no logit from 745 to here is drawn: at the end of that range the last p rounds to 0
SMALL = (1e-20, 1e-2)  # numbers that people keep a log finite with
KEPT_FINITE = (
    "the log is kept finite by a tiny number (added to p, p clipped to it, or the logits clipped), "
    "so a confident wrong answer costs little where it should cost hundreds: take the loss "
    "straight from the logits, and no log can become infinite"
)
CLASS_SIZES = (
    (5, 3, ""),
    (1, 4, ONE_EXAMPLE),
    (4, 4, "as many examples as classes"),
    (2, 3, "two examples (n = 2)"),
    (7, 2, "two classes (k = 2)"),
)


def draw_classes(rng):
    """Draw moderate logits with labels, not all labels alike."""
    cases = [
        Case({"logits": away_from_zero(rng, (n, k), 0.3, 1.5), "labels": labels}, n, label)
        for n, k, label in CLASS_SIZES
        for labels in [_labels(rng, n, k)]
    ]
    for case in cases:
        if case.n == 1:
            _let_another_be_largest(case.inputs["logits"][0], case.inputs["labels"][0])
    return cases


def _let_another_be_largest(logits, label):
    """Exchange a row's largest logit for another's where it is the label's: it hides a sign."""
    if logits.argmax() == label:
        logits[[label, 0]] = logits[[0, label]]


def _labels(rng, n, k):
    """Return labels (n,) in a random order, the largest among them, and 0 where n is 2 or more."""
    labels = rng.integers(0, k, n)
    labels[:2] = [k - 1, 0][:n]
    return rng.permutation(labels)


def far_rows(rng):
    """Return rows at +1000; rows at +1000 beside rows at -1000; rows with both in them."""
    near = rng.uniform(-0.3, 0.3, (4, 3))
    within = FAR * np.array([[1.0, -1.0, 0.0], [-1.0, 0.5, 1.0], [1.0, 1.0, -1.0]])
    return FAR + near, np.array([[FAR], [-FAR], [FAR], [-FAR]]) + near, within


def draw_classes_far_out(rng):
    """Draw as draw_classes does, and logits far out with right and wrong labels."""
    labels = rng.integers(0, 3, 4), rng.integers(0, 3, 4), np.array([1, 2, 2])
    return draw_classes(rng) + [
        Case({"logits": z, "labels": label}, len(z), extreme=True)
        for z, label in zip(far_rows(rng), labels, strict=True)
    ]


def softmax_along(logits, shift_axis=1, sum_axis=1, kept=(True, True)):
    """A softmax in which each axis, and each keepdims, can be the wrong one."""
    shift = logits.max(axis=shift_axis, keepdims=kept[0])
    exponentials = np.exp(logits - shift)
    return exponentials / exponentials.sum(axis=sum_axis, keepdims=kept[1])


def one_hot(labels, k):
    """Return rows of k with a 1 in each label's column."""
    return np.eye(k)[labels]


def _tiny_number(name, tiny, log, loss):
    number = f"{tiny:.0e}".replace("e-0", "e-")
    return Mistake(
        f"{name}_{number}",
        f"the log is kept finite by {number} (added to p, or p clipped "
        f"to it), so a confident wrong answer costs at most {-np.log(tiny):.1f} where it should "
        "cost hundreds: take the loss straight from the logits, and no log can become infinite",
        lambda logits, targets: loss(logits, targets, lambda p: log(p, tiny)),
        lapse=True,
    )


def kept_from_zero(loss):
    """Return the mistakes of a loss(logits, targets, log) whose log is kept from infinity.

    Below 1e-7, adding and clipping give the same numbers.
    """
    small = (1e-6, 1e-7)
    added = [
        _tiny_number("tiny_number_in_log", tiny, lambda p, tiny: np.log(p + tiny), loss)
        for tiny in (*small, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15)
    ]
    clipped = [
        _tiny_number("clipped_before_log", tiny, lambda p, tiny: np.log(np.maximum(p, tiny)), loss)
        for tiny in small
    ]
    return (*added, *clipped, *_any_number(loss))


def _any_number(loss):
    """Return the same mistakes for whatever number was chosen."""

    def family(log):
        return lambda tiny: lambda logits, targets: loss(logits, targets, lambda p: log(p, tiny))

    return (
        Mistake.with_number(
            "number_added_in_log",
            KEPT_FINITE,
            family(lambda p, tiny: np.log(p + tiny)),
            3e-5,
            SMALL,
            lapse=True,
        ),
        Mistake.with_number(
            "number_clipped_to_in_log",
            KEPT_FINITE,
            family(lambda p, tiny: np.log(np.maximum(p, tiny))),
            2e-5,
            SMALL,
            lapse=True,
        ),
    )
