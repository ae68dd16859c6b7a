"""Lesson 01: one neuron, three activations, a layer, a network."""

import math

import numpy as np

from course import nn
from course.checking import Case, Exercise, Mistake, Part, Tolerance
from course.checking.plain import as_array
from course.exercises.drawing import ONE_EXAMPLE, away_from_zero, dense_cases
from course.exercises.manifest import Lesson
from course.exercises.single import single_number


def draw_neuron(rng):
    """Draw inputs of one neuron whose weighted sums have either sign."""
    cases = []
    for d, sign, label in ((3, 1, ""), (4, -1, ""), (1, 1, "a single input (d = 1)"), (6, -1, "")):
        x, w, b = rng.normal(size=d), away_from_zero(rng, d), float(away_from_zero(rng, ()))
        if sign * (x @ w + b) < 0:
            w, b = -w, -b
        cases.append(Case({"x": x, "w": w, "b": b}, label=label))
    return cases


ACTIVATIONS = {"sigmoid": nn.sigmoid, "relu": nn.relu, "tanh": np.tanh, "softmax": nn.softmax}


def applied(asked, *names):
    """Return the Mistakes of applying an activation of these names where a sum is asked."""
    return tuple(_applied(asked, name, ACTIVATIONS[name]) for name in names)


def _applied(asked, name, activation):
    written = "ReLU" if name == "relu" else name
    return Mistake(
        f"{name}_applied",
        f"a {written} is applied: this exercise asks for the {asked} alone",
        lambda x, w, b: activation(x @ w + b),
    )


NEURON = Exercise(
    name="neuron",
    contract="a number: each input times its weight, all added up, plus b",
    reference=nn.neuron,
    draw=draw_neuron,
    parts=single_number("z", 3),
    mistakes=(
        Mistake(
            "bias_missing", "the bias is left out: add b once to the sum", lambda x, w, b: x @ w
        ),
        Mistake("bias_subtracted", "the bias is subtracted: add it", lambda x, w, b: x @ w - b),
        Mistake(
            "bias_twice",
            "the bias is added twice: add it once",
            lambda x, w, b: x @ w + 2 * b,
        ),
        Mistake(
            "bias_for_each_input",
            "the bias is added once for each input: add it once, after the sum",
            lambda x, w, b: np.sum(x * w + b),
        ),
        Mistake(
            "not_summed",
            "the products are not added up: a neuron gives one number, not one for each input",
            lambda x, w, b: x * w + b,
        ),
        Mistake(
            "mean_for_sum",
            "this is the mean of the products: a weighted sum adds them and does not divide",
            lambda x, w, b: np.mean(x * w) + b,
        ),
        Mistake(
            "returns_in_the_loop",
            "only the first input counts: return after the loop, not in it",
            lambda x, w, b: x[0] * w[0] + b,
        ),
        Mistake(
            "sums_multiplied",
            "the sum of x times the sum of w: multiply entry by entry first, then add",
            lambda x, w, b: np.sum(x) * np.sum(w) + b,
        ),
        Mistake(
            "bias_multiplied",
            "the sum is multiplied by b: the bias is added",
            lambda x, w, b: (x @ w) * b,
        ),
        *applied("weighted sum", "sigmoid", "relu", "tanh"),
        Mistake(
            "step_applied",
            "this is 1 or 0, as the sum lies above or below 0: this exercise asks for the "
            "weighted sum itself",
            lambda x, w, b: float(x @ w + b > 0),
        ),
        Mistake(
            "inputs_only",
            "the weights play no part: multiply each input by its weight, then add up",
            lambda x, w, b: np.sum(x) + b,
        ),
        Mistake(
            "last_input_missing",
            "the last input is left out: let the loop run over all len(x) inputs",
            lambda x, w, b: x[:-1] @ w[:-1] + b,
        ),
        Mistake(
            "first_input_missing",
            "the first input is left out: indices begin at 0, so let the loop begin there",
            lambda x, w, b: x[1:] @ w[1:] + b,
        ),
        Mistake(
            "last_product_only",
            "only the last product is left: each turn of the loop overwrites the one before, so "
            "add to the sum with +=",
            lambda x, w, b: x[-1] * w[-1] + b,
        ),
        Mistake(
            "bias_in_the_product",
            "the bias is added to the weights before they are multiplied: add it once, after the "
            "sum",
            lambda x, w, b: x @ (w + b),
        ),
    ),
)


