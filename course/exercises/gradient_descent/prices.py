"""How prices are scored, on houses that the function has not seen, and how they go wrong."""

from functools import cache

import numpy as np

from course.checking import Performance, Step, in_each
from course.checking.plain import as_array, describe, plain
from course.examples.data import Houses, houses

ODD = 6.0  # spreads away from the mean
ALONE = 3  # how many houses are priced by themselves as well
FAR = 1e3  # a price of so many times the dearest house's has run away


@cache
def sales():
    """Return all houses but the 22 with a feature so odd that it decides a mini-batch's step."""
    x, y, names = houses()
    usual = (np.abs(x - x.mean(axis=0)) <= ODD * x.std(axis=0)).all(axis=1)
    return Houses(x[usual], y[usual], names)


def prices_of(returned, arguments, inputs):
    """Return what the returned function says of the new houses, of all at once and of some alone.

    rows says which houses they are: their prices stay with the check.
    """
    if not callable(returned):
        return plain(returned)
    new = inputs["new"]
    return {
        "prices": plain(returned(new.copy())),
        "alone": [plain(returned(new[i : i + 1].copy())) for i in range(ALONE)],
        "rows": inputs["rows"],
    }


def least_squares_of(x, y):
    """Return weights and bias of least squares, by the normal equations: x is centred."""
    return np.linalg.solve(x.T @ x, x.T @ (y - y.mean())), y.mean()


def measured(attempt):
    """Return the Performance of prices: their error, two yardsticks, and what they look like."""
    inputs = attempt.case.inputs
    w, b = least_squares_of(inputs["x"], inputs["y"])
    best, truth = inputs["new"] @ w + b, sales().y[inputs["rows"]]
    flaw = form_flaw(attempt.value, best)
    prices = prices_in(attempt.value, best)
    signs = frozenset({kind(attempt.value, best, flaw)})
    if prices is None:
        return Performance(attempt.case, trouble=flaw, signs=signs)
    numbers = {
        "error": error_of(prices, truth),
        "error of the mean": error_of(np.full(truth.shape, truth.mean()), truth),
        "error of least squares": error_of(best, truth),
    }
    return Performance(attempt.case, numbers=numbers, signs=signs, remark=flaw)


def prices_in(value, best):
    """Return the prices of all new houses as (n,), or None where there are not n numbers."""
    prices = as_array(value.get("prices")) if isinstance(value, dict) else None
    if prices is None or prices.size != best.size:
        return None
    return prices.ravel()


def form_flaw(value, best):
    """Return what is amiss with the form of the prices, "" where nothing is."""
    if not isinstance(value, dict):
        return f"found {describe(value)}, expected a function that takes houses and gives prices"
    found = value.get("prices")
    if prices_in(value, best) is None or as_array(found).shape != best.shape:
        return (
            f"your function gives {describe(found)} for {len(best)} houses, asked is {best.shape}"
        )
    return alone_flaw(value, best)


def alone_flaw(value, best):
    """Return whether a house by itself has another price than among others, in words."""
    among, alone = prices_in(value, best)[:ALONE], as_array(value.get("alone"))
    if not np.all(np.abs(among) < FAR * best.max()):
        return ""  # what is amiss is named by the steps
    if alone is None or alone.size != ALONE:
        return _told_of_one(value.get("alone"))
    alone = alone.ravel()
    if np.allclose(among, alone, rtol=1e-6, atol=1e-6):
        return ""
    return (
        f"a house by itself gets {alone[0]:.3g}, and among the others {among[0]:.3g}: "
        "its price depends on the company"
    )


def _told_of_one(alone):
    first = alone[0] if isinstance(alone, list) and alone else None
    if isinstance(first, np.ndarray) and first.size > 1:
        return (
            f"a house by itself gets {first.size} prices: work out the prices of the houses that "
            "your function is given"
        )
    return "a house by itself gets no price"


def kind(value, best, flaw):
    """Return what marks these prices in a word or two: by it a mistake is known."""
    prices = prices_in(value, best)
    if prices is None:
        return flaw if isinstance(value, dict) or value is None else "no function"
    if np.shape(value["prices"]) == (len(best), 1):
        return "a column"
    if _in_dollars(prices, best):
        return "dollars"
    if not np.all(np.abs(prices) < FAR * best.max()):
        return "far away"
    if alone_flaw(value, best):
        return "company"
    return _kind_of_error(prices, best)


def _in_dollars(prices, best):
    """Return whether these are about the right prices, each some 100,000 times too large."""
    if not np.isfinite(prices).all() or not 5e4 < prices.std() / best.std() < 2e5:
        return False
    return np.corrcoef(prices, best)[0, 1] > 0.9


def _kind_of_error(prices, best):
    """Tell prices from those of least squares by their centre, their spread and their order."""
    spread = prices.std() / best.std()
    if spread < 0.02:
        return "all the same" if abs(prices.mean() / best.mean() - 1) < 0.1 else "something else"
    if np.corrcoef(prices, best)[0, 1] < 0.4:
        return "something else"
    if abs(prices.mean() / best.mean()) < 0.1 * spread:
        return "centred" if spread > 0.6 else "standardised"
    return "on its way" if prices.mean() < 0.95 * best.mean() and spread < 0.95 else "near"


def error_of(prices, truth):
    """Return the mean squared error of prices."""
    with np.errstate(all="ignore"):
        return float(np.mean((prices - truth) ** 2))


def below(limit, yardstick):
    """Return the flaw of prices whose squared error is not below limit times another's."""

    def flaw(performance):
        numbers = performance.numbers
        found, asked = numbers["error"], limit * numbers[yardstick]
        if found <= asked:
            return ""
        return f"the mean squared error is {found:.3g}, and {asked:.3g} or less is asked"

    return flaw


STEPS = (
    Step("a price for each house", 1, in_each(lambda performance: performance.remark)),
    Step("much better than the mean price", 2, in_each(below(0.75, "error of the mean"))),
    Step(
        "error below 1.5 times that of least squares",
        2,
        in_each(below(1.5, "error of least squares")),
    ),
    Step(
        "error below 1.2 times that of least squares",
        1,
        in_each(below(1.2, "error of least squares")),
    ),
)
