"""The order of a computation graph: inputs first."""

from weakref import WeakSet

from course.autodiff import topological_order
from course.checking import Exercise, Mistake, Part
from course.exercises.chain_rule.drawn_graphs import calls_again, draw_graphs
from course.exercises.chain_rule.graphs import build
from course.exercises.chain_rule.replies import call_each, flaw_of_calls, flaw_of_order, orders
from course.exercises.chain_rule.shared import first_visits, levels


def _every_visit(root):
    return [node for source in root.inputs for node in _every_visit(source)] + [root]


def _first_inputs(root):
    return (_first_inputs(root.inputs[0]) if root.inputs else []) + [root]


def _own_inputs(root):
    return [*dict.fromkeys(root.inputs), root]


def _by_value(root):
    order, seen = [], set()
    for node in topological_order(root):
        if node.value not in seen:
            seen.add(node.value)
            order.append(node)
    return order


def _popped(root):
    order, stack, seen = [], [root], {root}
    while stack:
        node = stack.pop()
        order.append(node)
        for source in node.inputs:
            if source not in seen:
                seen.add(source)
                stack.append(source)
    return order[::-1]


def _seen_kept(root, seen=WeakSet()):  # noqa: B006 (this is the mistake)
    order = [node for node in topological_order(root) if node not in seen]
    seen.update(order)
    return order


def _list_kept(root, kept=[]):  # noqa: B006 (this is the mistake)
    known = set(kept)
    kept += [node for node in topological_order(root) if node not in known]
    order = list(kept)
    del kept[:-600]  # the mistake shows with few old nodes as with many
    return order


TOPOLOGICAL_ORDER = Exercise(
    name="topological_order",
    contract="the list of all nodes of the graph: each once, after its inputs, the root last",
    reference=topological_order,
    draw=lambda rng: draw_graphs(rng, "topological_order"),
    convert={"root": build},
    use=call_each,
    collect=orders,
    parts=(
        Part("order", 4, flaw=flaw_of_order, where=lambda case: not calls_again(case)),
        Part("called again", 1, flaw=flaw_of_calls, where=calls_again),
    ),
    inputs_kept=0,
    second_call=0,
    mistakes=(
        Mistake(
            "preorder_reversed",
            "this is the order of first visits, turned round: a node that is reached by a short "
            "and a long way then stands too late; append each node after its inputs instead",
            lambda root: first_visits(root)[::-1],
        ),
        Mistake(
            "levels_reversed",
            "this lists the graph level by level, turned round: a node that is reached by a short "
            "and a long way then stands too late; append each node after its inputs instead",
            lambda root: levels(root)[::-1],
        ),
        Mistake(
            "popped_order",
            "this lists each node when it is popped from the stack, which is no topological order: "
            "list a node once all of its inputs are listed",
            _popped,
        ),
        Mistake(
            "node_before_inputs",
            "each node is appended before its inputs: visit the inputs first, then append the node",
            first_visits,
        ),
        Mistake(
            "levels",
            "this lists the graph level by level from the root: inputs come first, so append each "
            "node after its inputs",
            levels,
        ),
        Mistake(
            "root_first",
            "the order runs from the root to the leaves: leave the list as it grows, inputs first",
            lambda root: topological_order(root)[::-1],
        ),
        Mistake(
            "visits_forgotten",
            "nodes that are used twice stand in the list twice: keep a set of the nodes that you "
            "have visited",
            _every_visit,
        ),
        Mistake(
            "root_left_out",
            "the root is missing: append it too, after all of its inputs",
            lambda root: topological_order(root)[:-1],
        ),
        Mistake(
            "leaves_left_out",
            "the leaves are missing: nodes without inputs belong in the list as well",
            lambda root: [node for node in topological_order(root) if node.inputs],
        ),
        Mistake(
            "leaves_only",
            "only the leaves are listed: append a node that has inputs too, after them",
            lambda root: [node for node in topological_order(root) if not node.inputs],
        ),
        Mistake(
            "first_input_only",
            "only each node's first input is followed: go through all of node.inputs",
            _first_inputs,
        ),
        Mistake(
            "one_level_only",
            "the walk ends at the root's own inputs: go on to their inputs, down to the leaves",
            _own_inputs,
        ),
        Mistake(
            "told_apart_by_value",
            "nodes of equal value count as one: put the nodes themselves into the set",
            _by_value,
        ),
        Mistake(
            "values_listed",
            "the list holds the values: append the node itself",
            lambda root: [node.value for node in topological_order(root)],
        ),
        Mistake(
            "set_kept_between_calls",
            "the set of visited nodes lives on between calls, so the second call finds nothing "
            "new: make it inside the function",
            _seen_kept,
        ),
        Mistake(
            "list_kept_between_calls",
            "the list lives on between calls, so nodes of an earlier graph are in it: make it "
            "inside the function",
            _list_kept,
            remembers=True,
        ),
    ),
)
