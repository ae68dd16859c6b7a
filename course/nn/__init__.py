"""Reference implementations of the lessons, in NumPy alone, one idea a module."""

from course.nn.activations import relu, sigmoid, tanh
from course.nn.adversaries import gan_gradients, gan_losses, input_gradient
from course.nn.attention import (
    attention_backward,
    attention_forward,
    attention_weights,
    causal_mask,
    softmax_backward,
)
from course.nn.backward import dense_backward, mlp_backward, relu_backward, sigmoid_backward
from course.nn.batchnorm import batchnorm_backward, batchnorm_forward
from course.nn.convolution import (
    conv2d_backward,
    conv2d_forward,
    max_pool_backward,
    max_pool_forward,
)
from course.nn.deep import (
    clip_by_global_norm,
    deep_backward,
    deep_forward,
    deep_weights,
    gradient_sizes,
    residual_backward,
    residual_forward,
)
from course.nn.descent import (
    early_stop,
    fit_house_prices,
    gradient_descent,
    largest_stable_learning_rate,
    least_squares,
    minibatches,
    sgd_step,
)
from course.nn.initializers import he_init, xavier_init
from course.nn.layernorm import layernorm_backward, layernorm_forward
from course.nn.layers import dense_forward, mlp_forward, neuron
from course.nn.losses import (
    binary_cross_entropy,
    cross_entropy_gradient,
    cross_entropy_loss,
    mse_gradient,
    mse_loss,
    softmax,
)
from course.nn.optimizers import adam_step, adamw_step, momentum_step, nesterov_step, rmsprop_step
from course.nn.recurrence import rnn_backward, rnn_forward, rnn_step, rnn_step_backward
from course.nn.regularization import (
    dropout_backward,
    dropout_forward,
    l1_penalty,
    l2_penalty,
    soft_threshold,
    validation_split,
)
from course.nn.schedules import learning_rate_at
from course.nn.slopes import (
    chain_derivative,
    neuron_gradients,
    numeric_derivative,
    numeric_gradient,
    relative_error,
)

__all__ = [
    "adam_step",
    "adamw_step",
    "attention_backward",
    "attention_forward",
    "attention_weights",
    "batchnorm_backward",
    "batchnorm_forward",
    "binary_cross_entropy",
    "causal_mask",
    "chain_derivative",
    "clip_by_global_norm",
    "conv2d_backward",
    "conv2d_forward",
    "cross_entropy_gradient",
    "cross_entropy_loss",
    "deep_backward",
    "deep_forward",
    "deep_weights",
    "dense_backward",
    "dense_forward",
    "dropout_backward",
    "dropout_forward",
    "early_stop",
    "fit_house_prices",
    "gan_gradients",
    "gan_losses",
    "gradient_descent",
    "gradient_sizes",
    "he_init",
    "input_gradient",
    "l1_penalty",
    "l2_penalty",
    "largest_stable_learning_rate",
    "layernorm_backward",
    "layernorm_forward",
    "learning_rate_at",
    "least_squares",
    "max_pool_backward",
    "max_pool_forward",
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
    "rnn_backward",
    "rnn_forward",
    "rnn_step",
    "rnn_step_backward",
    "sgd_step",
    "sigmoid",
    "sigmoid_backward",
    "soft_threshold",
    "softmax",
    "softmax_backward",
    "tanh",
    "validation_split",
    "xavier_init",
]
