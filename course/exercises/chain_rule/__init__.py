"""Lesson 03: slopes, the chain rule, and the walk back through a graph."""

from course.exercises.chain_rule.neuron import NEURON_GRADIENTS
from course.exercises.chain_rule.order import TOPOLOGICAL_ORDER
from course.exercises.chain_rule.product import MULTIPLY
from course.exercises.chain_rule.slopes import CHAIN_DERIVATIVE, NUMERIC_DERIVATIVE
from course.exercises.chain_rule.tanh import TANH
from course.exercises.chain_rule.walk_back import BACKWARD
from course.exercises.manifest import Lesson

LESSON = Lesson(
    "03-chain-rule",
    exercises=(
        NUMERIC_DERIVATIVE,
        CHAIN_DERIVATIVE,
        NEURON_GRADIENTS,
        MULTIPLY,
        TANH,
        TOPOLOGICAL_ORDER,
        BACKWARD,
    ),
    further=("chain_derivative",),
)
