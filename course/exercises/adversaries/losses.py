"""What either network wants, as a number."""

import numpy as np

from course import nn
from course.checking import Exercise, Part
from course.exercises.adversaries.shared import draw_logits
from course.exercises.adversaries.terms import (
    LOSSES,
    OF_THE_DISCRIMINATOR,
    OF_THE_GENERATOR,
    logs,
    softplus,
)
from course.exercises.loss.shared import KEPT_FINITE, ROUNDING, SMALL
from course.exercises.single import alone

OF_BOTH = (
    (
        "sigmoid_twice",
        "a sigmoid is applied twice: once makes the logit a probability",
        logs(lambda p: -np.log(nn.sigmoid(p)))
        | {
            "fake": lambda k: np.mean(-np.log(1 - nn.sigmoid(nn.sigmoid(k.fake_logits)))),
        },
    ),
    (
        "squared_errors",
        "these are squared errors of the probabilities: cross-entropy takes their logs",
        logs(lambda p: (1 - p) ** 2),
    ),
    (
        "probabilities_without_log",
        "the probabilities are averaged without their logs: cross-entropy takes -log p",
        logs(lambda p: 1 - p),
    ),
    (
        "logits_without_log",
        "the logits themselves are averaged, as a critic does (Wasserstein): asked are "
        "cross-entropies, with -log sigmoid",
        {
            "real": lambda k: -np.mean(k.real_logits),
            "fake": lambda k: np.mean(k.fake_logits),
            "fooled": lambda k: -np.mean(k.fake_logits),
        },
    ),
    (
        "least_squares",
        "the logits' squared distances to 1 and 0 are averaged, as in least-squares GANs: asked "
        "are cross-entropies",
        {
            "real": lambda k: np.mean((k.real_logits - 1) ** 2),
            "fake": lambda k: np.mean(k.fake_logits**2),
            "fooled": lambda k: np.mean((k.fake_logits - 1) ** 2),
        },
    ),
    (
        "hinge",
        "these are hinge losses: asked are cross-entropies",
        {
            "real": lambda k: np.mean(np.maximum(0, 1 - k.real_logits)),
            "fake": lambda k: np.mean(np.maximum(0, 1 + k.fake_logits)),
            "fooled": lambda k: -np.mean(k.fake_logits),
        },
    ),
    (
        "log_base_2",
        "this is the logarithm to base 2: the loss has the natural one, np.log",
        logs(lambda p: -np.log2(p)),
    ),
)

AT_THE_EXTREMES = (
    (
        "infinite_far_out",
        "right for usual logits, but a confident wrong answer costs infinity: a probability has "
        "become exactly 0, or an exponential has overflowed; take the loss straight from the logit "
        "z, -log sigmoid(z) = max(-z, 0) + log(1 + exp(-|z|))",
        logs(lambda p: -np.log(p)),
    ),
    (
        "abs_missing",
        "the |z| in log(1 + exp(-|z|)) is missing: with exp(-z), logits of one sign come out wrong",
        {
            "real": lambda k: _without_abs(-k.real_logits),
            "fake": lambda k: _without_abs(k.fake_logits),
            "fooled": lambda k: _without_abs(-k.fake_logits),
        },
    ),
)


def _without_abs(z):
    return np.mean(np.maximum(z, 0) + np.log1p(np.exp(-z)))


FAMILIES = (
    (
        "number_added_in_log",
        KEPT_FINITE,
        lambda tiny: logs(lambda p: -np.log(p + tiny)),
        1e-8,
        SMALL,
    ),
    (
        "number_clipped_to_in_log",
        KEPT_FINITE,
        lambda tiny: logs(lambda p: -np.log(np.maximum(p, tiny))),
        2e-5,
        SMALL,
    ),
    (
        "probabilities_clipped",
        KEPT_FINITE,
        lambda tiny: logs(lambda p: -np.log(np.clip(p, tiny, 1 - tiny))),
        1e-13,
        (5e-17, 1e-2),
    ),
    (
        "smoothed_targets",
        "the real examples' target is {number}, smoothed: asked is the target 1",
        lambda target: {
            "real": lambda k: (
                target * np.mean(softplus(-k.real_logits))
                + (1 - target) * np.mean(softplus(k.real_logits))
            )
        },
        0.9,
        (0.6, 0.99),
    ),
)


def _one_of(place):
    """Return the pick of a loss, in whatever brackets, and the pick of it as it is."""
    return (lambda value: alone(_loss(value, place))), (lambda value: _loss(value, place))


def _loss(value, place):
    if len(value) != 2:
        raise ValueError("not a pair")
    return value[place]


def _usual(case):
    return not case.extreme


_PARTS = (
    Part("d_loss", 3, _one_of(0)[0], of_tuple=True),
    Part("g_loss", 3, _one_of(1)[0], of_tuple=True),
    Part("d_loss as a number", 1, _one_of(0)[1], where=_usual, variable="d_loss"),
    Part("g_loss as a number", 1, _one_of(1)[1], where=_usual, variable="g_loss"),
)

GAN_LOSSES = Exercise(
    name="gan_losses",
    contract="the pair (d_loss, g_loss), two numbers: the discriminator's cross-entropy and the "
    "generator's non-saturating loss",
    reference=nn.gan_losses,
    draw=draw_logits,
    tolerance=ROUNDING,
    parts=_PARTS,
    extremes=2,
    compose=LOSSES.but,
    mistakes=(
        *LOSSES.mistakes(AT_THE_EXTREMES + OF_THE_GENERATOR + OF_THE_DISCRIMINATOR + OF_BOTH),
        *LOSSES.families(FAMILIES),
        *LOSSES.mistakes(
            (
                (
                    "losses_exchanged",
                    "the two losses are exchanged: the discriminator's comes first",
                    {"d_loss": lambda k: k.fooled, "g_loss": lambda k: k.real + k.fake},
                ),
                (
                    "arguments_exchanged",
                    "real and fake logits are exchanged: the real ones come first",
                    {
                        "real": lambda k: np.mean(softplus(-k.fake_logits)),
                        "fake": lambda k: np.mean(softplus(k.real_logits)),
                        "fooled": lambda k: np.mean(softplus(-k.real_logits)),
                    },
                ),
            )
        ),
    ),
)
