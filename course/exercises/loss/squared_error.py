"""Half the squared error, and its gradient."""

import numpy as np

from course import nn
from course.checking import Case, Exercise, Mistake, Part
from course.exercises.drawing import ONE_EXAMPLE, away_from_zero
from course.exercises.numeric import gradient
from course.exercises.single import single_number

TARGET_SIZES = (
    (5, 3, ""),
    (1, 4, ONE_EXAMPLE),
    (6, 1, "a single output (k = 1)"),
    (4, 4, "as many examples as outputs"),
    (2, 3, "two examples (n = 2)"),
)


def draw_targets(rng):
    """Draw predictions and targets of shape (n, k)."""
    return [
        Case({"y_hat": away_from_zero(rng, (n, k)), "y": away_from_zero(rng, (n, k))}, n, label)
        for n, k, label in TARGET_SIZES
    ]


MSE_LOSS = Exercise(
    name="mse_loss",
    contract="a number: half the squared error, summed over outputs, averaged over examples",
    reference=nn.mse_loss,
    draw=draw_targets,
    parts=single_number("loss", 3),
    mistakes=(
        Mistake(
            "one_half_missing",
            "the 1/2 is missing: multiply by 1/2, which will cancel the 2 of the derivative",
            lambda y_hat, y: np.sum((y_hat - y) ** 2) / len(y),
        ),
        Mistake(
            "averaged_over_outputs",
            "this averages over all entries: add up over an example's outputs and divide by the "
            "number of examples alone, len(y)",
            lambda y_hat, y: np.mean((y_hat - y) ** 2) / 2,
        ),
        Mistake(
            "plain_mean",
            "this is the plain mean of the squares: here an example's squares are added up and "
            "halved, and only the examples are averaged",
            lambda y_hat, y: np.mean((y_hat - y) ** 2),
        ),
        Mistake(
            "not_averaged",
            "the examples are added up: divide by their number, len(y)",
            lambda y_hat, y: np.sum((y_hat - y) ** 2) / 2,
        ),
        Mistake(
            "plain_sum",
            "this is the plain sum of the squares: halve it and divide by the number of examples",
            lambda y_hat, y: np.sum((y_hat - y) ** 2),
        ),
        Mistake(
            "root_taken",
            "a square root is taken: leave the mean of the squares as it is",
            lambda y_hat, y: np.sqrt(np.mean((y_hat - y) ** 2)),
        ),
        Mistake(
            "absolute_error",
            "this adds up the sizes of the errors: square them instead",
            lambda y_hat, y: np.sum(np.abs(y_hat - y)) / (2 * len(y)),
        ),
        Mistake(
            "not_squared",
            "the errors are not squared, so too high and too low cancel: square each one first",
            lambda y_hat, y: np.sum(y_hat - y) / (2 * len(y)),
        ),
        Mistake(
            "summed_before_squaring",
            "the errors are added up and then squared, so too high and too low cancel: square "
            "each one first",
            lambda y_hat, y: np.sum(y_hat - y) ** 2 / (2 * len(y)),
        ),
        Mistake(
            "squares_subtracted",
            "this squares before it subtracts: it is (y_hat - y) that is squared",
            lambda y_hat, y: np.sum(y_hat**2 - y**2) / (2 * len(y)),
        ),
        Mistake(
            "divided_by_columns",
            "this divides by the number of outputs: rows are examples, so divide by y.shape[0]",
            lambda y_hat, y: np.sum((y_hat - y) ** 2) / (2 * y.shape[1]),
        ),
        Mistake(
            "first_output_only",
            "only the first output counts: add up the squares of all the columns",
            lambda y_hat, y: np.sum((y_hat[:, 0] - y[:, 0]) ** 2) / (2 * len(y)),
        ),
        Mistake(
            "one_loss_per_example",
            "this is a loss for each example: average them, so that one number is left",
            lambda y_hat, y: np.sum((y_hat - y) ** 2, axis=1) / 2,
        ),
        Mistake(
            "one_mean_per_example",
            "this is a mean over the outputs for each example: add up over an example's outputs, "
            "halve it, and average over the examples, so that one number is left",
            lambda y_hat, y: np.mean((y_hat - y) ** 2, axis=1),
        ),
        Mistake(
            "multiplied_by_n",
            "the sum is multiplied by n: 1 / 2 * n is n / 2, so put brackets around the 2 * n",
            lambda y_hat, y: np.sum((y_hat - y) ** 2) / 2 * len(y),
        ),
        Mistake(
            "mean_absolute_error",
            "this is the mean size of the errors: square them instead, add up over an example's "
            "outputs, halve it, and average over the examples alone",
            lambda y_hat, y: np.mean(np.abs(y_hat - y)),
        ),
        Mistake(
            "one_loss_per_output",
            "this is a loss for each output: add up over the outputs too, so that one number is "
            "left",
            lambda y_hat, y: np.mean((y_hat - y) ** 2, axis=0) / 2,
        ),
        Mistake(
            "norm_not_squared",
            "the norm is not squared: np.linalg.norm takes a root, so square it, or take np.sum "
            "of the squares",
            lambda y_hat, y: np.linalg.norm(y_hat - y) / (2 * len(y)),
        ),
        Mistake(
            "averaged_twice",
            "1/n is there twice: divide by len(y) once",
            lambda y_hat, y: np.sum((y_hat - y) ** 2) / (2 * len(y) ** 2),
        ),
        Mistake(
            "predictions_added",
            "prediction and target are added: the error is their difference, y_hat - y",
            lambda y_hat, y: np.sum((y_hat + y) ** 2) / (2 * len(y)),
        ),
    ),
)


