"""The gradient by central differences."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, Mistake, Part, Tolerance
from course.checking.comparing import matches
from course.exercises.drawing import away_from_zero
from course.exercises.own_h import with_own_h

# How f reads to a person, and f: none of them is a sum of functions of single entries.
# Of a quadratic a central difference is the slope whatever h is: these ask for the formula alone.
QUADRATICS = {
    "np.sum(x) ** 2 + 3 * np.sum(x ** 2)": lambda x: float(np.sum(x) ** 2 + 3 * np.sum(x**2)),
    "np.sum(x ** 2) * 2 - np.sum(x) ** 2": lambda x: float(2 * np.sum(x**2) - np.sum(x) ** 2),
}
# Of a flat x these are another number, or none at all.
OF_MATRICES = {"np.sum(x @ x.T)": lambda x: float(np.sum(x @ x.T))}
BENT = {
    "np.sin(np.sum(x)) + np.sum(x ** 3)": lambda x: float(np.sin(np.sum(x)) + np.sum(x**3)),
    "np.exp(np.mean(x)) * np.sum(x ** 2)": lambda x: float(np.exp(np.mean(x)) * np.sum(x**2)),
}
FUNCTIONS = QUADRATICS | OF_MATRICES | BENT


def draw_numeric_gradient(rng):
    """Draw arrays of one, two and three axes, with steps from the default to 0.2."""
    (plus, minus), (matrix,), (wave, bowl) = QUADRATICS, OF_MATRICES, BENT
    cases = [
        _case(f, away_from_zero(rng, shape), h, label)
        for f, shape, h, label in (
            (plus, (4,), None, ""),
            (minus, (2, 3), None, ""),
            (plus, (3, 3), 1e-3, ""),
            (minus, (1,), 1e-3, "a single entry"),
            (plus, (2, 2, 2), None, "three axes"),
            (matrix, (3, 2), None, "a function of matrices"),
            (bowl, (2, 4), 0.1, ""),
        )
    ]
    x = away_from_zero(rng, (3,))
    return [*cases, _case(wave, x, 0.05), _case(wave, x, 0.2, varied="h")]


def _case(f, x, h, label="", varied=""):
    given = {"f": f, "x": x} | ({"h": h} if h else {})
    words = f"f(x) = {f}, x {x.shape}" + (f", h = {h:g}" if h else "")
    return Case(given, label=label, words=words, varied=varied)


def _of_one_of(functions):
    return lambda case: case.inputs["f"] in functions


def quotient(f, x, step, h, by):
    """Return (f(x + step) - f(x - step)) / by(h)."""
    return (f(x + step) - f(x - step)) / by(h)


def entry_by_entry(slope, size=lambda x, i, h: h):
    """Return a numeric gradient in which slope(f, x, step, h) is taken for each entry's step."""

    def wrong(f, x, h=1e-5):
        out = np.zeros(x.shape)
        for i in np.ndindex(x.shape):
            step = np.zeros(x.shape)
            step[i] = size(x, i, h)
            out[i] = slope(f, x, step, h)
        return out

    return wrong


def _central(f, x, step, h):
    return quotient(f, x, step, h, lambda h: 2 * h)


def _not_restored(f, x, h=1e-5):
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        right = f(x)
        x[i] -= 2 * h
        out[i] = (right - f(x)) / (2 * h)
    return out


def _left_above(f, x, h=1e-5):
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        right = f(x)
        x[i] -= 2 * h
        out[i] = (right - f(x)) / (2 * h)
        x[i] += 2 * h
    return out


def _left_at_x(f, x, h=1e-5):
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        right = f(x)
        x[i] -= h
        out[i] = (right - f(x)) / (2 * h)
    return out


def _same_array_twice(f, x, h=1e-5):
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        right, left = x, x
        right[i] += h
        left[i] -= h
        out[i] = (f(right) - f(left)) / (2 * h)
    return out


def _rows_moved(f, x, h=1e-5):
    out = np.zeros(x.shape)
    for i in range(len(x)):
        step = np.zeros(x.shape)
        step[i] = h
        out[i] = _central(f, x, step, h)
    return out


def _old_is_a_view(f, x, h=1e-5):
    x, out = x.copy(), np.zeros(x.shape)
    for i in range(len(x)):
        old = x[i]
        x[i] = old + h
        above = f(x)
        x[i] = old - h
        out[i] = (above - f(x)) / (2 * h)
        x[i] = old
    return out


def _two_axes_only(f, x, h=1e-5):
    out = np.zeros(x.shape)
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            step = np.zeros(x.shape)
            step[i, j] = h
            out[i, j] = _central(f, x, step, h)
    return out


def _entries_alone(f, x, h=1e-5):
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        out[i] = (f(x[i] + h) - f(x[i] - h)) / (2 * h)
    return out


def _flat_copy_given(f, x, h=1e-5):
    flat, out = x.ravel().copy(), np.zeros(x.size)
    for i in range(x.size):
        step = np.zeros(x.size)
        step[i] = h
        out[i] = _central(f, flat, step, h)
    return out.reshape(x.shape)


def _one_flat_index(f, x, h=1e-5):
    x, out = x.copy(), np.zeros(x.shape)
    for i in range(x.size):
        old = x[i]
        x[i] = old + h
        above = f(x)
        x[i] = old - h
        out[i] = (above - f(x)) / (2 * h)
        x[i] = old
    return out


def _all_at_once(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)


