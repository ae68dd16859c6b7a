"""Lesson 03's mathematics: slopes, the graph and the walk back, against independent oracles."""

import operator
import re

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from course import nn
from course.autodiff import Node, backward, topological_order
from course.exercises import by_name
from course.exercises.chain_rule.replies import flaw_of_calls, flaw_of_order
from tests.exercises.catalogue import verdict_on

BACKWARD, TOPOLOGICAL_ORDER = by_name()["backward"], by_name()["topological_order"]
GRAPHS = 50


def neuron_loss(w, b, x, y):
    a = 1 / (1 + anp.exp(-(anp.dot(x, w) + b)))
    return 0.5 * (a - y) ** 2


@pytest.mark.parametrize("seed", range(50))
def test_a_neuron_s_gradients_are_autograd_s_and_the_numeric_ones(seed):
    rng = np.random.default_rng(seed)
    d = 1 + seed % 7
    x, w, b, y = rng.normal(size=d), rng.normal(size=d), rng.normal(), rng.uniform()
    dw, db = nn.neuron_gradients(x, w, b, y)
    exact = autograd.grad(neuron_loss, (0, 1))(w, b, x, y)
    np.testing.assert_allclose(dw, exact[0], rtol=0, atol=1e-10)
    assert db == pytest.approx(exact[1], abs=1e-10)
    numeric = nn.numeric_gradient(lambda w: neuron_loss(w, b, x, y), w)
    np.testing.assert_allclose(dw, numeric, rtol=0, atol=1e-6 * np.abs(numeric).max())
    assert dw.shape == (d,) and isinstance(db, float)


LINKS = [anp.sin, anp.tanh, anp.exp, anp.square, lambda x: 3 * x - 1]