def draw_activation(rng):
    """Draw arrays of one, two and three axes, with entries below 0, below 1 and above 1."""
    cases = [
        Case({"z": away_from_zero(rng, shape, 0.3, 6.0)}, label=label)
        for shape, label in (((7,), ""), ((3, 4), ""), ((1, 5), ONE_EXAMPLE), ((2, 3, 2), ""))
    ]
    for case in cases:
        case.inputs["z"].flat[:3] = -rng.uniform(1, 6), rng.uniform(0.3, 0.8), rng.uniform(1.5, 6)
    return cases


def draw_relu(rng):
    """Draw usual arrays, and in two of them entries far above all caps that are in use."""
    cases = draw_activation(rng)
    cases[0].inputs["z"][3:5] = rng.uniform(7, 9), rng.uniform(12, 18)
    cases[1].inputs["z"].flat[3:5] = rng.uniform(30, 60), rng.uniform(150, 300)
    for case in cases:
        case.inputs["z"].flat[1] /= 10  # what is just above 0 passes, too
    return cases


def draw_sigmoid(rng):
    """Draw usual arrays; at the extremes, negative and positive entries by themselves.

    Between 745 and 760, where the last probability rounds to 0, none is drawn.
    """
    sizes = np.array([30.0, 760.0 + rng.uniform(0, 150), 1000.0])
    return draw_activation(rng) + [
        Case({"z": z}, extreme=True) for z in (-sizes, sizes, np.stack([-sizes, sizes]))
    ]


def _sigmoid_of_math(z):
    """A sigmoid by math.exp, which stops where NumPy's warns."""
    return np.vectorize(lambda t: 1 / (1 + math.exp(-t)))(z)


def _sigmoid_of_exp(z):
    return np.exp(z) / (1 + np.exp(z))


def _softmax(z):
    return np.exp(z - z.max()) / np.sum(np.exp(z - z.max()))


SIGMOID = Exercise(
    name="sigmoid",
    contract="1 / (1 + exp(-z)) for every entry of z, in an array of z's shape",
    reference=nn.sigmoid,
    draw=draw_sigmoid,
    parts=(Part("a", 3),),
    tolerance=Tolerance(0.0, 1e-12),
    extremes=2,
    mistakes=(
        Mistake(
            "sign_of_exponent",
            "the exponent has the wrong sign: it is exp(-z), so large z gives a value near 1",
            lambda z: nn.sigmoid(-z),
        ),
        Mistake(
            "overflow",
            "right, but exp(-z) overflows where z is very negative: take exp of -|z| only, and "
            "use exp(z) / (1 + exp(z)) where z is negative",
            lambda z: 1 / (1 + np.exp(-z)),
        ),
        Mistake(
            "exp_stops",
            "right, but math.exp stops with an OverflowError where z is very negative: take exp of "
            "-|z| only, and use exp(z) / (1 + exp(z)) where z is negative",
            _sigmoid_of_math,
        ),
        Mistake(
            "exp_over_exp",
            "exp(z) overflows where z is very large, and inf / inf is NaN: use this form only "
            "where z is negative, and 1 / (1 + exp(-z)) elsewhere",
            _sigmoid_of_exp,
        ),
        Mistake(
            "where_computes_both",
            "np.where computes both of its branches for every entry, so the one that is not used "
            "still overflows: make the argument of exp safe before, with -np.abs(z)",
            lambda z: np.where(z >= 0, 1 / (1 + np.exp(-z)), _sigmoid_of_exp(z)),
        ),
        Mistake.with_number(
            "clipped_too_early",
            "z, or what comes out, is clipped where a sigmoid is still a good way from its end: "
            "clip z at 500 or do not clip",
            lambda end: lambda z: nn.sigmoid(np.clip(z, -end, end)),
            20.0,
            (1.0, 27.0),
        ),
        Mistake(
            "minus_in_denominator",
            "the denominator is 1 - exp(-z), which is 0 at z = 0: a sigmoid has 1 + exp(-z)",
            lambda z: 1 / (1 - np.exp(-z)),
        ),
        Mistake.with_number(
            "e_rounded",
            "another number stands where e belongs: np.exp has all of its digits",
            lambda e: lambda z: nn.sigmoid(z * np.log(e)),
            2.718,
            (2.69, 2.75),
            lapse=True,
        ),
        Mistake.with_number(
            "another_base",
            "another number stands where e belongs: np.exp has all of its digits",
            lambda e: lambda z: nn.sigmoid(z * np.log(e)),
            3.0,
            (2.0, 4.0),
        ),
        Mistake(
            "tanh_of_z",
            "this is (1 + tanh(z)) / 2, the sigmoid of 2 z: with tanh it is (1 + tanh(z / 2)) / 2",
            lambda z: nn.sigmoid(2 * z),
        ),
        Mistake(
            "log_of_sigmoid",
            "this is the sigmoid's logarithm: return the sigmoid",
            lambda z: np.log(nn.sigmoid(z)),
        ),
        Mistake(
            "brackets_missing",
            "1 / 1 + exp(-z) is 1 + exp(-z): put brackets around the whole denominator",
            lambda z: 1 / 1 + np.exp(-z),
        ),
        Mistake(
            "one_missing",
            "1 / exp(-z) is just exp(z): the denominator is 1 + exp(-z)",
            np.exp,
        ),
        Mistake("tanh", "this is tanh, from -1 to 1: a sigmoid lies between 0 and 1", np.tanh),
        Mistake(
            "slope",
            "this is the sigmoid's slope, a (1 - a): the forward pass needs a itself",
            lambda z: nn.sigmoid(z) * (1 - nn.sigmoid(z)),
        ),
        Mistake(
            "size_of_z",
            "the sign of z is lost: negative z must give less than 1/2",
            lambda z: nn.sigmoid(np.abs(z)),
        ),
        Mistake(
            "softmax",
            "this is a softmax, whose entries sum to 1: a sigmoid treats each entry by itself",
            _softmax,
        ),
        Mistake(
            "rounded",
            "the values are rounded to 0 and 1: return them as they are",
            lambda z: np.round(nn.sigmoid(z)),
        ),
    ),
)


