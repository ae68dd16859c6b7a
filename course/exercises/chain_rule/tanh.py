"""A node made by hand: the tanh of one."""

import math

import numpy as np

from course import nn
from course.autodiff import Node
from course.checking import Case, Exercise, Mistake
from course.exercises.chain_rule.operands import (
    call_with_nodes,
    in_words,
    node_parts,
    node_told,
)


def tanh(a):
    """Return the Node tanh(a): its slope is 1 - tanh(a)**2, which its own value tells."""
    value = math.tanh(a.value)
    return Node(value, (a,), (1 - value**2,))


def draw_tanhs(rng):
    """Draw leaves of either sign and an inner node, none of them flat, then some far out."""
    sizes = rng.permutation([0.35, 0.55, 0.8, 1.2]) + rng.uniform(0, 0.1, 4).round(3)
    first, second, third, fourth = map(float, sizes.round(3))
    inner = [third, -2.0, round(float(rng.uniform(1.2, 1.9)), 2)]
    return [
        _case(first),
        _case(-second, "a is negative"),
        _case(inner, "an a that was computed from another node, and has a gradient"),
        _case(fourth),
        *(_case(far, extreme=True) for far in (1000.0, -1000.0, 0.0)),
    ]


def _case(a, label="", **further):
    return Case({"a": a}, label=label, words=in_words({"a": a}, "tanh"), **further)


def _with_slope(slope, value=math.tanh):
    """Return a tanh whose local gradient is told from (a's value, its own value)."""

    def made(a):
        out = value(a.value)
        return Node(out, (a,), (slope(a.value, out),))

    return made


def _right(x, t):
    return 1 - t**2


def _set_at_once(a):
    t = math.tanh(a.value)
    a.gradient = 1 - t**2
    return Node(t)


def _added_at_once(a):
    made = tanh(a)
    a.gradient += made.local_gradients[0]
    return made


def _changed_in_place(a):
    a.value = math.tanh(a.value)
    return a


def _of_exponentials(exp):
    def value(x):
        return (exp(x) - exp(-x)) / (exp(x) + exp(-x))

    return value


def _small_steps(a):
    up, down = a.exp(), (-a).exp()
    return (up - down) / (up + down)