def _numeric_mse(y_hat, y):
    return gradient(lambda moved: nn.mse_loss(moved, y), y_hat)


def _mse_gradient_in_place(y_hat, y):
    y_hat -= y
    y_hat /= len(y)
    return y_hat


MSE_GRADIENT = Exercise(
    name="mse_gradient",
    contract="the gradient of mse_loss with respect to y_hat, of y_hat's shape (n, k)",
    reference=nn.mse_gradient,
    draw=draw_targets,
    numeric=_numeric_mse,
    parts=(Part("dy_hat", 3),),
    mistakes=(
        Mistake(
            "changes_y_hat",
            "the gradient is right, but y_hat itself is overwritten, and the network still needs "
            "its prediction: make a new array with y_hat - y",
            _mse_gradient_in_place,
        ),
        Mistake(
            "sign",
            "the sign is turned round: it is prediction minus target",
            lambda y_hat, y: (y - y_hat) / len(y),
        ),
        Mistake(
            "sign_and_not_averaged",
            "the sign is turned round, and the 1/n is missing: it is prediction minus target, "
            "divided by len(y)",
            lambda y_hat, y: y - y_hat,
        ),
        Mistake(
            "not_averaged",
            "the 1/n is missing: the loss is a mean over the examples, so divide by len(y)",
            lambda y_hat, y: y_hat - y,
        ),
        Mistake(
            "averaged_twice",
            "1/n is there twice: divide by len(y) once",
            lambda y_hat, y: (y_hat - y) / len(y) ** 2,
        ),
        Mistake(
            "factor_2",
            "this is 2 times too large: the 2 of the square is cancelled by the 1/2 of the loss",
            lambda y_hat, y: 2 * (y_hat - y) / len(y),
        ),
        Mistake(
            "half_kept",
            "the 1/2 is still there: the square brings down a 2, and the two cancel",
            lambda y_hat, y: (y_hat - y) / (2 * len(y)),
        ),
        Mistake(
            "divided_by_all_entries",
            "this divides by the number of all entries: divide by the number of examples, len(y)",
            lambda y_hat, y: (y_hat - y) / y.size,
        ),
        Mistake(
            "gradient_of_plain_mean",
            "this is the gradient of the plain mean of the squares: here the loss has a 1/2, and "
            "only the examples are averaged",
            lambda y_hat, y: 2 * (y_hat - y) / y.size,
        ),
        Mistake(
            "divided_by_columns",
            "this divides by the number of outputs: rows are examples, so divide by y.shape[0]",
            lambda y_hat, y: (y_hat - y) / y.shape[1],
        ),
        Mistake(
            "not_differentiated",
            "these are the squared errors themselves: their slope is the error, without a square",
            lambda y_hat, y: (y_hat - y) ** 2 / (2 * len(y)),
        ),
        Mistake(
            "absolute_error",
            "only the signs of the errors are left: that is the slope of the absolute error",
            lambda y_hat, y: np.sign(y_hat - y) / len(y),
        ),
        Mistake(
            "target_divided_alone",
            "only y is divided by n: put brackets around the difference",
            lambda y_hat, y: y_hat - y / len(y),
        ),
        Mistake(
            "summed_over_examples",
            "the examples are added up: each entry of y_hat has a slope of its own, so the "
            "gradient has the shape of y_hat",
            lambda y_hat, y: (y_hat - y).sum(axis=0) / len(y),
        ),
        Mistake(
            "predictions_added",
            "prediction and target are added: the error is their difference, y_hat - y",
            lambda y_hat, y: (y_hat + y) / len(y),
        ),
        Mistake(
            "one_mean_everywhere",
            "one mean over all errors stands in every entry: each entry of y_hat has a slope of "
            "its own",
            lambda y_hat, y: np.full(y.shape, np.mean(y_hat - y)),
        ),
        Mistake(
            "one_number",
            "this is one number, the mean error: each entry of y_hat has a slope of its own, so "
            "the gradient has the shape of y_hat",
            lambda y_hat, y: np.mean(y_hat - y),
        ),
        Mistake(
            "sigmoid_slope",
            "the slope of a sigmoid is multiplied in: this is the gradient at the prediction, and "
            "an activation's slope comes later, in its own backward pass",
            lambda y_hat, y: (y_hat - y) * y_hat * (1 - y_hat) / len(y),
        ),
    ),
)
