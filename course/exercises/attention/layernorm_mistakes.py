"""Wrong ways back through layer normalisation."""

import numpy as np

from course import nn
from course.checking import Mistake


def mean(x, axis=-1):
    """Return the mean over an axis, which is kept."""
    return x.mean(axis=axis, keepdims=True)


def spread_of(x, eps, axis=-1, ddof=0):
    """Return sqrt(variance + eps), of each row unless said otherwise."""
    return np.sqrt(x.var(axis=axis, keepdims=True, ddof=ddof) + eps)


def normalised(x, eps):
    """Return the rows with mean 0 and variance 1."""
    return (x - mean(x)) / spread_of(x, eps)


def dx_of(g, x, x_hat, eps):
    """Return the right dx, from g = dout * gamma."""
    return (g - mean(g) - x_hat * mean(g * x_hat)) / spread_of(x, eps)


def dgamma_of(dout, x, x_hat):
    """Return the right dgamma."""
    return (dout * x_hat).sum(axis=0)


def dbeta_of(dout):
    """Return the right dbeta."""
    return dout.sum(axis=0)


def wrong(dx=dx_of, dgamma=dgamma_of, dbeta=dbeta_of):
    """Return a backward pass of which some outputs are replaced by wrong ones."""

    def backward(dout, x, gamma, eps=1e-5):
        h = normalised(x, eps)
        return dx(dout * gamma, x, h, eps), dgamma(dout, x, h), dbeta(dout)

    return backward


def wrong_spread(spread):
    """Return a backward pass with another spread, a function of (x, eps), in both places."""

    def backward(dout, x, gamma, eps=1e-5):
        s = spread(x, eps)
        h, g = (x - mean(x)) / s, dout * gamma
        return (g - mean(g) - h * mean(g * h)) / s, (dout * h).sum(0), dout.sum(0)

    return backward


def along(axis):
    """Return a backward pass whose statistics are taken along another axis."""

    def backward(dout, x, gamma, eps=1e-5):
        g, s = dout * gamma, spread_of(x, eps, axis)
        h = (x - mean(x, axis)) / s
        dx = (g - mean(g, axis) - h * mean(g * h, axis)) / s
        return dx, (dout * h).sum(0), dout.sum(0)

    return backward


def _dx_of_batchnorm(dout, x, gamma, eps=1e-5):
    h, g = normalised(x, eps), dout * gamma
    dx = (g - mean(g, 0) - h * mean(g * h, 0)) / spread_of(x, eps)
    return dx, (dout * h).sum(0), dout.sum(0)


def _in_place(dout, x, gamma, eps=1e-5):
    found = nn.layernorm_backward(dout, x, gamma, eps)
    dout *= gamma
    return found


def _gamma_missing(dout, x, gamma, eps=1e-5):
    return wrong()(dout, x, np.ones_like(gamma), eps)


