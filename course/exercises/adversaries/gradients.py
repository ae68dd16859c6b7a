"""How either loss changes with a logit."""

import numpy as np

from course import nn
from course.checking import Exercise, Mistake, outputs
from course.exercises.adversaries.shared import draw_logits
from course.exercises.loss.shared import ROUNDING
from course.exercises.rules import Rule


def overflowing(z):
    """Return the sigmoid in the form that overflows for very negative z."""
    return 1 / (1 + np.exp(-z))


GRADIENTS = Rule(
    nn.gan_gradients,
    ("d_real", "d_fake", "g_fake"),
    n=lambda k: len(k.real_logits),
    m=lambda k: len(k.fake_logits),
    real=lambda k: nn.sigmoid(k.real_logits),
    fake=lambda k: nn.sigmoid(k.fake_logits),
    d_real=lambda k: (k.real - 1) / k.n,
    d_fake=lambda k: k.fake / k.m,
    g_fake=lambda k: (k.fake - 1) / k.m,
)


def through_the_probability(p, tiny=1e-8):
    """Return p - 1 as a slope of the log, kept finite by a tiny number, times the sigmoid's."""
    return -1 / (p + tiny) * p * (1 - p)


OF_ALL = (
    (
        "sigmoid_overflows",
        "right for usual logits, but exp(-z) overflows where z is very negative: use nn.sigmoid, "
        "or exp(z) / (1 + exp(z)) where z is negative",
        {
            "real": lambda k: overflowing(k.real_logits),
            "fake": lambda k: overflowing(k.fake_logits),
        },
    ),
    (
        "not_averaged",
        "none of them is divided: each loss is a mean, so divide by n for the real ones and by m "
        "for the fakes",
        {
            "d_real": lambda k: k.real - 1,
            "d_fake": lambda k: k.fake,
            "g_fake": lambda k: k.fake - 1,
        },
    ),
    (
        "one_mean_of_all",
        "the discriminator's gradients are divided by n + m: each of its two means has its own "
        "number",
        {
            "d_real": lambda k: (k.real - 1) / (k.n + k.m),
            "d_fake": lambda k: k.fake / (k.n + k.m),
        },
    ),
    (
        "discriminator_halved",
        "the discriminator's gradients are halved: its loss is the sum of the two means, not "
        "their mean",
        {
            "d_real": lambda k: (k.real - 1) / k.n / 2,
            "d_fake": lambda k: k.fake / k.m / 2,
        },
    ),
    (
        "signs_turned",
        "all signs are turned: a gradient is (probability - target) / number, and the step goes "
        "against it",
        {
            "d_real": lambda k: (1 - k.real) / k.n,
            "d_fake": lambda k: -k.fake / k.m,
            "g_fake": lambda k: (1 - k.fake) / k.m,
        },
    ),
    (
        "sigmoid_slope_multiplied_in",
        "the sigmoid's slope p (1 - p) is multiplied in once more: under a cross-entropy it has "
        "cancelled, and p - target is left",
        {
            "d_real": lambda k: (k.real - 1) * k.real * (1 - k.real) / k.n,
            "d_fake": lambda k: k.fake * k.fake * (1 - k.fake) / k.m,
            "g_fake": lambda k: (k.fake - 1) * k.fake * (1 - k.fake) / k.m,
        },
    ),
    (
        "at_the_probabilities",
        "these are gradients with respect to the probabilities: with respect to the logits, "
        "p - target is left",
        {
            "d_real": lambda k: -1 / k.real / k.n,
            "d_fake": lambda k: 1 / (1 - k.fake) / k.m,
            "g_fake": lambda k: -1 / k.fake / k.m,
        },
    ),
    (
        "logits_for_probabilities",
        "the logits stand in the probabilities' place: put them through the sigmoid first",
        {"real": lambda k: k.real_logits, "fake": lambda k: k.fake_logits},
    ),
    (
        "of_a_critic",
        "these are the gradients of mean logits, as a critic's (Wasserstein): under cross-entropy "
        "they depend on the logits, p - target",
        {
            "d_real": lambda k: -np.ones(k.n) / k.n,
            "d_fake": lambda k: np.ones(k.m) / k.m,
            "g_fake": lambda k: -np.ones(k.m) / k.m,
        },
    ),
    (
        "of_least_squares",
        "these are the gradients of squared distances of the logits to 1 and 0: asked are those "
        "of cross-entropies",
        {
            "d_real": lambda k: 2 * (k.real_logits - 1) / k.n,
            "d_fake": lambda k: 2 * k.fake_logits / k.m,
            "g_fake": lambda k: 2 * (k.fake_logits - 1) / k.m,
        },
    ),
)

