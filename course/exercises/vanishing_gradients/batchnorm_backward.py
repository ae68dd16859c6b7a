"""Back through batch normalisation."""

import numpy as np

from course import nn
from course.checking import Exercise, Mistake, outputs
from course.exercises.normalising import Along, Words, ways_back, with_own_eps
from course.exercises.numeric import gradients
from course.exercises.spreads import where_eps_counts, where_eps_is_nothing
from course.exercises.vanishing_gradients.batchnorm import draw_features

BATCH = Along(0)
WORDS = Words(
    count="n",
    one="an example",
    each="every example",
    flat="a constant feature",
    mean_of_g="mean(g) over the batch",
)
COMMON = ways_back(
    BATCH,
    nn.batchnorm_backward,
    WORDS,
    unbiased_variance="n_minus_one",
    dgamma_without_dout="dgamma_not_multiplied",
)


def numeric_batchnorm(dout, x, gamma, eps=1e-5):
    """Return (dx, dgamma, dbeta) by central differences of the sum of dout * forward pass."""

    def loss(x, gamma, beta):
        return np.sum(dout * nn.batchnorm_forward(x, gamma, beta, eps))

    return gradients(loss, x, gamma, np.zeros(len(gamma)))


BATCHNORM_BACKWARD_MISTAKES = (
    COMMON["changes_dout"],
    COMMON["statistics_taken_as_constants"],
    COMMON["variance_term_missing"],
    COMMON["mean_term_missing"],
    COMMON["variance_term_scaled"],
    COMMON["variance_term_added"],
    COMMON["signs_turned"],
    COMMON["sums_for_means"],
    COMMON["not_divided_by_n"],
    COMMON["gamma_missing"],
    COMMON["x_hat_missing"],
    COMMON["x_for_x_hat"],
    COMMON["spread_left_out"],
    COMMON["root_missing"],
    COMMON["dgamma_from_x"],
    COMMON["dgamma_from_centred_x"],
    COMMON["parameters_averaged"],
    COMMON["parameters_not_summed"],
    Mistake(
        "parameters_summed_across",
        "dgamma and dbeta are summed over the features, axis 1: each feature has a gamma and a "
        "beta of its own, so sum over the examples, axis 0",
        BATCH.back(dgamma=lambda dout, x, h: (dout * h).sum(1), dbeta=lambda dout: dout.sum(1)),
    ),
    COMMON["parameters_swapped"],
    COMMON["arguments_exchanged"],
    COMMON["dgamma_scaled"],
    Mistake(
        "over_the_features",
        "mean and variance are taken over the features, as in layer normalisation: take them "
        "over the batch, axis 0",
        Along(1).back(),
    ),
    COMMON["mean_not_divided"],
    COMMON["dbeta_scaled"],
    COMMON["n_minus_one"],
    COMMON["eps_left_out"],
    COMMON["eps_outside_root"],
    COMMON["eps_subtracted"],
    Mistake.with_number(
        "dx_scaled",
        "dx is a multiple of what it should be: look for a factor too many or too few",
        lambda factor: BATCH.back(dx=lambda g, x, h, eps: factor * BATCH.dx(g, x, h, eps)),
        2.0,
        (0.01, 100.0),
    ),
    COMMON["mean_subtracted_after"],
    COMMON["terms_without_gamma"],
    COMMON["passed_through"],
    COMMON["dgamma_not_multiplied"],
    COMMON["dgamma_averaged"],
    COMMON["dbeta_averaged"],
    COMMON["dbeta_not_summed"],
    Mistake(
        "parameters_kept_as_rows",
        "the values are right, but dgamma and dbeta have the shape (1, d): gamma is (d,), so "
        "leave out keepdims",
        BATCH.back(
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

BATCHNORM_BACKWARD = Exercise(
    name="batchnorm_backward",
    contract="(dx, dgamma, dbeta), each of the shape of what it is the gradient of",
    reference=nn.batchnorm_backward,
    numeric=numeric_batchnorm,
    draw=lambda rng: draw_features(rng, ("dout", "x", "gamma")),
    parts=(
        *map(where_eps_is_nothing, outputs(dx=3, dgamma=1, dbeta=1)),
        where_eps_counts("dx", 0),
        where_eps_counts("dgamma", 1),
    ),
    mistakes=(
        *BATCHNORM_BACKWARD_MISTAKES,
        *with_own_eps(BATCHNORM_BACKWARD_MISTAKES, SEEN_WITH_OWN_EPS),
    ),
)
