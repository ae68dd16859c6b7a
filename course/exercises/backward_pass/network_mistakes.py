"""Wrong ways back through a network of dense layers."""

import numpy as np

from course.checking import Mistake


def walk(dy_hat, activations, weights, dw=None, db=None, below=None, first=0):
    """Return (dweights, dbiases) of a walk back in which a step can be replaced by a wrong one.

    dw, db: (layer, dz) to a layer's gradients; below: (layer, dz) to the dz
    of the layer below; first: the layer at which the walk ends.
    """
    a, w = activations, weights
    dw = dw or (lambda layer, dz: a[layer].T @ dz)
    db = db or (lambda layer, dz: dz.sum(axis=0))
    below = below or (lambda layer, dz: dz @ w[layer].T * (a[layer] > 0))
    dweights, dbiases, dz = [], [], dy_hat
    for layer in reversed(range(first, len(w))):
        dweights.insert(0, dw(layer, dz))
        dbiases.insert(0, db(layer, dz))
        if layer > first:
            dz = below(layer, dz)
    return dweights, dbiases


def sent_down(slope):
    """Return a walk back in which slope, (da, a) to dz, stands for ReLU's."""

    def wrong(dy_hat, activations, weights):
        def below(layer, dz):
            return slope(dz @ weights[layer].T, activations[layer])

        return walk(dy_hat, activations, weights, below=below)

    return wrong


def _slope_one_layer_late(dy_hat, activations, weights):
    def below(layer, da):
        last = layer == len(weights) - 1
        return (da if last else da * (activations[layer + 1] > 0)) @ weights[layer].T

    return walk(dy_hat, activations, weights, below=below)


def _mask_of_the_layer_above(dy_hat, activations, weights):
    def below(layer, dz):
        return dz @ weights[layer].T * (activations[layer + 1] > 0)

    return walk(dy_hat, activations, weights, below=below)


def _weights_of_the_layer_below(dy_hat, activations, weights):
    def below(layer, dz):
        return dz @ weights[layer - 1].T * (activations[layer] > 0)

    return walk(dy_hat, activations, weights, below=below)


def _w_not_transposed(dy_hat, activations, weights):
    return walk(dy_hat, activations, [w.T for w in weights])


def _w_reshaped(dy_hat, activations, weights):
    return walk(dy_hat, activations, [w.reshape(w.shape[::-1]).T for w in weights])


def _activations_of_the_layer_above(dy_hat, activations, weights):
    def dw(layer, dz):
        return activations[layer + 1].T @ dz

    return walk(dy_hat, activations, weights, dw=dw)


def _relu_at_the_output(dy_hat, activations, weights):
    return walk(dy_hat * (activations[-1] > 0), activations, weights)


def _averaged(dy_hat, activations, weights):
    return walk(dy_hat / len(dy_hat), activations, weights)


def _averaged_and_sent_on(dy_hat, activations, weights):
    def below(layer, dz):
        return dz @ weights[layer].T * (activations[layer] > 0) / len(dz)

    return walk(dy_hat / len(dy_hat), activations, weights, below=below)


def _biases_averaged(dy_hat, activations, weights):
    return walk(dy_hat, activations, weights, db=lambda layer, dz: dz.mean(axis=0))


def _biases_kept_as_rows(dy_hat, activations, weights):
    return walk(dy_hat, activations, weights, db=lambda layer, dz: dz.sum(axis=0, keepdims=True))


def _sigmoid_everywhere(dy_hat, activations, weights):
    def slope(a):
        return a * (1 - a)

    first = dy_hat * slope(activations[-1])
    return sent_down(lambda da, a: da * slope(a))(first, activations, weights)


def _weights_updated_first(rate):
    """Return a walk back through weights that have made their step already."""

    def wrong(dy_hat, activations, weights):
        def below(layer, dz):
            weights[layer] -= rate * activations[layer].T @ dz
            return dz @ weights[layer].T * (activations[layer] > 0)

        return walk(dy_hat, activations, weights, below=below)

    return wrong


def _only_the_last_turn(dy_hat, activations, weights):
    dweights, dbiases = walk(dy_hat, activations, weights)
    return dweights[0], dbiases[0]


def _mask_written_into_activations(dy_hat, activations, weights):
    def below(layer, dz):
        mask = activations[layer]
        mask[mask > 0] = 1
        return dz @ weights[layer].T * mask

    return walk(dy_hat, activations, weights, below=below)


def _lists_emptied(dy_hat, activations, weights):
    dweights, dbiases, dz = [], [], dy_hat
    activations.pop()
    while weights:
        a, w = activations.pop(), weights.pop()
        dweights.insert(0, a.T @ dz)
        dbiases.insert(0, dz.sum(axis=0))
        dz = dz @ w.T * (a > 0)
    return dweights, dbiases


