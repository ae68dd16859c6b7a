"""Lesson 03: slopes, the chain rule, and the walk back through a graph."""

from course.checking import Questions, Written
from course.exercises.chain_rule.neuron import NEURON_GRADIENTS
from course.exercises.chain_rule.order import TOPOLOGICAL_ORDER
from course.exercises.chain_rule.shared import LESSON
from course.exercises.chain_rule.slopes import CHAIN_DERIVATIVE, NUMERIC_DERIVATIVE
from course.exercises.chain_rule.walk_back import BACKWARD

EXERCISES = (
    NUMERIC_DERIVATIVE,
    CHAIN_DERIVATIVE,
    NEURON_GRADIENTS,
    TOPOLOGICAL_ORDER,
    BACKWARD,
    Questions("chain_rule_questions", LESSON, dict.fromkeys((1, 2, 3, 4), ("a", "b", "c", "d"))),
    Written("chain_rule_dilemma", LESSON, 5),
)
