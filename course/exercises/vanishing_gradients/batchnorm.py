"""Batch normalisation, forwards."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, Mistake, Part
from course.exercises.drawing import ONE_EXAMPLE, away_from_zero

CONSTANT = "a constant feature"
SIZES = (
    (6, 3, None, ""),
    (4, 4, None, "as many examples as features"),
    (5, 2, 0.1, "another eps"),
    (5, 3, 0.02, CONSTANT),
    (1, 4, None, ONE_EXAMPLE),
)


def draw_features(rng, names, sizes=SIZES):
    """Return cases of x (n, d), features of several sizes, and more arrays by their names.

    Of these, dout has the shape of x, the others (d,). eps is given where it
    is another than the usual one.
    """
    cases = []
    for n, d, eps, label in sizes:
        x = rng.normal(size=(n, d)) * rng.uniform(0.7, 2.0, d) + away_from_zero(rng, d)
        if label == CONSTANT:
            x[:, 1] = rng.uniform(0.5, 2.0)
        shapes = {"x": None, "dout": (n, d), "gamma": d, "beta": d}
        given = {
            name: x if name == "x" else away_from_zero(rng, shapes[name], 0.5) for name in names
        }
        cases.append(Case(given | ({"eps": eps} if eps else {}), n, label))
    return cases


def normalised(x, eps, axis=0, ddof=0):
    """Return x with mean 0 and variance 1 along an axis."""
    mean = x.mean(axis=axis, keepdims=True)
    with np.errstate(all="ignore"):
        return (x - mean) / np.sqrt(x.var(axis=axis, keepdims=True, ddof=ddof) + eps)


def scaled(x_hat):
    """Return a forward pass that makes x_hat in another way, a function of (x, eps)."""
    return lambda x, gamma, beta, eps=1e-5: gamma * x_hat(x, eps) + beta


def _centred(x):
    return x - x.mean(axis=0)


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
        scaled(lambda x, eps: normalised(x, eps, axis=1)),
    ),
    Mistake(
        "whole_array",
        "there is one mean and one variance for the whole array: take them for each feature, "
        "with axis=0",
        scaled(lambda x, eps: normalised(x, eps, axis=None)),
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
        "eps_fixed",
        "eps is written into the code as 1e-5: use the one that is given",
        scaled(lambda x, eps: normalised(x, 1e-5)),
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

BATCHNORM_FORWARD = Exercise(
    name="batchnorm_forward",
    contract="gamma * x_hat + beta of shape (n, d), x_hat having mean 0 and variance 1 over "
    "the batch",
    reference=nn.batchnorm_forward,
    draw=lambda rng: draw_features(rng, ("x", "gamma", "beta")),
    parts=(Part("out", 4),),
    mistakes=BATCHNORM_MISTAKES,
)