@pytest.mark.parametrize("seed", range(50))
def test_a_chain_s_slope_is_autograd_s(seed):
    rng = np.random.default_rng(seed)
    links = [LINKS[i] for i in rng.integers(len(LINKS), size=1 + seed % 4)]
    x = rng.uniform(-1, 1)

    def chain(value):
        for link in links:
            value = link(value)
        return value

    slope = nn.chain_derivative(links, [autograd.grad(link) for link in links], x)
    assert slope == pytest.approx(autograd.grad(chain)(x), rel=1e-10, abs=1e-10)
    assert slope == pytest.approx(nn.numeric_derivative(chain, x), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("h", [1e-1, 1e-2, 1e-3])
def test_a_central_difference_s_error_is_h_squared_times_a_sixth_of_the_third_derivative(h):
    error = nn.numeric_derivative(lambda x: x * x * x, 1.5, h) - 3 * 1.5**2
    assert error == pytest.approx(h**2, rel=1e-6)


def test_a_numeric_derivative_uses_a_small_step_unless_told():
    assert nn.numeric_derivative(np.sin, 0.7) == pytest.approx(np.cos(0.7), abs=1e-10)


UNARY = {
    "exp": (Node.exp, anp.exp),
    "log": (Node.log, anp.log),
    "tanh": (Node.tanh, anp.tanh),
    "relu": (Node.relu, lambda x: anp.maximum(0.0, x)),
    "neg": (operator.neg, operator.neg),
    "cube": (lambda x: x**3, lambda x: x**3),
    "root": (lambda x: x**0.5, lambda x: x**0.5),
    "inverse": (lambda x: x**-1, lambda x: x**-1),
    "power": (lambda x: 2**x, lambda x: 2.0**x),
    "one": (lambda x: x**0, lambda x: x**0),
    "number on the right": (lambda x: (x + 2) * 3 - 4, lambda x: (x + 2) * 3 - 4),
    "number on the left": (lambda x: 4 - 3 * (2 + x), lambda x: 4 - 3 * (2 + x)),
    "divided by a number": (lambda x: x / 4, lambda x: x / 4),
    "a number divided": (lambda x: 4 / x, lambda x: 4 / x),
    "a NumPy number": (lambda x: np.float64(3) * x, lambda x: 3 * x),
    "a NumPy integer": (lambda x: np.int64(3) - x, lambda x: 3 - x),
    "a sum of a list": (lambda x: sum([x, x, x]), lambda x: 3 * x),
}


@pytest.mark.parametrize("name", UNARY)
def test_an_operation_has_autograd_s_value_and_slope(name):
    on_nodes, on_numbers = UNARY[name]
    for x in (0.4, 1.7):
        leaf = Node(x)
        root = on_nodes(leaf)
        backward(root)
        assert root.value == pytest.approx(on_numbers(x), rel=1e-12)
        assert leaf.gradient == pytest.approx(autograd.grad(on_numbers)(x), rel=1e-12)


def test_relu_has_the_slope_0_at_and_below_zero():
    for x in (-1.0, 0.0):
        leaf = Node(x)
        backward(leaf.relu())
        assert leaf.gradient == 0


def random_graph(rng, leaves, size):
    """Compute size values, each from one or two earlier ones; return the last.

    leaves: numbers or Nodes. The same rng makes the same graph of either.
    """
    tanh = Node.tanh if isinstance(leaves[0], Node) else anp.tanh
    values = list(leaves)
    for _ in range(size):
        i, j = rng.integers(max(0, len(values) - 4), len(values), 2)
        operation = rng.integers(4)
        values.append(
            tanh(values[i])
            if operation == 3
            else [operator.add, operator.sub, operator.mul][operation](values[i], values[j])
        )
    return values[-1]


@pytest.mark.parametrize("seed", range(GRAPHS))
def test_every_graph_s_gradients_are_autograd_s(seed):
    at = np.random.default_rng(seed).normal(size=3)
    leaves = [Node(value) for value in at]
    backward(random_graph(np.random.default_rng([seed, 1]), leaves, 12))
    exact = autograd.grad(
        lambda values: random_graph(np.random.default_rng([seed, 1]), list(values), 12)
    )(at)
    found = [leaf.gradient for leaf in leaves]
    np.testing.assert_allclose(found, exact, rtol=1e-10, atol=1e-10)


def diamond():
    x = Node(1.5, name="x")
    u = x * x
    return x, u, u * u.tanh()


@pytest.mark.parametrize("seed", range(GRAPHS))
def test_an_order_has_each_node_once_after_its_inputs_and_the_root_last(seed):
    rng = np.random.default_rng(seed)
    root = random_graph(rng, [Node(value) for value in rng.normal(size=3)], 12)
    order = topological_order(root)
    assert order[-1] is root
    assert len(set(order)) == len(order)
    place = {node: i for i, node in enumerate(order)}
    assert all(place[source] < place[node] for node in order for source in node.inputs)


def test_a_graph_may_be_deeper_than_python_s_recursion():
    leaf = root = Node(1.0)
    for _ in range(20_000):
        root = root + 0.5
    backward(root)
    assert len(topological_order(root)) == 40_001
    assert leaf.gradient == 1


def test_a_second_walk_from_this_root_or_another_starts_afresh():
    x, u, root = diamond()
    backward(root)
    first = [node.gradient for node in (x, u, root)]
    backward(root)
    assert [node.gradient for node in (x, u, root)] == first
    backward(u)
    assert (u.gradient, x.gradient) == (1, 2 * x.value)


def test_a_node_is_equal_to_itself_alone_and_can_be_a_member_of_a_set():
    a, b = Node(2.0), Node(2.0)
    assert a != b and a == a
    assert {a, b, a} == {b, a} and len({a, b, a}) == 2
    assert a.gradient == 0.0


@pytest.mark.parametrize(
    "wrong, error, said",
    [
        (lambda: Node(1.0) + "a", TypeError, "found str"),
        (lambda: np.ones(2) * Node(1.0), TypeError, "found ndarray"),
        (lambda: Node(1.0) ** Node(2.0), TypeError, "unsupported operand"),
        (lambda: Node(6.0, (Node(2.0), Node(3.0)), (3.0,)), ValueError, "2 inputs and 1 local"),
    ],
)
def test_what_a_node_cannot_do_is_said_in_one_line(wrong, error, said):
    with pytest.raises(error, match=said) as raised:
        wrong()
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("seed", range(20))
def test_the_numeric_gradients_of_a_drawn_graph_are_the_reference_s(seed):
    for case in BACKWARD.draw(np.random.default_rng(seed)):
        graph = BACKWARD.convert["root"](case.inputs["root"])
        for root in graph.roots:
            backward(root)
        found = BACKWARD.collect(None, {"root": graph}, case.inputs)
        proof = BACKWARD.numeric(case.inputs["root"])
        keys = proof if isinstance(proof, dict) else range(len(proof))
        assert len(proof) == len(found) == len(graph.reached())
        for key in keys:
            assert found[key] == pytest.approx(proof[key], rel=1e-6, abs=1e-7), case.label


@pytest.mark.parametrize("seed", range(10))
def test_the_words_of_a_drawn_graph_are_code_that_makes_it(seed):
    told = 0
    for case in BACKWARD.draw(np.random.default_rng(seed)):
        code = re.search("`(.*)`", case.words)
        if code:
            names = {"Node": Node, "backward": backward}
            exec(code[1], names)
            for key, slope in BACKWARD.numeric(case.inputs["root"]).items():
                assert eval(key, names) == pytest.approx(slope, rel=1e-6, abs=1e-8)
            told += 1
    assert told == 12


def in_frames(frames, function):
    """Call the function with this many more frames above it, as a notebook has."""
    return function() if frames == 0 else in_frames(frames - 1, function)


def test_a_recursion_of_two_frames_a_node_passes_from_a_notebook_s_depth():
    def height(node, known):
        if node not in known:
            known[node] = 1 + max((height(source, known) for source in node.inputs), default=0)
        return known[node]

    def order(root):
        known = {}
        height(root, known)
        return sorted(known, key=known.get)

    verdict = in_frames(150, lambda: verdict_on(TOPOLOGICAL_ORDER, order, 3))
    assert verdict.points == verdict.possible, verdict.message


def test_a_walk_without_a_reset_loses_the_points_of_later_calls_alone():
    def backward_once(root):
        root.gradient = 1.0
        for node in reversed(topological_order(root)):
            for source, slope in zip(node.inputs, node.local_gradients, strict=True):
                source.gradient += node.gradient * slope

    verdict = verdict_on(BACKWARD, backward_once, 5)
    assert (verdict.points, verdict.possible, verdict.diagnosis) == (5, 7, "not_reset")


def test_the_deepest_graphs_are_right_for_every_seed():
    for exercise in (TOPOLOGICAL_ORDER, BACKWARD):
        for seed in range(200):
            verdict = verdict_on(exercise, exercise.reference, seed)
            assert verdict.points == verdict.possible, (seed, verdict.message)


def test_gradients_that_are_none_are_no_nan():
    def set_to_none(root):
        for node in topological_order(root):
            node.gradient = None

    verdict = verdict_on(BACKWARD, set_to_none, 5)
    assert (verdict.points, verdict.diagnosis) == (0, "set_to_none")
    assert "NaN" not in verdict.message


def test_a_walk_that_does_nothing_reads_that_all_gradients_stay_0():
    verdict = verdict_on(BACKWARD, lambda root: None, 5)
    assert (verdict.points, verdict.diagnosis) == (0, "root_not_seeded")
    assert "every gradient stays 0" in verdict.message.lower()


def test_a_set_is_no_order_for_any_seed():
    for seed in range(5):
        verdict = verdict_on(TOPOLOGICAL_ORDER, lambda root: set(topological_order(root)), seed)
        assert (verdict.points, verdict.diagnosis) == (0, "wrong_type")
        assert "type set" in verdict.message


def test_what_is_wrong_with_an_order_is_told_by_names():
    verdict = verdict_on(TOPOLOGICAL_ORDER, lambda root: topological_order(root)[1:], 5)
    assert verdict.points == 0
    assert ": missing: x." in verdict.message


JUNK = [None, "x", 3, 2.5, [], [[]], [[["x"]]], [None], [3, "x", ["x", 4]], {"x": 1}, np.zeros(3)]


@pytest.mark.parametrize("junk", JUNK, ids=repr)
def test_an_order_that_is_no_order_is_told_whatever_it_is(junk):
    right = [["x"], ["y"], ["root", "x", "y"]]
    for told in (flaw_of_order(junk, right), flaw_of_calls([junk, right], [right, right])):
        assert told and "\n" not in told
    assert flaw_of_calls(junk, [right, right])
    assert not flaw_of_order([["y"], ["x"], ["root", "x", "y"]], right)


# Nodes that are made by hand


MULTIPLY, TANH = by_name()["multiply"], by_name()["tanh"]


@pytest.mark.parametrize("seed", range(50))
def test_nodes_made_by_hand_have_autograd_s_slopes_and_the_measured_ones(seed):
    at = np.random.default_rng(seed).uniform(-2, 2, 2)

    def of_numbers(values):
        return values[0] * anp.tanh(values[0] * values[1])

    a, b = map(Node, at)
    root = MULTIPLY.reference(a, TANH.reference(MULTIPLY.reference(a, b)))
    backward(root)
    found = np.array([a.gradient, b.gradient])
    assert root.value == pytest.approx(of_numbers(at), rel=1e-12)
    np.testing.assert_allclose(found, autograd.grad(of_numbers)(at), rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose(found, nn.numeric_gradient(of_numbers, at), rtol=1e-6, atol=1e-6)


def verdicts(exercise, function):
    return [verdict_on(exercise, function, seed) for seed in range(3)]


def test_a_product_s_inputs_may_stand_in_either_order_and_the_same_node_twice():
    def turned(a, b):
        return Node(a.value * b.value, [b, a], [a.value, b.value])

    for verdict in verdicts(MULTIPLY, turned):
        assert verdict.points == verdict.possible, verdict.message


@pytest.mark.parametrize(
    ("exercise", "function"), [(MULTIPLY, lambda a, b: a * b), (TANH, lambda a: a.tanh())]
)
def test_the_library_s_own_answer_is_told_as_such_and_earns_nothing(exercise, function):
    for verdict in verdicts(exercise, function):
        assert (verdict.points, verdict.diagnosis) == (0, "by_the_library")
        assert "the library's own" in verdict.message


def test_a_product_with_one_input_where_both_are_one_node_loses_that_point_alone():
    for verdict in verdicts(MULTIPLY, by_mistake(MULTIPLY, "one_input_where_one_node")):
        assert verdict.points == verdict.possible - 1, verdict.message
        lost = [finding.name for finding in verdict.findings if not finding.right]
        assert lost == ["where a and b are one node"]


def by_mistake(exercise, name):
    return next(mistake.function for mistake in exercise.mistakes if mistake.name == name)


def test_a_gradient_that_is_set_at_once_beside_a_right_node_loses_one_point():
    for exercise in (MULTIPLY, TANH):
        for verdict in verdicts(exercise, by_mistake(exercise, "gradient_added_at_once")):
            assert verdict.points == verdict.possible - 1, verdict.message


@pytest.mark.parametrize(
    "junk", [[1.0, 2.0], 7.5, "a", {"value": 3.0, "inputs": ["a"]}, (None, None)], ids=repr
)
def test_what_is_no_node_is_called_by_no_mistake_s_name(junk):
    for exercise in (MULTIPLY, TANH):
        for verdict in verdicts(exercise, lambda *nodes: junk):
            assert verdict.points == 0
            assert verdict.diagnosis not in {mistake.name for mistake in exercise.mistakes}
            assert "expected a Node of your own" in verdict.message


ODD_NODES = {
    "inputs that are a node": lambda a, *_: odd(a, inputs=a),
    "inputs that are None": lambda a, *_: odd(a, inputs=None),
    "slopes that are a text": lambda a, *_: odd(a, local_gradients="abc"),
    "a value that is a node": lambda a, *_: odd(a, value=a),
    "a million inputs": lambda a, *_: odd(a, inputs=[a] * 1_000_000),
}


def odd(a, **attributes):
    made = Node(a.value, (a,), (1.0,))
    vars(made).update(attributes)
    return made


@pytest.mark.parametrize("name", ODD_NODES)
@pytest.mark.parametrize("exercise", [MULTIPLY, TANH], ids=lambda exercise: exercise.name)
def test_a_node_of_odd_things_is_judged_and_told(exercise, name):
    verdict = verdict_on(exercise, ODD_NODES[name], 3)
    assert verdict.points < verdict.possible / 2 and verdict.message


# What the text says


def test_forwards_takes_a_walk_for_each_input_and_backwards_one():
    leaves = [Node(0.01 * i) for i in range(100)]
    root = (sum((w * 0.1 for w in leaves), Node(0.5)).tanh() - 1) ** 2
    edges = sum(len(node.inputs) for node in topological_order(root))
    assert (edges, len(leaves) * edges) == (404, 40_400)
