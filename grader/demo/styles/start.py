"""Right answers to lesson 00, in the styles in which people write them."""

import numpy as np


def in_steps(weight, blame, rate):
    step = rate * blame
    new = weight - step
    return new


def in_place(weight, blame, rate):
    weight -= blame * rate
    return weight


def as_a_sum(weight, blame, rate):
    return sum([weight, -rate * blame])


def of_numpy(weight, blame, rate):
    return np.subtract(weight, np.multiply(rate, blame))


STYLES = {"turn_weight": [in_steps, in_place, as_a_sum, of_numpy]}
