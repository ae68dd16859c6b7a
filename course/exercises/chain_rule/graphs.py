"""Graphs as plain descriptions: made into Nodes where a function runs, and told in words.

A description has steps and calls. A step is a leaf, [name, value], or an
operation, [name, symbol, input], [name, symbol, input, input] or [name,
symbol, input, number]; a chain, [name, "chain", input, factors], is a node for
each factor that scales the node before; the last one has the name. calls names
the roots that the function is called with, one after another.
"""

import operator
from dataclasses import dataclass

import numpy as np

from course.autodiff import Node, topological_order
from course.checking.plain import plain

DEEPEST = 500
STEP = 1e-5
LARGE = 20
BINARY = {"+": operator.add, "-": operator.sub, "*": operator.mul}
UNARY = {"exp": np.exp, "tanh": np.tanh}


@dataclass(frozen=True)
class Graph:
    """Nodes by their names, and the roots that a function is called with."""

    nodes: dict
    roots: tuple

    def reached(self):
        """Return name to Node for all that the last root is computed from, itself included.

        A graph with one root is drawn so that this is all of it.
        """
        if len(self.roots) == 1:
            return self.nodes
        inside = set(topological_order(self.roots[-1]))
        return {name: node for name, node in self.nodes.items() if node in inside}


def build(description):
    """Return the Graph of a description."""
    nodes = {}
    for name, symbol, *inputs in _steps(description):
        if symbol == "scale":  # first, for there are many: a chain is as deep as it is long
            before, factor = nodes[inputs[0]], inputs[1]
            node = Node(factor * before.value, (before,), (factor,), operation=symbol)
        else:
            node = _node(nodes, symbol, *inputs)
        node.name = name
        nodes[name] = node
    return Graph(nodes, tuple(nodes[name] for name in description["calls"]))


def _steps(description):
    """Yield the steps, those that a chain stands for one by one."""
    for step in description["steps"]:
        if step[1] != "chain":
            yield step
            continue
        name, _, before, factors = step
        for i, factor in enumerate(factors.tolist(), 1):
            after = name if i == len(factors) else f"{name}{i}"
            yield after, "scale", before, factor
            before = after


def _node(nodes, symbol, first=None, second=None):
    if first is None:
        return Node(symbol)
    if symbol in UNARY:
        return getattr(nodes[first], symbol)()
    if symbol == "**":
        return nodes[first] ** second
    return BINARY[symbol](nodes[first], nodes[second])


def numeric_gradients(description):
    """Return the slope of the last root at every node that it is computed from, by differences.

    The graph is computed once, on rows of numbers in which every node is
    nudged up in one column and down in another.
    """
    names = list(build(description).reached())
    eye = STEP * np.eye(len(names))
    nudges = dict(zip(names, np.hstack([eye, -eye]), strict=True))
    values = {}
    for name, *how in _steps(description):
        values[name] = _row(values, *how) + nudges.get(name, 0.0)
    above, below = np.split(values[description["calls"][-1]], 2)
    return told_gradients(names, list((above - below) / (2 * STEP)))


def told_gradients(names, values):
    """Return "name.gradient" to value; of a large graph an array, which is faster to compare."""
    if len(names) < LARGE:
        return {f"{name}.gradient": plain(v) for name, v in zip(names, values, strict=True)}
    if all(isinstance(value, float) for value in values):
        return np.array(values, dtype=np.float64)
    return plain(values)


def _row(values, symbol, first=None, second=None):
    if first is None:
        return symbol
    if symbol in UNARY:
        return UNARY[symbol](values[first])
    if symbol == "scale":
        return second * values[first]
    if symbol == "**":
        return values[first] ** second
    return BINARY[symbol](values[first], values[second])


def as_code(description, called):
    """Return a description as code that can be pasted into a notebook."""
    lines = [_line(*step) for step in description["steps"]]
    return "; ".join(lines + [f"{called}({name})" for name in description["calls"]])


def _line(name, symbol, first=None, second=None):
    if first is None:
        return f"{name} = Node({symbol:g})"
    if symbol in UNARY:
        return f"{name} = {first}.{symbol}()"
    return f"{name} = {first} {symbol} {second}"