def _relu_in_place(z):
    z[z < 0] = 0
    return z


RELU = Exercise(
    name="relu",
    contract="z where it is positive and 0 elsewhere, in an array of z's shape",
    reference=nn.relu,
    draw=draw_relu,
    parts=(Part("a", 3),),
    mistakes=(
        Mistake(
            "changes_z",
            "the values are right, but z itself is overwritten, and the backward pass will need "
            "it: make a new array, for example with np.maximum or np.where",
            _relu_in_place,
        ),
        Mistake.with_number(
            "leaky",
            "negative z leaks through, a share of it: that is a leaky ReLU; a ReLU gives 0 there",
            lambda leak: lambda z: np.where(z > 0, z, leak * z),
            0.01,
            (1e-6, 0.9),
        ),
        Mistake("absolute", "this is |z|: where z is negative a ReLU gives 0", np.abs),
        Mistake(
            "slope",
            "this is the ReLU's slope, 0 or 1: the forward pass passes z itself on",
            lambda z: (z > 0).astype(float),
        ),
        Mistake(
            "minimum",
            "this keeps the negative part: take the larger of z and 0, not the smaller",
            lambda z: np.minimum(z, 0),
        ),
        Mistake(
            "minus_z",
            "this is the ReLU of -z: it must keep the positive entries",
            lambda z: np.maximum(-z, 0),
        ),
        Mistake(
            "clipped_at_one",
            "values above 1 are cut off: a ReLU has no upper end",
            lambda z: np.clip(z, 0, 1),
        ),
        Mistake.with_number(
            "capped",
            "large values are capped, as in ReLU6: a ReLU has no upper end, all above 0 passes",
            lambda cap: lambda z: np.clip(z, 0, cap),
            6.0,
            (0.31, 299.0),
        ),
        Mistake(
            "threshold_above_zero",
            "positive values up to 1 are lost: a ReLU's threshold is 0",
            lambda z: np.where(z > 1, z, 0.0),
        ),
        Mistake.with_number(
            "floor_above_zero",
            "the smallest value is above 0: a ReLU gives exactly 0 where z is negative",
            lambda floor: lambda z: np.maximum(z, floor),
            0.1,
            (1e-9, 2.0),
        ),
        Mistake(
            "softplus",
            "this is softplus, log(1 + exp(z)), a smooth relative: a ReLU is exactly 0 below 0",
            lambda z: np.logaddexp(0, z),
        ),
        Mistake(
            "elu",
            "this is an ELU, exp(z) - 1 where z is negative: a ReLU gives 0 there",
            lambda z: np.where(z > 0, z, np.expm1(np.minimum(z, 0))),
        ),
        Mistake(
            "gelu",
            "this is a GELU, a smooth relative: a ReLU is z or 0",
            lambda z: z / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z**3))),
        ),
        Mistake(
            "swish",
            "this is z times its sigmoid, a smooth relative: a ReLU is z or 0",
            lambda z: z * nn.sigmoid(z),
        ),
        Mistake(
            "sigmoid",
            "this is a sigmoid: a ReLU passes positive z on as it is",
            lambda z: nn.sigmoid(z),
        ),
        Mistake(
            "sign_lost",
            "the negative entries come out as 0 and the positive ones as their negatives: "
            "a ReLU keeps z itself",
            lambda z: np.minimum(-z, 0),
        ),
        Mistake(
            "negatives_dropped",
            "the negative entries are dropped: put 0 in their place, so that the shape stays",
            lambda z: z[z > 0],
        ),
        Mistake(
            "one_maximum",
            "this is the largest entry of all: compare each entry with 0, with np.maximum",
            lambda z: np.max(z, initial=0.0),
        ),
    ),
)


