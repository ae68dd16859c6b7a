"""Reference implementations of the lessons, in NumPy alone, one idea a module."""

from course.nn.activations import relu, sigmoid, tanh
from course.nn.adaptive import adam_step, adamw_step, rmsprop_step
from course.nn.backward import dense_backward, mlp_backward, relu_backward, sigmoid_backward
from course.nn.batches import minibatches
from course.nn.batchnorm import batchnorm_backward, batchnorm_forward
from course.nn.clipping import clip_by_global_norm
from course.nn.deep import deep_backward, deep_forward, deep_weights, gradient_sizes
from course.nn.dense import dense_forward, neuron
from course.nn.derivatives import chain_derivative, neuron_gradients, numeric_derivative
from course.nn.descent import gradient_descent, largest_stable_learning_rate
from course.nn.gradient_check import numeric_gradient, relative_error
from course.nn.initializers import he_init, xavier_init
from course.nn.losses import (
    binary_cross_entropy,
    cross_entropy_gradient,
    cross_entropy_loss,
    mse_gradient,
    mse_loss,
    softmax,
)
from course.nn.momentum import momentum_step, nesterov_step
from course.nn.network import mlp_forward
from course.nn.optimizers import sgd_step
from course.nn.regression import fit_house_prices, least_squares
from course.nn.residual import residual_backward, residual_forward
from course.nn.stopping import early_stop

__all__ = [
    "adam_step",
    "adamw_step",
    "batchnorm_backward",
    "batchnorm_forward",
    "binary_cross_entropy",
    "chain_derivative",
    "clip_by_global_norm",
    "cross_entropy_gradient",
    "cross_entropy_loss",
    "deep_backward",
    "deep_forward",
    "deep_weights",
    "dense_backward",
    "dense_forward",
    "early_stop",
    "fit_house_prices",
    "gradient_descent",
    "gradient_sizes",
    "he_init",
    "largest_stable_learning_rate",
    "least_squares",
    "minibatches",
    "mlp_backward",
    "mlp_forward",
    "momentum_step",
    "mse_gradient",
    "mse_loss",
    "nesterov_step",
    "neuron",
    "neuron_gradients",
    "numeric_derivative",
    "numeric_gradient",
    "relative_error",
    "relu",
    "relu_backward",
    "residual_backward",
    "residual_forward",
    "rmsprop_step",
    "sgd_step",
    "sigmoid",
    "sigmoid_backward",
    "softmax",
    "tanh",
    "xavier_init",
]
