"""Batch normalisation, forwards."""

import numpy as np

from course import nn
from course.checking import Exercise, Mistake, Part
from course.exercises.drawing import ONE_EXAMPLE
from course.exercises.normalising import Along, with_own_eps
from course.exercises.spreads import (
    NARROW,
    WIDE,
    draw_spreads,
    eps_counts,
    where_eps_is_nothing,
)

CONSTANT = "a constant feature"
SIZES = (  # examples, features, their spreads, eps where it is another than the usual one
    (6, 3, WIDE, None, ""),
    (5, 5, WIDE, None, "as many examples as features"),
    (8, 4, WIDE, None, ""),
    (5, 2, NARROW, 0.1, ""),
    (5, 3, NARROW, 0.02, CONSTANT),
    (1, 4, NARROW, None, ONE_EXAMPLE),
)


def draw_features(rng, names):
    """Return cases of x (n, d), features of several spreads, and more arrays by their names."""
    return draw_spreads(rng, SIZES, names, axis=0, flat=CONSTANT, alone=ONE_EXAMPLE)


def normalised(x, eps, axis=0):
    """Return x with mean 0 and variance 1 along an axis."""
    return Along(axis).normalised(x, eps)


def scaled(x_hat):
    """Return a forward pass that makes x_hat in another way, a function of (x, eps)."""
    return lambda x, gamma, beta, eps=1e-5: gamma * x_hat(x, eps) + beta


def _centred(x):
    return x - x.mean(axis=0)


def _stretched(x, eps):
    low, high = x.min(axis=0), x.max(axis=0)
    return (x - low) / np.maximum(high - low, eps)


def _in_place(x, gamma, beta, eps=1e-5):
    x -= x.mean(axis=0)
    x /= np.sqrt(x.var(axis=0) + eps)
    return gamma * x + beta


