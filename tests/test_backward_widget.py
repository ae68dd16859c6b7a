"""Promises of the house network's backward pass, step by step."""

import numpy as np
import pytest

from course import nn
from course.examples import house
from course.plots import GRADIENT, draw_network
from course.widgets.backward import PLACES, STEPS, arrays_of, backward_widget

pytestmark = pytest.mark.filterwarnings("error")

HOUSES = [(2.0, 3.5), (0.8, 3.5), (0.4, 0.5), (4.0, 6.0)]


@pytest.fixture(scope="module")
def widget():
    return backward_widget()


def readout(widget):
    return widget.children[1].value


@pytest.mark.parametrize("size, price", HOUSES)
def test_the_gradients_are_those_of_the_network(size, price):
    arrays = arrays_of(size, price)
    activations = nn.mlp_forward(np.array([[size, 3.0]]), house.WEIGHTS, house.BIASES)
    dy_hat = nn.mse_gradient(activations[-1], np.array([[price]]))
    (dw1, dw2), (db1, db2) = nn.mlp_backward(dy_hat, activations, house.WEIGHTS)
    for name, right in {"dw1": dw1, "dw2": dw2, "db1": db1, "db2": db2}.items():
        assert np.array_equal(arrays[name], right)


@pytest.mark.parametrize("size, price", HOUSES)
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.made)
def test_each_formula_makes_the_array_that_is_shown_with_the_shape_that_is_told(step, size, price):
    arrays = arrays_of(size, price)
    made, formula = step.formula.split(" = ")
    assert np.allclose(eval(formula, {"n": 1}, arrays), arrays[made])
    assert set(step.used) <= {name for name in arrays if name in formula}
    assert step.shapes.startswith(str(arrays[made].shape))


def test_each_array_has_the_shape_of_its_cells_and_a_gradient_that_of_its_value(widget):
    arrays = arrays_of(2.0, 3.5)
    for name, box in widget.picture.arrays.boxes.items():
        assert arrays[name].shape == box.shape
        assert len(box.cells) == arrays[name].size
    for name in arrays:
        assert name in PLACES or arrays[name].shape == PLACES[name[1:]][0]


@pytest.mark.parametrize("step", range(len(STEPS)))
def test_a_gradient_is_shown_from_its_step_on(widget, step):
    widget.controls["step"].value = step
    dotted = [style for style in widget.picture.arrays.cells.get_linestyle() if style[1]]
    empty = [PLACES[s.made[1:]][0] for s in STEPS[step + 1 :]]
    assert len(dotted) == sum(int(np.prod(shape)) for shape in empty)
    assert f"step {step} of 7" in readout(widget)
    assert STEPS[step].made in readout(widget)


def test_a_silent_neuron_is_named_where_its_gradient_stops(widget):
    widget.controls["step"].value = 5
    widget.controls["size"].value = 2.0
    assert "both hidden neurons spoke" in readout(widget)
    widget.controls["size"].value = 0.8
    assert "hidden neuron 2 was silent" in readout(widget)
    assert "0]]" in readout(widget)


def test_a_network_s_gradients_are_drawn_in_orange_and_named_so():
    activations = nn.mlp_forward(house.X, house.WEIGHTS, house.BIASES)
    dy_hat = nn.mse_gradient(activations[-1], house.Y)
    gradients = nn.mlp_backward(dy_hat, activations, house.WEIGHTS)
    ax = draw_network(*gradients, activations, gradients=True).axes[0]
    texts = [text.get_text() for text in ax.texts]
    assert {line.get_color() for line in ax.lines} == {GRADIENT}
    assert "db = −0.25" in texts and "−1.50" in texts
    assert [text.get_text() for text in ax.get_legend().texts] == ["negative gradient"]
