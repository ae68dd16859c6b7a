"""A walk through a computation graph in steps: forwards from the leaves, then backwards."""

from dataclasses import dataclass

from course.autodiff import topological_order
from course.plots.graph_texts import short, sign_of

WHY = {
    "+": ("a sum changes as fast as each of its parts",) * 2,
    "-": ("a difference grows with its first part", "what is taken away counts the other way"),
    "*": ("in a product, that is the other factor",) * 2,
    "/": ("1 divided by the divisor", "minus the quotient, divided by the divisor"),
    "neg": ("a minus sign turns every change round",),
    "exp": ("exp is its own slope",),
    "log": ("the slope of a logarithm is 1 divided by its input",),
    "tanh": ("the slope of tanh is 1 minus its square",),
    "relu": ("1 where the input is positive, 0 elsewhere",),
}
POWER_OF_INPUT = "the exponent times the next lower power"
POWER_OF_NUMBER = "the power itself times the logarithm of its base"
GIVEN = "as its Node was given it"


@dataclass(frozen=True)
class Step:
    """One step of a walk.

    words: what happens, for people. values: how many nodes, in order, have their value.
    gradients: Node to what it has been handed so far. node: the Node at work, or None. index:
    which of its inputs it hands a share, or None where it is not handing on.
    """

    words: str
    values: int
    gradients: dict
    node: object = None
    index: int | None = None


def steps_of(root):
    """Return the order of root's graph, leaves first, and the steps of a walk through it."""
    order = _leaves_first(topological_order(root))
    return order, [*_forwards(order), *_backwards(order)]


def _leaves_first(order):
    return sorted(order, key=lambda node: bool(node.inputs))


def _forwards(order):
    leaves = sum(not node.inputs for node in order)
    start = "The leaves have their values. Press Next to compute what comes after them."
    yield Step(start, leaves, {})
    for count, node in enumerate(order[leaves:], leaves + 1):
        slopes = ", ".join(
            f"{short(slope)} for {_called(source)}"
            for source, slope in zip(node.inputs, node.local_gradients, strict=True)
        )
        words = f"Forwards: {_computed(node)} = {short(node.value)}. Local gradients: {slopes}."
        yield Step(words, count, {}, node)


def _backwards(order):
    root, count = order[-1], len(order)
    gradients = {root: 1.0}
    words = f"Turn round: {_called(root)} changes as fast as itself, so its gradient is 1."
    yield Step(words, count, dict(gradients), root)
    for node in reversed(order):
        for index, source in enumerate(node.inputs):
            before = gradients.get(source)
            words, after = _handed(node, index, gradients[node], before)
            gradients[source] = after
            yield Step(words, count, dict(gradients), node, index)


def _handed(node, index, gradient, before):
    """Return the words for what a node hands one of its inputs, and what that input then has."""
    slope = node.local_gradients[index]
    share, source = gradient * slope, _called(node.inputs[index])
    words = (
        f"Backwards: {_called(node)} hands {source} its gradient {short(gradient)} "
        f"times the local gradient {short(slope)} ({_why(node, index)}): {short(share)}."
    )
    if before is None:
        return words, share
    after = before + share
    return f"{words} With the {short(before)} that came before: {short(after)}.", after


def _why(node, index):
    if node.operation in WHY:
        return WHY[node.operation][index]
    if "**" not in node.operation:
        return GIVEN
    return POWER_OF_INPUT if node.operation.startswith("** ") else POWER_OF_NUMBER


def _called(node):
    """Return what a node is called in a sentence: its name, its operation, or its number."""
    return node.name or (
        f"the box {sign_of(node)}" if node.inputs else f"the number {short(node.value)}"
    )


def _computed(node):
    """Return how a node's value came about, such as "p1 = 1 × 2"."""
    inputs = [_bracketed(source.value) for source in node.inputs]
    sign = sign_of(node)
    if node.operation in ("+", "-", "*", "/"):
        told = f" {sign} ".join(inputs)
    elif "( )" in sign:
        told = sign.replace("( )", inputs[0])
    elif "ˣ" in sign:
        told = sign.replace("ˣ", f"^{inputs[0]}")
    else:
        told = f"{sign}({', '.join(short(source.value) for source in node.inputs)})"
    return f"{node.name} = {told}" if node.name else told


def _bracketed(value):
    return f"({short(value)})" if value < 0 else short(value)
