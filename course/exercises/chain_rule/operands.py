"""The Nodes that an operation is written for: how they are made, and how what it makes is told.

An operand is a number, the value of a leaf; [value, slope, gradient], a Node that was computed
from another one and has a gradient from an earlier walk; or "a": the very Node that a is.
"""

import itertools

import numpy as np

from course.autodiff import Node
from course.checking import Part
from course.checking.comparing import apart, matches
from course.checking.digits import told_of_numbers
from course.checking.plain import Opaque, as_array, describe, plain

ONE_NODE = "one node for a and b"
ITEMS_AT_MOST = 100
RETURNED = "returned"
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
    if not isinstance(returned, Node):  # a dictionary could look like a Node that is told
        return Opaque("dict") if isinstance(returned, dict) else plain(returned)
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
    """Return "local gradient for a" to its slope; where a name comes twice, with "again"."""
    found = {}
    for name, slope in pairs:
        key = f"local gradient for {name}"
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


def flaw_of_value(value, expected):
    """Return what is amiss with a Node's value, in words."""
    if _is_no_node(value):
        return f"found {describe(value[RETURNED])}, expected a Node of your own"
    is_number = as_array(value) is not None and not np.ndim(value)
    if is_number and (few := told_of_numbers(as_array(value), as_array(expected))):
        return few
    if matches(value, expected):
        return ""
    if not is_number:
        return f"the Node's value is {describe(value)}, expected {describe(expected)}"
    return "your `value` is {}, expected {}".format(*apart(float(value), float(expected)))


def flaw_of_slopes(slopes, expected):
    """Return what is amiss with a Node's local gradients by their names, in words."""
    if not isinstance(slopes, dict) or _is_no_node(slopes):
        return "there is no Node with local gradients"
    if lost := [name for name in expected if name not in slopes]:
        return f"there is no {lost[0]}"
    if more := [name for name in slopes if name not in expected]:
        return f"there is a {more[0]}, which is one too many"
    for name, right in expected.items():
        if flaw := flaw_of_value(slopes[name], right):
            return flaw.replace("`value`", f"`{name}`").replace("the Node's value", f"the {name}")
    return ""


def flaw_of_node(told, expected):
    """Return what is amiss with a Node that is told, in words."""
    if not isinstance(told, dict) or told.keys() != expected.keys():
        return f"found {describe(told)}, expected a Node of your own"
    flaws = (
        flaw_of_value(told["value"], expected["value"]),
        flaw_of_inputs(told["inputs"], expected["inputs"]),
        flaw_of_slopes(told["local gradients"], expected["local gradients"]),
    )
    return next(filter(None, flaws), "")


def as_it_is(value, expected):
    """Return what an answer holds, by which it is told to be a mistake's."""
    return value


def node_parts(slopes="local gradients", where=lambda case: True):
    """Return the parts of a Node that is told: its value, its inputs, its local gradients."""
    words = (
        ("value", "value", 1, flaw_of_value),
        ("inputs", "inputs", 1, flaw_of_inputs),
        (slopes, "local gradients", 2, flaw_of_slopes),
    )
    return tuple(
        Part(name, points, _taking(key), flaw=flaw, trace=as_it_is, where=where)
        for name, key, points, flaw in words
    )


def _taking(key):
    """Return what takes an item of a Node that is told; of anything else that it is no Node."""

    def pick(told):
        return told[key] if isinstance(told, dict) and key in told else {RETURNED: told}

    return pick


def _is_no_node(value):
    return isinstance(value, dict) and RETURNED in value


def _listed(names):
    return ", ".join(map(str, names[:4])) + (", ..." if len(names) > 4 else "") or "none"
