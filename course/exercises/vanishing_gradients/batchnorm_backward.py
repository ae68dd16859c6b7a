"""Back through batch normalisation."""

from dataclasses import replace

import numpy as np

from course import nn
from course.checking import Exercise, Mistake, Part, outputs
from course.checking.exercise import MISSING
from course.exercises.numeric import gradients
from course.exercises.vanishing_gradients.batchnorm import (
    ROUGHLY,
    draw_features,
    eps_counts,
    eps_is_nothing,
    normalised,
    with_own_eps,
)


def numeric_batchnorm(dout, x, gamma, eps=1e-5):
    """Return (dx, dgamma, dbeta) by central differences of the sum of dout * forward pass."""

    def loss(x, gamma, beta):
        return np.sum(dout * nn.batchnorm_forward(x, gamma, beta, eps))

    return gradients(loss, x, gamma, np.zeros(len(gamma)))


def spread_of(x, eps):
    """Return sqrt(variance + eps) of each feature."""
    return np.sqrt(x.var(axis=0) + eps)


def dx_of(g, x, x_hat, eps):
    """Return the right dx, from g = dout * gamma."""
    return (g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0)) / spread_of(x, eps)


def dgamma_of(dout, x, x_hat):
    """Return the right dgamma."""
    return (dout * x_hat).sum(axis=0)


def dbeta_of(dout):
    """Return the right dbeta."""
    return dout.sum(axis=0)


def wrong(dx=dx_of, dgamma=dgamma_of, dbeta=dbeta_of, x_hat=normalised):
    """Return a backward pass of which some outputs are replaced by wrong ones."""

    def backward(dout, x, gamma, eps=1e-5):
        h = x_hat(x, eps)
        return dx(dout * gamma, x, h, eps), dgamma(dout, x, h), dbeta(dout)

    return backward


def wrong_spread(spread):
    """Return a backward pass with another spread, a function of (x, eps), in both places."""

    def backward(dout, x, gamma, eps=1e-5):
        s = spread(x, eps)
        h, g = (x - x.mean(axis=0)) / s, dout * gamma
        dx = (g - g.mean(axis=0) - h * (g * h).mean(axis=0)) / s
        return dx, (dout * h).sum(axis=0), dout.sum(axis=0)

    return backward


def _gamma_missing(dout, x, gamma, eps=1e-5):
    return wrong()(dout, x, np.ones_like(gamma), eps)


def _in_place(dout, x, gamma, eps=1e-5):
    x_hat = normalised(x, eps)
    dgamma, dbeta = dgamma_of(dout, x, x_hat), dbeta_of(dout)
    dout *= gamma
    return dx_of(dout, x, x_hat, eps), dgamma, dbeta


def _over_the_features(dout, x, gamma, eps=1e-5):
    x_hat, g = normalised(x, eps, axis=1), dout * gamma
    centred = g - g.mean(1, keepdims=True) - x_hat * (g * x_hat).mean(1, keepdims=True)
    dx = centred / np.sqrt(x.var(1, keepdims=True) + eps)
    return dx, (dout * x_hat).sum(axis=0), dout.sum(axis=0)


def _terms_without_gamma(dout, x, gamma, eps=1e-5):
    h, s = normalised(x, eps), spread_of(x, eps)
    dx = (dout * gamma - dout.mean(0) - h * (dout * h).mean(0)) / s
    return dx, dgamma_of(dout, x, h), dbeta_of(dout)


