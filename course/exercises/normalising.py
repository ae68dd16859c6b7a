"""Wrong ways back through a normalisation, whichever axis its statistics are taken along."""

from dataclasses import dataclass, replace

import numpy as np

from course.checking import Mistake


def dgamma_of(dout, x, x_hat):
    """Return the right dgamma."""
    return (dout * x_hat).sum(axis=0)


def dbeta_of(dout):
    """Return the right dbeta."""
    return dout.sum(axis=0)


@dataclass(frozen=True)
class Along:
    """A normalisation whose statistics are taken along an axis, None for the whole array."""

    axis: int | None

    def mean(self, x):
        """Return the mean along the axis, which is kept."""
        return x.mean(axis=self.axis, keepdims=True)

    def total(self, x):
        """Return the sum along the axis, which is kept."""
        return x.sum(axis=self.axis, keepdims=True)

    def spread(self, x, eps=0.0, ddof=0):
        """Return sqrt(variance + eps) along the axis, which is kept."""
        return np.sqrt(x.var(axis=self.axis, keepdims=True, ddof=ddof) + eps)

    def normalised(self, x, eps):
        """Return x with mean 0 and variance 1 along the axis."""
        return (x - self.mean(x)) / self.spread(x, eps)

    def dx(self, g, x, x_hat, eps):
        """Return the right dx, from g = dout * gamma."""
        return (g - self.mean(g) - x_hat * self.mean(g * x_hat)) / self.spread(x, eps)

    def back(self, dx=None, dgamma=dgamma_of, dbeta=dbeta_of):
        """Return a way back of which some outputs are replaced by wrong ones."""
        dx = dx or self.dx

        def backward(dout, x, gamma, eps=1e-5):
            x_hat = self.normalised(x, eps)
            return dx(dout * gamma, x, x_hat, eps), dgamma(dout, x, x_hat), dbeta(dout)

        return backward

    def back_with_spread(self, spread):
        """Return a way back with another spread, a function of (x, eps), in both places."""

        def backward(dout, x, gamma, eps=1e-5):
            s, g = spread(x, eps), dout * gamma
            x_hat = (x - self.mean(x)) / s
            dx = (g - self.mean(g) - x_hat * self.mean(g * x_hat)) / s
            return dx, dgamma_of(dout, x, x_hat), dbeta_of(dout)

        return backward


@dataclass(frozen=True)
class Words:
    """What the sentences of a normalisation name.

    count: how many numbers a statistic is of. one, each: of these numbers. flat: where they are
    equal. mean_of_g: the mean that goes back.
    """

    count: str
    one: str
    each: str
    flat: str
    mean_of_g: str


def ways_back(along, right, words, **renamed):
    """Return name to Mistake, those that every normalisation knows.

    along: an Along; right: the reference, (dout, x, gamma, eps) to (dx, dgamma, dbeta). renamed:
    the names of those that an exercise knows by another one.
    """
    found = (
        *_of_conduct_and_order(right),
        *_of_dx(along, words),
        *_of_gamma(along),
        *_of_spread(along, words),
        *_of_parameters(along),
    )
    return {
        mistake.name: mistake
        for mistake in (replace(m, name=renamed.get(m.name, m.name)) for m in found)
    }


def _of_conduct_and_order(right):
    def in_place(dout, x, gamma, eps=1e-5):
        found = right(dout, x, gamma, eps)
        dout *= gamma
        return found

    def swapped(dout, x, gamma, eps=1e-5):
        dx, dgamma, dbeta = right(dout, x, gamma, eps)
        return dx, dbeta, dgamma

    return (
        Mistake(
            "changes_dout",
            "the values are right, but dout itself is overwritten: write g = dout * gamma, not "
            "dout *= gamma",
            in_place,
        ),
        Mistake(
            "parameters_swapped",
            "dgamma and dbeta have changed places: return dx, dgamma, dbeta",
            swapped,
        ),
        Mistake(
            "arguments_exchanged",
            "dout and x have changed places: dout, the gradient that arrives, comes first",
            lambda dout, x, gamma, eps=1e-5: right(x, dout, gamma, eps),
        ),
    )


