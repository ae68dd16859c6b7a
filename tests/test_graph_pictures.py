"""Promises of the drawn computation graph, of the walk through it, and of pictures of slopes."""

import itertools

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patches import FancyBboxPatch

from course.autodiff import Node, backward, topological_order
from course.plots import course_style, draw_graph, plot_difference_errors, plot_slope
from course.plots.graph_layout import lay_out
from course.plots.graph_paper import GraphPaper
from course.plots.graph_texts import short, slope_text
from course.widgets import graph_widget
from course.widgets.graph import house_graph
from course.widgets.graph_steps import steps_of
from course.widgets.moving import MovingPicture

pytestmark = pytest.mark.filterwarnings("error")


def random_graph(seed, leaves=3, size=7):
    """Return the root of a graph in which values are used again and again."""
    rng = np.random.default_rng(seed)
    values = [Node(rng.normal(), name=f"x{i}") for i in range(leaves)]
    for _ in range(size):
        a, b = (values[i] for i in rng.integers(max(0, len(values) - 4), len(values), 2))
        values.append([a + b, a - b, a * b, a.tanh(), a * a, a**2 + 1][rng.integers(6)])
    return values[-1]


def used_by_itself():
    x = Node(5.0, name="x")
    return x * x


GRAPHS = {
    "the house": house_graph,
    "a leaf": lambda: Node(2.0),
    "x * x": used_by_itself,
    "large numbers": lambda: Node(-123456.0, name="x") * 0.000123 + Node(98765.4),
    **{f"random {seed}": lambda seed=seed: random_graph(seed) for seed in range(20)},
}


@pytest.fixture(scope="module", params=GRAPHS, ids=str)
def root(request):
    root = GRAPHS[request.param]()
    backward(root)
    return root


@pytest.fixture(scope="module")
def drawn(root):
    """The picture of a graph, and its texts to the boxes around them, drawn once for all tests."""
    figure = draw_graph(root)
    return figure, boxes_of_texts(figure)


def boxes_of_texts(figure):
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    texts = [text for text in figure.axes[0].texts if text.get_text()]
    return {text: text.get_window_extent(canvas.get_renderer()) for text in texts}


def overlap(a, b):
    """Return by how many pixels two boxes reach into each other, in the direction of the least."""
    return min(min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0))


def test_no_text_of_a_graph_covers_another_or_leaves_the_picture(drawn):
    figure, boxes = drawn
    for (one, a), (other, b) in itertools.combinations(boxes.items(), 2):
        assert overlap(a, b) < 2, (one.get_text(), other.get_text())
    width, height = figure.bbox.size
    for text, box in boxes.items():
        assert box.x0 >= 0 and box.x1 <= width and box.y0 >= 0 and box.y1 <= height, text


def test_no_local_gradient_reaches_into_a_box(root, drawn):
    figure, texts = drawn
    boxes = [patch for patch in figure.axes[0].patches if isinstance(patch, FancyBboxPatch)]
    frames = [patch.get_window_extent() for patch in boxes]
    assert len(frames) == len(topological_order(root))
    for text, box in texts.items():
        if text.get_zorder() < 3:
            assert all(overlap(box, frame) < 2 for frame in frames), text.get_text()


def used_twice():
    x, y = Node(2.0, name="x"), Node(3.0, name="y")
    return x * y + x


@pytest.mark.parametrize("make", [house_graph, used_twice])
def test_a_label_covers_no_arrow_s_head_and_no_edge_but_its_own(make):
    paper = GraphPaper(make())
    for edge in paper.edges:
        (x, y), half = edge.label, len(slope_text(edge.slope)) * 0.035
        for other in paper.edges:
            end = other.curve.vertices[-1]
            assert not (abs(end[0] - 0.1 - x) < half + 0.05 and abs(end[1] - y) < 0.08)
            if other.source is not edge.source and other is not edge:
                points = other.curve.interpolated(50).to_polygons(closed_only=False)[0]
                near = (np.abs(points[:, 0] - x) < half) & (np.abs(points[:, 1] - y) < 0.07)
                assert not near.any(), (edge.source, other.source)


def test_a_graph_shows_every_value_gradient_and_local_gradient(root, drawn):
    texts = [text.get_text() for text in drawn[0].axes[0].texts]
    order = topological_order(root)
    for node in order:
        assert f"→ {short(node.value)}" in texts
        assert f"← {short(node.gradient)}" in texts
    slopes = [f"×{short(slope)}" for node in order for slope in node.local_gradients]
    drawn = [text for text in texts if text.startswith("×") and text[1:2] not in ("", " ")]
    assert sorted(drawn) == sorted(slopes)


def test_before_the_walk_back_no_gradient_is_shown():
    root = house_graph()
    assert not any("←" in text.get_text() for text in draw_graph(root).axes[0].texts)