NUMERIC_MISTAKES = (
    Mistake(
        "not_restored",
        "an entry is not put back after its turn, so the next slopes are taken at another point: "
        "restore x[i] before you go on",
        _not_restored,
    ),
    *with_own_h(
        "times_h",
        "/ 2 * h divides by 2 and then multiplies by h: put brackets around it, / (2 * h)",
        entry_by_entry(lambda f, x, step, h: quotient(f, x, step, h, lambda h: 2) * h),
    ),
    *with_own_h(
        "one_sided",
        "this looks to one side only, and its error shrinks like h: take f at x + h and at x - h "
        "and divide by 2 h, then it shrinks like h squared",
        entry_by_entry(lambda f, x, step, h: (f(x + step) - f(x)) / h),
    ),
    *with_own_h(
        "backward_sided",
        "this looks to the left only, and its error shrinks like h: take f at x + h and at x - h "
        "and divide by 2 h, then it shrinks like h squared",
        entry_by_entry(lambda f, x, step, h: (f(x) - f(x - step)) / h),
    ),
    Mistake(
        "restored_too_far",
        "an entry is left h above where it was, so the next slopes are taken at another point: "
        "after x[i] += h and x[i] -= 2 h, x[i] += h leads back",
        _left_above,
    ),
    Mistake(
        "outer_brackets_missing",
        "only the second value is divided: put brackets around the difference, "
        "(f(x + step) - f(x - step)) / (2 * h)",
        entry_by_entry(lambda f, x, step, h: f(x + step) - f(x - step) / (2 * h)),
    ),
    Mistake(
        "values_added",
        "the two values are added: subtract the left one from the right one",
        entry_by_entry(lambda f, x, step, h: (f(x + step) + f(x - step)) / (2 * h)),
    ),
    Mistake(
        "half_steps",
        "the points lie half an h away from x: move the entry by h itself to either side, and "
        "divide by 2 h",
        entry_by_entry(lambda f, x, step, h: (f(x + step / 2) - f(x - step / 2)) / h),
    ),
    Mistake(
        "first_entry_only",
        "this is the first entry's slope alone: return after the loop, not in it",
        lambda f, x, h=1e-5: nn.numeric_gradient(f, x, h).flat[0],
    ),
    Mistake(
        "left_at_x",
        "the point on the left is x itself, and the run is 2 h: take f at x - h (after x[i] += h, "
        "x[i] -= h leads back to x only)",
        _left_at_x,
    ),
    *with_own_h(
        "divided_by_h",
        "the two points lie 2 h apart, but the difference is divided by h: divide by 2 h",
        entry_by_entry(lambda f, x, step, h: quotient(f, x, step, h, lambda h: h)),
    ),
    Mistake(
        "h_ignored",
        "right, but the h that is given plays no part: use it in all places",
        lambda f, x, h=1e-5: nn.numeric_gradient(f, x),
    ),
    Mistake(
        "all_moved_at_once",
        "all entries are moved together, which gives the sum of all slopes: move one entry at a "
        "time",
        lambda f, x, h=1e-5: np.full(x.shape, _all_at_once(f, x, h)),
    ),
    Mistake(
        "flat_copy_given",
        "f is given a flat copy of x: it takes an array of x's shape, so move the entry in such a "
        "one, or reshape before the call",
        _flat_copy_given,
    ),
    Mistake(
        "one_flat_index",
        "one index runs over all entries, and x[i] is a row where x has several axes: go through "
        "np.ndindex(x.shape)",
        _one_flat_index,
    ),
    Mistake(
        "one_number",
        "one slope for the whole array: each entry needs a slope of its own, so move one entry at "
        "a time",
        _all_at_once,
    ),
    Mistake(
        "rows_moved",
        "x[i] is a whole row where x has two axes, and all of it is moved: go through every entry, "
        "for example with np.ndindex(x.shape)",
        _rows_moved,
    ),
    Mistake(
        "old_is_a_view",
        "where x has more than one axis, x[i] is a whole row, and old = x[i] is a window onto it "
        "that changes with x: go through every entry, with np.ndindex(x.shape)",
        _old_is_a_view,
    ),
    Mistake(
        "two_axes_only",
        "two loops fit arrays of two axes only: np.ndindex(x.shape) goes through any array",
        _two_axes_only,
    ),
    Mistake(
        "entries_alone",
        "f is given a single entry: it needs the whole array, of which one entry is moved",
        _entries_alone,
    ),
    Mistake(
        "same_array_twice",
        "both points are the same array under two names, so nothing is left of the difference: "
        "make a copy for each, x.copy()",
        _same_array_twice,
    ),
    Mistake(
        "shape_lost",
        "the values are right, but flat: give them x's shape with reshape(x.shape)",
        lambda f, x, h=1e-5: nn.numeric_gradient(f, x, h).ravel(),
        lapse=True,
    ),
    Mistake(
        "step_scaled",
        "the step is h times the entry, but the difference is divided by 2 h: step by h itself",
        entry_by_entry(_central, size=lambda x, i, h: h * x[i]),
    ),
    Mistake(
        "whole_numbers",
        "the slopes land in an array of integers, which cuts the decimals off: make it of floats, "
        "np.zeros(x.shape)",
        lambda f, x, h=1e-5: nn.numeric_gradient(f, x, h).astype(int),
    ),
)

NUMERIC_GRADIENT = Exercise(
    name="numeric_gradient",
    contract="an array of x's shape: for each entry (f(x + step) - f(x - step)) / (2 h)",
    reference=nn.numeric_gradient,
    draw=draw_numeric_gradient,
    convert={"f": FUNCTIONS.get},
    kept=lambda before, after: matches(after, before, Tolerance(0.0, 1e-9)),
    parts=(
        Part("gradient", 2, where=_of_one_of(QUADRATICS)),
        Part("of a matrix", 1, where=_of_one_of(OF_MATRICES), variable="gradient"),
        Part("with the h that is given", 1, where=_of_one_of(BENT), variable="gradient"),
    ),
    tolerance=Tolerance(1e-7, 1e-9),
    mistakes=NUMERIC_MISTAKES,
)