DENSE_FORWARD = Exercise(
    name="dense_forward",
    contract="z = x @ w + b of shape (n, d_out), one row for each example",
    reference=nn.dense_forward,
    draw=dense_cases,
    parts=(Part("z", 4),),
    mistakes=(
        Mistake("bias_missing", "the bias is left out: add b to each row", lambda x, w, b: x @ w),
        Mistake("bias_subtracted", "the bias is subtracted: add it", lambda x, w, b: x @ w - b),
        Mistake(
            "w_transposed",
            "w is transposed: it has the shape (d_in, d_out), so x @ w fits as it is",
            lambda x, w, b: x @ w.T + b,
        ),
        Mistake(
            "bias_for_examples",
            "b is added along the examples: it has one entry for each output, so it belongs to "
            "the columns, and x @ w + b adds it to each row",
            lambda x, w, b: x @ w + b[:, None],
        ),
        Mistake(
            "result_transposed",
            "the result is transposed: rows are examples, so its shape is (n, d_out)",
            lambda x, w, b: (x @ w + b).T,
        ),
        Mistake(
            "examples_as_columns",
            "this is w.T @ x, for examples as columns: here rows are examples, so it is x @ w",
            lambda x, w, b: w.T @ x + b[:, None],
        ),
        *applied("weighted sums", "relu", "sigmoid", "tanh", "softmax"),
        Mistake(
            "bias_multiplied",
            "the sums are multiplied by b: the bias is added",
            lambda x, w, b: (x @ w) * b,
        ),
        Mistake(
            "bias_summed",
            "all biases are added to each output: each output has one bias, its own",
            lambda x, w, b: x @ w + b.sum(),
        ),
        Mistake(
            "elementwise",
            "* multiplies entry by entry, and a layer adds up over its inputs: take the matrix "
            "product, x @ w",
            lambda x, w, b: x * w + b,
        ),
        Mistake(
            "w_reshaped",
            "w is reshaped, which fits in shape and mixes up the weights: x @ w fits as it is",
            lambda x, w, b: x @ w.reshape(w.shape[::-1]).T + b,
        ),
        Mistake(
            "divided_by_inputs",
            "the sums are divided by the number of inputs: a weighted sum is not a mean",
            lambda x, w, b: x @ w / x.shape[1] + b,
        ),
        Mistake(
            "first_example_only",
            "only the first example is computed: leave x whole, and x @ w does all rows at once",
            lambda x, w, b: x[0] @ w + b,
        ),
        Mistake(
            "batch_averaged",
            "the examples are averaged: each keeps a row of its own",
            lambda x, w, b: (x @ w + b).mean(axis=0),
        ),
        Mistake(
            "bias_for_each_input",
            "the bias is added once for each input: add it once, after x @ w",
            lambda x, w, b: x @ w + x.shape[1] * b,
        ),
        Mistake(
            "last_product_only",
            "only the last input's products are left: each turn of the loop overwrites the one "
            "before, so add to the sum with +=",
            lambda x, w, b: x[:, -1:] * w[-1] + b,
        ),
        Mistake(
            "last_input_missing",
            "the last input is left out: let the loop run over all x.shape[1] inputs",
            lambda x, w, b: x[:, :-1] @ w[:-1] + b,
        ),
        Mistake(
            "first_bias_for_all",
            "the first bias is added to every output: each output has a bias of its own",
            lambda x, w, b: x @ w + b[0],
        ),
        Mistake(
            "squeezed",
            "an axis of length 1 is removed, so a single example loses its row: keep (1, d_out)",
            lambda x, w, b: np.squeeze(x @ w + b),
            lapse=True,
        ),
    ),
)


