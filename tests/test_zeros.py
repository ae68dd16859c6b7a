"""The search for a number: it finds the zero, in few values, and what is uneven as well."""

import math

import pytest

from course.checking.zeros import zero_between

FUNCTIONS = {
    "a curve": (lambda x: math.exp(x) - 0.3, (-30.0, 5.0), math.log(0.3), 16),
    "one that falls": (lambda x: 5 + 2 * x - x**3, (2.0, 3.0), 2.0945514815423265, 12),
    "a steep one": (lambda x: math.tanh(50 * (x - 0.7)), (-4.0, 4.0), 0.7, 20),
    "a step": (lambda x: 1.0 if x > 1.2345 else -1.0, (0.0, 2.0), 1.2345, 60),
    "one with no number below": (lambda x: x - 2 if x > 1.5 else math.nan, (0.0, 9.0), 2.0, 60),
    "an infinite one": (lambda x: math.inf if x > 3 else x - 2.5, (0.0, 8.0), 2.5, 60),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_zero_is_found_in_few_values(name):
    function, (low, high), zero, most = FUNCTIONS[name]
    asked = []

    def counted(x):
        asked.append(x)
        return function(x)

    found = zero_between(counted, (low, function(low)), (high, function(high)))
    assert found == pytest.approx(zero, rel=1e-14)
    assert len(asked) <= most
