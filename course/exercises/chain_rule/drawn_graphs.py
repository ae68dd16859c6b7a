"""The graphs that the exercises draw: small ones that each show one mistake, and a deep one."""

import numpy as np

from course.checking import Case
from course.exercises.chain_rule.graphs import DEEPEST, as_code

SIZES = np.concatenate([np.arange(50, 90), np.arange(120, 170)]) / 100  # none is 1
DIAMONDS = 8
ONE_NODE = "a single node"
EQUAL_VALUES = "two leaves of equal value"
CHAIN = f"a chain of {DEEPEST} nodes"
LADDER = f"a ladder of {DIAMONDS} diamonds"
SHORT_WAY_FIRST = ("u = x * y", "v = u.tanh()", "w = v + z", "root = u * w")

# label: the names of the leaves, the operations, the roots that are called one after another
ONCE = {
    "a tree": ("xyzt", ("u = x * y", "v = z.tanh()", "w = u - v", "root = w * t"), ("root",)),
    ONE_NODE: (("root",), (), ("root",)),
    "a chain": ("x", ("u = x.tanh()", "v = u ** 3", "root = v.exp()"), ("root",)),
    EQUAL_VALUES: ("xyz", ("u = x * y", "root = u + z"), ("root",)),
}
TWICE = {
    "a node used twice by the same node": (
        "xy",
        ("u = x * x", "v = u * y", "root = v + v"),
        ("root",),
    ),
    "a node used by two others": (
        "xy",
        ("u = x * y", "v = u.tanh()", "w = u ** 2", "root = v * w"),
        ("root",),
    ),
    "a node reached by a short and a long way": ("xyz", SHORT_WAY_FIRST, ("root",)),
    "a node reached by a long and a short way": (
        "xyz",
        (*SHORT_WAY_FIRST[:-1], "root = w * u"),
        ("root",),
    ),
}
AGAIN = {
    "the same root twice": (
        "xy",
        ("u = x * y", "v = u.exp()", "root = u * v"),
        ("root", "root"),
    ),
    "a node inside, then the root": ("xyz", SHORT_WAY_FIRST, ("u", "root")),
    "the root, then a node inside": ("xyz", SHORT_WAY_FIRST, ("root", "w")),
    "two roots that share nodes": (
        "xyz",
        ("u = x * y", "v = u.tanh()", "first = v * z", "root = u * v"),
        ("first", "root"),
    ),
}


def uses_each_node_once(case):
    """Whether no node of a case is used twice, nor called twice."""
    return case.label in ONCE or case.label == CHAIN


def uses_a_node_twice(case):
    """Whether a node of a case is used twice, in a single call."""
    return case.label in TWICE or case.label == LADDER


def calls_again(case):
    """Whether a case has more than one call."""
    return case.label in AGAIN


def draw_graphs(rng, called, deepest=DEEPEST, diamonds=DIAMONDS):
    """Draw graphs for the function whose name is called; the words show how.

    deepest: nodes in the chain. diamonds: how many of them the ladder has.
    """
    small = [_small(rng, called, label, *entry) for label, entry in (ONCE | TWICE | AGAIN).items()]
    return [*small, _large(CHAIN, _chain(rng, deepest)), _large(LADDER, _ladder(rng, diamonds))]


def _small(rng, called, label, leaves, operations, calls):
    sizes = rng.choice(SIZES, len(leaves), replace=False) * rng.choice([-1, 1], len(leaves))
    steps = [[name, float(size)] for name, size in zip(leaves, sizes, strict=True)]
    if label == EQUAL_VALUES:
        steps[1][1] = steps[0][1]
    root = {"steps": steps + [_step(text) for text in operations], "calls": list(calls)}
    words = f"{label}, `{as_code(root, called)}`"
    return Case({"root": root}, label=label, words=words, telling=label != ONE_NODE)


def _step(text):
    """Return a step such as [u, *, x, y] of its text, "u = x * y"; a power is a number."""
    name, _, first, *rest = text.split()
    if not rest:
        first, symbol = first.removesuffix("()").split(".")
        return [name, symbol, first]
    symbol, second = rest
    return [name, symbol, first, int(second) if symbol == "**" else second]


def _large(label, steps):
    return Case({"root": {"steps": steps, "calls": ["root"]}}, label=label, words=label)


def _chain(rng, deepest):
    """Return a chain of nodes that each scale the one before by about 1 or -1."""
    factors = rng.choice([-1.0, 1.0], deepest - 1) * rng.uniform(0.93, 1.07, deepest - 1)
    return [["x", float(rng.choice(SIZES))], ["root", "chain", "x", factors]]


def _ladder(rng, diamonds):
    """Return diamonds one after another: twice as many ways through it with each."""
    steps = [["a0", float(rng.choice(SIZES))]]
    for i in range(1, diamonds + 1):
        left, right = rng.uniform(0.4, 0.7, 2)
        steps += [
            [f"b{i}", "scale", f"a{i - 1}", float(left)],
            [f"c{i}", "scale", f"a{i - 1}", float(right)],
            [f"a{i}", "+", f"b{i}", f"c{i}"],
        ]
    steps[-1][0] = "root"
    return steps