def _gamma_after(dout, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = _gamma_missing(dout, x, gamma, eps)
    return gamma * dx, dgamma, dbeta


def _terms_without_gamma(dout, x, gamma, eps=1e-5):
    h, s = normalised(x, eps), spread_of(x, eps)
    dx = (dout * gamma - mean(dout) - h * mean(dout * h)) / s
    return dx, dgamma_of(dout, x, h), dbeta_of(dout)


def _swapped(dout, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = nn.layernorm_backward(dout, x, gamma, eps)
    return dx, dbeta, dgamma


TABLE = (
    Mistake(
        "changes_dout",
        "the values are right, but dout itself is overwritten: write g = dout * gamma, not "
        "dout *= gamma",
        _in_place,
    ),
    Mistake(
        "batch_normalisation",
        "mean and variance are taken over the batch, which is batch normalisation: take those of "
        "each row, over the last axis with keepdims=True",
        along(0),
    ),
    Mistake(
        "dx_of_batchnorm",
        "x_hat is right, but the two means in dx go over the batch, as in batch normalisation: "
        "they go over each row, the last axis",
        _dx_of_batchnorm,
    ),
    Mistake(
        "whole_array",
        "there is one mean and one variance for the whole array: each row has its own",
        along(None),
    ),
    Mistake(
        "statistics_taken_as_constants",
        "mean and variance are taken as constants: every number of the row moves them, so "
        "subtract mean(g) and x_hat * mean(g * x_hat) as well, with g = dout * gamma",
        wrong(dx=lambda g, x, h, eps: g / spread_of(x, eps)),
    ),
    Mistake(
        "variance_term_missing",
        "the way through the variance is missing: subtract x_hat * mean(g * x_hat) as well, "
        "with g = dout * gamma",
        wrong(dx=lambda g, x, h, eps: (g - mean(g)) / spread_of(x, eps)),
    ),
    Mistake(
        "mean_term_missing",
        "the way through the mean is missing: subtract the row's mean(g) as well, with "
        "g = dout * gamma",
        wrong(dx=lambda g, x, h, eps: (g - h * mean(g * h)) / spread_of(x, eps)),
    ),
    Mistake(
        "gamma_missing",
        "gamma is left out of dx: begin with g = dout * gamma",
        _gamma_missing,
    ),
    Mistake(
        "gamma_after",
        "gamma is multiplied in at the end: within a row the gammas differ, so begin with "
        "g = dout * gamma, and take the means of that",
        _gamma_after,
    ),
    Mistake(
        "terms_without_gamma",
        "gamma is left out of the two means: both are means of g = dout * gamma",
        _terms_without_gamma,
    ),
    Mistake(
        "signs_turned",
        "the ways through mean and variance are added: a number that raises the mean lowers all "
        "others, so subtract them",
        wrong(dx=lambda g, x, h, eps: (g + mean(g) + h * mean(g * h)) / spread_of(x, eps)),
    ),
    Mistake(
        "sums_for_means",
        "sums are subtracted where means belong: divide both by d",
        wrong(
            dx=lambda g, x, h, eps: (
                (g - g.sum(-1, keepdims=True) - h * (g * h).sum(-1, keepdims=True))
                / spread_of(x, eps)
            )
        ),
    ),
    Mistake(
        "not_divided_by_d",
        "dx is d times too large: where the first term is multiplied by d, divide all by d",
        wrong(dx=lambda g, x, h, eps: g.shape[1] * dx_of(g, x, h, eps)),
    ),
    Mistake(
        "divided_by_n",
        "dx is divided by n: the 1/n of the mean is already in dout",
        wrong(dx=lambda g, x, h, eps: dx_of(g, x, h, eps) / len(g)),
    ),
    Mistake(
        "x_hat_missing",
        "the last term is mean(g * x_hat) alone: multiply it by x_hat, since a number far from "
        "the mean moves the variance most",
        wrong(dx=lambda g, x, h, eps: (g - mean(g) - mean(g * h)) / spread_of(x, eps)),
    ),
    Mistake(
        "x_for_x_hat",
        "x stands in dx where x_hat belongs: the last term is x_hat * mean(g * x_hat)",
        wrong(dx=lambda g, x, h, eps: (g - mean(g) - x * mean(g * x)) / spread_of(x, eps)),
    ),
    Mistake(
        "spread_left_out",
        "dx is not divided by the spread: divide the bracket by sqrt(variance + eps)",
        wrong(dx=lambda g, x, h, eps: dx_of(g, x, h, eps) * spread_of(x, eps)),
    ),
    Mistake(
        "root_missing",
        "dx is divided by the variance: divide by its root, once",
        wrong(dx=lambda g, x, h, eps: dx_of(g, x, h, eps) / spread_of(x, eps)),
    ),
    Mistake(
        "mean_subtracted_after",
        "the division by the spread holds for the first term only: put brackets around all three",
        wrong(dx=lambda g, x, h, eps: g / spread_of(x, eps) - mean(g) - h * mean(g * h)),
    ),
    Mistake(
        "passed_through",
        "dx is dout * gamma as it came: divide by the spread, and take the ways through mean and "
        "variance off",
        wrong(dx=lambda g, x, h, eps: g),
    ),
    Mistake(
        "unbiased_variance",
        "the variance divides by d - 1: here it divides by d, as np.var does by itself",
        wrong_spread(lambda x, eps: spread_of(x, eps, ddof=1)),
    ),
    Mistake(
        "eps_left_out",
        "eps is left out, so a row of equal numbers gives 0 / 0: take sqrt(variance + eps), as in "
        "the forward pass",
        wrong_spread(lambda x, eps: x.std(axis=-1, keepdims=True)),
    ),
    Mistake(
        "eps_outside_root",
        "eps is added after the root: it belongs inside, sqrt(variance + eps)",
        wrong_spread(lambda x, eps: x.std(axis=-1, keepdims=True) + eps),
    ),
    Mistake(
        "eps_subtracted",
        "eps is subtracted, and of a row of equal numbers that leaves the root of a negative "
        "number: add it, sqrt(variance + eps)",
        wrong_spread(lambda x, eps: np.sqrt(x.var(axis=-1, keepdims=True) - eps)),
    ),
    Mistake(
        "dgamma_from_x",
        "dgamma is made with x: gamma is multiplied by x_hat, so sum dout * x_hat",
        wrong(dgamma=lambda dout, x, h: (dout * x).sum(0)),
    ),
    Mistake(
        "dgamma_from_centred_x",
        "dgamma is made with x minus its mean: divide by the spread too, so that it is x_hat",
        wrong(dgamma=lambda dout, x, h: (dout * (x - mean(x))).sum(0)),
    ),
    Mistake(
        "dgamma_not_summed",
        "dgamma has a row for each example: all examples share gamma, so sum over axis 0",
        wrong(dgamma=lambda dout, x, h: dout * h),
    ),
    Mistake(
        "dbeta_not_summed",
        "dbeta has a row for each example: all examples share beta, so sum over axis 0",
        wrong(dbeta=lambda dout: dout.copy()),
    ),
    Mistake(
        "parameters_not_summed",
        "dgamma and dbeta have a row for each example: all examples share gamma and beta, so sum "
        "over axis 0",
        wrong(dgamma=lambda dout, x, h: dout * h, dbeta=lambda dout: dout.copy()),
    ),
    Mistake(
        "parameters_summed_across",
        "dgamma and dbeta are summed over the row: only the statistics go along the row, each "
        "place has a gamma and a beta of its own, so sum over the examples, axis 0",
        wrong(dgamma=lambda dout, x, h: (dout * h).sum(1), dbeta=lambda dout: dout.sum(1)),
    ),
    Mistake(
        "dgamma_averaged",
        "dgamma is averaged over the batch: sum, because the 1/n of the mean is already in dout",
        wrong(dgamma=lambda dout, x, h: (dout * h).mean(0)),
    ),
    Mistake(
        "dbeta_averaged",
        "dbeta is averaged over the batch: sum, because the 1/n of the mean is already in dout",
        wrong(dbeta=lambda dout: dout.mean(0)),
    ),
    Mistake(
        "parameters_averaged",
        "dgamma and dbeta are averaged over the batch: sum, because the 1/n of the mean is "
        "already in dout",
        wrong(dgamma=lambda dout, x, h: (dout * h).mean(0), dbeta=lambda dout: dout.mean(0)),
    ),
    Mistake(
        "parameters_swapped",
        "dgamma and dbeta have changed places: return dx, dgamma, dbeta",
        _swapped,
    ),
    Mistake(
        "dgamma_scaled",
        "dgamma is multiplied by gamma: out = gamma * x_hat + beta has the slope x_hat there",
        lambda dout, x, gamma, eps=1e-5: (
            wrong()(dout, x, gamma, eps)[0],
            (dout * gamma * normalised(x, eps)).sum(0),
            dout.sum(0),
        ),
    ),
    Mistake(
        "dgamma_without_dout",
        "dgamma adds up x_hat alone: multiply by dout first",
        wrong(dgamma=lambda dout, x, h: h.sum(0)),
    ),
    Mistake(
        "arguments_exchanged",
        "dout and x have changed places: dout, the gradient that arrives, comes first",
        lambda dout, x, gamma, eps=1e-5: nn.layernorm_backward(x, dout, gamma, eps),
    ),
)

SEEN_WITH_OWN_EPS = (
    "statistics_taken_as_constants",
    "variance_term_missing",
    "mean_term_missing",
    "gamma_missing",
    "unbiased_variance",
    "eps_outside_root",
)


def with_own_eps(mistake):
    """Return the same mistake with an eps of its own in place of the given one."""

    def family(own):
        return lambda dout, x, gamma, eps=1e-5: mistake.function(dout, x, gamma, own)

    return Mistake.with_number(
        f"{mistake.name}_with_own_eps",
        f"{mistake.sentence}; and use the eps that is given",
        family,
        3e-4,
        (1e-13, 0.5),
    )


LAYERNORM_MISTAKES = (
    *TABLE,
    *(with_own_eps(mistake) for mistake in TABLE if mistake.name in SEEN_WITH_OWN_EPS),
)
