"""Right answers to lesson 03, in the styles in which people write them."""

import functools
import heapq
import itertools
import math

import numpy as np

from course import nn
from course.autodiff import Node


def slope_step_by_step(f, x, h=1e-5):
    left, right = x - h, x + h
    rise = f(right) - f(left)
    return rise / (right - left)


def slope_of_points(f, x, h=1e-5):
    low, high = (f(point) for point in np.array([x - h, x + h]))
    return np.array((high - low) / h / 2)


def chain_loop(functions, derivatives, x):
    slope = 1
    for i in range(len(functions)):
        slope = derivatives[i](x) * slope
        x = functions[i](x)
    return slope


def chain_backwards(functions, derivatives, x):
    values = [x]
    for f in functions[:-1]:
        values.append(f(values[-1]))
    slope = 1.0
    while values:
        slope *= derivatives[len(values) - 1](values.pop())
    return slope


def chain_recursion(functions, derivatives, x):
    if not functions:
        return 1.0
    inner = functions[0](x)
    return chain_recursion(functions[1:], derivatives[1:], inner) * derivatives[0](x)


def chain_accumulated(functions, derivatives, x):
    values = itertools.accumulate(functions, lambda value, f: f(value), initial=x)
    return np.prod([d(value) for d, value in zip(derivatives, values, strict=False)])


def chain_reduced(functions, derivatives, x):
    def step(state, link):
        f, d = link
        return state[0] * d(state[1]), f(state[1])

    return functools.reduce(step, zip(functions, derivatives, strict=True), (1.0, x))[0]


def neuron_steps(x, w, b, y):
    z = np.dot(w, x) + b
    a = nn.sigmoid(z)
    da = a - y
    dz = da * a * (1 - a)
    return dz * x, dz * 1.0


def neuron_loop(x, w, b, y):
    z = b
    for i in range(len(x)):
        z += x[i] * w[i]
    a = 1 / (1 + np.exp(-z)) if z > 0 else np.exp(z) / (1 + np.exp(z))
    dz = (a - y) * (a - a**2)
    return [dz * value for value in x], dz


def neuron_exponential(x, w, b, y):
    z = x @ w + b
    e = np.exp(-abs(z))
    dz = ((1 if z > 0 else e) / (1 + e) - y) * e / (1 + e) ** 2
    return dz * x, dz


def neuron_bias_as_weight(x, w, b, y):
    inputs, weights = np.append(x, 1.0), np.append(w, b)
    a = 1 / (1 + np.exp(-np.clip(inputs @ weights, -500, 500)))
    gradient = (a - y) * a * (1 - a) * inputs
    return gradient[:-1], gradient[-1]


def neuron_tanh(x, w, b, y):
    t = np.tanh((np.einsum("i,i->", x, w) + b) / 2)
    dz = ((1 + t) / 2 - y) * (1 - t * t) / 4
    return [dz * x, np.array(dz)]


def product_step_by_step(a, b):
    value = a.value * b.value
    along_a = b.value
    along_b = a.value
    return Node(value, inputs=(a, b), local_gradients=(along_a, along_b))


def product_other_way_round(a, b):
    return Node(b.value * a.value, [b, a], [a.value, b.value], operation="*")


def product_filled_in(a, b):
    out = Node(np.float64(a.value) * b.value, name="product")
    out.inputs = [a, b]
    out.local_gradients = np.array([b.value, a.value])
    return out


def product_by_cases(a, b):
    if a is b:
        return Node(a.value**2, (a, a), (a.value, a.value))
    factors = a, b
    slopes = [factors[1 - i].value for i in range(2)]
    return type(a)(math.prod(f.value for f in factors), factors, slopes)


def product_rebuilt(a, b):
    made = a * b
    return Node(made.value, (a, b), (b.value, a.value))


def tanh_step_by_step(a):
    t = math.tanh(a.value)
    slope = (1 - t) * (1 + t)
    return Node(t, inputs=[a], local_gradients=[slope], operation="tanh")


def tanh_filled_in(a):
    out = Node(np.tanh(a.value))
    out.inputs, out.local_gradients = (a,), (1 - out.value**2,)
    return out


def tanh_of_a_sigmoid(a):
    s = float(nn.sigmoid(2 * a.value))
    return Node(2 * s - 1, (a,), (4 * s * (1 - s),))


def order_recursion(root):
    order, seen = [], set()

    def visit(node):
        if node in seen:
            return
        seen.add(node)
        for source in node.inputs:
            visit(source)
        order.append(node)

    visit(root)
    return order


def order_stack(root):
    order, seen, stack = [], set(), [(root, False)]
    while stack:
        node, ready = stack.pop()
        if ready:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))
            stack.extend((source, False) for source in node.inputs)
    return tuple(order)


