"""Prices of real houses: the split that a check draws, and the ways in which a fit fails."""

import numpy as np

from course.checking import Case, ScoredExercise, Symptom, shown_by_most
from course.exercises.gradient_descent.prices import (
    STEPS,
    error_of,
    least_squares_of,
    measured,
    prices_of,
    sales,
)

SPLITS = (500, 500), (600, 400), (400, 600)  # houses to learn from, houses to score
CLEARLY = 1.15  # a step of the score is lost at 1.2


def draw_splits(rng):
    """Draw houses to learn from and others to be priced, standardised by the first."""
    return [_split(rng, *sizes) for sizes in SPLITS]


def _split(rng, learn, score):
    """Draw one split, and another where the houses to be priced are too unlike the first.

    There, to standardise them once more costs a step of the score; elsewhere it never does.
    """
    while True:
        rows = rng.choice(len(sales().y), learn + score, replace=False)
        seen, unseen = rows[:learn], rows[learn:]
        mean, spread = sales().x[seen].mean(axis=0), sales().x[seen].std(axis=0)
        x, new = ((sales().x[part] - mean) / spread for part in (seen, unseen))
        seed = int(rng.integers(2**31))
        if not _unlike(x, sales().y[seen], new, sales().y[unseen]):
            break
    inputs = {"x": x, "y": sales().y[seen], "rng": seed, "new": new, "rows": unseen}
    words = f"{learn} houses to learn from and {score} others"
    return Case(inputs, learn, words=words)


def _unlike(x, y, new, truth):
    """Return whether new houses, standardised once more, are priced clearly worse."""
    once, again = (error_of(fit(x, y, None)(new), truth) for fit in (least_squares, _again))
    return again > CLEARLY * once


def _descent(x, y, rate, steps, averaged=True):
    """Return weights and bias after steps on the whole batch."""
    w, b = np.zeros(x.shape[1]), 0.0
    for _ in range(steps):
        error = (x @ w + b - y) / (len(x) if averaged else 1)
        w, b = w - rate * x.T @ error, b - rate * error.sum()
    return w, b


def _line(w, b):
    return lambda new: new @ w + b


def least_squares(x, y, rng):
    """Return the prices of least squares, the yardstick: what descent walks towards."""
    return _line(*least_squares_of(x, y))


def _again(x, y, rng):
    price = least_squares(x, y, rng)
    return lambda new: price((new - new.mean(axis=0)) / (new.std(axis=0) + 1e-9))


def _still_scaled(x, y, rng):
    w, _ = least_squares_of(x, y)
    return _line(w / y.std(), 0.0)


def _in_dollars(x, y, rng):
    price = least_squares(x, y, rng)
    return lambda new: 100_000 * price(new)


def _column(x, y, rng):
    price = least_squares(x, y, rng)
    return lambda new: price(new)[:, None]


def symptom(name, sentence, sign, function):
    """Return the mistake whose prices show a sign in most splits; function: one who makes it."""
    return Symptom(name, sentence, function, shows=shown_by_most(sign))


FIT_HOUSE_PRICES = ScoredExercise(
    name="fit_house_prices",
    contract="a function from houses (n, d) to their prices (n,)",
    reference=least_squares,
    draw=draw_splits,
    convert={"rng": np.random.default_rng},
    collect=prices_of,
    measure=measured,
    steps=STEPS,
    mistakes=(
        symptom(
            "intercept_left_out",
            "the prices lie around 0: add b, whose gradient is the mean of the errors; or, if you "
            "subtracted the mean of y, add it again at the end",
            "centred",
            lambda x, y, rng: _line(least_squares_of(x, y)[0], 0.0),
        ),
        symptom(
            "price_not_scaled_back",
            "the prices were standardised for training and not turned back: multiply by their "
            "spread and add their mean",
            "standardised",
            _still_scaled,
        ),
        symptom(
            "in_dollars",
            "the prices are in dollars: y is in units of 100,000 dollars, so leave your prices in "
            "those units",
            "dollars",
            _in_dollars,
        ),
        symptom(
            "ran_away",
            "the prices run away: see that the gradient is subtracted, that it is a mean over the "
            "houses (1/n), and that the learning rate is small enough",
            "far away",
            lambda x, y, rng: _line(*_descent(x, y, 0.1, 30, averaged=False)),
        ),
        symptom(
            "stopped_too_early",
            "it is on its way and has not arrived: take more steps, or larger ones, until the loss "
            "no longer falls",
            "on its way",
            lambda x, y, rng: _line(*_descent(x, y, 0.01, 40)),
        ),
        symptom(
            "same_price_for_all",
            "every house gets the same price: use the features; if you do, y_hat of shape (n, 1) "
            "minus y of shape (n,) is an (n, n) table, so make w a vector (d,)",
            "all the same",
            lambda x, y, rng: lambda new: np.full(len(new), y.mean()),
        ),
        symptom(
            "column_returned",
            "the prices come as a column (n, 1): return a vector (n,), for example with [:, 0]",
            "a column",
            _column,
        ),
        symptom(
            "standardised_again",
            "the new houses are standardised once more, by their own mean and spread: they come "
            "standardised already, so use them as they are",
            "company",
            _again,
        ),
        symptom(
            "weights_returned",
            "it returns the weights: return a function that takes houses and gives prices, such as "
            "lambda new: new @ w + b",
            "no function",
            lambda x, y, rng: (np.zeros(x.shape[1]), y.mean()),
        ),
    ),
)
