"""A computation graph, walked a step at a time: values forwards, then gradients backwards."""

from math import ceil, floor

from ipywidgets import Button, IntSlider
from matplotlib.transforms import Bbox

from course.autodiff import Node
from course.examples import house
from course.nn import mlp_forward
from course.plots.graph import (
    arrow,
    box,
    draw_frame,
    turned_round,
    write_gradient,
    write_slope,
    write_value,
)
from course.plots.graph_paper import GraphPaper
from course.plots.graph_texts import gradient_text
from course.plots.style import FORWARD, GRADIENT
from course.widgets.graph_steps import steps_of
from course.widgets.moving import DrawnPicture
from course.widgets.panel import Panel


def house_graph():
    """Return the loss of the house's network as a Node: its last neuron, and half the square."""
    hidden = mlp_forward(house.X, house.WEIGHTS, house.BIASES)[1].ravel()
    w1, w2 = (Node(w, name=f"w{i}") for i, w in enumerate(house.WEIGHTS[1].ravel(), 1))
    a1, a2 = (Node(a, name=f"a{i}") for i, a in enumerate(hidden, 1))
    b, y = Node(house.BIASES[1].item(), name="b"), Node(house.Y.item(), name="y")
    p1, p2 = w1 * a1, w2 * a2
    s = p1 + p2
    y_hat = s + b
    e = y_hat - y
    square = e * e
    loss = 0.5 * square
    named = {"p1": p1, "p2": p2, "s": s, "ŷ": y_hat, "e": e, "e²": square, "loss": loss}
    for name, node in named.items():
        node.name = name
    return loss


class GraphPicture(DrawnPicture):
    """A graph on paper on which values, local gradients and gradients appear step by step.

    Its many texts are drawn once each and then copied: drawing them takes most of the time.
    """

    def __init__(self, root):
        self._stamps = {}
        self.order, self.steps = steps_of(root)
        self.paper = GraphPaper(root)
        super().__init__(
            *self.paper.size,
            f"A computation graph of {len(self.order)} nodes, walked forwards and then backwards.",
        )

    def draw(self, figure):
        ax = draw_frame(figure, self.paper)
        centres = [self.paper.centres[node] for node in self.order]
        lit = {"linewidth": 3, "zorder": 1.5}
        frame = {"fill": False, "linewidth": 3, "zorder": 5}
        edges = self.paper.edges
        forwards = [arrow(edge.curve, color=FORWARD, **lit) for edge in edges]
        backwards = [arrow(turned_round(edge.curve), color=GRADIENT, **lit) for edge in edges]
        at_work = box(self.paper, (0, 0), **frame)
        handed = box(self.paper, (0, 0), linestyle=(0, (2, 1)), edgecolor=GRADIENT, **frame)
        for artist in (*forwards, *backwards, at_work, handed):
            ax.add_artist(artist)
        nodes = zip(self.order, centres, strict=True)
        return {
            "values": [write_value(ax, centre, node.value) for node, centre in nodes],
            "gradients": [write_gradient(ax, centre, 0.0) for centre in centres],
            "slopes": [write_slope(ax, edge) for edge in edges],
            "forwards": forwards,
            "backwards": backwards,
            "at_work": at_work,
            "handed": handed,
        }

    def show(self, step):
        """Show the graph as it is after so many steps; return what the last one did, in words."""
        now = self.steps[step]
        self._show_numbers(now)
        self._show_edges(now)
        self._frame("at_work", now.node, GRADIENT if now.gradients else FORWARD)
        handed = None if now.index is None else now.node.inputs[now.index]
        self._frame("handed", handed, GRADIENT)
        return f"Step {step} of {len(self.steps) - 1}. {now.words}"

    def _draw_moving(self):
        texts = [*self["slopes"], *self["values"], *self["gradients"]]
        stamps = [self._stamp(text) for text in texts if text.get_visible()]
        for artist in (*self["forwards"], *self["backwards"], self["at_work"], self["handed"]):
            self.figure.draw_artist(artist)
        for stamp in stamps:
            self._canvas.restore_region(stamp)

    def _stamp(self, text):
        """Return the pixels of a text, drawn now if it never was."""
        key = text, text.get_text()
        if key not in self._stamps:
            self.figure.draw_artist(text)
            x0, y0, x1, y1 = (text.get_bbox_patch() or text).get_window_extent().extents
            whole = Bbox([[floor(x0), floor(y0)], [ceil(x1), ceil(y1)]])  # Agg cuts halves off
            self._stamps[key] = self._canvas.copy_from_bbox(whole)
        return self._stamps[key]

    def _show_numbers(self, now):
        computed = set(self.order[: now.values])
        for node, value, gradient in zip(
            self.order, self["values"], self["gradients"], strict=True
        ):
            value.set_visible(node in computed)
            gradient.set_visible(node in now.gradients)
            gradient.set_text(gradient_text(now.gradients.get(node, 0.0)))
        for edge, slope in zip(self.paper.edges, self["slopes"], strict=True):
            slope.set_visible(edge.user in computed)

    def _show_edges(self, now):
        ways = zip(self.paper.edges, self["forwards"], self["backwards"], strict=True)
        for edge, forwards, backwards in ways:
            forwards.set_visible(edge.user is now.node and not now.gradients)
            backwards.set_visible(edge.user is now.node and edge.index == now.index)

    def _frame(self, name, node, colour):
        frame = self[name]
        frame.set_visible(node is not None)
        if node is not None:
            x, y = self.paper.centres[node]
            frame.set_x(x - self.paper.width / 2)
            frame.set_y(y - frame.get_height() / 2)
            frame.set_edgecolor(colour)


def graph_widget(root=None):
    """Return the walk through a graph, step by step: of the Node that is given, or the house's."""
    picture = GraphPicture(house_graph() if root is None else root)
    last = len(picture.steps) - 1
    step = IntSlider(0, min=0, max=last, description="step")
    controls = {"step": step, "back": _button("Back", step, -1), "next": _button("Next", step, 1)}
    caption = "Forwards each box computes its value; backwards it hands gradients to its inputs."
    return Panel(picture, controls, picture.show, caption=caption)


def _button(description, slider, by):
    button = Button(description=description)

    def press(_):
        slider.value = min(max(slider.value + by, slider.min), slider.max)

    button.on_click(press)
    return button
