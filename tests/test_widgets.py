"""Promises of the pictures that move; how they look in a browser is tested in tests/browser."""

import gc
import io
import subprocess
import sys
import weakref

import numpy as np
import pytest
from ipywidgets import Button, FloatSlider
from matplotlib import pyplot as plt
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

import course.widgets
from course.plots import course_style, new_figure
from course.widgets.moving import MovingPicture
from course.widgets.neuron import line_ends, neuron_widget, two_clouds
from course.widgets.panel import Panel
from course.widgets.png import SEGMENT, encode_png

pytestmark = pytest.mark.filterwarnings("error")


def pixels(picture):
    return np.asarray(Image.open(io.BytesIO(picture.image.value)).convert("RGBA"))


def drawn_whole(figure, artists):
    """The figure as matplotlib draws it, from nothing."""
    for artist in artists:
        artist.set_animated(False)
    canvas = FigureCanvasAgg(figure)
    with course_style():
        canvas.draw()
    return np.asarray(canvas.buffer_rgba())


@pytest.fixture
def line_picture():
    figure = new_figure(3, 2, "A line that moves.")
    with course_style():
        ax = figure.add_subplot(xlim=(0, 1), ylim=(0, 1), title="before")
        (line,) = ax.plot([0.2, 0.8], [0.5, 0.5])
        bars = ax.bar([0.3, 0.6], [0.2, 0.4], width=0.1)
    return MovingPicture(figure, {"line": line, "bars": bars, "floor": ax.spines["bottom"]})


@pytest.fixture
def slider():
    return FloatSlider(0.5, min=0, max=1, description="height")


# A moving picture


def test_png_holds_the_pixels_it_was_given():
    given = np.random.default_rng(0).integers(0, 256, size=(7, 5, 4), dtype=np.uint8)
    picture = Image.open(io.BytesIO(encode_png(given)))
    picture.verify()
    np.testing.assert_array_equal(Image.open(io.BytesIO(encode_png(given))), given)


def test_no_picture_is_so_small_that_the_server_holds_it_back():
    assert len(encode_png(np.zeros((1, 1, 4), np.uint8))) > SEGMENT


def test_what_moved_looks_as_if_all_had_been_drawn_anew(line_picture):
    line_picture.refresh()
    line_picture["line"].set_ydata([0.1, 0.9])
    line_picture["bars"][1].set_height(0.7)
    line_picture.refresh()
    moved = pixels(line_picture)
    artists = [line_picture["line"], *line_picture["bars"], line_picture["floor"]]
    np.testing.assert_array_equal(moved, drawn_whole(line_picture.figure, artists))


def test_what_stands_still_is_drawn_again_on_demand_only(line_picture):
    line_picture.refresh()
    before = pixels(line_picture)
    line_picture.figure.axes[0].set_title("a longer title, after")
    line_picture.refresh()
    np.testing.assert_array_equal(pixels(line_picture), before)
    line_picture.redraw_background()
    line_picture.refresh()
    assert (pixels(line_picture) != before).any()


def test_a_higher_zorder_is_drawn_over_a_lower_one():
    figure = new_figure(1, 1, "")
    ax = figure.add_axes((0, 0, 1, 1))
    (over,) = ax.plot([0, 1], [0.5, 0.5], color="#ff0000", linewidth=20, zorder=3)
    (under,) = ax.plot([0, 1], [0.5, 0.5], color="#0000ff", linewidth=20, zorder=1)
    figure.set_layout_engine("none")
    picture = MovingPicture(figure, {"over": over, "under": under})
    picture.refresh()
    assert pixels(picture)[50, 50].tolist() == [255, 0, 0, 255]


def test_words_stand_in_the_picture_s_place(line_picture):
    assert line_picture.image.tooltip == "A line that moves."


def test_a_moving_picture_is_freed_and_pyplot_never_knew_it():
    before = plt.get_fignums()
    figure = new_figure(1, 1, "")
    (line,) = figure.add_subplot().plot([0, 1])
    picture = MovingPicture(figure, {"line": line})
    picture.refresh()
    freed = weakref.ref(figure)
    picture.image.close()
    del figure, line, picture
    gc.collect()
    assert freed() is None
    assert plt.get_fignums() == before


# A panel


def test_a_control_changes_picture_and_readout(line_picture, slider):
    def update(height):
        line_picture["line"].set_ydata([height, height])
        return f"height < {height}"

    panel = Panel(line_picture, {"height": slider}, update, caption="A caption.")
    before = pixels(line_picture)
    slider.value = 0.25
    assert (pixels(line_picture) != before).any()
    assert any("height &lt; 0.25" in getattr(child, "value", "") for child in panel.children)
    assert any("A caption." in getattr(child, "value", "") for child in panel.children)


def test_a_button_among_the_controls_is_shown_and_passes_no_value(line_picture, slider):
    button = Button(description="step")
    seen = []
    panel = Panel(
        line_picture,
        {"step": button, "height": slider},
        lambda **values: seen.append(values) or "",
        caption="",
    )
    assert seen == [{"height": 0.5}]
    assert panel.children[0].children[1].children == (button, slider)


