"""A node made by hand: the product of two."""

import numpy as np

from course.autodiff import Node
from course.checking import Case, Exercise, Mistake, Part
from course.exercises.chain_rule.operands import (
    ONE_NODE,
    are_one_node,
    are_two_nodes,
    as_it_is,
    call_with_nodes,
    flaw_of_node,
    in_words,
    node_parts,
    node_told,
)

SIZES = np.concatenate([np.arange(40, 85), np.arange(120, 170), np.arange(230, 400)]) / 100


def multiply(a, b):
    """Return the Node a times b: along each input, the other one's value is the slope."""
    return Node(a.value * b.value, (a, b), (b.value, a.value))


def draw_products(rng):
    """Draw pairs of leaves and of inner nodes, one node twice, and factors of 0."""
    values = rng.choice(SIZES, 7, replace=False) * rng.choice([-1.0, 1.0], 7)
    first, second, third, fourth, fifth, inner, alone = map(float, values)
    other = [inner, -2.0, float(rng.choice(SIZES))]
    return [
        _case(first, second),
        _case(third, -abs(fourth), "a negative b"),
        _case(other, fifth, "an a that was computed from another node, and has a gradient"),
        _case(fifth, other, "a b that was computed from another node, and has a gradient"),
        _case(alone, "a", ONE_NODE, telling=False),
        _case(0.0, first, "an a of 0", extreme=True),
        _case(1000.0, 0.0, "a b of 0", extreme=True),
    ]


def _case(a, b, label="", **further):
    given = {"a": a, "b": b}
    return Case(given, label=label, words=in_words(given, "multiply"), **further)


def _node(value, slopes):
    """Return a multiply of another value or other slopes, each told from a and b."""
    return lambda a, b: Node(value(a, b), (a, b), slopes(a, b))


def _product(a, b):
    return a.value * b.value


def _slopes(a, b):
    return b.value, a.value


def _set_at_once(a, b):
    a.gradient, b.gradient = b.value, a.value
    return Node(_product(a, b))


def _added_at_once(a, b):
    a.gradient += b.value
    b.gradient += a.value
    return multiply(a, b)


def _changed_in_place(a, b):
    a.value *= b.value
    return a


def _one_input_where_one_node(a, b):
    return Node(a.value**2, (a,), (2 * a.value,)) if a is b else multiply(a, b)


def _one_share_where_one_node(a, b):
    slopes = {a: b.value, b: a.value}
    return Node(_product(a, b), slopes.keys(), slopes.values())


