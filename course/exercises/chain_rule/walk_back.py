"""The walk back through a computation graph: every node's gradient."""

from course.autodiff import backward, topological_order
from course.checking import Exercise, Mistake, Part
from course.exercises.chain_rule.drawn_graphs import (
    calls_again,
    draw_graphs,
    uses_a_node_twice,
    uses_each_node_once,
)
from course.exercises.chain_rule.graphs import build, numeric_gradients
from course.exercises.chain_rule.replies import call_each, gradients_set
from course.exercises.chain_rule.shared import first_visits, levels


def _reset(root):
    """Set every gradient to 0 and the root's to 1; return the nodes from the root to the leaves."""
    order = topological_order(root)
    for node in order:
        node.gradient = 0.0
    root.gradient = 1.0
    return order[::-1]


def _edges(nodes):
    """Yield (node, input, local gradient) of each of the nodes in turn."""
    for node in nodes:
        for source, slope in zip(node.inputs, node.local_gradients, strict=True):
            yield node, source, slope


def _hand_on(nodes):
    """Let each of the nodes in turn hand its inputs their shares, as is right."""
    for node, source, slope in _edges(nodes):
        source.gradient += node.gradient * slope


def _handing(handed):
    """Return a backward in which a node hands its inputs something else."""

    def walk(root):
        for node, source, slope in _edges(_reset(root)):
            source.gradient += handed(node, source, slope)

    return walk


def _seeded(seed):
    """Return a backward that begins with another gradient at the root."""

    def walk(root):
        nodes = _reset(root)
        root.gradient = seed(root)
        _hand_on(nodes)

    return walk


def _in_order_of(nodes):
    """Return a backward that takes the nodes in another order."""

    def walk(root):
        _reset(root)
        _hand_on(nodes(root))

    return walk


def _overwriting(root):
    for node, source, slope in _edges(_reset(root)):
        source.gradient = node.gradient * slope


def _after_reset(walk):
    """Return a backward that does a walk as it should begin."""

    def backward(root):
        _reset(root)
        walk(root)

    return backward


def _without_reset(walk):
    """Return a backward that does a walk on what an earlier call has left."""

    def backward(root):
        root.gradient = 1.0
        walk(root)

    return backward


def _each_share(node):
    for _, source, slope in _edges([node]):
        source.gradient += node.gradient * slope
        _each_share(source)


def _each_user(node):
    _hand_on([node])
    for source in node.inputs:
        _each_user(source)


def _queue(root):
    queue = [root]
    for node in queue:
        _hand_on([node])
        queue += node.inputs


def _first_visits(root):
    _hand_on(first_visits(root))


def _each_path_overwrites(root, gradient=1.0):
    root.gradient = gradient
    for _, source, slope in _edges([root]):
        _each_path_overwrites(source, gradient * slope)


def _each_path_adds(root, gradient=1.0):
    root.gradient += gradient
    for _, source, slope in _edges([root]):
        _each_path_adds(source, gradient * slope)


def _set_to(gradient):
    """Return a backward that gives every node the same gradient."""

    def walk(root):
        for node in topological_order(root):
            node.gradient = gradient

    return walk


def _leaves_set_to_none(root):
    backward(root)
    for node in topological_order(root):
        if not node.inputs:
            node.gradient = None


def _inner_set_to_none(root):
    backward(root)
    for node in topological_order(root):
        if node.inputs:
            node.gradient = None


def _largest_share(root):
    for node, source, slope in _edges(_reset(root)):
        source.gradient = max(source.gradient, node.gradient * slope, key=abs)


def _once_for_each_input(root):
    for node in _reset(root):
        slopes = dict(zip(node.inputs, node.local_gradients, strict=True))
        for source, slope in slopes.items():
            source.gradient += node.gradient * slope


def _first_input(root):
    for node in _reset(root):
        if node.inputs:
            node.inputs[0].gradient += node.gradient * node.local_gradients[0]


def _leaves_only(root):
    backward(root)
    for node in topological_order(root):
        if node.inputs:
            node.gradient = 0.0


def _not_reset(root):
    root.gradient = 1.0
    _hand_on(reversed(topological_order(root)))


def _root_added_to(root):
    root.gradient += 1.0
    _hand_on(reversed(topological_order(root)))


def _leaves_reset(root):
    for node in topological_order(root):
        if not node.inputs:
            node.gradient = 0.0
    _not_reset(root)


SENT_ON_TOO_EARLY = (
    "nodes send their gradients on before all of their shares have arrived, and again with the "
    "next: let each node send once, in the order of topological_order turned round"
)
AND_NOT_RESET = "; and set every gradient to 0 first, those of an earlier call are still there"


def _sent_on_too_early(name, walk):
    return (
        Mistake(f"sent_on_{name}", SENT_ON_TOO_EARLY, _after_reset(walk)),
        Mistake(
            f"sent_on_{name}_and_not_reset",
            SENT_ON_TOO_EARLY + AND_NOT_RESET,
            _without_reset(walk),
        ),
    )


