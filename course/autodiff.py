"""The computation graph of lesson 03: every number remembers where it came from.

x = Node(3.0, name="x")
y = x * x + 2 * x
backward(y)
x.gradient  # 8.0, the slope of y at x
"""

import math
from numbers import Real


class Node:
    """A number in a computation graph, with the numbers that it was computed from.

    value: the number. inputs: the Nodes that it was computed from.
    local_gradients: for each of them, how fast value changes with it alone.
    gradient: how fast the root of the graph changes with value; 0.0 until
    `backward` sets it. operation, name: for drawings and words.

    A Node is equal only to itself. +, -, *, / take Nodes and numbers on either
    side; ** takes one Node and one number. Raises ValueError where inputs and
    local_gradients do not pair up, TypeError for anything but Nodes and
    numbers (Wengert, 1964, for the idea).
    """

    __array_ufunc__ = None  # a NumPy number on the left leaves the operation to the Node

    def __init__(self, value, inputs=(), local_gradients=(), *, operation="", name=""):
        if isinstance(inputs, set | frozenset):
            raise TypeError("found a set of inputs, which has no order; give a tuple.")
        self.value = float(value)
        self.inputs = tuple(inputs)
        self.local_gradients = tuple(map(float, local_gradients))
        self.gradient = 0.0
        self.operation = operation
        self.name = name
        if len(self.inputs) != len(self.local_gradients):
            raise ValueError(
                f"found {len(self.inputs)} inputs and {len(self.local_gradients)} local "
                "gradients; give one local gradient for each input."
            )

    def __repr__(self):
        return f"Node({self.value:.6g}, gradient={self.gradient:.6g})"

    def __add__(self, other):
        other = as_node(other)
        return Node(self.value + other.value, (self, other), (1, 1), operation="+")

    def __sub__(self, other):
        other = as_node(other)
        return Node(self.value - other.value, (self, other), (1, -1), operation="-")

    def __mul__(self, other):
        other = as_node(other)
        slopes = other.value, self.value
        return Node(self.value * other.value, (self, other), slopes, operation="*")

    def __truediv__(self, other):
        other = as_node(other)
        slopes = 1 / other.value, -self.value / other.value**2
        return Node(self.value / other.value, (self, other), slopes, operation="/")

    def __pow__(self, exponent):
        if not isinstance(exponent, Real):
            return NotImplemented
        slope = exponent * self.value ** (exponent - 1) if exponent else 0.0
        return Node(self.value**exponent, (self,), (slope,), operation=f"** {exponent:g}")

    def __rpow__(self, base):
        if not isinstance(base, Real):
            return NotImplemented
        value = base**self.value
        return Node(value, (self,), (math.log(base) * value,), operation=f"{base:g} **")

    def __neg__(self):
        return Node(-self.value, (self,), (-1,), operation="neg")

    def __radd__(self, other):
        return as_node(other) + self

    def __rsub__(self, other):
        return as_node(other) - self

    def __rmul__(self, other):
        return as_node(other) * self

    def __rtruediv__(self, other):
        return as_node(other) / self

    def exp(self):
        """Return e to the power of this Node; the slope is the value itself."""
        value = math.exp(self.value)
        return Node(value, (self,), (value,), operation="exp")

    def log(self):
        """Return the natural logarithm; the slope is 1 / value."""
        return Node(math.log(self.value), (self,), (1 / self.value,), operation="log")

    def tanh(self):
        """Return the hyperbolic tangent; the slope is 1 - tanh**2."""
        value = math.tanh(self.value)
        return Node(value, (self,), (1 - value**2,), operation="tanh")

    def relu(self):
        """Return max(0, value); the slope is 1 above zero, 0 elsewhere."""
        return Node(max(0.0, self.value), (self,), (self.value > 0,), operation="relu")


def as_node(value):
    """Return a Node as it is, and a number as a new Node; raise TypeError for anything else."""
    if isinstance(value, Node):
        return value
    if isinstance(value, Real):
        return Node(value)
    raise TypeError(
        f"a Node goes together with a Node or a number; found {type(value).__name__}; "
        "make a Node of each single number."
    )


def topological_order(root):
    """Return every Node of root's graph once, each after all of its inputs; root is last.

    Depth first with a stack of its own, so that no graph is too deep
    (Tarjan, 1976).
    """
    order, seen, stack = [], set(), [root]
    while stack:
        node = stack.pop()
        if node is None:  # all inputs of the node below are done
            order.append(stack.pop())
        elif node not in seen:
            seen.add(node)
            stack += (node, None, *reversed(node.inputs))
    return order


def backward(root):
    """Set .gradient on every Node of root's graph: how fast root changes with it.

    The root's own is 1. From it backwards, each Node hands every input its
    gradient times the local gradient, and an input adds up what it is handed:
    the chain rule in reverse mode (Linnainmaa, 1970).
    """
    order = topological_order(root)
    for node in order:
        node.gradient = 0.0
    root.gradient = 1.0
    for node in reversed(order):
        for source, slope in zip(node.inputs, node.local_gradients, strict=True):
            source.gradient += node.gradient * slope
