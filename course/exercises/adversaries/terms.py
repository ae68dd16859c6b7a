"""The three terms of the two losses, and what goes wrong in one loss alone."""

import numpy as np

from course import nn
from course.exercises.rules import Rule


def softplus(z):
    """Return log(1 + exp(z)) for z of any size."""
    return np.logaddexp(0, z)


def logs(cost):
    """Return the three terms, made of cost(probability) of what should be 1."""
    return {
        "real": lambda k: np.mean(cost(nn.sigmoid(k.real_logits))),
        "fake": lambda k: np.mean(cost(1 - nn.sigmoid(k.fake_logits))),
        "fooled": lambda k: np.mean(cost(nn.sigmoid(k.fake_logits))),
    }


def _together(k):
    every = np.concatenate([softplus(-k.real_logits), softplus(k.fake_logits)])
    return np.mean(every)


LOSSES = Rule(
    nn.gan_losses,
    ("d_loss", "g_loss"),
    real=lambda k: np.mean(softplus(-k.real_logits)),
    fake=lambda k: np.mean(softplus(k.fake_logits)),
    fooled=lambda k: np.mean(softplus(-k.fake_logits)),
    d_loss=lambda k: k.real + k.fake,
    g_loss=lambda k: k.fooled,
)

OF_THE_GENERATOR = (
    (
        "saturating_loss",
        "g_loss is the saturating one, the mean of log(1 - p): asked is the non-saturating one, "
        "-log p, which is steep where the discriminator is sure that it sees a fake",
        {"g_loss": lambda k: -k.fake},
    ),
    (
        "generator_wants_to_be_caught",
        "g_loss has the target 0: the generator wants its fakes to be taken for real, target 1",
        {"g_loss": lambda k: k.fake},
    ),
    (
        "generator_minus_missing",
        "the minus in front of g_loss is missing: the log of a probability is negative, a loss is "
        "not",
        {"g_loss": lambda k: -k.fooled},
    ),
    (
        "generator_of_the_real",
        "g_loss is made of the real examples' logits: the generator has made the fakes alone",
        {"g_loss": lambda k: k.real},
    ),
    (
        "generator_opposes_all",
        "g_loss is d_loss with the sign turned: that is the game in its first form; asked is the "
        "mean of -log p of the fakes",
        {"g_loss": lambda k: -k.real - k.fake},
    ),
    (
        "generator_with_the_real",
        "g_loss counts the real examples too: the generator has made the fakes alone",
        {"g_loss": lambda k: k.fooled + np.mean(softplus(k.real_logits))},
    ),
    (
        "generator_summed",
        "g_loss adds up the fakes: take their mean",
        {"g_loss": lambda k: k.fooled * len(k.fake_logits)},
    ),
    (
        "generator_halved",
        "g_loss is halved: it is one mean, as it is",
        {"g_loss": lambda k: k.fooled / 2},
    ),
    (
        "generator_one_per_fake",
        "g_loss is a loss for each fake: average them, so that one number is left",
        {"g_loss": lambda k: softplus(-k.fake_logits)},
    ),
)

OF_THE_DISCRIMINATOR = (
    (
        "discriminator_halved",
        "d_loss is the mean of the two means, as some write it: asked is their sum",
        {"d_loss": lambda k: (k.real + k.fake) / 2},
    ),
    (
        "one_mean_of_all",
        "d_loss is one mean over all examples, real and fake: take the mean of each kind and add "
        "the two, since their numbers may differ",
        {"d_loss": _together},
    ),
    (
        "discriminator_summed",
        "d_loss adds up the examples: take the mean of each kind, then add the two",
        {"d_loss": lambda k: k.real * len(k.real_logits) + k.fake * len(k.fake_logits)},
    ),
    (
        "all_summed",
        "both losses add up the examples: take means",
        {
            "d_loss": lambda k: k.real * len(k.real_logits) + k.fake * len(k.fake_logits),
            "g_loss": lambda k: k.fooled * len(k.fake_logits),
        },
    ),
    (
        "targets_exchanged",
        "the discriminator's targets are exchanged: real examples have the target 1, fakes 0",
        {"d_loss": lambda k: np.mean(softplus(k.real_logits)) + k.fooled},
    ),
    (
        "real_alone",
        "d_loss leaves out the fakes: add the mean of -log(1 - p) over them",
        {"d_loss": lambda k: k.real},
    ),
    (
        "fakes_alone",
        "d_loss leaves out the real examples: add the mean of -log p over them",
        {"d_loss": lambda k: k.fake},
    ),
    (
        "fakes_taken_for_real",
        "the fakes have the target 1 in d_loss too: to the discriminator they are 0, so their "
        "term is -log(1 - p)",
        {"d_loss": lambda k: k.real + k.fooled},
    ),
    (
        "discriminator_minus_missing",
        "the minus in front of d_loss is missing: the log of a probability is negative, a loss is "
        "not",
        {"d_loss": lambda k: -k.real - k.fake},
    ),
    (
        "minus_missing",
        "the minus in front of both losses is missing: the log of a probability is negative, a "
        "loss is not",
        {"d_loss": lambda k: -k.real - k.fake, "g_loss": lambda k: -k.fooled},
    ),
    (
        "difference_of_means",
        "the two means are subtracted: add them",
        {"d_loss": lambda k: k.real - k.fake},
    ),
)