BATCHNORM_MISTAKES = (
    Mistake(
        "changes_x",
        "the values are right, but x itself is overwritten, and the backward pass will need it: "
        "write x - mean, not x -= mean",
        _in_place,
    ),
    Mistake(
        "over_the_features",
        "each example is normalised over its features, which is layer normalisation: take mean "
        "and variance over the batch, axis 0",
        scaled(lambda x, eps: normalised(x, eps, 1)),
    ),
    Mistake(
        "whole_array",
        "there is one mean and one variance for the whole array: take them for each feature, "
        "with axis=0",
        scaled(lambda x, eps: normalised(x, eps, None)),
    ),
    Mistake(
        "one_mean",
        "there is one mean for the whole array: take one for each feature, x.mean(axis=0)",
        scaled(lambda x, eps: (x - x.mean()) / np.sqrt(x.var(axis=0) + eps)),
    ),
    Mistake(
        "one_variance",
        "there is one variance for the whole array: take one for each feature, x.var(axis=0)",
        scaled(lambda x, eps: _centred(x) / np.sqrt(x.var() + eps)),
    ),
    Mistake(
        "variance_not_divided",
        "the squares are added up and not divided by n: the variance is their mean",
        scaled(lambda x, eps: _centred(x) / np.sqrt((_centred(x) ** 2).sum(axis=0) + eps)),
    ),
    Mistake(
        "brackets_missing",
        "only the mean is divided by the spread: put brackets around the difference, "
        "(x - mean) / sqrt(variance + eps)",
        scaled(lambda x, eps: x - x.mean(axis=0) / np.sqrt(x.var(axis=0) + eps)),
    ),
    Mistake(
        "n_minus_one",
        "the variance divides by n - 1: batch normalisation divides by n, as np.var does by itself",
        lambda x, gamma, beta, eps=1e-5: (
            gamma * (x - x.mean(0)) / np.sqrt(x.var(0, ddof=1) + eps) + beta
        ),
    ),
    Mistake(
        "eps_outside_root",
        "eps is added after the root: it belongs inside, sqrt(variance + eps)",
        scaled(lambda x, eps: _centred(x) / (x.std(axis=0) + eps)),
    ),
    Mistake(
        "eps_left_out",
        "eps is left out, so a constant feature gives 0 / 0: take sqrt(variance + eps)",
        scaled(lambda x, eps: _centred(x) / np.sqrt(x.var(axis=0))),
    ),
    Mistake(
        "eps_subtracted",
        "eps is subtracted, and of a constant feature that leaves the root of a negative number: "
        "add it, sqrt(variance + eps)",
        scaled(lambda x, eps: _centred(x) / np.sqrt(x.var(axis=0) - eps)),
    ),
    Mistake(
        "eps_squared",
        "eps is squared: the root holds the variance plus eps itself",
        scaled(lambda x, eps: _centred(x) / np.sqrt(x.var(axis=0) + eps**2)),
    ),
    Mistake(
        "not_normalised",
        "x is not normalised at all: subtract each feature's mean, divide by its spread, and only "
        "then scale and shift",
        lambda x, gamma, beta, eps=1e-5: gamma * x + beta,
    ),
    Mistake.with_number(
        "x_hat_scaled",
        "x_hat is a multiple of what it should be, so that its variance is not 1: look at what "
        "you divide by, sqrt(variance + eps)",
        lambda factor: scaled(lambda x, eps: normalised(x, eps) * factor),
        1 / 3,
        (0.01, 100.0),
    ),
    Mistake(
        "root_taken_twice",
        "the root is taken twice: divide by sqrt(variance + eps), and np.std has its root already",
        scaled(lambda x, eps: _centred(x) / np.sqrt(x.std(axis=0) + eps)),
    ),
    Mistake(
        "spread_multiplied",
        "the centred features are multiplied by their spread: divide by it",
        scaled(lambda x, eps: _centred(x) * np.sqrt(x.var(axis=0) + eps)),
    ),
    Mistake(
        "mean_added",
        "the mean is added: subtract it",
        scaled(lambda x, eps: (x + x.mean(axis=0)) / np.sqrt(x.var(axis=0) + eps)),
    ),
    Mistake(
        "stretched_to_0_and_1",
        "each feature is stretched to lie between 0 and 1: subtract the mean, and divide by the "
        "standard deviation",
        scaled(_stretched),
    ),
    Mistake(
        "gamma_divides",
        "x_hat is divided by gamma: multiply by it",
        lambda x, gamma, beta, eps=1e-5: normalised(x, eps) / gamma + beta,
    ),
    Mistake(
        "beta_subtracted",
        "beta is subtracted: add it",
        lambda x, gamma, beta, eps=1e-5: gamma * normalised(x, eps) - beta,
    ),
    Mistake(
        "root_missing",
        "it divides by the variance: divide by its root, the standard deviation",
        scaled(lambda x, eps: _centred(x) / (x.var(axis=0) + eps)),
    ),
    Mistake(
        "mean_kept",
        "the mean is not subtracted: centre each feature first",
        scaled(lambda x, eps: x / np.sqrt(x.var(axis=0) + eps)),
    ),
    Mistake(
        "not_divided",
        "the features are centred but not divided by their spread, sqrt(variance + eps)",
        scaled(lambda x, eps: _centred(x)),
    ),
    Mistake(
        "beta_scaled",
        "beta is multiplied by gamma too: scale first, then add beta",
        lambda x, gamma, beta, eps=1e-5: gamma * (normalised(x, eps) + beta),
    ),
    Mistake(
        "only_normalised",
        "this is x_hat: multiply it by gamma, and add beta",
        lambda x, gamma, beta, eps=1e-5: normalised(x, eps),
    ),
    Mistake(
        "beta_missing",
        "beta is left out: add it at the end",
        lambda x, gamma, beta, eps=1e-5: gamma * normalised(x, eps),
    ),
    Mistake(
        "gamma_missing",
        "gamma is left out: multiply x_hat by it",
        lambda x, gamma, beta, eps=1e-5: normalised(x, eps) + beta,
    ),
    Mistake(
        "gamma_and_beta_swapped",
        "gamma and beta have changed places: gamma scales, beta shifts",
        lambda x, gamma, beta, eps=1e-5: beta * normalised(x, eps) + gamma,
    ),
    Mistake(
        "square_of_mean",
        "the variance is taken around 0: subtract the mean before you square",
        scaled(lambda x, eps: _centred(x) / np.sqrt((x**2).mean(axis=0) + eps)),
    ),
)

SEEN_WITH_OWN_EPS = ("over_the_features", "whole_array", "n_minus_one", "eps_outside_root")

BATCHNORM_FORWARD = Exercise(
    name="batchnorm_forward",
    contract="gamma * x_hat + beta of shape (n, d), x_hat having mean 0 and variance 1 over "
    "the batch",
    reference=nn.batchnorm_forward,
    draw=lambda rng: draw_features(rng, ("x", "gamma", "beta")),
    parts=(
        where_eps_is_nothing(Part("out", 3)),
        Part("where eps counts", 1, where=eps_counts, variable="out"),
    ),
    mistakes=(
        *BATCHNORM_MISTAKES,
        *with_own_eps(BATCHNORM_MISTAKES, SEEN_WITH_OWN_EPS),
    ),
)