def _of_dx(along, words):
    mean, spread = along.mean, along.spread
    count = words.count
    return (
        Mistake(
            "statistics_taken_as_constants",
            f"mean and variance are taken as constants: {words.each} moves them, so subtract "
            "mean(g) and x_hat * mean(g * x_hat) as well, with g = dout * gamma",
            along.back(dx=lambda g, x, h, eps: g / spread(x, eps)),
        ),
        Mistake(
            "variance_term_missing",
            "the way through the variance is missing: subtract x_hat * mean(g * x_hat) as well, "
            "with g = dout * gamma",
            along.back(dx=lambda g, x, h, eps: (g - mean(g)) / spread(x, eps)),
        ),
        Mistake.with_number(
            "variance_term_scaled",
            "the way through the variance is {number} times as long as it should be: subtract "
            "x_hat * mean(g * x_hat), once",
            lambda number: along.back(
                dx=lambda g, x, h, eps: (g - mean(g) - number * h * mean(g * h)) / spread(x, eps)
            ),
            0.5,
            (0.01, 100.0),
        ),
        Mistake(
            "variance_term_added",
            "the way through the variance has the wrong sign: subtract x_hat * mean(g * x_hat)",
            along.back(dx=lambda g, x, h, eps: (g - mean(g) + h * mean(g * h)) / spread(x, eps)),
        ),
        Mistake(
            "mean_term_missing",
            f"the way through the mean is missing: subtract {words.mean_of_g} as well, with "
            "g = dout * gamma",
            along.back(dx=lambda g, x, h, eps: (g - h * mean(g * h)) / spread(x, eps)),
        ),
        Mistake(
            "signs_turned",
            f"the ways through mean and variance are added: {words.one} that raises the mean "
            "lowers all others, so subtract them",
            along.back(dx=lambda g, x, h, eps: (g + mean(g) + h * mean(g * h)) / spread(x, eps)),
        ),
        Mistake(
            "sums_for_means",
            f"sums are subtracted where means belong: divide both by {count}",
            along.back(
                dx=lambda g, x, h, eps: (
                    (g - along.total(g) - h * along.total(g * h)) / spread(x, eps)
                )
            ),
        ),
        Mistake(
            "mean_not_divided",
            f"the way through the mean is {count} times too large: subtract {words.mean_of_g}, a "
            f"sum divided by {count}, with g = dout * gamma",
            along.back(
                dx=lambda g, x, h, eps: (g - along.total(g) - h * mean(g * h)) / spread(x, eps)
            ),
        ),
        Mistake(
            f"not_divided_by_{count}",
            f"dx is {count} times too large: where the first term is multiplied by {count}, divide "
            f"all by {count}",
            along.back(dx=lambda g, x, h, eps: g.shape[along.axis] * along.dx(g, x, h, eps)),
        ),
        Mistake(
            "x_hat_missing",
            f"the last term is mean(g * x_hat) alone: multiply it by x_hat, since {words.one} far "
            "from the mean moves the variance most",
            along.back(dx=lambda g, x, h, eps: (g - mean(g) - mean(g * h)) / spread(x, eps)),
        ),
        Mistake(
            "x_for_x_hat",
            "x stands in dx where x_hat belongs: the last term is x_hat * mean(g * x_hat)",
            along.back(dx=lambda g, x, h, eps: (g - mean(g) - x * mean(g * x)) / spread(x, eps)),
        ),
        Mistake(
            "spread_left_out",
            "dx is not divided by the spread: divide the bracket by sqrt(variance + eps)",
            along.back(dx=lambda g, x, h, eps: along.dx(g, x, h, eps) * spread(x, eps)),
        ),
        Mistake(
            "root_missing",
            "dx is divided by the variance: divide by its root, once",
            along.back(dx=lambda g, x, h, eps: along.dx(g, x, h, eps) / spread(x, eps)),
        ),
        Mistake(
            "mean_subtracted_after",
            "the division by the spread holds for the first term only: put brackets around all "
            "three",
            along.back(dx=lambda g, x, h, eps: g / spread(x, eps) - mean(g) - h * mean(g * h)),
        ),
        Mistake(
            "passed_through",
            "dx is dout * gamma as it came: divide by the spread, and take the ways through mean "
            "and variance off",
            along.back(dx=lambda g, x, h, eps: g),
        ),
    )


