"""The way back through a ReLU."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, Mistake, Part
from course.exercises.backward_pass.shared import SHAPES
from course.exercises.drawing import away_from_zero
from course.exercises.numeric import gradient


def draw_relu_backward(rng):
    """Draw z of either sign under da of either sign, and one z with entries of exactly 0."""
    cases = []
    for shape, label in SHAPES:
        da, z = away_from_zero(rng, shape), away_from_zero(rng, shape)
        da.flat[:4] = np.abs(da.flat[:4]) * [-1, -1, 1, 1]
        z.flat[:4] = np.abs(z.flat[:4]) * [1, -1, -1, 1]
        z.flat[3] += rng.uniform(6, 12)
        z.flat[0] /= 20  # just above 0 the gradient passes, too
        cases.append(Case({"da": da, "z": z}, label=label))
    da, z = away_from_zero(rng, (3, 3)), away_from_zero(rng, (3, 3))
    da[0, 1:], z[0, 1:] = np.abs(da[0, 1:]) * [-1, 1], np.abs(z[0, 1:])
    da[1:, 0], z[1:, 0] = np.abs(da[1:, 0]) * [-1, 1], -np.abs(z[1:, 0])
    z[2, 1], z[1, 2] = np.abs(z[2, 1]) / 20, -np.abs(z[1, 2])  # no row and no column is all zeros
    np.fill_diagonal(z, 0.0)
    words = "da (3, 3), z (3, 3) with zeros on its diagonal"
    return [*cases, Case({"da": da, "z": z}, convention=True, words=words)]


def _in_place(da, z):
    da[z <= 0] = 0
    return da


def _slope_into_z(da, z):
    z[z <= 0] = 0
    z[z > 0] = 1
    return da * z


RELU_MISTAKES = (
    Mistake(
        "changes_da",
        "the values are right, but da itself is overwritten, and whoever gave it to you may "
        "still need it: make a new array, for example with da * (z > 0) or np.where",
        _in_place,
    ),
    Mistake(
        "changes_z",
        "the values are right, but the slopes are written into z itself: make the mask a new "
        "array, z > 0",
        _slope_into_z,
    ),
    Mistake(
        "sign_for_slope",
        "da is multiplied by z's sign, which is -1 where z is negative: the slope there is 0",
        lambda da, z: da * np.sign(z),
    ),
    Mistake(
        "slope_one_at_zero",
        "the gradient passes at exactly 0: by convention the slope there is 0, so test z > 0",
        lambda da, z: da * (z >= 0),
    ),
    Mistake(
        "slope_half_at_zero",
        "half of the gradient passes at exactly 0: by convention the slope there is 0",
        lambda da, z: da * np.heaviside(z, 0.5),
    ),
    Mistake(
        "mask_from_da",
        "negative gradients are cut off: what decides is the sign of z, as it was on the way "
        "forward, so take da where z > 0 whatever its own sign",
        lambda da, z: np.maximum(da, 0),
    ),
    Mistake(
        "both_masks",
        "negative gradients are cut off as well, which is done in guided back-propagation to "
        "draw pictures: the mask here is z > 0 alone",
        lambda da, z: da * (z > 0) * (da > 0),
    ),
    Mistake(
        "da_left_out",
        "this is the slope alone, 0 or 1: the chain rule multiplies it by da",
        lambda da, z: (z > 0).astype(float),
    ),
    Mistake(
        "passed_through",
        "the gradient is passed on whole: put 0 where z is not positive",
        lambda da, z: da.copy(),
    ),
    Mistake(
        "relu_for_slope",
        "da is multiplied by ReLU's value: its slope is 1 for positive z, whatever its size",
        lambda da, z: da * np.maximum(z, 0),
    ),
    Mistake(
        "mask_inverted",
        "the mask is the wrong way round: the gradient passes where z is positive",
        lambda da, z: da * (z <= 0),
    ),
    Mistake.with_number(
        "leaky",
        "a share leaks through where z is negative: that is a leaky ReLU's slope, and ReLU's is 0 "
        "there",
        lambda leak: lambda da, z: np.where(z > 0, da, leak * da),
        0.01,
        (1e-6, 0.9),
    ),
    Mistake(
        "threshold_above_zero",
        "the gradient is cut where z lies between 0 and 1: a ReLU's threshold is 0",
        lambda da, z: da * (z > 1),
    ),
    Mistake(
        "z_for_slope",
        "da is multiplied by z: ReLU's slope is 1 where z is positive and 0 elsewhere",
        lambda da, z: da * z,
    ),
    Mistake(
        "arguments_exchanged",
        "da and z have changed places: the mask is made from z, the second argument, and da is "
        "what passes through it",
        lambda da, z: z * (da > 0),
    ),
    Mistake(
        "capped",
        "the gradient is cut where z is large, as for ReLU6: ReLU's slope is 1 for all positive z",
        lambda da, z: da * (z > 0) * (z < 6),
    ),
    Mistake(
        "sigmoid_slope",
        "this is a sigmoid's slope: ReLU's is 1 where z is positive and 0 elsewhere",
        lambda da, z: da * nn.sigmoid(z) * (1 - nn.sigmoid(z)),
    ),
    Mistake(
        "tanh_slope",
        "this is tanh's slope: ReLU's is 1 where z is positive and 0 elsewhere",
        lambda da, z: da * (1 - np.tanh(z) ** 2),
    ),
    Mistake(
        "slope_added",
        "the slope is added to da: the chain rule multiplies",
        lambda da, z: da + (z > 0),
    ),
    Mistake(
        "negatives_kept",
        "where z is not positive this keeps z: a closed ReLU passes no gradient, so put 0 there",
        lambda da, z: np.where(z > 0, da, z),
    ),
    Mistake(
        "relu_forward",
        "this is relu(z), the forward pass: return da where z is positive, and 0 elsewhere",
        lambda da, z: np.maximum(z, 0),
    ),
    Mistake(
        "others_dropped",
        "the entries that get no gradient are dropped: put 0 there, so that the shape stays",
        lambda da, z: da[z > 0],
    ),
)

RELU_BACKWARD = Exercise(
    name="relu_backward",
    contract="dz, an array of z's shape: da where z is positive, 0 elsewhere",
    reference=nn.relu_backward,
    numeric=lambda da, z: gradient(lambda moved: np.sum(da * nn.relu(moved)), z),
    draw=draw_relu_backward,
    parts=(
        Part("dz", 3, where=lambda case: not case.convention),
        Part("slope at 0", 1, where=lambda case: case.convention, variable="dz"),
    ),
    mistakes=RELU_MISTAKES,
)
