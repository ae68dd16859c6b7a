"""Wrong ways back through layer normalisation."""

from course import nn
from course.checking import Mistake
from course.exercises.normalising import (
    Along,
    Words,
    dbeta_of,
    dgamma_of,
    ways_back,
    with_own_eps,
)

ROWS = Along(-1)
WORDS = Words(
    count="d",
    one="a number",
    each="every number of the row",
    flat="a row of equal numbers",
    mean_of_g="the row's mean(g)",
)
COMMON = ways_back(ROWS, nn.layernorm_backward, WORDS)


def _dx_of_batchnorm(dout, x, gamma, eps=1e-5):
    h, g, mean = ROWS.normalised(x, eps), dout * gamma, Along(0).mean
    dx = (g - mean(g) - h * mean(g * h)) / ROWS.spread(x, eps)
    return dx, dgamma_of(dout, x, h), dbeta_of(dout)


def _gamma_after(dout, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = COMMON["gamma_missing"].function(dout, x, gamma, eps)
    return gamma * dx, dgamma, dbeta


TABLE = (
    COMMON["changes_dout"],
    Mistake(
        "batch_normalisation",
        "mean and variance are taken over the batch, which is batch normalisation: take those of "
        "each row, over the last axis with keepdims=True",
        Along(0).back(),
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
        Along(None).back(),
    ),
    COMMON["statistics_taken_as_constants"],
    COMMON["variance_term_missing"],
    COMMON["mean_term_missing"],
    COMMON["variance_term_scaled"],
    COMMON["variance_term_added"],
    COMMON["gamma_missing"],
    Mistake(
        "gamma_after",
        "gamma is multiplied in at the end: within a row the gammas differ, so begin with "
        "g = dout * gamma, and take the means of that",
        _gamma_after,
    ),
    COMMON["terms_without_gamma"],
    COMMON["signs_turned"],
    COMMON["sums_for_means"],
    COMMON["mean_not_divided"],
    COMMON["not_divided_by_d"],
    Mistake(
        "divided_by_n",
        "dx is divided by n: the 1/n of the mean is already in dout",
        ROWS.back(dx=lambda g, x, h, eps: ROWS.dx(g, x, h, eps) / len(g)),
    ),
    COMMON["x_hat_missing"],
    COMMON["x_for_x_hat"],
    COMMON["spread_left_out"],
    COMMON["root_missing"],
    COMMON["mean_subtracted_after"],
    COMMON["passed_through"],
    COMMON["unbiased_variance"],
    COMMON["eps_left_out"],
    COMMON["eps_outside_root"],
    COMMON["eps_subtracted"],
    COMMON["dgamma_from_x"],
    COMMON["dgamma_from_centred_x"],
    Mistake(
        "dgamma_not_summed",
        "dgamma has a row for each example: all examples share gamma, so sum over axis 0",
        ROWS.back(dgamma=lambda dout, x, h: dout * h),
    ),
    COMMON["dbeta_not_summed"],
    COMMON["parameters_not_summed"],
    Mistake(
        "parameters_summed_across",
        "dgamma and dbeta are summed over the row: only the statistics go along the row, each "
        "place has a gamma and a beta of its own, so sum over the examples, axis 0",
        ROWS.back(dgamma=lambda dout, x, h: (dout * h).sum(1), dbeta=lambda dout: dout.sum(1)),
    ),
    COMMON["dgamma_averaged"],
    COMMON["dbeta_averaged"],
    COMMON["parameters_averaged"],
    COMMON["parameters_swapped"],
    COMMON["dgamma_scaled"],
    COMMON["dbeta_scaled"],
    COMMON["dgamma_without_dout"],
    COMMON["arguments_exchanged"],
)

SEEN_WITH_OWN_EPS = (
    "statistics_taken_as_constants",
    "variance_term_missing",
    "mean_term_missing",
    "gamma_missing",
    "unbiased_variance",
    "eps_outside_root",
)
LAYERNORM_MISTAKES = (*TABLE, *with_own_eps(TABLE, SEEN_WITH_OWN_EPS))
