"""The logits that the exercises on losses and on their gradients draw alike."""

import numpy as np

from course.checking import Case
from course.exercises.drawing import away_from_zero
from course.exercises.loss.shared import FAR, GONE


def draw_logits(rng):
    """Draw logits of n real and m generated examples; then logits far out, right and wrong."""
    cases = [
        Case(
            {
                "real_logits": away_from_zero(rng, n, 0.3, 2.5),
                "fake_logits": away_from_zero(rng, m, 0.3, 2.5),
            },
            label=label,
        )
        for n, m, label in (
            (6, 4, ""),
            (3, 8, "more fakes than real ones"),
            (1, 1, "one real example and one fake (n = m = 1)"),
            (5, 5, "as many fakes as real ones"),
            (1, 3, "one real example (n = 1)"),
        )
    ]
    between = {name: rng.uniform(0.1, 0.9, k) for name, k in NAMES}
    far = np.array([40.0, GONE + rng.uniform(0, 150), FAR])
    both = np.append(far, -far)
    return [
        *cases,
        Case(between, label="logits between 0 and 1"),
        Case({"real_logits": far, "fake_logits": -far[:2]}, extreme=True),
        Case({"real_logits": -far, "fake_logits": far[:2]}, extreme=True),
        Case({"real_logits": both, "fake_logits": both[::-1].copy()}, extreme=True),
    ]


NAMES = (("real_logits", 4), ("fake_logits", 3))