OF_THE_GENERATOR = (
    (
        "saturating_loss",
        "g_fake belongs to the saturating loss, log(1 - p), and is nearly 0 where the "
        "discriminator is sure: asked is that of -log p, p - 1 over m",
        {"g_fake": lambda k: -k.fake / k.m},
    ),
    (
        "generator_wants_to_be_caught",
        "g_fake is d_fake: the generator's target is 1, so it is p - 1 over m",
        {"g_fake": lambda k: k.fake / k.m},
    ),
    (
        "generator_sign",
        "g_fake has the wrong sign: it is p - 1 over m, which is negative, since a larger logit "
        "lowers the generator's loss",
        {"g_fake": lambda k: (1 - k.fake) / k.m},
    ),
    (
        "generator_not_averaged",
        "g_fake is not divided by m: the generator's loss is a mean",
        {"g_fake": lambda k: k.fake - 1},
    ),
    (
        "generator_over_n",
        "g_fake is divided by the number of real examples: it is a mean over the fakes, m",
        {"g_fake": lambda k: (k.fake - 1) / k.n},
    ),
    (
        "generator_over_all",
        "g_fake is divided by n + m: it is a mean over the fakes, m",
        {"g_fake": lambda k: (k.fake - 1) / (k.n + k.m)},
    ),
)

OF_THE_DISCRIMINATOR = (
    (
        "targets_exchanged",
        "the discriminator's targets are exchanged: real ones have the target 1, fakes 0",
        {"d_real": lambda k: k.real / k.n, "d_fake": lambda k: (k.fake - 1) / k.m},
    ),
    (
        "real_without_target",
        "d_real is p over n: the target of real examples is 1, so subtract it",
        {"d_real": lambda k: k.real / k.n},
    ),
    (
        "real_sign",
        "d_real has the wrong sign: it is p - 1 over n, since a larger logit lowers the loss",
        {"d_real": lambda k: (1 - k.real) / k.n},
    ),
    (
        "fakes_taken_for_real",
        "d_fake has the target 1: to the discriminator fakes are 0, so it is p over m",
        {"d_fake": lambda k: (k.fake - 1) / k.m},
    ),
    (
        "fake_sign",
        "d_fake has the wrong sign: it is p over m, since a larger logit raises the loss",
        {"d_fake": lambda k: -k.fake / k.m},
    ),
    (
        "one_less_fake",
        "d_fake is 1 - p over m: with the target 0 it is p over m",
        {"d_fake": lambda k: (1 - k.fake) / k.m},
    ),
    (
        "real_not_averaged",
        "d_real is not divided by n: the real ones' term is a mean",
        {"d_real": lambda k: k.real - 1},
    ),
    (
        "fake_not_averaged",
        "d_fake is not divided by m: the fakes' term is a mean",
        {"d_fake": lambda k: k.fake},
    ),
    (
        "fakes_over_n",
        "both gradients at the fakes are divided by n: their number is m",
        {"d_fake": lambda k: k.fake / k.n, "g_fake": lambda k: (k.fake - 1) / k.n},
    ),
    (
        "real_over_m",
        "d_real is divided by m: the number of real examples is n",
        {"d_real": lambda k: (k.real - 1) / k.m},
    ),
    (
        "summed",
        "each gradient is one number, the sum over the examples: each logit has its own, (n,) "
        "and (m,)",
        {
            "d_real": lambda k: np.sum(k.real - 1) / k.n,
            "d_fake": lambda k: np.sum(k.fake) / k.m,
            "g_fake": lambda k: np.sum(k.fake - 1) / k.m,
        },
    ),
    (
        "order_changed",
        "d_fake and g_fake are exchanged: the order is d_real, d_fake, g_fake",
        {"d_fake": lambda k: (k.fake - 1) / k.m, "g_fake": lambda k: k.fake / k.m},
    ),
)

ADDED_UNDER_ONE = Mistake(
    "number_added_under_one",
    "right for usual logits, but the chain through the probability, kept finite by a tiny "
    "number, gives 0 where the answer is surest and wrong: take what is left of it, p - target",
    GRADIENTS.but(
        d_real=lambda k: through_the_probability(k.real) / k.n,
        d_fake=lambda k: -through_the_probability(1 - k.fake) / k.m,
        g_fake=lambda k: through_the_probability(k.fake) / k.m,
    ),
)

GAN_GRADIENTS = Exercise(
    name="gan_gradients",
    contract="(d_real, d_fake, g_fake), of the shapes (n,), (m,), (m,): of the discriminator's "
    "loss at both kinds of logits, and of the generator's at the fakes'",
    reference=nn.gan_gradients,
    draw=draw_logits,
    parts=outputs(d_real=2, d_fake=2, g_fake=2),
    tolerance=ROUNDING,  # a tiny number added to p shows at the extremes, not here
    extremes=1,
    compose=GRADIENTS.but,
    mistakes=(
        ADDED_UNDER_ONE,
        *GRADIENTS.mistakes(OF_ALL + OF_THE_GENERATOR + OF_THE_DISCRIMINATOR),
    ),
)
