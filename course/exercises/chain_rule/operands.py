"""The Nodes that an operation is written for: how they are made, and how what it makes is told.

An operand is a number, the value of a leaf; [value, slope, gradient], a Node that was computed
from another one and has a gradient from an earlier walk; or "a": the very Node that a is.
"""

import itertools

import numpy as np

from course.autodiff import Node
from course.checking.plain import Opaque, plain

ONE_NODE = "a and b are one node"
ITEMS_AT_MOST = 100
BY_LIBRARY = "Node that the library's own operation made"


class Operand(Node):
    """A Node that marks what the library's own product or tanh makes of it."""

    def __mul__(self, other):
        return _marked(super().__mul__(other))

    def __rmul__(self, other):
        return _marked(super().__rmul__(other))

    def tanh(self):
        """Return the library's tanh, marked."""
        return _marked(super().tanh())


Operand.__name__ = "Node"  # as Python's own messages have it


def _marked(made):
    made.by_library = True
    return made


def are_one_node(case):
    """Whether a case gives the same Node twice."""
    return case.label == ONE_NODE


def are_two_nodes(case):
    """Whether a case gives a Node for each input."""
    return not are_one_node(case)


def operands_of(described):
    """Return name to Operand for inputs that are described."""
    made = {}
    for name, how in described.items():
        if isinstance(how, str):
            made[name] = made[how]
        elif isinstance(how, list):
            value, slope, gradient = how
            made[name] = Operand(value, (Node(value / slope),), (slope,), name=name)
            made[name].gradient = gradient
        else:
            made[name] = Operand(how, name=name)
    return made


def in_words(described, called):
    """Return the call as code that can be pasted into a notebook."""
    lines = [f"{name} = {_operand_in_words(how)}" for name, how in described.items()]
    lines += [
        f"{name}.gradient = {how[2]:g}" for name, how in described.items() if isinstance(how, list)
    ]
    call = f"{called}({', '.join(described)})"
    return f"`{'; '.join([*lines, call])}`"


def _operand_in_words(how):
    if isinstance(how, list):
        return f"{how[1]:g} * Node({how[0] / how[1]:.6g})"
    return how if isinstance(how, str) else f"Node({how:g})"


def call_with_nodes(function, arguments):
    """Call the function with Operands; return what it returns, with them.

    An argument whose Operand is no longer what it was is replaced by what it is now.
    """
    operands = operands_of(arguments)
    before = {name: _state(node) for name, node in operands.items()}
    returned = function(*operands.values())
    for name, node in operands.items():
        if _state(node) != before[name]:
            arguments[name] = [plain(node.value), plain(node.gradient)]
    return returned, operands


def _state(node):
    return [node.value, node.gradient, node.inputs, node.local_gradients]


def node_told(result, arguments, inputs):
    """Collect a Node as its value, its inputs' names, and the local gradient beside each.

    Of the library's own operation, only that it is one.
    """
    returned, operands = result
    if not isinstance(returned, Node):
        return plain(returned)
    if getattr(returned, "by_library", False):
        return Opaque(BY_LIBRARY)
    names = {id(node): name for name, node in reversed(operands.items())}
    sources, slopes = map(_items, (returned.inputs, returned.local_gradients))
    told = [names.get(id(source)) or _stranger(source) for source in sources]
    pairs = sorted(zip(told, slopes, strict=False), key=lambda pair: pair[0])
    return {
        "value": plain(returned.value),
        "inputs": sorted(told),
        "local gradients": _by_name(pairs),
    }


def _items(value):
    return list(itertools.islice(value, ITEMS_AT_MOST)) if np.iterable(value) else []


def _stranger(source):
    return "another Node" if isinstance(source, Node) else "no Node"


def _by_name(pairs):
    """Return "for a" to its slope; the second time that a name comes, "for a again"."""
    found = {}
    for name, slope in pairs:
        key = f"for {name}"
        while key in found:
            key += " again"
        found[key] = plain(slope)
    return found


def flaw_of_inputs(inputs, expected):
    """Return what is amiss with the names of a Node's inputs, in words."""
    if not isinstance(inputs, list):
        return "there is no Node with inputs"
    if inputs == expected:
        return ""
    return f"its inputs are {_listed(inputs)}, expected {_listed(expected)}"


def _listed(names):
    return ", ".join(map(str, names[:4])) + (", ..." if len(names) > 4 else "") or "none"