TANH = Exercise(
    name="tanh",
    contract="a new Node: the tanh, its one input, and the local gradient",
    reference=tanh,
    draw=draw_tanhs,
    use=call_with_nodes,
    collect=node_told,
    parts=node_parts("local gradient"),
    extremes=1,
    second_call=0,
    mistakes=(
        Mistake(
            "by_the_library",
            "this is the library's own tanh, and here you make it: give `Node` the value, the "
            "input and its local gradient",
            lambda a: a.tanh(),
        ),
        Mistake(
            "input_squared",
            "the input is squared in the slope: it is 1 - t * t with t the tanh itself",
            _with_slope(lambda x, t: 1 - x**2),
        ),
        Mistake(
            "not_squared",
            "the slope is 1 - t: square the tanh, 1 - t * t",
            _with_slope(lambda x, t: 1 - t),
        ),
        Mistake(
            "sigmoid_s_slope",
            "t (1 - t) is a sigmoid's slope: that of tanh is 1 - t * t",
            _with_slope(lambda x, t: t * (1 - t)),
        ),
        Mistake(
            "squared_alone",
            "the slope is the square itself: take it from 1, as 1 - t * t",
            _with_slope(lambda x, t: t**2),
        ),
        Mistake(
            "plus_for_minus",
            "the square is added to 1: subtract it, 1 - t * t",
            _with_slope(lambda x, t: 1 + t**2),
        ),
        Mistake(
            "squared_minus_one",
            "the sign is turned round: the slope is 1 - t * t, which is never negative",
            _with_slope(lambda x, t: t**2 - 1),
        ),
        Mistake(
            "one_over_cosh",
            "1 / cosh is not squared: the slope is 1 / cosh squared, which is 1 - t * t",
            _with_slope(lambda x, t: 1 / math.cosh(x)),
        ),
        Mistake(
            "value_as_slope",
            "the tanh itself stands for its slope, which only exp's may: it is 1 - t * t",
            _with_slope(lambda x, t: t),
        ),
        Mistake(
            "slope_of_one",
            "the local gradient is 1: how fast tanh changes is 1 - t * t",
            _with_slope(lambda x, t: 1.0),
        ),
        Mistake(
            "tanh_taken_twice",
            "the slope is taken at the output, so the tanh is taken twice: t is tanh already, and "
            "the slope is 1 - t * t",
            _with_slope(lambda x, t: 1 - math.tanh(t) ** 2),
        ),
        Mistake(
            "sigmoid_for_tanh",
            "this is the sigmoid: the value is `math.tanh(a.value)`, and the slope 1 - t * t",
            _with_slope(lambda x, t: t * (1 - t), lambda x: float(nn.sigmoid(x))),
        ),
        Mistake(
            "value_left_as_it_is",
            "the value is a's own, though the slope is tanh's: the value is `math.tanh(a.value)`",
            lambda a: Node(a.value, (a,), (1 - math.tanh(a.value) ** 2,)),
        ),
        Mistake(
            "gradient_multiplied_in",
            "a's own gradient is multiplied in: the local gradient is 1 - t * t alone, and "
            "`backward` does the rest",
            lambda a: Node(math.tanh(a.value), (a,), (a.gradient * (1 - math.tanh(a.value) ** 2),)),
        ),
        Mistake(
            "gradient_set_at_once",
            "a gets its gradient at once, and the tanh does not know its input: hand input and "
            "local gradient to `Node`, and leave the walk to `backward`",
            _set_at_once,
        ),
        Mistake(
            "gradient_added_at_once",
            "the node is right, but a gets a gradient at once: leave it alone, for `backward` "
            "adds up later",
            _added_at_once,
        ),
        Mistake(
            "input_missing",
            "the tanh does not know what it was made of: give `Node` its input and the local "
            "gradient, each in a tuple",
            lambda a: Node(math.tanh(a.value)),
        ),
        Mistake(
            "bare_slope",
            "the local gradient is a bare number: `Node` takes a tuple of them, (slope,) with its "
            "comma",
            lambda a: Node(math.tanh(a.value), (a,), 1 - math.tanh(a.value) ** 2),
        ),
        Mistake(
            "bare_input",
            "the input is a bare Node: `Node` takes a tuple of them, (a,) with its comma",
            lambda a: Node(math.tanh(a.value), a, (1 - math.tanh(a.value) ** 2,)),
        ),
        Mistake(
            "numpy_of_a_node",
            "np.tanh takes numbers, and a is a Node: write np.tanh(a.value)",
            lambda a: np.tanh(a),
        ),
        Mistake(
            "math_of_a_node",
            "math.tanh takes a number, and a is a Node: write math.tanh(a.value)",
            lambda a: math.tanh(a),
        ),
        Mistake(
            "number_returned",
            "this is a number, with no memory of a: return a `Node` of it",
            lambda a: math.tanh(a.value),
        ),
        Mistake(
            "tuple_returned",
            "value, input and local gradient come as a tuple: put them into `Node(...)`",
            lambda a: (math.tanh(a.value), (a,), (1 - math.tanh(a.value) ** 2,)),
        ),
        Mistake(
            "value_as_input",
            "the input is a number, and nothing can be handed back to that: put the Node a into "
            "the tuple",
            lambda a: Node(math.tanh(a.value), (a.value,), (1 - math.tanh(a.value) ** 2,)),
        ),
        Mistake(
            "copy_as_input",
            "the input is a new Node of the same value: put a itself into the tuple, or its "
            "gradient never reaches it",
            lambda a: Node(math.tanh(a.value), (Node(a.value),), (1 - math.tanh(a.value) ** 2,)),
        ),
        Mistake(
            "small_steps",
            "the value is right, but the tanh is made of many nodes: make one, with a as its only "
            "input and the slope 1 - t * t",
            _small_steps,
        ),
        Mistake(
            "changed_in_place",
            "a itself is changed and returned: make a new `Node` with a as its input",
            _changed_in_place,
        ),
        Mistake(
            "exponentials_overflow",
            "right for usual values, but math's exp and cosh stop where a is far out: take the "
            "value from `math.tanh`, and the slope from the value",
            _with_slope(_right, _of_exponentials(math.exp)),
        ),
        Mistake(
            "exponentials_are_not_numbers",
            "right for usual values, but np.exp grows to infinity where a is far out: take the "
            "value from `math.tanh` or `np.tanh`, and the slope from the value",
            _with_slope(_right, _of_exponentials(np.exp)),
        ),
        Mistake(
            "cosh_overflows",
            "right, but np.cosh overflows where a is far out: the slope is 1 - t * t, from the "
            "value alone",
            _with_slope(lambda x, t: 1 / np.cosh(x) ** 2),
        ),
    ),
)