def order_counting_users(root):
    nodes, users = [root], {root: 0}
    for node in nodes:
        for source in node.inputs:
            if source not in users:
                users[source] = 0
                nodes.append(source)
            users[source] += 1
    free, order = [root], []
    while free:
        node = free.pop()
        order.append(node)
        for source in node.inputs:
            users[source] -= 1
            if users[source] == 0:
                free.append(source)
    return reversed(order)


def order_by_height(root):
    height = {}

    def measure(node):
        if node not in height:
            height[node] = 1 + max((measure(source) for source in node.inputs), default=0)
        return height[node]

    measure(root)
    return sorted(height, key=height.get)


def order_of_a_dictionary(root):
    done = {}

    def visit(node):
        for source in node.inputs:
            if source not in done:
                visit(source)
        done[node] = True

    visit(root)
    return done.keys()


def order_with_marks(root):
    order = []

    def visit(node):
        node.visited = True
        for source in node.inputs:
            if not getattr(source, "visited", False):
                visit(source)
        order.append(node)

    visit(root)
    for node in order:
        del node.visited
    return order


def order_yielded(root, seen=None):
    seen = set() if seen is None else seen
    seen.add(root)
    for source in root.inputs:
        if source not in seen:
            yield from order_yielded(source, seen)
    yield root


def backward_loop(root):
    order = order_recursion(root)
    for node in order:
        node.gradient = 0.0
    root.gradient = 1.0
    for node in order[::-1]:
        for k in range(len(node.inputs)):
            node.inputs[k].gradient += node.local_gradients[k] * node.gradient


def backward_with_a_dictionary(root):
    order = order_recursion(root)
    gradients = dict.fromkeys(order, 0)
    gradients[root] = 1
    for node in reversed(order):
        for source, slope in zip(node.inputs, node.local_gradients, strict=True):
            gradients[source] += gradients[node] * slope
    for node in order:
        node.gradient = gradients[node]
    return gradients


def backward_pulled(root):
    order = order_stack(root)
    users = {node: [] for node in order}
    for node in order:
        for source, slope in zip(node.inputs, node.local_gradients, strict=True):
            users[source].append((node, slope))
    root.gradient = np.float64(1)
    for node in order[-2::-1]:
        node.gradient = sum(user.gradient * slope for user, slope in users[node])
    return root


def backward_waiting(root):
    order = order_recursion(root)
    waiting = dict.fromkeys(order, 0)
    for node in order:
        node.gradient = 0.0
        for source in node.inputs:
            waiting[source] += 1
    root.gradient = 1.0

    def push(node):
        for source, slope in zip(node.inputs, node.local_gradients, strict=True):
            source.gradient += node.gradient * slope
            waiting[source] -= 1
            if waiting[source] == 0:
                push(source)

    push(root)


def backward_over_paths(root):
    for node in order_recursion(root):
        node.gradient = 0.0

    def share(node, gradient):
        node.gradient += gradient
        for source, slope in zip(node.inputs, node.local_gradients, strict=True):
            share(source, gradient * slope)

    share(root, 1.0)


def backward_with_a_heap(root):
    place = {node: i for i, node in enumerate(order_recursion(root))}
    for node in place:
        node.gradient = 0.0
    root.gradient, heap, known = 1.0, [(-place[root], root)], {root}
    while heap:
        _, node = heapq.heappop(heap)
        for source, slope in zip(node.inputs, node.local_gradients, strict=True):
            source.gradient += slope * node.gradient
            if source not in known:
                known.add(source)
                heapq.heappush(heap, (-place[source], source))


STYLES = {
    "numeric_derivative": (
        slope_step_by_step,
        slope_of_points,
        lambda f, x, h=1e-5: (f(x + h) - f(x - h)) / (2 * h),
        lambda f, x, h=1e-5: float(f(x + h) - f(x - h)) / h / 2,
        lambda f, x, h=1e-5: 0.5 * ((f(x + h) - f(x)) / h + (f(x) - f(x - h)) / h),
    ),
    "chain_derivative": (
        chain_loop,
        chain_backwards,
        chain_recursion,
        chain_accumulated,
        chain_reduced,
    ),
    "neuron_gradients": (
        neuron_steps,
        neuron_loop,
        neuron_exponential,
        neuron_bias_as_weight,
        neuron_tanh,
    ),
    "multiply": (
        product_step_by_step,
        product_other_way_round,
        product_filled_in,
        product_by_cases,
        product_rebuilt,
    ),
    "tanh": (
        tanh_step_by_step,
        tanh_filled_in,
        tanh_of_a_sigmoid,
        lambda a: Node(np.tanh(a.value), (a,), (1 - np.tanh(a.value) ** 2,)),
    ),
    "topological_order": (
        order_recursion,
        order_stack,
        order_counting_users,
        order_by_height,
        order_of_a_dictionary,
        order_with_marks,
        order_yielded,
    ),
    "backward": (
        backward_loop,
        backward_with_a_dictionary,
        backward_pulled,
        backward_waiting,
        backward_over_paths,
        backward_with_a_heap,
    ),
}