def _swapped(dout, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = nn.batchnorm_backward(dout, x, gamma, eps)
    return dx, dbeta, dgamma


BATCHNORM_BACKWARD_MISTAKES = (
    Mistake(
        "changes_dout",
        "the values are right, but dout itself is overwritten: write g = dout * gamma, not "
        "dout *= gamma",
        _in_place,
    ),
    Mistake(
        "statistics_taken_as_constants",
        "mean and variance are taken as constants: every example moves them, so subtract "
        "mean(g) and x_hat * mean(g * x_hat) as well, with g = dout * gamma",
        wrong(dx=lambda g, x, h, eps: g / spread_of(x, eps)),
    ),
    Mistake(
        "variance_term_missing",
        "the way through the variance is missing: subtract x_hat * mean(g * x_hat) as well, "
        "with g = dout * gamma",
        wrong(dx=lambda g, x, h, eps: (g - g.mean(0)) / spread_of(x, eps)),
    ),
    Mistake(
        "mean_term_missing",
        "the way through the mean is missing: subtract mean(g) over the batch as well, with "
        "g = dout * gamma",
        wrong(dx=lambda g, x, h, eps: (g - h * (g * h).mean(0)) / spread_of(x, eps)),
    ),
    Mistake(
        "signs_turned",
        "the ways through mean and variance are added: an example that raises the mean lowers "
        "all others, so subtract them",
        wrong(dx=lambda g, x, h, eps: (g + g.mean(0) + h * (g * h).mean(0)) / spread_of(x, eps)),
    ),
    Mistake(
        "sums_for_means",
        "sums are subtracted where means belong: divide both by n",
        wrong(dx=lambda g, x, h, eps: (g - g.sum(0) - h * (g * h).sum(0)) / spread_of(x, eps)),
    ),
    Mistake(
        "not_divided_by_n",
        "dx is n times too large: where the first term is multiplied by n, divide all by n",
        wrong(dx=lambda g, x, h, eps: len(g) * dx_of(g, x, h, eps)),
    ),
    Mistake(
        "gamma_missing",
        "gamma is left out of dx: begin with g = dout * gamma",
        _gamma_missing,
    ),
    Mistake(
        "x_hat_missing",
        "the last term is mean(g * x_hat) alone: multiply it by x_hat, since an example far "
        "from the mean moves the variance most",
        wrong(dx=lambda g, x, h, eps: (g - g.mean(0) - (g * h).mean(0)) / spread_of(x, eps)),
    ),
    Mistake(
        "x_for_x_hat",
        "x stands in dx where x_hat belongs: the last term is x_hat * mean(g * x_hat)",
        wrong(dx=lambda g, x, h, eps: (g - g.mean(0) - x * (g * x).mean(0)) / spread_of(x, eps)),
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
        "dgamma_from_x",
        "dgamma is made with x: gamma is multiplied by x_hat, so sum dout * x_hat",
        wrong(dgamma=lambda dout, x, h: (dout * x).sum(0)),
    ),
    Mistake(
        "dgamma_from_centred_x",
        "dgamma is made with x minus its mean: divide by the spread too, so that it is x_hat",
        wrong(dgamma=lambda dout, x, h: (dout * (x - x.mean(0))).sum(0)),
    ),
    Mistake(
        "parameters_averaged",
        "dgamma and dbeta are averaged over the batch: sum, because the 1/n of the mean is "
        "already in dout",
        wrong(dgamma=lambda dout, x, h: (dout * h).mean(0), dbeta=lambda dout: dout.mean(0)),
    ),
    Mistake(
        "parameters_not_summed",
        "dgamma and dbeta have a row for each example: all examples share gamma and beta, so "
        "sum over axis 0",
        wrong(dgamma=lambda dout, x, h: dout * h, dbeta=lambda dout: dout.copy()),
    ),
    Mistake(
        "parameters_summed_across",
        "dgamma and dbeta are summed over the features, axis 1: each feature has a gamma and a "
        "beta of its own, so sum over the examples, axis 0",
        wrong(dgamma=lambda dout, x, h: (dout * h).sum(1), dbeta=lambda dout: dout.sum(1)),
    ),
    Mistake(
        "parameters_swapped",
        "dgamma and dbeta have changed places: return dx, dgamma, dbeta",
        _swapped,
    ),
    Mistake(
        "arguments_exchanged",
        "dout and x have changed places: dout, the gradient that arrives, comes first",
        lambda dout, x, gamma, eps=1e-5: nn.batchnorm_backward(x, dout, gamma, eps),
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
        "over_the_features",
        "mean and variance are taken over the features, as in layer normalisation: take them "
        "over the batch, axis 0",
        _over_the_features,
    ),
    Mistake(
        "n_minus_one",
        "the variance divides by n - 1: here it divides by n, as np.var does by itself",
        wrong_spread(lambda x, eps: np.sqrt(x.var(axis=0, ddof=1) + eps)),
    ),
    Mistake(
        "eps_left_out",
        "eps is left out, so a constant feature gives 0 / 0: take sqrt(variance + eps), as in "
        "the forward pass",
        wrong_spread(lambda x, eps: np.sqrt(x.var(axis=0))),
    ),
    Mistake(
        "eps_outside_root",
        "eps is added after the root: it belongs inside, sqrt(variance + eps)",
        wrong_spread(lambda x, eps: x.std(axis=0) + eps),
    ),
    Mistake(
        "eps_subtracted",
        "eps is subtracted, and of a constant feature that leaves the root of a negative number: "
        "add it, sqrt(variance + eps)",
        wrong_spread(lambda x, eps: np.sqrt(x.var(axis=0) - eps)),
    ),
    Mistake.with_number(
        "dx_scaled",
        "dx is a multiple of what it should be: look for a factor too many or too few",
        lambda factor: wrong(dx=lambda g, x, h, eps: factor * dx_of(g, x, h, eps)),
        2.0,
        (0.01, 100.0),
    ),
    Mistake(
        "mean_subtracted_after",
        "the division by the spread holds for the first term only: put brackets around all three",
        wrong(
            dx=lambda g, x, h, eps: g / spread_of(x, eps) - g.mean(0) - h * (g * h).mean(0),
        ),
    ),
    Mistake(
        "terms_without_gamma",
        "gamma is left out of the two means: both are means of g = dout * gamma",
        _terms_without_gamma,
    ),
    Mistake(
        "passed_through",
        "dx is dout * gamma as it came: divide by the spread, and take the ways through mean and "
        "variance off",
        wrong(dx=lambda g, x, h, eps: g),
    ),
    Mistake(
        "dgamma_not_multiplied",
        "dgamma adds up x_hat alone: multiply by dout first",
        wrong(dgamma=lambda dout, x, h: h.sum(0)),
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
        "dbeta_not_summed",
        "dbeta has a row for each example: all examples share beta, so sum over axis 0",
        wrong(dbeta=lambda dout: dout.copy()),
    ),
    Mistake(
        "parameters_kept_as_rows",
        "the values are right, but dgamma and dbeta have the shape (1, d): gamma is (d,), so "
        "leave out keepdims",
        wrong(
            dgamma=lambda dout, x, h: (dout * h).sum(0, keepdims=True),
            dbeta=lambda dout: dout.sum(0, keepdims=True),
        ),
    ),
)

SEEN_WITH_OWN_EPS = (
    "statistics_taken_as_constants",
    "variance_term_missing",
    "mean_term_missing",
    "gamma_missing",
    "n_minus_one",
    "eps_outside_root",
)


def _where_eps_is_nothing(part):
    return replace(part, tolerance=ROUGHLY, where=eps_is_nothing)


def _where_eps_counts(name, place):
    """Return the part of a point that asks for an output where eps counts."""

    def pick(value):
        return value[place] if len(value) == 3 else MISSING

    return Part(f"{name} where eps counts", 1, pick, where=eps_counts, variable=name)


EPS_COUNTS = (_where_eps_counts("dx", 0), _where_eps_counts("dgamma", 1))

BATCHNORM_BACKWARD = Exercise(
    name="batchnorm_backward",
    contract="(dx, dgamma, dbeta), each of the shape of what it is the gradient of",
    reference=nn.batchnorm_backward,
    numeric=numeric_batchnorm,
    draw=lambda rng: draw_features(rng, ("dout", "x", "gamma")),
    parts=(*map(_where_eps_is_nothing, outputs(dx=3, dgamma=1, dbeta=1)), *EPS_COUNTS),
    mistakes=(
        *BATCHNORM_BACKWARD_MISTAKES,
        *(with_own_eps(m) for m in BATCHNORM_BACKWARD_MISTAKES if m.name in SEEN_WITH_OWN_EPS),
    ),
)