def test_a_control_without_a_description_is_refused(line_picture):
    with pytest.raises(ValueError, match="'height' has no description"):
        Panel(line_picture, {"height": FloatSlider()}, lambda height: "", caption="")


def test_a_panel_leaves_words_and_a_still_picture_where_no_widget_can_be_shown(
    line_picture, slider
):
    panel = Panel(line_picture, {"height": slider}, lambda height: "", caption="")
    data, about = panel._repr_mimebundle_()
    assert data["text/plain"] == "A line that moves."
    assert "application/vnd.jupyter.widget-view+json" in data
    assert data["text/html"].startswith('<img alt="A line that moves." width="300" ')
    assert about["image/png"] == {"alt": "A line that moves.", "width": 300}
    still = Image.open(io.BytesIO(data["image/png"])).convert("RGBA")
    assert np.abs(np.asarray(still, int) - pixels(line_picture)).max() <= 8  # it has a palette
    assert len(data["image/png"]) < SEGMENT


# The neuron


@pytest.mark.parametrize("seed", range(20))
def test_the_line_is_where_the_weighted_sum_is_zero(seed):
    rng = np.random.default_rng(seed)
    w, b = rng.uniform(-3, 3, size=2), rng.uniform(-4, 4)
    (x1, other_x1), (x2, other_x2) = line_ends(w, b)
    assert w[0] * x1 + w[1] * x2 + b == pytest.approx(0, abs=1e-9)
    assert w[0] * other_x1 + w[1] * other_x2 + b == pytest.approx(0, abs=1e-9)
    assert np.hypot(x1 - other_x1, x2 - other_x2) > 2 * np.hypot(8, 8)


def test_without_weights_there_is_no_line():
    assert np.isnan(line_ends(np.zeros(2), 1.0)).all()


@pytest.mark.parametrize("values", [(1.0, -0.6, 0.5), (-2.0, 0.3, 1.0), (0.0, 0.0, -1.0)])
def test_the_readout_counts_the_points_on_the_right_side(values):
    panel = neuron_widget()
    for name, value in zip(["w1", "w2", "b"], values, strict=True):
        panel.controls[name].value = value
    w1, w2, b = values
    count = 0
    for (x1, x2), target in zip(*two_clouds(), strict=True):
        z = w1 * x1 + w2 * x2 + b
        count += (z > 0 and target == 1) or (z <= 0 and target == 0)
    assert f"{count} of 60 points on the right side" in panel.children[1].value
    assert ("no line" in panel.children[1].value) == (w1 == w2 == 0)


def test_the_clouds_can_be_parted_better_than_at_the_start_and_not_wholly():
    points, targets = two_clouds()
    start = ((points @ [1.0, -0.6] + 0.5 > 0) == targets).sum()
    rng = np.random.default_rng(0)
    lines = zip(rng.uniform(-3, 3, size=(2000, 2)), rng.uniform(-4, 4, size=2000), strict=True)
    best = max(((points @ w + b > 0) == targets).sum() for w, b in lines)
    assert start < best


@pytest.mark.parametrize(
    ("activation", "oracle"),
    [
        ("sigmoid", lambda z: 1 / (1 + np.exp(-z))),
        ("tanh", np.tanh),
        ("ReLU", lambda z: z * (z > 0)),
        ("none", lambda z: z),
    ],
)
def test_the_shading_is_the_output_over_the_plane(activation, oracle):
    panel = neuron_widget()
    panel.controls["activation"].value = activation
    figure, shown = panel.picture.figure, pixels(panel.picture)
    for x1, x2 in [(-3.5, 3.5), (-1, 3), (1, -3.2), (3.5, -3.5), (3.6, 3.6), (0.5, 2.5)]:
        column, row = figure.axes[0].transData.transform((x1, x2)).astype(int)
        shading = panel.picture["shading"]
        colour = shading.get_cmap()(shading.norm(oracle(x1 - 0.6 * x2 + 0.5)), bytes=True)
        np.testing.assert_allclose(shown[-1 - row, column], colour, atol=3)


def test_changing_the_activation_back_and_forth_brings_the_same_picture():
    panel = neuron_widget()
    before = pixels(panel.picture)
    panel.controls["activation"].value = "none"
    assert (pixels(panel.picture) != before).any()
    panel.controls["activation"].value = "sigmoid"
    np.testing.assert_array_equal(pixels(panel.picture), before)
    assert len(panel.picture.figure.axes) == 2


# The package


def test_importing_the_widgets_imports_neither_matplotlib_nor_ipywidgets():
    code = (
        "import sys, course.widgets; "
        "sys.exit(bool({'matplotlib', 'ipywidgets'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_every_exported_widget_is_there_and_an_unknown_one_is_named():
    for name in course.widgets.__all__:
        assert callable(getattr(course.widgets, name))
    with pytest.raises(AttributeError, match="no 'nonsense'; it has .*neuron_widget"):
        course.widgets.nonsense  # noqa: B018