MLP_MISTAKES = (
    Mistake(
        "mask_written_into_activations",
        "the values are right, but ReLU's mask is written into the activations themselves: "
        "activations[l] > 0 makes a new array",
        _mask_written_into_activations,
    ),
    Mistake(
        "lists_emptied",
        "the values are right, but pop empties the lists that you were given, and training needs "
        "the weights again: walk over indices, reversed(range(len(weights)))",
        _lists_emptied,
    ),
    Mistake(
        "relu_slopes_left_out",
        "ReLU's slope is missing, or taken where a >= 0, which all activations are: a neuron that "
        "was silent gets no gradient, so keep it where activations[l] > 0 only",
        sent_down(lambda da, a: da),
    ),
    Mistake(
        "relu_at_the_output",
        "the gradient at the output is cut by a ReLU's slope: the last layer has no activation, "
        "so its dz is dy_hat",
        _relu_at_the_output,
    ),
    Mistake(
        "slope_one_layer_late",
        "a hidden layer's dw and db are taken before ReLU's slope is applied, and the layer below "
        "after it: apply the slope first, so that you have dz and not da",
        _slope_one_layer_late,
    ),
    Mistake(
        "mask_of_the_layer_above",
        "ReLU's mask is taken from the layer above, which fits where widths are equal only: what "
        "comes back through weights[l] meets activations[l]",
        _mask_of_the_layer_above,
    ),
    Mistake(
        "mask_from_gradient",
        "negative gradients are cut off: what decides is whether the activation is positive",
        sent_down(lambda da, a: np.maximum(da, 0)),
    ),
    Mistake(
        "activation_for_slope",
        "the gradient is multiplied by the activation itself: ReLU's slope is 1 where it is "
        "positive, whatever its size",
        sent_down(lambda da, a: da * a),
    ),
    Mistake(
        "sigmoid_slope",
        "this is the sigmoid's slope, a * (1 - a): the hidden layers here are ReLU, with slope 1 "
        "where a is positive and 0 elsewhere",
        sent_down(lambda da, a: da * a * (1 - a)),
    ),
    Mistake(
        "dy_hat_for_all_layers",
        "each layer is given dy_hat: hand on what comes back from the layer above, dz @ w.T cut "
        "by ReLU's slope",
        lambda dy_hat, activations, weights: walk(
            dy_hat, activations, weights, below=lambda layer, dz: dz
        ),
    ),
    Mistake(
        "activations_of_the_layer_above",
        "a layer's dw is made of what came out of it: it needs what went in, activations[l] for "
        "weights[l]",
        _activations_of_the_layer_above,
    ),
    Mistake(
        "weights_of_the_layer_below",
        "the gradient goes back through the weights of the layer below, which fits where widths "
        "are equal only: it goes back through those that it came through, weights[l]",
        _weights_of_the_layer_below,
    ),
    Mistake(
        "w_not_transposed",
        "the gradient goes back through w as it is, which runs where w is square only: take "
        "dz @ w.T",
        _w_not_transposed,
    ),
    Mistake(
        "w_reshaped",
        "w is reshaped, which fits in shape and mixes up the weights: the way back is dz @ w.T",
        _w_reshaped,
    ),
    Mistake(
        "biases_averaged",
        "the biases' gradients are averaged over the examples: sum over them, because the 1/n of "
        "the mean is already in dy_hat",
        _biases_averaged,
    ),
    Mistake(
        "averaged_again",
        "every gradient is n times too small: the 1/n of the mean is already in dy_hat, so no "
        "layer divides again",
        _averaged,
    ),
    Mistake(
        "averaged_and_sent_on",
        "each layer divides by n and hands the smaller gradient on, so that it shrinks layer by "
        "layer: the 1/n of the mean is already in dy_hat, so no layer divides again",
        _averaged_and_sent_on,
    ),
    Mistake(
        "biases_kept_as_rows",
        "the values are right, but the biases' gradients have the shape (1, d): b is (d,), so "
        "leave out keepdims",
        _biases_kept_as_rows,
    ),
    Mistake(
        "dweights_transposed",
        "the weights' gradients are transposed: each has the shape of its w, so it is a.T @ dz",
        lambda *inputs: ([dw.T for dw in walk(*inputs)[0]], walk(*inputs)[1]),
    ),
    Mistake(
        "biases_not_summed",
        "the biases' gradients have a row for each example: all examples share a bias, so sum "
        "over axis 0",
        lambda dy_hat, activations, weights: walk(
            dy_hat, activations, weights, db=lambda layer, dz: dz.copy()
        ),
    ),
    Mistake(
        "biases_one_number",
        "each layer's biases get one number: each output has a bias of its own, so sum over axis "
        "0 only",
        lambda dy_hat, activations, weights: walk(
            dy_hat, activations, weights, db=lambda layer, dz: dz.sum()
        ),
    ),
    Mistake(
        "biases_summed_across",
        "the biases' gradients are summed over the outputs, axis 1: sum over the examples, axis 0",
        lambda dy_hat, activations, weights: walk(
            dy_hat, activations, weights, db=lambda layer, dz: dz.sum(axis=1)
        ),
    ),
    Mistake(
        "weights_averaged",
        "the weights' gradients are divided by n: the 1/n of the mean is already in dy_hat",
        lambda dy_hat, activations, weights: walk(
            dy_hat, activations, weights, dw=lambda layer, dz: activations[layer].T @ dz / len(dz)
        ),
    ),
    Mistake(
        "sigmoid_everywhere",
        "every layer has the sigmoid's slope, a * (1 - a): the hidden layers here are ReLU, with "
        "slope 1 where a is positive and 0 elsewhere, and the last layer has no activation",
        _sigmoid_everywhere,
    ),
    Mistake.with_number(
        "weights_updated_first",
        "the weights make their step before the gradient goes back through them: send it back "
        "through those that it came through, and leave the step to others",
        _weights_updated_first,
        0.1,
        (1e-3, 1.0),
    ),
    Mistake(
        "tanh_slope",
        "this is tanh's slope, 1 - a * a: the hidden layers here are ReLU, with slope 1 where a "
        "is positive and 0 elsewhere",
        sent_down(lambda da, a: da * (1 - a**2)),
    ),
    Mistake.with_number(
        "leaky_slope",
        "a share leaks through where a neuron was silent: that is a leaky ReLU's slope, and "
        "ReLU's is 0 there",
        lambda leak: sent_down(lambda da, a: np.where(a > 0, da, leak * da)),
        0.01,
        (1e-5, 0.9),
    ),
    Mistake(
        "mask_inverted",
        "the mask is the wrong way round: the gradient passes where the activation is positive",
        sent_down(lambda da, a: da * (a <= 0)),
    ),
    Mistake(
        "mask_only",
        "the mask is handed down without the gradient: multiply dz @ w.T by it",
        sent_down(lambda da, a: (a > 0).astype(float)),
    ),
    Mistake(
        "sign_turned",
        "every gradient has the wrong sign: what comes in is dy_hat itself",
        lambda dy_hat, activations, weights: walk(-dy_hat, activations, weights),
    ),
    Mistake(
        "last_layer_first",
        "the lists begin with the last layer: the first layer comes first, so insert at the "
        "front, or turn both lists round at the end",
        lambda *inputs: tuple(found[::-1] for found in walk(*inputs)),
    ),
    Mistake(
        "dweights_last_layer_first",
        "the list dweights begins with the last layer: the first layer comes first",
        lambda *inputs: (walk(*inputs)[0][::-1], walk(*inputs)[1]),
    ),
    Mistake(
        "dbiases_last_layer_first",
        "the list dbiases begins with the last layer: the first layer comes first",
        lambda *inputs: (walk(*inputs)[0], walk(*inputs)[1][::-1]),
    ),
    Mistake(
        "lists_swapped",
        "the biases come first: return dweights, dbiases",
        lambda *inputs: walk(*inputs)[::-1],
    ),
    Mistake(
        "weights_alone",
        "these are the weights' gradients alone: return two lists, dweights and dbiases",
        lambda *inputs: walk(*inputs)[0],
    ),
    Mistake(
        "all_in_one_list",
        "all gradients come in one list, layer by layer: return two lists, dweights and dbiases",
        lambda *inputs: [d for pair in zip(*walk(*inputs), strict=True) for d in pair],
    ),
    Mistake(
        "pairs_returned",
        "this is one list of pairs (dw, db): return two lists, dweights and dbiases",
        lambda *inputs: list(zip(*walk(*inputs), strict=True)),
    ),
    Mistake(
        "first_layer_left_out",
        "the first layer is missing: let the loop run down to index 0, range(len(weights) - 1, "
        "-1, -1)",
        lambda *inputs: walk(*inputs, first=1),
    ),
    Mistake(
        "only_the_last_turn",
        "each turn of the loop overwrites the one before, so only the first layer's arrays are "
        "left: collect dw and db in lists",
        _only_the_last_turn,
    ),
)