MULTIPLY = Exercise(
    name="multiply",
    contract="a new Node: the product, its two inputs, and a local gradient for each",
    reference=multiply,
    draw=draw_products,
    use=call_with_nodes,
    collect=node_told,
    parts=(
        *node_parts(where=are_two_nodes),
        Part(
            "where a and b are one node",
            1,
            flaw=flaw_of_node,
            trace=as_it_is,
            where=are_one_node,
            variable="node",
        ),
    ),
    extremes=1,
    second_call=0,
    mistakes=(
        Mistake(
            "by_the_library",
            "this is the library's own product, and here you make it: give `Node` the value, the "
            "two inputs and a local gradient for each",
            lambda a, b: a * b,
        ),
        Mistake(
            "exchanged",
            "the local gradients have changed places: along a, the product changes by b's value, "
            "and along b by a's",
            _node(_product, lambda a, b: (a.value, b.value)),
        ),
        Mistake(
            "own_value_as_slope",
            "the product itself stands for both local gradients: along each input, the slope is "
            "the other one's value",
            _node(_product, lambda a, b: (_product(a, b), _product(a, b))),
        ),
        Mistake(
            "slopes_of_a_sum",
            "the local gradients are 1, which is a sum's: a product swaps, so the slope along each "
            "input is the other one's value",
            _node(_product, lambda a, b: (1, 1)),
        ),
        Mistake(
            "slopes_of_zero",
            "the local gradients are 0: hand `Node` the slope along each input, the other one's "
            "value, and `backward` does the rest",
            _node(_product, lambda a, b: (0, 0)),
        ),
        Mistake(
            "sum",
            "this is the sum: multiply the values, and give each input the other's value as its "
            "local gradient",
            _node(lambda a, b: a.value + b.value, lambda a, b: (1, 1)),
        ),
        Mistake(
            "sum_with_a_product_s_slopes",
            "the local gradients are right, but the value is the sum: multiply the values",
            _node(lambda a, b: a.value + b.value, _slopes),
        ),
        Mistake(
            "gradients_multiplied_in",
            "the nodes' own gradients are multiplied in: a local gradient is the other input's "
            "value alone, and `backward` does the rest",
            _node(_product, lambda a, b: (a.gradient * b.value, b.gradient * a.value)),
        ),
        Mistake(
            "gradients_as_slopes",
            "the inputs' gradients are taken for local gradients: the slope along each input is "
            "the other one's value",
            _node(_product, lambda a, b: (b.gradient, a.gradient)),
        ),
        Mistake(
            "gradient_set_at_once",
            "a and b get their gradients at once, and the product does not know its inputs: hand "
            "inputs and local gradients to `Node`, and leave the walk to `backward`",
            _set_at_once,
        ),
        Mistake(
            "gradient_added_at_once",
            "the node is right, but a and b get gradients at once: leave them alone, for "
            "`backward` adds up later",
            _added_at_once,
        ),
        Mistake(
            "inputs_missing",
            "the product does not know what it was made of: give `Node` the tuple of its inputs "
            "and that of its local gradients",
            lambda a, b: Node(_product(a, b)),
        ),
        Mistake(
            "number_returned",
            "this is a number, with no memory of a and b: return a `Node` of it",
            _product,
        ),
        Mistake(
            "tuple_returned",
            "value, inputs and local gradients come as a tuple: put them into `Node(...)`",
            lambda a, b: (_product(a, b), (a, b), _slopes(a, b)),
        ),
        Mistake(
            "pair_of_slopes_returned",
            "these are the local gradients alone: return a `Node` with value, inputs and them",
            lambda a, b: _slopes(a, b),
        ),
        Mistake(
            "node_where_a_number_belongs",
            "a Node stands where a number belongs: value and local gradients are numbers, so write "
            "`a.value` and `b.value` there",
            lambda a, b: Node(_product(a, b), (a, b), (b, a)),
        ),
        Mistake(
            "values_as_inputs",
            "the inputs are numbers, and nothing can be handed back to those: put the Nodes a and "
            "b into the tuple",
            lambda a, b: Node(_product(a, b), (a.value, b.value), _slopes(a, b)),
        ),
        Mistake(
            "copies_as_inputs",
            "the inputs are new Nodes of the same values: put a and b themselves into the tuple, "
            "or their gradients never reach them",
            lambda a, b: Node(_product(a, b), (Node(a.value), Node(b.value)), _slopes(a, b)),
        ),
        Mistake(
            "grandparents_as_inputs",
            "the inputs of a and b stand in their place: the product was made of a and b",
            lambda a, b: Node(
                _product(a, b),
                (*(a.inputs or (a,)), *(b.inputs or (b,))),
                _slopes(a, b),
            ),
        ),
        Mistake(
            "first_input_only",
            "only a is an input: the product depends on b as well, with a's value as slope",
            lambda a, b: Node(_product(a, b), (a,), (b.value,)),
        ),
        Mistake(
            "one_input_where_one_node",
            "where a and b are one node, the product has one input: give it both all the same, "
            "`backward` adds the two shares up",
            _one_input_where_one_node,
        ),
        Mistake(
            "one_share_where_one_node",
            "where a and b are one node, one share is lost: use tuples, since a set or a "
            "dictionary holds the node once",
            _one_share_where_one_node,
        ),
        Mistake(
            "changed_in_place",
            "a itself is changed and returned: make a new `Node` with a and b as its inputs",
            _changed_in_place,
        ),
        Mistake(
            "divided_back",
            "right, but the product is divided by an input, which may be 0: take the other "
            "factor's value itself",
            _node(_product, lambda a, b: (_product(a, b) / a.value, _product(a, b) / b.value)),
        ),
    ),
)
