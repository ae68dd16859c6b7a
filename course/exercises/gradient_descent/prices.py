"""How prices are scored, on houses that the function has not seen, and how they go wrong."""

from functools import cache

import numpy as np

from course.checking import Part
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


def prices_in(value, expected):
    """Return the prices of all new houses as (n,), or None where there are not n numbers."""
    prices = as_array(value.get("prices")) if isinstance(value, dict) else None
    if prices is None or prices.size != expected["prices"].size:
        return None
    return prices.ravel()


def form_flaw(value, expected):
    """Return what is amiss with the form of the prices, "" where nothing is."""
    if not isinstance(value, dict):
        return f"found {describe(value)}, expected a function that takes houses and gives prices"
    found, asked = value.get("prices"), expected["prices"].shape
    if prices_in(value, expected) is None or as_array(found).shape != asked:
        return f"your function gives {describe(found)} for {asked[0]} houses, asked is {asked}"
    return alone_flaw(value, expected)


def alone_flaw(value, expected):
    """Return whether a house by itself has another price than among others, in words."""
    among, alone = prices_in(value, expected)[:ALONE], as_array(value.get("alone"))
    if not np.all(np.abs(among) < FAR * expected["prices"].max()):
        return ""  # what is amiss is named by the other parts
    if alone is None or alone.size != ALONE:
        return "a house by itself gets no price"
    alone = alone.ravel()
    if np.allclose(among, alone, rtol=1e-6, atol=1e-6):
        return ""
    return (
        f"a house by itself gets {alone[0]:.3g}, and among the others {among[0]:.3g}: "
        "its price depends on the company"
    )


def kind(value, expected):
    """Return what marks these prices in a word or two: by it a mistake is known."""
    prices, best = prices_in(value, expected), expected["prices"]
    if prices is None:
        return form_flaw(value, expected)
    if np.shape(value["prices"]) == (len(best), 1):
        return "a column"
    if _in_dollars(prices, best):
        return "dollars"
    if not np.all(np.abs(prices) < FAR * best.max()):
        return "far away"
    if alone_flaw(value, expected):
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


def _truth(expected):
    return sales().y[expected["rows"]]


def _error(prices, truth):
    with np.errstate(all="ignore"):
        return float(np.mean((prices - truth) ** 2))


def score_flaw(limit, of):
    """Return the flaw of prices whose squared error is not below limit times another's.

    of: (truth, least squares' prices) to the prices that are the yardstick.
    """

    def flaw(value, expected):
        prices, truth = prices_in(value, expected), _truth(expected)
        if prices is None:
            return form_flaw(value, expected)
        found = _error(prices, truth)
        asked = limit * _error(of(truth, expected["prices"]), truth)
        if found <= asked:
            return ""
        return f"the mean squared error is {found:.3g}, and {asked:.3g} or less is asked"

    return flaw


def score(name, points, flaw):
    """Return the part of these points, known for a mistake's by the kind of its prices."""
    return Part(name, points, flaw=flaw, trace=kind)


def _of_mean(truth, best):
    return np.full(truth.shape, truth.mean())


def _of_least_squares(truth, best):
    return best


PARTS = (
    score("a price for each house", 1, form_flaw),
    score("much better than the mean price", 2, score_flaw(0.75, _of_mean)),
    score("error below 1.5 times that of least squares", 2, score_flaw(1.5, _of_least_squares)),
    score("error below 1.2 times that of least squares", 1, score_flaw(1.2, _of_least_squares)),
)