BACKWARD = Exercise(
    name="backward",
    contract="nothing, and sets .gradient on every node of the graph",
    reference=backward,
    draw=lambda rng: draw_graphs(rng, "backward"),
    convert={"root": build},
    use=call_each,
    collect=gradients_set,
    numeric=numeric_gradients,
    parts=(
        Part("each node used once", 2, where=uses_each_node_once),
        Part("a node used twice", 3, where=uses_a_node_twice),
        Part("called again", 2, where=calls_again),
    ),
    inputs_kept=0,
    second_call=0,
    mistakes=(
        Mistake(
            "overwritten",
            "nodes that are used twice keep their last share alone: set all gradients to 0 once, "
            "before the walk, and add each share with +=",
            _overwriting,
        ),
        Mistake(
            "not_reset",
            "the gradients of an earlier call are still there, and this call adds to them: set "
            "every node of the graph to 0 first, not the root alone",
            _not_reset,
        ),
        Mistake(
            "root_added_to",
            "the gradients of an earlier call are still there, the root's own among them: set "
            "every node to 0 first and then the root to 1",
            _root_added_to,
        ),
        Mistake(
            "only_leaves_reset",
            "only the leaves are set to 0: the nodes between keep old gradients and pass them on, "
            "so set every node to 0",
            _leaves_reset,
        ),
        Mistake(
            "last_path_only",
            "nodes that are reached by several ways keep what came by the last one alone: set all "
            "gradients to 0 before the walk, and add what each way brings with +=",
            _each_path_overwrites,
        ),
        Mistake(
            "paths_added_and_not_reset",
            "the gradients of an earlier call are still there, and this call adds to them: set "
            "every node to 0 before the first call of the recursion, not in it",
            _each_path_adds,
        ),
        Mistake(
            "root_only",
            "every gradient but the root's is 0: let each node hand its inputs its gradient times "
            "the local gradient, add that to their `gradient` (no other name, no dictionary alone) "
            "with +=, and set nothing to 0 once the walk has begun",
            _reset,
        ),
        Mistake(
            "set_to_none",
            "the gradients are None: set each to 0.0 before the walk, and add the shares to it",
            _set_to(None),
        ),
        Mistake(
            "leaves_set_to_none",
            "the leaves' gradients are None: every node has a gradient, with inputs or without",
            _leaves_set_to_none,
        ),
        Mistake(
            "inner_set_to_none",
            "only the leaves have a gradient, the nodes between are None: every node has one",
            _inner_set_to_none,
        ),
        Mistake(
            "set_to_one",
            "every gradient is 1: only the root's is, and from it each node hands on its gradient "
            "times the local gradient",
            _set_to(1.0),
        ),
        Mistake(
            "subtracted",
            "the shares are subtracted: add them up, with +=",
            _handing(lambda node, source, slope: -node.gradient * slope),
        ),
        Mistake(
            "averaged_over_inputs",
            "each share is divided by the number of inputs: an input gets the whole of the "
            "node's gradient times its local gradient",
            _handing(lambda node, source, slope: node.gradient * slope / len(node.inputs)),
        ),
        Mistake(
            "largest_share_kept",
            "of a node's shares the largest alone is kept: add them up, with +=",
            _largest_share,
        ),
        Mistake(
            "root_not_seeded",
            "every gradient stays 0: set root.gradient to 1 before the walk, and store each sum in "
            "node.gradient (not in grad, and not in a dictionary alone)",
            _seeded(lambda root: 0.0),
        ),
        Mistake(
            "seeded_with_value",
            "the walk begins with the root's value: the root's slope with respect to itself is 1",
            _seeded(lambda root: root.value),
        ),
        *_sent_on_too_early("with_each_share", _each_share),
        *_sent_on_too_early("by_each_user", _each_user),
        *_sent_on_too_early("from_a_queue", _queue),
        Mistake(
            "first_visits",
            "nodes send their gradients on at the first visit, and shares that arrive later are "
            "lost below them: take the order of topological_order, turned round",
            _after_reset(_first_visits),
        ),
        Mistake(
            "first_visits_and_not_reset",
            "nodes send their gradients on at the first visit, so later shares are lost below "
            "them, and gradients of an earlier call stay: set all to 0, then take the order of "
            "topological_order, turned round",
            _without_reset(_first_visits),
        ),
        Mistake(
            "level_by_level",
            "the walk goes level by level, so a node that is reached by a short and a long way "
            "sends too early: take the order of topological_order, turned round",
            _in_order_of(levels),
        ),
        Mistake(
            "order_not_reversed",
            "only the root's own inputs get a gradient: go on through the whole graph, from the "
            "root to the leaves, with the order of topological_order turned round",
            _in_order_of(topological_order),
        ),
        Mistake(
            "local_gradient_left_out",
            "the gradient is passed on as it is: multiply it by the input's local gradient",
            _handing(lambda node, source, slope: node.gradient),
        ),
        Mistake(
            "upstream_left_out",
            "only local gradients are added up: multiply each by the gradient of the node itself",
            _handing(lambda node, source, slope: slope),
        ),
        Mistake(
            "slopes_added",
            "gradient and local gradient are added: along a path they are multiplied",
            _handing(lambda node, source, slope: node.gradient + slope),
        ),
        Mistake(
            "input_value_for_slope",
            "the gradient is multiplied by the input's value: multiply it by the local gradient",
            _handing(lambda node, source, slope: node.gradient * source.value),
        ),
        Mistake(
            "value_for_gradient",
            "the node's value is passed on: pass its gradient, times the local gradient",
            _handing(lambda node, source, slope: node.value * slope),
        ),
        Mistake(
            "own_value_multiplied_in",
            "the node's value is multiplied in as well: hand on its gradient times the local "
            "gradient alone",
            _handing(lambda node, source, slope: node.gradient * slope * node.value),
        ),
        Mistake(
            "same_input_counted_once",
            "nodes that are twice an input of the same node get one share: go through inputs and "
            "local_gradients side by side, not through a set or a dictionary",
            _once_for_each_input,
        ),
        Mistake(
            "first_input_only",
            "only each node's first input gets its share: go through all of them",
            _first_input,
        ),
        Mistake(
            "leaves_only",
            "only the leaves have a gradient: every node between them and the root has one too",
            _leaves_only,
        ),
    ),
)