def test_inputs_stand_left_of_what_is_computed_from_them_and_boxes_apart(root):
    places, edges = lay_out(root)
    assert {(source, user, i) for source, user, i, _ in edges} == {
        (source, user, i) for user in places for i, source in enumerate(user.inputs)
    }
    for *_, way in edges:
        assert all(b.column - a.column == 1 for a, b in itertools.pairwise(way))
    for a, b in itertools.combinations(places.values(), 2):
        assert a.column != b.column or abs(a.row - b.row) > 1 - 1e-9


def test_edges_that_need_not_cross_do_not():
    x, y, z = (Node(float(i)) for i in (1, 2, 3))
    _, edges = lay_out((x * y) + (y + 1).tanh() * z)
    ways = [way for *_, way in edges]
    for column in range(3):
        ends = [
            (way[k].row, way[k + 1].row)
            for way in ways
            for k in range(len(way) - 1)
            if way[k].column == column
        ]
        for (a, b), (c, d) in itertools.combinations(ends, 2):
            assert (a - c) * (b - d) >= 0


def test_a_walk_computes_every_value_and_then_every_gradient(root):
    order, steps = steps_of(root)
    assert set(order) == set(topological_order(root))
    inner = [node for node in order if node.inputs]
    edges = sum(len(node.inputs) for node in order)
    assert len(steps) == 1 + len(inner) + 1 + edges
    last = steps[-1]
    assert last.values == len(order)
    for node in order:
        assert last.gradients[node] == pytest.approx(node.gradient, rel=1e-12, abs=1e-12)


def test_a_node_hands_on_only_when_its_own_gradient_is_complete(root):
    _, steps = steps_of(root)
    for step in steps:
        if step.index is not None:
            assert step.gradients[step.node] == pytest.approx(step.node.gradient, abs=1e-12)


def test_the_words_of_a_step_back_name_gradient_local_gradient_and_share():
    words = [step.words for step in steps_of(house_graph())[1]]
    assert words[3] == "Forwards: s = 2 + 0.5 = 2.5. Local gradients: 1 for p1, 1 for p2."
    assert words[12].startswith(
        "Backwards: e² hands e its gradient 0.5 times the local gradient −0"
    )
    assert words[12].endswith("−0.25. With the −0.25 that came before: −0.5.")


def test_the_house_s_graph_ends_in_its_loss():
    root = house_graph()
    backward(root)
    gradients = {node.name: node.gradient for node in topological_order(root)}
    assert root.value == 0.125
    wanted = {"w1": -1, "w2": -0.5, "b": -0.5, "a1": -0.5, "a2": -0.25}
    assert {name: gradients[name] for name in wanted} == wanted


def test_next_and_back_walk_within_the_ends():
    widget = graph_widget()
    step, back, forward = (widget.controls[name] for name in ("step", "back", "next"))
    back.click()
    assert step.value == 0
    for _ in range(100):
        forward.click()
    assert step.value == step.max == 22
    back.click()
    assert step.value == 21


def test_each_step_changes_the_picture_and_the_words():
    widget = graph_widget(used_by_itself())
    seen = set()
    for value in range(widget.controls["step"].max + 1):
        widget.controls["step"].value = value
        seen.add((widget.picture.image.value, widget._readout.value))
    assert len({picture for picture, _ in seen}) == len({words for _, words in seen}) == 5


def test_a_graph_that_was_walked_is_left_as_it_was():
    root = house_graph()
    graph_widget(root).controls["step"].value = 20
    assert all(node.gradient == 0 for node in topological_order(root))


def test_the_errors_that_are_drawn_have_a_valley():
    figure = plot_difference_errors(lambda x: x * x * x, 1.5, 6.75)
    lines = {line.get_label(): line.get_xydata() for line in figure.axes[0].lines}
    steps, errors = lines["central"].T
    assert 1e-7 < steps[np.nanargmin(errors)] < 1e-4
    assert np.nanmin(errors) < 1e-9 < 1e-3 < np.nanmin(errors[[0, -1]])
    one_sided = lines["one-sided"][:, 1]
    np.testing.assert_allclose(one_sided[steps > 1e-4], 4.5 * steps[steps > 1e-4], rtol=0.05)


def test_the_slope_that_is_drawn_is_the_tangent_s():
    figure = plot_slope(lambda x: x**2, 1.5, ("x", "x squared"))
    tangent = next(line for line in figure.axes[0].lines if "tangent" in line.get_label())
    assert tangent.get_label() == "tangent, slope 3"
    (x0, x1), (y0, y1) = tangent.get_data()
    assert (y1 - y0) / (x1 - x0) == pytest.approx(3)


def test_copied_texts_look_as_if_they_had_been_drawn():
    picture = graph_widget().picture
    for step in (0, 7, 12, 22):
        picture.show(step)
        picture.refresh()
        copied = np.array(picture._canvas.buffer_rgba(), dtype=int)
        picture._canvas.restore_region(picture._background)
        with course_style():
            MovingPicture._draw_moving(picture)
        drawn = np.array(picture._canvas.buffer_rgba(), dtype=int)
        assert np.count_nonzero(np.abs(copied - drawn).max(axis=2)) < 40, step
