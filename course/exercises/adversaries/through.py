"""The way through a whole network, down to its input."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, Mistake, Part
from course.exercises.backward_pass.network import consistent_biases, draw_mlp_backward
from course.exercises.numeric import gradients


def draw_input_gradient(rng):
    """Draw networks whose hidden layers have neurons that are silent for some examples only.

    Inputs and outputs have either sign, so that a ReLU taken on them shows.
    """
    cases = []
    for case in draw_mlp_backward(rng):
        given = case.inputs
        inputs = {"dlogits": given["dy_hat"]}
        inputs |= {"activations": given["activations"], "weights": given["weights"]}
        cases.append(Case(inputs, case.n, case.label))
    return cases


def numeric_input(dlogits, activations, weights):
    """Return the gradient at the input of the sum of dlogits * output, by central differences."""
    biases = consistent_biases(activations, weights)

    def loss(x):
        return np.sum(dlogits * nn.mlp_forward(x, weights, biases)[-1])

    return gradients(loss, activations[0])[0]


def walk(begin=None, through=None, cut=None, first=0, end=None):
    """Return a walk back in which a step can be replaced by a wrong one.

    begin: (dlogits, activations) to what it starts with; through: (gradient, w) to what comes
    back through a layer's weights; cut: (gradient, activations, layer, number of layers) to what
    a layer's activation leaves of it; first: the layer at which it ends; end: (gradient, inputs)
    to what is returned.
    """

    def back(dlogits, activations, weights):
        gradient = begin(dlogits, activations) if begin else dlogits
        for layer in reversed(range(first, len(weights))):
            w = weights[layer]
            gradient = through(gradient, w) if through else gradient @ w.T
            if cut:
                gradient = cut(gradient, activations, layer, len(weights))
            elif layer > 0:
                gradient = gradient * (activations[layer] > 0)
        return end(gradient, activations) if end else gradient

    return back


def hidden(slope):
    """Return a cut of the hidden layers by slope(gradient, activation)."""

    def cut(gradient, activations, layer, layers):
        return slope(gradient, activations[layer]) if layer > 0 else gradient

    return cut


def _with_the_weights(dlogits, activations, weights):
    return [
        nn.input_gradient(dlogits, activations, weights),
        *nn.mlp_backward(dlogits, activations, weights),
    ]


def _all_gradients(dlogits, activations, weights):
    found, gradient = [], dlogits
    for layer in reversed(range(len(weights))):
        gradient = gradient @ weights[layer].T
        if layer > 0:
            gradient = gradient * (activations[layer] > 0)
        found.insert(0, gradient)
    return found


def _mask_of_the_layer_above(gradient, activations, layer, layers):
    above = activations[layer + 1]
    return (
        gradient * (above > 0) if layer + 1 < layers and above.shape == gradient.shape else gradient
    )


def _emptied(dlogits, activations, weights):
    gradient = dlogits
    activations.pop()
    while weights:
        gradient = gradient @ weights.pop().T
        a = activations.pop()
        if weights:
            gradient = gradient * (a > 0)
    return gradient


def _first_order(dlogits, activations, weights):
    """Return the walk through the layers in the order of the way forward, where that fits."""
    gradient = dlogits
    for layer, w in enumerate(weights):
        gradient = gradient @ w.T
        if layer > 0:
            gradient = gradient * (activations[layer] > 0)
    return gradient


MISTAKES = (
    Mistake(
        "relu_slopes_left_out",
        "ReLU's slope is missing, or taken where a >= 0, which all activations are: a neuron that "
        "was silent passes nothing back, so keep it where activations[l] > 0 only",
        walk(cut=lambda gradient, *place: gradient),
    ),
    Mistake(
        "relu_at_the_input",
        "the result is cut where the input is not positive: the input has no ReLU, so leave it as "
        "it comes out of the first layer's weights",
        walk(end=lambda gradient, activations: gradient * (activations[0] > 0)),
    ),
    Mistake(
        "relu_at_the_output",
        "dlogits is cut where the output is not positive: the last layer has no ReLU",
        walk(begin=lambda dlogits, activations: dlogits * (activations[-1] > 0)),
    ),
    Mistake(
        "relu_at_both_ends",
        "the gradient is cut at input and output as well: only hidden layers have a ReLU",
        walk(
            begin=lambda dlogits, activations: dlogits * (activations[-1] > 0),
            end=lambda gradient, activations: gradient * (activations[0] > 0),
        ),
    ),
    Mistake(
        "mask_of_the_layer_above",
        "ReLU's mask is taken from the layer above, or left out where that does not fit: what "
        "comes back through weights[l] meets activations[l]",
        walk(cut=_mask_of_the_layer_above),
    ),
    Mistake(
        "mask_from_gradient",
        "negative gradients are cut off: what decides is whether the activation is positive",
        walk(cut=hidden(lambda gradient, a: np.maximum(gradient, 0))),
    ),
    Mistake(
        "activation_for_slope",
        "the gradient is multiplied by the activation itself: ReLU's slope is 1 where it is "
        "positive, whatever its size",
        walk(cut=hidden(lambda gradient, a: gradient * a)),
    ),
    Mistake(
        "sigmoid_slope",
        "this is the sigmoid's slope, a * (1 - a): the hidden layers here are ReLU",
        walk(cut=hidden(lambda gradient, a: gradient * a * (1 - a))),
    ),
    Mistake(
        "tanh_slope",
        "this is tanh's slope, 1 - a * a: the hidden layers here are ReLU",
        walk(cut=hidden(lambda gradient, a: gradient * (1 - a**2))),
    ),
    Mistake(
        "mask_inverted",
        "the mask is the wrong way round: the gradient passes where the activation is positive",
        walk(cut=hidden(lambda gradient, a: gradient * (a <= 0))),
    ),
    Mistake(
        "mask_only",
        "the mask is handed down without the gradient: multiply the gradient by it",
        walk(cut=hidden(lambda gradient, a: (a > 0).astype(float))),
    ),
    Mistake.with_number(
        "leaky_slope",
        "a share of {number} leaks through where a neuron was silent: that is a leaky ReLU's "
        "slope, and ReLU's is 0 there",
        lambda leak: walk(cut=hidden(lambda gradient, a: np.where(a > 0, 1, leak) * gradient)),
        0.2,
        (1e-4, 0.9),
    ),
    Mistake(
        "output_sigmoid",
        "dlogits is multiplied by a sigmoid's slope at the output: dlogits is at the logits "
        "already, behind the sigmoid",
        walk(
            begin=lambda dlogits, activations: (
                dlogits * nn.sigmoid(activations[-1]) * (1 - nn.sigmoid(activations[-1]))
            )
        ),
    ),
    Mistake(
        "first_weights_left_out",
        "it stops at the first hidden layer: go back through weights[0] as well, to the input",
        walk(first=1),
    ),
    Mistake(
        "w_not_transposed",
        "the gradient goes through w as it is, which runs where w is square only: on the way back "
        "it is transposed, gradient @ w.T",
        walk(through=lambda gradient, w: gradient @ w),
    ),
    Mistake(
        "w_reshaped",
        "w is reshaped, which fits in shape and mixes up the weights: the way back is "
        "gradient @ w.T",
        walk(through=lambda gradient, w: gradient @ w.reshape(w.shape[::-1])),
    ),
    Mistake(
        "layers_forwards",
        "it goes through the layers from the first to the last: the way back begins with the last",
        _first_order,
    ),
    Mistake(
        "averaged_again",
        "it is divided by n: the 1/n of the mean is already in dlogits",
        walk(end=lambda gradient, activations: gradient / len(gradient)),
    ),
    Mistake(
        "averaged_layer_by_layer",
        "each layer divides by n, so that it shrinks layer by layer: the 1/n of the mean is "
        "already in dlogits",
        walk(through=lambda gradient, w: gradient @ w.T / len(gradient)),
    ),
    Mistake(
        "examples_summed",
        "the examples are added up: each example has an input of its own, so (n, d_in) is left",
        walk(end=lambda gradient, activations: gradient.sum(axis=0)),
    ),
    Mistake(
        "examples_averaged",
        "it is a mean over the examples: each has an input of its own, so (n, d_in) is left",
        walk(end=lambda gradient, activations: gradient.mean(axis=0)),
    ),
    Mistake(
        "signs_alone",
        "these are the gradient's signs alone, with which an adversarial example is made: return "
        "the gradient itself",
        walk(end=lambda gradient, activations: np.sign(gradient)),
    ),
    Mistake(
        "sign_turned",
        "the sign is turned: return the gradient, and let the step go against it",
        walk(end=lambda gradient, activations: -gradient),
    ),
    Mistake(
        "all_layers_returned",
        "a list of the gradients at all layers is returned: asked is the first one, at the input",
        _all_gradients,
    ),
    Mistake(
        "weights_gradients_returned",
        "the weights' gradients are returned beside it: asked is the gradient at the input alone",
        _with_the_weights,
    ),
    Mistake(
        "lists_emptied",
        "the values are right, but pop empties the lists that you were given, and the "
        "discriminator needs its weights again: walk over indices, reversed(range(len(weights)))",
        _emptied,
    ),
)

INPUT_GRADIENT = Exercise(
    name="input_gradient",
    contract="an array of x's shape, (n, d_in): the gradient at the network's input",
    reference=nn.input_gradient,
    numeric=numeric_input,
    draw=draw_input_gradient,
    parts=(Part("dx", 5),),
    mistakes=MISTAKES,
)
