"""The slope of one curve, and the slope of a chain of curves."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, Mistake, Part, Tolerance
from course.exercises.own_h import with_own_h
from course.exercises.single import alone, as_a_number, single_number

# Of a parabola a central difference is the slope whatever h is: these ask for the formula alone.
# The others bend so much that h shows. Where each is drawn, a wrong formula shows as well. Of
# either kind one falls.
PARABOLAS = {
    "3*x**2 - 5*x": (lambda x: 3 * x**2 - 5 * x, (-1.4, -0.6)),
    "x*(7 - 2*x)": (lambda x: x * (7 - 2 * x), (-1.4, -0.6)),
}
CURVES = PARABOLAS | {
    "sin(x)": (np.sin, (2.0, 2.7)),
    "exp(x)": (np.exp, (-1.0, 1.0)),
    "x**3 - 2*x": (lambda x: x**3 - 2 * x, (1.3, 2.2)),
    "log(x)": (np.log, (0.7, 1.6)),
    "tanh(x)": (np.tanh, (0.4, 0.9)),
}
SLOPES = (  # curve, h, the h of a second case that is the same otherwise
    ("3*x**2 - 5*x", None, None),
    ("x*(7 - 2*x)", None, None),
    ("x*(7 - 2*x)", 1e-3, None),
    ("sin(x)", 0.1, 0.25),
    ("log(x)", 0.05, 0.1),
    ("tanh(x)", 1e-3, None),
)


def curve(text):
    """Return the function that is written as text."""
    return CURVES[text][0]


def draw_slopes(rng):
    """Draw parabolas, then curves at which h shows, at 0 and at a whole number as well."""
    cases = []
    for text, h, other in SLOPES:
        x = round(float(rng.uniform(*CURVES[text][1])), 2)
        cases.append(_slope_case(text, x, h))
        if other:
            cases.append(_slope_case(text, x, other, varied="h"))
    cases.append(_slope_case("exp(x)", 0.0, 0.2, "x = 0"))
    cases.append(_slope_case("x**3 - 2*x", 2, 0.25, "a whole number for x"))
    return cases


def _slope_case(text, x, h, label="", varied=""):
    given = {"f": text, "x": x} | ({"h": h} if h else {})
    words = f"`f(x) = {text}`, `x = {x:g}`" + (f", `h = {h:g}`" if h else "")
    return Case(given, label=label, words=words, varied=varied)


def _is_parabola(case):
    return case.inputs["f"] in PARABOLAS


NUMERIC_DERIVATIVE = Exercise(
    name="numeric_derivative",
    contract="a number: the rise from x - h to x + h, divided by the run",
    reference=nn.numeric_derivative,
    draw=draw_slopes,
    convert={"f": curve},
    parts=(
        Part("slope", 2, alone, Tolerance(1e-6, 1e-10), where=_is_parabola),
        Part(
            "with the h that is given",
            1,
            alone,
            where=lambda case: not _is_parabola(case),
            variable="slope",
        ),
        as_a_number("slope", Tolerance(1e-6, 1e-10), where=_is_parabola),
    ),
    tolerance=Tolerance(1e-7, 1e-10),
    inputs_kept=0,
    mistakes=(
        *with_own_h(
            "times_h",
            "`/ 2 * h` divides by 2 and then multiplies by h: put brackets around the run, "
            "`/ (2 * h)`",
            lambda f, x, h: (f(x + h) - f(x - h)) / 2 * h,
        ),
        *with_own_h(
            "forward_difference",
            "this looks to the right only, so its error shrinks with h and not with h squared: "
            "take `f(x + h) - f(x - h)` and divide by `2 * h`",
            lambda f, x, h: (f(x + h) - f(x)) / h,
        ),
        *with_own_h(
            "backward_difference",
            "this looks to the left only, so its error shrinks with h and not with h squared: "
            "take `f(x + h) - f(x - h)` and divide by `2 * h`",
            lambda f, x, h: (f(x) - f(x - h)) / h,
        ),
        Mistake(
            "divided_by_h",
            "twice too large: the two points lie 2 h apart, so divide by `2 * h`",
            lambda f, x, h=1e-5: (f(x + h) - f(x - h)) / h,
        ),
        *with_own_h(
            "one_side_over_two_h",
            "half of the slope: the rise is over one h and the run is two: use `f(x - h)` in "
            "place of `f(x)`",
            lambda f, x, h: (f(x + h) - f(x)) / (2 * h),
        ),
        Mistake(
            "run_missing",
            "the rise is halved and h is left out: divide by the whole run, `2 * h`",
            lambda f, x, h=1e-5: (f(x + h) - f(x - h)) / 2,
        ),
        Mistake(
            "not_divided",
            "this is the rise alone: divide it by the run, `2 * h`",
            lambda f, x, h=1e-5: f(x + h) - f(x - h),
        ),
        Mistake(
            "outer_brackets_missing",
            "only the second value is divided: put brackets around the difference, "
            "`(f(x + h) - f(x - h)) / (2 * h)`",
            lambda f, x, h=1e-5: f(x + h) - f(x - h) / (2 * h),
        ),
        Mistake(
            "sign_flipped",
            "the sign is turned round: subtract the left value from the right one",
            lambda f, x, h=1e-5: (f(x - h) - f(x + h)) / (2 * h),
        ),
        Mistake(
            "sign_lost",
            "the sign of the slope is lost: where f falls it is negative, so leave out abs",
            lambda f, x, h=1e-5: abs(f(x + h) - f(x - h)) / (2 * h),
        ),
        Mistake(
            "second_derivative",
            "this is the second derivative, how fast the slope changes: the slope itself is "
            "`(f(x + h) - f(x - h)) / (2 * h)`",
            lambda f, x, h=1e-5: (f(x + h) - 2 * f(x) + f(x - h)) / h**2,
        ),
        Mistake(
            "step_scaled_by_x",
            "the step is h times x, which is no step at all at x = 0: step by h itself",
            lambda f, x, h=1e-5: (f(x + h * x) - f(x - h * x)) / (2 * h),
        ),
        Mistake(
            "h_ignored",
            "right, but the h that is given plays no part: use it in all three places",
            lambda f, x, h=1e-5: (f(x + 1e-5) - f(x - 1e-5)) / 2e-5,
        ),
        Mistake(
            "values_added",
            "the two values are added: subtract the left one from the right one",
            lambda f, x, h=1e-5: (f(x + h) + f(x - h)) / (2 * h),
        ),
        Mistake(
            "double_steps",
            "the points lie 2 h away from x: here they lie at `x + h` and `x - h`, and the run is "
            "`2 * h`",
            lambda f, x, h=1e-5: (f(x + 2 * h) - f(x - 2 * h)) / (4 * h),
        ),
        Mistake(
            "double_steps_over_two_h",
            "the points lie 2 h away from x, so the run is twice what it is divided by: take them "
            "at `x + h` and `x - h`",
            lambda f, x, h=1e-5: (f(x + 2 * h) - f(x - 2 * h)) / (2 * h),
        ),
        Mistake(
            "half_steps",
            "the points lie half an h away from x: here they lie at `x + h` and `x - h`, and the "
            "run is `2 * h`",
            lambda f, x, h=1e-5: (f(x + h / 2) - f(x - h / 2)) / h,
        ),
    ),
)


# name: the function, its derivative
LINKS = {
    "sin": (np.sin, np.cos),
    "tanh": (np.tanh, lambda x: 1 - np.tanh(x) ** 2),
    "exp": (np.exp, np.exp),
    "square": (lambda x: x * x, lambda x: 2 * x),
    "3 x - 1": (lambda x: 3 * x - 1, lambda x: 3.0),
    "sigmoid": (nn.sigmoid, lambda x: nn.sigmoid(x) * (1 - nn.sigmoid(x))),
}


def functions_of(names):
    """Return the functions of these names."""
    return [LINKS[name][0] for name in names]


def derivatives_of(names):
    """Return the derivatives of the functions of these names."""
    return [LINKS[name][1] for name in names]


ONE_FUNCTION = "a single function"


def draw_chains(rng):
    """Draw chains of one to four different functions, none of them flat where it is used."""
    return [
        _draw_chain(rng, length, label)
        for length, label in ((3, ""), (2, ""), (4, ""), (1, ONE_FUNCTION), (3, ""))
    ]


def _draw_chain(rng, length, label):
    while True:
        names = [str(name) for name in rng.choice(list(LINKS), length, replace=False)]
        x = round(float(rng.uniform(-1.5, 1.5)), 2)
        if _is_lively(names, x):
            words = f"`x = {x:g}` and the functions {', '.join(names)}"
            given = {"functions": names, "derivatives": names, "x": x}
            return Case(given, label=label, words=words, telling=length > 1)


def _is_lively(names, x):
    """Whether no value on the way is near 0 or large, and no slope is flat."""
    for name in names:
        function, derivative = LINKS[name]
        if not 0.2 < abs(x) < 4 or abs(derivative(x)) < 0.1:
            return False
        x = function(x)
    return True


def numeric_chain(functions, derivatives, x):
    """Return the slope of the chain by a central difference."""

    def whole(value):
        for function in functions_of(functions):
            value = function(value)
        return value

    return nn.numeric_derivative(whole, x)


def _chain(functions, derivatives, x, joined=lambda slope, own: slope * own):
    slope, values = None, _values(functions, x)
    for derivative, value in zip(derivatives, values[:-1], strict=True):
        own = derivative(value)
        slope = own if slope is None else joined(slope, own)
    return slope


def _values(functions, x):
    """Return x and the values after each function."""
    values = [x]
    for function in functions:
        values.append(function(values[-1]))
    return values


def _product_at(derivatives, values):
    return np.prod([d(value) for d, value in zip(derivatives, values, strict=True)])


def _nested(functions, x):
    for function in functions:
        x = function(x)
    return x


CHAIN_DERIVATIVE = Exercise(
    name="chain_derivative",
    contract="a number: the slope at x of functions[-1](...functions[0](x))",
    reference=nn.chain_derivative,
    draw=draw_chains,
    convert={"functions": functions_of, "derivatives": derivatives_of},
    numeric=numeric_chain,
    parts=single_number("slope", 3),
    mistakes=(
        Mistake(
            "all_at_x",
            "every derivative is taken at x: take each one at the value that goes into its own "
            "function",
            lambda functions, derivatives, x: np.prod([d(x) for d in derivatives]),
        ),
        Mistake(
            "moved_on_too_early",
            "each derivative is taken at what its function puts out: take it at what goes in, "
            "before you apply the function",
            lambda functions, derivatives, x: _product_at(derivatives, _values(functions, x)[1:]),
        ),
        Mistake(
            "slopes_added",
            "the slopes are added: along a chain they are multiplied",
            lambda functions, derivatives, x: _chain(
                functions, derivatives, x, lambda slope, own: slope + own
            ),
        ),
        Mistake(
            "product_begins_at_0",
            "the product begins at 0 and stays there: begin it at 1",
            lambda functions, derivatives, x: 0.0,
        ),
        Mistake(
            "product_begins_at_x",
            "the product begins at x: begin it at 1",
            lambda functions, derivatives, x: x * _chain(functions, derivatives, x),
        ),
        Mistake(
            "order_reversed",
            "the last function is applied first: functions[0] is the innermost, so begin with it",
            lambda functions, derivatives, x: _chain(functions[::-1], derivatives[::-1], x),
        ),
        Mistake(
            "paired_crosswise",
            "values and derivatives are paired crosswise: the first value, x, belongs to "
            "derivatives[0]; turn both lists round or neither",
            lambda functions, derivatives, x: _product_at(
                derivatives[::-1], _values(functions, x)[:-1]
            ),
        ),
        Mistake(
            "last_left_out",
            "the last slope is left out: let the loop run over all the functions",
            lambda functions, derivatives, x: _product_at(
                derivatives[:-1], _values(functions, x)[:-2]
            ),
        ),
        Mistake(
            "first_left_out",
            "the first slope is left out: the innermost function has one too",
            lambda functions, derivatives, x: _product_at(
                derivatives[1:], _values(functions, x)[1:-1]
            ),
        ),
        Mistake(
            "outer_slope_only",
            "this is the last function's slope alone: multiply by the slopes of all that lie "
            "inside it",
            lambda functions, derivatives, x: derivatives[-1](_values(functions, x)[-2]),
        ),
        Mistake(
            "all_at_the_end",
            "every derivative is taken at the chain's last value: take each one at the value that "
            "goes into its own function",
            lambda functions, derivatives, x: np.prod(
                [d(_values(functions, x)[-1]) for d in derivatives]
            ),
        ),
        Mistake(
            "all_at_the_last_input",
            "every derivative is taken at what goes into the last function: take each one at the "
            "value that goes into its own function",
            lambda functions, derivatives, x: np.prod(
                [d(_values(functions, x)[-2]) for d in derivatives]
            ),
        ),
        Mistake(
            "innermost_slope_only",
            "this is the first function's slope alone: multiply by the slopes of all that lie "
            "around it",
            lambda functions, derivatives, x: derivatives[0](x),
        ),
        Mistake(
            "list_of_slopes",
            "these are the slopes, one for each function: multiply them",
            lambda functions, derivatives, x: [
                d(value) for d, value in zip(derivatives, _values(functions, x)[:-1], strict=True)
            ],
        ),
        Mistake(
            "averaged_slopes",
            "this is the mean of the slopes: along a chain they are multiplied",
            lambda functions, derivatives, x: np.mean(
                [d(value) for d, value in zip(derivatives, _values(functions, x)[:-1], strict=True)]
            ),
        ),
        Mistake(
            "slopes_nested",
            "each slope is put into the next derivative: send values through the functions, and "
            "multiply the slopes",
            lambda functions, derivatives, x: _nested(derivatives, x),
        ),
        Mistake(
            "value_returned",
            "this is the value of the chain: return the product of its slopes",
            lambda functions, derivatives, x: _nested(functions, x),
        ),
        Mistake(
            "values_multiplied_in",
            "the functions' values are multiplied in as well: multiply the slopes alone",
            lambda functions, derivatives, x: (
                _chain(functions, derivatives, x) * np.prod(_values(functions, x)[1:])
            ),
        ),
    ),
)