def draw_mlp(rng):
    """Draw networks of one, two and three layers, one of them with equal widths."""
    cases = []
    for n, widths, label in (
        (4, (3, 5, 2), ""),
        (1, (2, 4, 3), ONE_EXAMPLE),
        (3, (4, 2), "a single layer"),
        (5, (3, 4, 2, 6), ""),
        (2, (3, 3, 3), "equal widths"),
    ):
        pairs = list(zip(widths, widths[1:], strict=False))
        weights = [rng.normal(size=pair) for pair in pairs]
        biases = [away_from_zero(rng, width) for width in widths[1:]]
        x = rng.normal(size=(n, widths[0]))
        while not _both_signs_everywhere(nn.mlp_forward(x, weights, biases), weights, biases):
            x = rng.normal(size=(n, widths[0])) * 2
            biases = [away_from_zero(rng, width) for width in widths[1:]]
        cases.append(Case({"x": x, "weights": weights, "biases": biases}, n, label))
    return cases


def _both_signs_everywhere(activations, weights, biases):
    """Whether each layer has a weighted sum below 0 and one above, and x a negative entry."""
    sums = [a @ w + b for a, w, b in zip(activations, weights, biases, strict=False)]
    return np.any(activations[0] < 0) and all(np.any(z < 0) and np.any(z > 0) for z in sums)


def _mlp(x, weights, biases, hidden=nn.relu, last=lambda z: z, bias=1.0, kept=lambda z, a: a):
    """A forward pass in which each part of the rule can be replaced by a wrong one."""
    activations, a = [x], x
    for layer, (w, b) in enumerate(zip(weights, biases, strict=True)):
        z = a @ w + bias * b
        a = last(z) if layer == len(weights) - 1 else hidden(z)
        activations.append(kept(z, a))
    return activations


def _mlp_with_sums(x, weights, biases):
    found = [x]
    for layer, (w, b) in enumerate(zip(weights, biases, strict=True)):
        z = found[-1] @ w + b
        found += [z] if layer == len(weights) - 1 else [z, nn.relu(z)]
    return found


def _mlp_first_activated(x, weights, biases):
    found = [x]
    for layer, (w, b) in enumerate(zip(weights, biases, strict=True)):
        z = found[-1] @ w + b
        found.append(z if layer else nn.relu(z))
    return found


def _mlp_but(**wrong):
    """Return a forward pass in which some parts of the rule are wrong ones."""
    return lambda x, weights, biases: _mlp(x, weights, biases, **wrong)


def _formula(name, sentence, **wrong):
    """Return the mistake of wrong parts of the rule, which can be made beside others."""
    return Mistake(name, sentence, _mlp_but(**wrong), changes=wrong)


def _activations(value):
    """Return what should be the list of activations; a list with more beside it is all there is."""
    return value if any(map(_is_no_layer, value)) else value[:-1]


def _is_no_layer(item):
    return isinstance(item, list) and ((array := as_array(item)) is None or array.ndim > 2)


def _mlp_same_input(x, weights, biases):
    return [x] + [
        x @ w + b if layer == len(weights) - 1 else nn.relu(x @ w + b)
        for layer, (w, b) in enumerate(zip(weights, biases, strict=True))
    ]


