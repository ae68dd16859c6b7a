"""Promises of the pictures that stand still."""

import base64
import io
import itertools
import re
import subprocess
import sys

import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from PIL import Image

from course.nn import mlp_forward
from course.plots import (
    FORWARD,
    GRADIENT,
    INK,
    NEUTRAL,
    PAPER,
    TARGET,
    course_style,
    draw_network,
    new_figure,
    plot_activations,
)
from course.plots.network_layout import number
from course.plots.style import small_png

pytestmark = pytest.mark.filterwarnings("error")


def a_network(*sizes, scale=1.0):
    rng = np.random.default_rng(len(sizes))
    weights = [scale * rng.normal(size=shape) for shape in itertools.pairwise(sizes)]
    return weights, [scale * rng.normal(size=size) for size in sizes[1:]]


def text_boxes(figure):
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    texts = [text for text in figure.axes[0].texts if text.get_text()]
    return {text: text.get_window_extent(canvas.get_renderer()) for text in texts}


def words(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def edges(figure):
    return [line for line in figure.axes[0].lines if len(line.get_xdata()) == 2]


# A network


@pytest.mark.parametrize("sizes", [(2, 1), (2, 2, 1), (2, 3, 1), (3, 4, 2), (2, 3, 3, 2)])
@pytest.mark.parametrize("scale", [1.0, 100.0, 0.003])
def test_no_text_of_a_network_covers_another_or_leaves_the_picture(sizes, scale):
    weights, biases = a_network(*sizes, scale=scale)
    figure = draw_network(weights, biases, mlp_forward(np.ones((1, sizes[0])), weights, biases))
    boxes = text_boxes(figure)
    for one, other in itertools.combinations(boxes, 2):
        assert not boxes[one].overlaps(boxes[other]), (one.get_text(), other.get_text())
    for text, box in boxes.items():
        assert figure.bbox.x0 <= box.x0 and box.x1 <= figure.bbox.x1, text.get_text()
        assert figure.bbox.y0 <= box.y0 and box.y1 <= figure.bbox.y1, text.get_text()


def test_a_number_in_a_node_fits_into_its_circle():
    figure = draw_network([np.ones((2, 1))], [np.zeros(1)], [[2000.0, -0.004], [-300000.0]])
    boxes = text_boxes(figure)
    circles = [patch.get_window_extent() for patch in figure.axes[0].patches]
    inside = [
        any(c.x0 < b.x0 and b.x1 < c.x1 and c.y0 < b.y0 and b.y1 < c.y1 for c in circles)
        for text, b in boxes.items()
        if text.get_text() in {"2,000", "−0.004", "−300,000"}
    ]
    assert inside == [True, True, True]


def test_a_network_shows_every_weight_bias_and_activation():
    weights = [np.array([[0.11, 0.12], [0.21, 0.22]]), np.array([[0.31], [-0.32]])]
    biases = [np.array([0.41, -0.42]), np.array([0.51])]
    shown = words(draw_network(weights, biases, [[1, 2], [0.61, 0], [0.71]]))
    assert {"0.11", "0.12", "0.21", "0.22", "0.31", "−0.32"} <= set(shown)
    assert {"b = 0.41", "b = −0.42", "b = 0.51"} <= set(shown)
    assert {"1", "2", "0.61", "0", "0.71"} <= set(shown)
    assert {"input", "hidden layer", "output"} <= set(shown)


def test_an_edge_s_label_stands_on_the_edge_from_its_input_to_its_output():
    weights = [np.array([[0.11, 0.12, 0.13], [0.21, 0.22, 0.23]])]
    ax = draw_network(weights, [np.zeros(3)]).axes[0]
    starts = [(0, 0.55), (0, -0.55)]
    ends = [(2.6, 1.1), (2.6, 0), (2.6, -1.1)]
    places = {text.get_text(): text.get_position() for text in ax.texts}
    for (i, start), (j, end) in itertools.product(enumerate(starts), enumerate(ends)):
        x, y = places[f"0.{i + 1}{j + 1}"]
        on_the_line = start[1] + (end[1] - start[1]) * x / 2.6
        assert y == pytest.approx(on_the_line)


def test_a_larger_weight_is_wider_and_a_negative_one_dashed():
    figure = draw_network([np.array([[0.5], [-2.0], [1.0]])], [np.zeros(1)])
    small, negative, middle = edges(figure)
    assert small.get_linewidth() < middle.get_linewidth() < negative.get_linewidth()
    assert not small.is_dashed() and negative.is_dashed()
    assert small.get_color() == FORWARD and negative.get_color() == NEUTRAL


def test_columns_take_the_names_that_are_given():
    figure = draw_network([np.ones((2, 1))], [np.zeros(1)], layer_names=["house", "price"])
    assert {"house", "price"} <= set(words(figure))


@pytest.mark.parametrize(
    ("weights", "biases", "activations", "message"),
    [
        ([np.ones((2, 3))], [], None, r"1 weight arrays and 0 biases"),
        ([], [], None, r"0 weight arrays"),
        ([np.ones((2, 3)), np.ones((2, 1))], [np.ones(3), np.ones(1)], None, r"need \(3, 1\)"),
        ([np.ones((2, 1))], [np.ones(1)], [np.ones((4, 2)), np.ones((4, 1))], r"a\[:1\]"),
    ],
)
def test_what_does_not_fit_is_said_in_one_line(weights, biases, activations, message):
    with pytest.raises(ValueError, match=message) as caught:
        draw_network(weights, biases, activations)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (-0.0, "0"),
        (0.456, "0.46"),
        (-1.5, "−1.50"),
        (0.0042, "0.004"),
        (1234.5, "1,234"),
    ],
)
def test_numbers_are_short(value, text):
    assert number(value) == text