def _of_gamma(along):
    def missing(dout, x, gamma, eps=1e-5):
        return along.back()(dout, x, np.ones_like(gamma), eps)

    def terms_without(dout, x, gamma, eps=1e-5):
        h = along.normalised(x, eps)
        terms = along.mean(dout) + h * along.mean(dout * h)
        dx = (dout * gamma - terms) / along.spread(x, eps)
        return dx, dgamma_of(dout, x, h), dbeta_of(dout)

    def scaled(dout, x, gamma, eps=1e-5):
        dx, dgamma, dbeta = along.back()(dout, x, gamma, eps)
        return dx, gamma * dgamma, dbeta

    def beta_scaled(dout, x, gamma, eps=1e-5):
        dx, dgamma, dbeta = along.back()(dout, x, gamma, eps)
        return dx, dgamma, gamma * dbeta

    return (
        Mistake(
            "gamma_missing",
            "gamma is left out of dx: begin with g = dout * gamma",
            missing,
        ),
        Mistake(
            "terms_without_gamma",
            "gamma is left out of the two means: both are means of g = dout * gamma",
            terms_without,
        ),
        Mistake(
            "dgamma_scaled",
            "dgamma is multiplied by gamma: out = gamma * x_hat + beta has the slope x_hat there",
            scaled,
        ),
        Mistake(
            "dbeta_scaled",
            "dbeta is multiplied by gamma: beta is added after the scaling, so sum dout alone",
            beta_scaled,
        ),
    )


def _of_spread(along, words):
    return (
        Mistake(
            "unbiased_variance",
            f"the variance divides by {words.count} - 1: here it divides by {words.count}, as "
            "np.var does by itself",
            along.back_with_spread(lambda x, eps: along.spread(x, eps, ddof=1)),
        ),
        Mistake(
            "eps_left_out",
            f"eps is left out, so {words.flat} gives 0 / 0: take sqrt(variance + eps), as in the "
            "forward pass",
            along.back_with_spread(lambda x, eps: along.spread(x)),
        ),
        Mistake(
            "eps_outside_root",
            "eps is added after the root: it belongs inside, sqrt(variance + eps)",
            along.back_with_spread(lambda x, eps: along.spread(x) + eps),
        ),
        Mistake(
            "eps_subtracted",
            f"eps is subtracted, and of {words.flat} that leaves the root of a negative number: "
            "add it, sqrt(variance + eps)",
            along.back_with_spread(lambda x, eps: along.spread(x, -eps)),
        ),
    )


def _of_parameters(along):
    return (
        Mistake(
            "dgamma_from_x",
            "dgamma is made with x: gamma is multiplied by x_hat, so sum dout * x_hat",
            along.back(dgamma=lambda dout, x, h: (dout * x).sum(0)),
        ),
        Mistake(
            "dgamma_from_centred_x",
            "dgamma is made with x minus its mean: divide by the spread too, so that it is x_hat",
            along.back(dgamma=lambda dout, x, h: (dout * (x - along.mean(x))).sum(0)),
        ),
        Mistake(
            "dgamma_without_dout",
            "dgamma adds up x_hat alone: multiply by dout first",
            along.back(dgamma=lambda dout, x, h: h.sum(0)),
        ),
        Mistake(
            "dbeta_not_summed",
            "dbeta has a row for each example: all examples share beta, so sum over axis 0",
            along.back(dbeta=lambda dout: dout.copy()),
        ),
        Mistake(
            "parameters_not_summed",
            "dgamma and dbeta have a row for each example: all examples share gamma and beta, so "
            "sum over axis 0",
            along.back(dgamma=lambda dout, x, h: dout * h, dbeta=lambda dout: dout.copy()),
        ),
        Mistake(
            "dgamma_averaged",
            "dgamma is averaged over the batch: sum, because the 1/n of the mean is already in "
            "dout",
            along.back(dgamma=lambda dout, x, h: (dout * h).mean(0)),
        ),
        Mistake(
            "dbeta_averaged",
            "dbeta is averaged over the batch: sum, because the 1/n of the mean is already in dout",
            along.back(dbeta=lambda dout: dout.mean(0)),
        ),
        Mistake(
            "parameters_averaged",
            "dgamma and dbeta are averaged over the batch: sum, because the 1/n of the mean is "
            "already in dout",
            along.back(
                dgamma=lambda dout, x, h: (dout * h).mean(0), dbeta=lambda dout: dout.mean(0)
            ),
        ),
    )


def with_own_eps(mistakes, names):
    """Return those of these names with an eps of their own in place of the given one."""
    return tuple(_with_own_eps(mistake) for mistake in mistakes if mistake.name in names)


def _with_own_eps(mistake):
    def family(own):
        return lambda first, second, third, eps=1e-5: mistake.function(first, second, third, own)

    return Mistake.with_number(
        f"{mistake.name}_with_own_eps",
        f"{mistake.sentence}; and use the eps that is given",
        family,
        3e-4,
        (1e-13, 0.5),
    )