MLP_FORWARD = Exercise(
    name="mlp_forward",
    contract="the list [x, a1, ..., y_hat]: ReLU in the hidden layers, none in the last",
    reference=nn.mlp_forward,
    draw=draw_mlp,
    parts=(
        Part(
            "hidden activations",
            3,
            _activations,
            where=lambda case: len(case.inputs["weights"]) > 1,
            variable="activations",
        ),
        Part("y_hat", 3, lambda value: value[-1]),
    ),
    compose=_mlp_but,
    mistakes=(
        _formula(
            "relu_on_output",
            "the last layer has a ReLU too: y_hat is its weighted sum, which may be negative",
            last=nn.relu,
        ),
        _formula(
            "no_activation",
            "no layer has an activation: without it, all layers together are one linear layer",
            hidden=lambda z: z,
        ),
        _formula(
            "sigmoid_for_relu",
            "the hidden layers have a sigmoid: this network uses ReLU",
            hidden=nn.sigmoid,
        ),
        _formula(
            "tanh_for_relu",
            "the hidden layers have a tanh: this network uses ReLU",
            hidden=np.tanh,
        ),
        _formula(
            "sigmoid_on_output",
            "the last layer has a sigmoid: y_hat is its weighted sum alone",
            last=nn.sigmoid,
        ),
        _formula(
            "softmax_on_output",
            "the last layer has a softmax: y_hat is its weighted sum alone",
            last=nn.softmax,
        ),
        _formula(
            "tanh_on_output",
            "the last layer has a tanh: y_hat is its weighted sum alone",
            last=np.tanh,
        ),
        Mistake(
            "relu_in_the_first_layer_only",
            "only the first layer has a ReLU: every layer has one but the last",
            _mlp_first_activated,
        ),
        Mistake.with_number(
            "leaky_relu",
            "the hidden layers have a leaky ReLU: this network uses ReLU",
            lambda leak: (
                lambda x, weights, biases: _mlp(
                    x, weights, biases, hidden=lambda z: np.where(z > 0, z, leak * z)
                )
            ),
            0.01,
            (1e-5, 0.9),
        ),
        Mistake(
            "sigmoid_everywhere",
            "every layer has a sigmoid: this network has ReLU in its hidden layers and nothing "
            "after the last",
            lambda x, weights, biases: _mlp(x, weights, biases, nn.sigmoid, nn.sigmoid),
        ),
        Mistake(
            "sums_kept_too",
            "the list holds the weighted sums too: keep only what comes out of each layer",
            lambda x, weights, biases: _mlp_with_sums(x, weights, biases),
        ),
        Mistake(
            "sums_beside_the_list",
            "the weighted sums come beside the list: return the list of activations alone",
            lambda x, weights, biases: (
                _mlp(x, weights, biases),
                _mlp(x, weights, biases, kept=lambda z, a: z)[1:],
            ),
            lapse=True,
        ),
        Mistake(
            "output_beside_the_list",
            "y_hat comes beside the list: return one list of which it is the last entry",
            lambda x, weights, biases: (
                _mlp(x, weights, biases)[-1],
                _mlp(x, weights, biases),
            ),
            lapse=True,
        ),
        Mistake(
            "output_after_the_list",
            "the list comes with y_hat once more after it: return the list alone",
            lambda x, weights, biases: (
                _mlp(x, weights, biases),
                _mlp(x, weights, biases)[-1],
            ),
            lapse=True,
        ),
        Mistake(
            "reversed",
            "the list begins with y_hat: x comes first, and y_hat last",
            lambda x, weights, biases: _mlp(x, weights, biases)[::-1],
        ),
        Mistake(
            "w_transposed",
            "the weights are transposed: each has the shape (inputs, outputs), so a @ w fits as "
            "it is",
            lambda x, weights, biases: _mlp(x, [w.T for w in weights], biases),
        ),
        Mistake(
            "input_missing",
            "the list begins with a1: put x in front, since the backward pass will need it",
            lambda x, weights, biases: _mlp(x, weights, biases)[1:],
        ),
        Mistake(
            "output_only",
            "only y_hat is returned: return the list of all activations, from x to y_hat",
            lambda x, weights, biases: _mlp(x, weights, biases)[-1],
        ),
        Mistake(
            "output_missing",
            "y_hat is missing: the loop must run over all the weights, and what comes out of the "
            "last layer belongs in the list too",
            lambda x, weights, biases: _mlp(x, weights, biases)[:-1],
        ),
        Mistake(
            "sums_for_activations",
            "the list holds the weighted sums z: keep what comes out of the ReLU",
            lambda x, weights, biases: _mlp(x, weights, biases, kept=lambda z, a: z),
        ),
        _formula(
            "bias_missing",
            "the biases are left out: add each layer's b",
            bias=0.0,
        ),
        _formula(
            "bias_subtracted",
            "the biases are subtracted: add them",
            bias=-1.0,
        ),
        Mistake(
            "same_input",
            "each layer is given x: give it the activations of the layer before",
            _mlp_same_input,
        ),
        Mistake(
            "relu_on_input",
            "the ReLU comes before the layer: it acts on a layer's weighted sum, not on x",
            lambda x, weights, biases: [
                x,
                *_mlp(nn.relu(x), weights, biases)[1:],
            ],
        ),
    ),
)


LESSON = Lesson(
    "01-forward-pass",
    exercises=(
        NEURON,
        SIGMOID,
        RELU,
        DENSE_FORWARD,
        MLP_FORWARD,
    ),
)