# The activations


def test_each_curve_is_its_activation():
    oracles = [lambda z: 1 / (1 + np.exp(-z)), np.tanh, lambda z: np.where(z > 0, z, 0)]
    for ax, oracle in zip(plot_activations().axes, oracles, strict=True):
        z, a = max((line.get_data() for line in ax.lines), key=lambda data: len(data[0]))
        np.testing.assert_allclose(a, oracle(np.asarray(z)), atol=1e-12)


def test_each_range_is_marked_with_dashed_lines():
    marked = [
        [line.get_ydata()[0] for line in ax.lines if line.is_dashed()]
        for ax in plot_activations().axes
    ]
    assert marked == [[0, 1], [-1, 1], [0]]


# The style


def test_a_figure_shows_itself_with_words_and_an_opaque_face():
    data, metadata = plot_activations()._repr_mimebundle_()
    picture = Image.open(io.BytesIO(data["image/png"])).convert("RGBA")
    assert picture.getpixel((0, 0)) == (*bytes.fromhex(PAPER[1:]), 255)
    assert picture.width == 2 * metadata["image/png"]["width"]
    assert data["text/plain"].startswith("Three curves")
    assert metadata["image/png"]["alt"] == data["text/plain"]
    assert data["text/html"].startswith('<img alt="Three curves over z from -5 to 5: ')
    shown = base64.b64decode(re.search(r"base64,([^\"]+)\"", data["text/html"])[1])
    assert shown == data["image/png"]


def test_what_is_shown_is_what_savefig_writes_drawn_once():
    shown = plot_activations()._repr_mimebundle_()[0]["image/png"]
    figure, file, drawn = plot_activations(), io.BytesIO(), []
    with course_style():
        figure.savefig(file, format="png", dpi=2 * figure.dpi)
    assert shown == small_png(Image.open(file))
    figure = plot_activations()
    figure.axes[0].draw = lambda *given: drawn.append(given)
    dpi = figure.dpi
    figure._repr_mimebundle_()
    assert len(drawn) == 1 and figure.dpi == dpi


def test_words_that_hold_quotes_or_tags_stay_words():
    html = new_figure(1, 1, 'a < b "c"')._repr_mimebundle_()[0]["text/html"]
    assert html.startswith('<img alt="a &lt; b &quot;c&quot;" width="100" ')


def test_pyplot_keeps_no_figure_of_the_course():
    before = plt.get_fignums()
    plot_activations()
    draw_network(*a_network(2, 2, 1))
    assert plt.get_fignums() == before


def test_the_style_leaves_matplotlib_s_own_settings_alone():
    before = dict(plt.rcParams)
    with course_style():
        new_figure(1, 1, "").add_subplot()
    assert dict(plt.rcParams) == before


@pytest.mark.parametrize(
    ("colour", "least"), [(INK, 7), (FORWARD, 4.5), (NEUTRAL, 4.5), (GRADIENT, 3), (TARGET, 3)]
)
def test_colours_stand_out_from_the_paper(colour, least):
    """Contrast as the Web Content Accessibility Guidelines 2.2 define it."""

    def luminance(name):
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(name)]
        return np.dot(linear, [0.2126, 0.7152, 0.0722])

    assert (luminance(PAPER) + 0.05) / (luminance(colour) + 0.05) >= least


def test_importing_the_course_does_not_import_matplotlib():
    code = "import sys, course; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
