"""Reference implementations of the lessons, in NumPy alone, one idea a module."""

from course.nn.activations import relu, sigmoid, tanh
from course.nn.dense import dense_forward, neuron
from course.nn.network import mlp_forward

__all__ = ["dense_forward", "mlp_forward", "neuron", "relu", "sigmoid", "tanh"]
