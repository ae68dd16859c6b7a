"""Calling a function with the roots of a graph, and what comes back: gradients, or an order."""

import sys
from collections import Counter

import numpy as np

from course.autodiff import Node
from course.checking.plain import Opaque, describe, plain
from course.exercises.chain_rule.graphs import DEEPEST, told_gradients

FRAMES_A_NODE = 3  # a recursion through a generator or a comprehension takes frames for those too


def call_each(function, arguments):
    """Call the function with each root in turn; return what it returns, iterables as lists.

    A set stays one: it has no order of its own, and memory would decide.

    A recursion through the deepest graph fits, wherever the call stands.
    """
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(limit + FRAMES_A_NODE * DEEPEST)
    try:
        returned = [function(root) for root in arguments["root"].roots]
        return [list(value) if _has_an_order(value) else value for value in returned]
    finally:
        sys.setrecursionlimit(limit)


def _has_an_order(value):
    return np.iterable(value) and not isinstance(value, set | frozenset)


def gradients_set(returned, arguments, inputs):
    """Collect the gradient of every node that the last root is computed from."""
    reached = arguments["root"].reached()
    return told_gradients(list(reached), [node.gradient for node in reached.values()])


def orders(returned, arguments, inputs):
    """Collect each order as [name, names of its inputs] for each node; None for another graph's.

    Of a single call, its order alone.
    """
    names = {node: name for name, node in arguments["root"].nodes.items()}
    told = [_told(order, names) for order in returned]
    return told if len(told) > 1 else told[0]


def _told(order, names):
    if not isinstance(order, list):
        return plain(order)
    return [
        names.get(item) and [names[item], *(names.get(source) for source in item.inputs)]
        if isinstance(item, Node)
        else Opaque(type(item).__name__)
        for item in order
    ]


def flaw_of_order(order, expected):
    """Return what is amiss with an order, in words; nodes of another graph are passed over.

    order, expected: as orders collects them, order of whoever answers: nothing
    is taken for granted of it.
    """
    if not isinstance(order, list):
        return f"found {describe(order)}, expected a list"
    found = [item for item in order if item is not None]
    count = Counter(map(_name, found))
    place = {name: -i for i, name in enumerate(map(_name, reversed(found)))}  # the first of each
    early = [
        name
        for name, *sources in expected
        if count[name] and any(count[s] and place[s] > place[name] for s in sources)
    ]
    flaws = (
        _some([describe(item) for item in found if _name(item) is None], "no Node"),
        _some([name for name, *_ in expected if not count[name]], "missing"),
        _some([name for name, *_ in expected if count[name] > 1], "more than once"),
        _some(early, "before an input"),
    )
    return "; ".join(filter(None, flaws))


def flaw_of_calls(orders, expected):
    """Return what is amiss with the orders of several calls; nodes of another graph are, too."""
    if not isinstance(orders, list) or len(orders) != len(expected):
        return f"found {describe(orders)}, expected a list for each call"
    flaws = []
    for number, (order, right) in enumerate(zip(orders, expected, strict=True), 1):
        flaw = flaw_of_order(order, right)
        if not flaw and len(order) > len(right):
            flaw = "nodes of another graph"
        flaws += [f"call {number}: {flaw}"] if flaw else []
    return "; ".join(flaws)


def _name(item):
    """Return the name of a node in a collected order; None for whatever else is there."""
    name = item[0] if isinstance(item, list) and item else None
    return name if isinstance(name, str) else None


def _some(names, what):
    """Name the first three, and say how many more there are."""
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"{what}: {', '.join(names[:3])}{more}" if names else ""
