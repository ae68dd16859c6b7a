"""Values that are right but for rounding to some decimals.

It is seen wherever the digits that are cut off are more than the tolerance's absolute part, so
that it does not depend on how large the drawn numbers are.
"""

import numpy as np

from course.checking.calling import reply_of
from course.checking.comparing import Tolerance
from course.checking.examining import Examination
from course.checking.exercise import Part
from course.checking.leaves import Pairs, are_whole, leaves
from course.checking.plain import Floats
from course.checking.view import Observation

DECIMALS = range(2, 13)
HALF_A_UNIT = 0.5001
MANY = 3
LAST_DIGITS = 1e-15  # what a float loses anyway
FAR = 1e-3  # of a unit: what lies so far from a right value was not on the grid by itself


ROUNDED = Observation(
    "rounded", "right, but rounded to a few decimals: return the values as they are"
)


def has_many(part: Part, examination: Examination) -> bool:
    """Return whether a part has so many numbers that their last digits are not all 0 by chance."""
    asked = (part.of(examination.draw.expected[i]) for i in examination.draw.usual_of(part))
    arrays = (array for value in asked for array, _ in leaves(value, value))
    return sum(int((array != np.round(array)).sum()) for array in arrays) >= MANY


def rounded(part: Part, examination: Examination) -> Observation | None:
    """Return to how many decimals the values of a part are rounded, None where they are not."""
    draw = examination.draw
    finest = _finest((part.tolerance or draw.tolerance).absolute)
    places, exercise = draw.usual_of(part), draw.exercise
    values = [part.of(examination.replies[i].value) for i in places]
    mine = [array for value in values for array, _ in leaves(value, value)]
    if not all(_on_grid(finest, array) for array in mine) or are_whole(mine):
        return None
    right = (reply_of(exercise, exercise.reference, draw.cases[i].inputs).value for i in places)
    pairs = [
        p for value, due in zip(values, right, strict=True) for p in leaves(value, part.of(due))
    ]
    decimals = _decimals(finest, pairs)
    return None if decimals is None else _told(decimals)


def rounded_alike(pairs: Pairs) -> bool:
    """Return whether values are right, or right but for some rounding."""
    return any(_all_near(decimals, pairs) for decimals in DECIMALS)


def are_rounded(mine: Floats, due: Floats) -> bool:
    """Return whether numbers are others, rounded."""
    finest = _finest(Tolerance().absolute)
    return not are_whole([due]) and _decimals(finest, [(mine, due)]) is not None


def _told(decimals: int) -> Observation:
    return Observation(
        "rounded", f"right, but rounded to {decimals} decimals: return the values as they are"
    )


def _finest(absolute: float) -> int:
    """Return to how many decimals rounding is seen beside an absolute tolerance."""
    return max(decimals for decimals in DECIMALS if 0.5 * 10.0**-decimals > absolute)


def _decimals(finest: int, pairs: Pairs) -> int | None:
    """Return to how many decimals values are rounded, None where they are not, or are right."""
    seen = (decimals for decimals in DECIMALS if decimals <= finest)
    found = next((decimals for decimals in seen if _all_near(decimals, pairs)), None)
    if found is None:
        return None
    cut = any((np.abs(mine - due) > FAR * 10.0**-found).any() for mine, due in pairs)
    return found if cut else None


def _all_near(decimals: int, pairs: Pairs) -> bool:
    unit = 10.0**-decimals
    return all(
        _on_grid(decimals, mine)
        and bool(np.isfinite(due).all())
        and bool((np.abs(mine - due) <= HALF_A_UNIT * unit + LAST_DIGITS * np.abs(due)).all())
        for mine, due in pairs
    )


def _on_grid(decimals: int, values: Floats) -> bool:
    """Return whether values are what rounding gives, but for the last digit of a float."""
    if not np.isfinite(values).all():
        return False
    with np.errstate(all="ignore"):  # the largest floats have no decimals at all
        off = np.abs(values - np.round(values, decimals))
    return bool((off <= LAST_DIGITS * np.abs(values)).all())
