"""Wrong starting weights: most of them are a wrong variance, some a wrong law of chance."""

from dataclasses import dataclass

import numpy as np

from course.checking import Mistake


@dataclass(frozen=True)
class WrongVariance:
    """A formula for another variance, (fan_in, fan_out) to a number; positive: none below 0."""

    name: str
    sentence: str
    variance: object
    positive: bool = False

    @property
    def mistake(self):
        """The mistake: numbers of this variance."""
        return Mistake(self.name, self.sentence, uniform(self.variance, self.positive))


def uniform(variance, positive=False, shape=lambda fan_in, fan_out: (fan_in, fan_out)):
    """Return an initialiser of uniform numbers of a variance, around 0 or from 0 on."""

    def init(fan_in, fan_out, rng):
        width = np.sqrt(12 * variance(fan_in, fan_out))
        return (rng.random(shape(fan_in, fan_out)) - (0 if positive else 0.5)) * width

    return init


def sizes_forgotten():
    """Return the formulas that know nothing of the layer's size."""
    return (
        WrongVariance(
            "not_scaled",
            "the variance is 1, whatever the layer's size: a sum over more inputs is larger, so "
            "scale the numbers with the fans",
            lambda fan_in, fan_out: 1.0,
        ),
        WrongVariance(
            "hundredths",
            "these are normal numbers times 0.01, whatever the layer's size: in a deep network "
            "the signal dies out, so scale them with the fans",
            lambda fan_in, fan_out: 1e-4,
        ),
    )


def wrong_chance(due):
    """Return the mistakes that give numbers of the due variance, but by a wrong law of chance."""

    def shifted(fan_in, fan_out, rng):
        return np.sqrt(due(fan_in, fan_out)) + rng.normal(size=(fan_in, fan_out))

    def repeated(shape):
        repeating = uniform(due, shape=shape)
        return lambda fan_in, fan_out, rng: (
            repeating(fan_in, fan_out, rng) * np.ones((fan_in, fan_out))
        )

    def unseeded(fan_in, fan_out, rng):
        # No seed decides what these are: as many of either sign, so that mean and variance are
        # what they should be every time, and never amiss by chance.
        signs = np.resize([-1.0, 1.0], fan_in * fan_out)
        shuffled = np.random.default_rng().permutation(signs).reshape(fan_in, fan_out)
        return np.sqrt(due(fan_in, fan_out)) * shuffled

    right = uniform(due)
    return (
        Mistake(
            "shape_transposed",
            "the shape is (fan_out, fan_in): here a layer is x @ w with examples as rows, so it "
            "is (fan_in, fan_out)",
            uniform(due, shape=lambda fan_in, fan_out: (fan_out, fan_in)),
        ),
        Mistake(
            "with_biases",
            "biases come beside the weights: return the array of weights alone",
            lambda fan_in, fan_out, rng: (right(fan_in, fan_out, rng), np.zeros(fan_out)),
        ),
        Mistake(
            "own_generator",
            "a second call gives the very same numbers, as a fixed seed of one's own does, so all "
            "layers start alike: draw from the rng that it is given, in each call",
            lambda fan_in, fan_out, rng: right(fan_in, fan_out, np.random.default_rng(0)),
        ),
        Mistake(
            "rng_ignored",
            "rng is not used, so nobody can repeat your result: draw from it, as in rng.normal, "
            "and not from np.random",
            unseeded,
        ),
        Mistake(
            "spread_as_mean",
            "rng.normal takes the mean first, so your number became the mean, and the standard "
            "deviation is 1: write scale=",
            shifted,
        ),
        Mistake(
            "all_zeros",
            "all weights are 0: in a network that starts so, all neurons of a layer get the same "
            "gradient and stay alike",
            lambda fan_in, fan_out, rng: np.zeros((fan_in, fan_out)),
        ),
        Mistake(
            "all_equal",
            "all weights have the same value: in a network that starts so, all neurons of a layer "
            "get the same gradient and stay alike, so draw fan_in * fan_out numbers",
            lambda fan_in, fan_out, rng: np.full((fan_in, fan_out), np.sqrt(due(fan_in, fan_out))),
        ),
        Mistake(
            "rows_repeated",
            "all rows are equal: draw fan_in * fan_out numbers, with size=(fan_in, fan_out)",
            repeated(lambda fan_in, fan_out: (1, fan_out)),
        ),
        Mistake(
            "columns_repeated",
            "all columns are equal, so all neurons of the layer begin with the same sum: draw "
            "fan_in * fan_out numbers, with size=(fan_in, fan_out)",
            repeated(lambda fan_in, fan_out: (fan_in, 1)),
        ),
    )
