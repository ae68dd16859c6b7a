"""Starting weights after Xavier (Glorot) and after He."""

import numpy as np

from course import nn
from course.checking import Exercise
from course.exercises.vanishing_gradients.randomness import draw_sizes, random_parts, three_draws
from course.exercises.vanishing_gradients.starts_mistakes import (
    WrongVariance,
    sizes_forgotten,
    wrong_chance,
)


def xavier_variance(fan_in, fan_out):
    """Return the variance that Xavier's rule asks for."""
    return 2 / (fan_in + fan_out)


def he_variance(fan_in, fan_out):
    """Return the variance that He's rule asks for."""
    return 2 / fan_in


def wrong_scalings(due, fans, limit):
    """Return what goes wrong with any rule: roots, twos, and the width of a uniform law.

    due: the variance asked for; fans: its denominator as a function and as it
    is written; limit: that of the uniform law, as it is written.
    """
    size, written = fans
    return (
        WrongVariance(
            "variance_for_spread",
            "the variance is used as the standard deviation: NumPy's scale is its square root",
            lambda fan_in, fan_out: due(fan_in, fan_out) ** 2,
        ),
        WrongVariance(
            "two_outside_root",
            f"the variance is twice too large: the 2 belongs inside the root, sqrt(2 / {written})",
            lambda fan_in, fan_out: 2 * due(fan_in, fan_out),
        ),
        WrongVariance(
            "root_of_two_only",
            f"the root is taken of the 2 alone: take it of the whole fraction, sqrt(2 / {written})",
            lambda fan_in, fan_out: 2 / size(fan_in, fan_out) ** 2,
        ),
        WrongVariance(
            "spread_as_limit",
            "the standard deviation is used as the limit of a uniform law, whose variance is a "
            f"third of the limit's square: the limit is {limit}",
            lambda fan_in, fan_out: due(fan_in, fan_out) / 3,
        ),
        WrongVariance(
            "limit_without_root",
            f"the root is missing in the limit of the uniform law: it is {limit}",
            lambda fan_in, fan_out: 3 * due(fan_in, fan_out) ** 2,
        ),
        WrongVariance(
            "limit_as_spread",
            f"{limit} is the limit of a uniform law: as the standard deviation of a normal one "
            f"it is too large, which is sqrt(2 / {written})",
            lambda fan_in, fan_out: 3 * due(fan_in, fan_out),
        ),
        WrongVariance(
            "only_positive",
            "no number is below 0, as where rng.random is scaled, which gives numbers from 0 to 1: "
            "draw from a law around 0, such as rng.normal or rng.uniform(-limit, limit)",
            lambda fan_in, fan_out: due(fan_in, fan_out) / 12,
            positive=True,
        ),
        WrongVariance(
            "only_positive_to_limit",
            "the numbers run from 0 to the limit: let them begin at -limit",
            lambda fan_in, fan_out: due(fan_in, fan_out) / 4,
            positive=True,
        ),
        *sizes_forgotten(),
    )


def initialiser(name, contract, reference, due, wrong):
    """Return the exercise of a rule, with its wrong variances and the wrong laws of chance."""
    return Exercise(
        name=name,
        contract=contract,
        reference=reference,
        draw=draw_sizes,
        convert={"rng": np.random.default_rng},
        use=three_draws,
        parts=random_parts(due, [(formula.variance, formula.positive) for formula in wrong]),
        inputs_kept=0,
        second_call=0,
        mistakes=(*(formula.mistake for formula in wrong), *wrong_chance(due)),
    )


WRONG_XAVIER = (
    WrongVariance(
        "bracket_missing",
        "2 / fan_in + fan_out divides by fan_in alone: put brackets around the sum, "
        "2 / (fan_in + fan_out)",
        lambda fan_in, fan_out: 2 / fan_in + fan_out,
    ),
    WrongVariance(
        "fans_multiplied",
        "the fans are multiplied: add them, 2 / (fan_in + fan_out)",
        lambda fan_in, fan_out: 2 / (fan_in * fan_out),
    ),
    WrongVariance(
        "he_instead",
        "this is He's rule, 2 / fan_in: Xavier's takes the sum of both fans",
        lambda fan_in, fan_out: 2 / fan_in,
    ),
    WrongVariance(
        "fan_in_alone",
        "the variance is 1 / fan_in, which looks at the way forward alone: take "
        "2 / (fan_in + fan_out)",
        lambda fan_in, fan_out: 1 / fan_in,
    ),
    WrongVariance(
        "fan_out_alone",
        "the variance is 1 / fan_out, which looks at the way back alone: take "
        "2 / (fan_in + fan_out)",
        lambda fan_in, fan_out: 1 / fan_out,
    ),
    WrongVariance(
        "two_left_out",
        "the 2 is left out: the variance is 2 / (fan_in + fan_out), one over the fans' mean",
        lambda fan_in, fan_out: 1 / (fan_in + fan_out),
    ),
    *wrong_scalings(
        xavier_variance,
        (lambda fan_in, fan_out: fan_in + fan_out, "(fan_in + fan_out)"),
        "sqrt(6 / (fan_in + fan_out))",
    ),
)

WRONG_HE = (
    WrongVariance(
        "divided_by_spread",
        "the numbers are divided by sqrt(2 / fan_in): multiply them by it, so that they get "
        "smaller where sums get longer",
        lambda fan_in, fan_out: fan_in / 2,
    ),
    WrongVariance(
        "fan_out_used",
        "it divides by fan_out: a sum has as many terms as there are inputs, so the variance is "
        "2 / fan_in",
        lambda fan_in, fan_out: 2 / fan_out,
    ),
    WrongVariance(
        "xavier_instead",
        "this is Xavier's rule, 2 / (fan_in + fan_out): He's takes fan_in alone",
        lambda fan_in, fan_out: 2 / (fan_in + fan_out),
    ),
    WrongVariance(
        "two_left_out",
        "the variance is 1 / fan_in: ReLU cuts off half of the signal, and the 2 makes up for it",
        lambda fan_in, fan_out: 1 / fan_in,
    ),
    WrongVariance(
        "one_over_fan_in_as_spread",
        "1 / fan_in is used as the standard deviation: it is sqrt(2 / fan_in)",
        lambda fan_in, fan_out: 1 / fan_in**2,
    ),
    WrongVariance(
        "library_default",
        "the numbers run between -1 / sqrt(fan_in) and its opposite, as some libraries have it: "
        "that has a variance of 1 / (3 fan_in), and the limit here is sqrt(6 / fan_in)",
        lambda fan_in, fan_out: 1 / (3 * fan_in),
    ),
    *wrong_scalings(he_variance, (lambda fan_in, fan_out: fan_in, "fan_in"), "sqrt(6 / fan_in)"),
)

XAVIER_INIT = initialiser(
    "xavier_init",
    "random numbers of shape (fan_in, fan_out), mean 0, variance 2 / (fan_in + fan_out)",
    nn.xavier_init,
    xavier_variance,
    WRONG_XAVIER,
)
HE_INIT = initialiser(
    "he_init",
    "random numbers of shape (fan_in, fan_out), mean 0, variance 2 / fan_in",
    nn.he_init,
    he_variance,
    WRONG_HE,
)
