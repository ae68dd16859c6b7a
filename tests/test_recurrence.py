"""Lesson 10: recurrence against an independent oracle, experiments, pictures."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from course import nn, sequences, unrolled_widget
from course.examples.rhyme import RHYME
from course.exercises import find
from course.exercises.numeric import gradients
from course.plots.unrolled import plot_unrolled
from course.training.places import Learner
from course.training.remembering import remembering
from course.widgets.recital import RecitalPicture, watch_recital
from grader.building.text import read
from grader.paths import SOLUTIONS
from tests.agreement import agree

SPECIAL = ((1, 1, 1, 1), (1, 4, 2, 3), (3, 1, 2, 2), (3, 3, 3, 3), (2, 5, 1, 4))  # n, t, d_in, d
SHAPES = range(50)  # the first ones are special


def sizes_of(number):
    """Return (rng, n, t, d_in, d) of one of the shapes."""
    rng = np.random.default_rng(number)
    return rng, *(SPECIAL[number] if number < len(SPECIAL) else rng.integers(1, 5, 4))


def oracle_states(x, h0, wx, wh, b):
    """A recurrence as one product a moment, in the oracle's own NumPy."""
    states = [h0]
    for moment in range(x.shape[1]):
        both = anp.concatenate([x[:, moment], states[-1]], axis=1)
        states.append(anp.tanh(anp.dot(both, anp.concatenate([wx, wh], axis=0)) + b))
    return anp.stack(states[1:], axis=1)


@pytest.mark.parametrize("number", SHAPES)
def test_a_recurrence_and_its_gradients_agree_with_the_oracle_and_with_differences(number):
    rng, n, t, d_in, d = sizes_of(number)
    sizes = (n, t, d_in), (n, d), (d_in, d), (d, d), (d,)
    x, h0, wx, wh, b = (rng.normal(size=size) for size in sizes)
    h = nn.rnn_forward(x, h0, wx, wh, b)
    assert agree(h, oracle_states(x, h0, wx, wh, b), 1e-10)
    dh = rng.normal(size=h.shape)
    found = nn.rnn_backward(dh, x, h0, h, wx, wh)
    oracle = grad(lambda p: anp.sum(dh * oracle_states(*p)))((x, h0, wx, wh, b))
    numeric = gradients(lambda *p: np.sum(dh * nn.rnn_forward(*p)), x, h0, wx, wh, b)
    assert all(agree(*pair, 1e-10) for pair in zip(found, oracle, strict=True))
    assert all(agree(*pair, 1e-6) for pair in zip(found, numeric, strict=True))
    step = nn.rnn_step_backward(dh[:, 0], x[:, 0], h0, h[:, 0], wx, wh)
    one = grad(lambda p: anp.sum(dh[:, :1] * oracle_states(p[0][:, None], *p[1:])))(
        (x[:, 0], h0, wx, wh, b)
    )
    assert all(agree(*pair, 1e-10) for pair in zip(step, one, strict=True))


@pytest.mark.parametrize("name", ["rnn_step_backward", "rnn_backward"])
def test_a_way_back_knows_eight_mistakes_or_more(name):
    assert len(find(name).mistakes) >= 8


# Experiments, as the lesson runs them


@pytest.fixture(scope="module")
def lesson():
    """The names that the lesson's own cells define, without those that train or show."""
    names = {}
    for cell in read(SOLUTIONS / "10-recurrence.md"):
        if cell.source.startswith(("import", "def", "LETTERS")):
            exec(cell.source.split("rng = np.random.default_rng(0)\nparams")[0], names)
    return names


@pytest.mark.parametrize("seed", range(2))
def test_a_network_recites_the_rhyme_and_finds_back_after_a_wrong_letter(lesson, seed):
    start = lesson["new_reader"](np.random.default_rng(seed))
    learner = Learner(lesson["letter_slopes"], start, rate=0.01)
    for _ in range(150):
        learner.step(lesson["x"], lesson["labels"])
    assert lesson["recite"](learner.params) == RHYME
    assert lesson["recite"](learner.params, "forwerd", 36) == "forwerd" + RHYME[7:36]


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("seed", range(2))
def test_plain_descent_learns_the_rhyme_with_clipped_gradients_only(lesson, seed):
    losses = {}
    for limit in (1.0, np.inf):
        params = lesson["new_reader"](np.random.default_rng(seed))
        for _ in range(300):
            slopes = lesson["letter_slopes"](params, lesson["x"], lesson["labels"], limit)
            losses[limit], grads = slopes
            params = [p - g for p, g in zip(params, grads, strict=True)]
    assert losses[1.0] < 0.02 < 0.5 < losses[np.inf]


def test_a_sign_is_remembered_where_its_gradient_arrives(lesson):
    assert lesson["remembers"](40, 1.0) == 1.0
    assert lesson["remembers"](40, 0.3) < 0.6  # so in seven of the seeds 0 to 7; seed 0 is lucky


def test_what_is_left_of_a_gradient_is_what_the_text_says():
    assert remembering(40, 1.0)[1][0] > 0.1
    assert remembering(20, 0.3)[1][0] < 1e-9
    assert 1e-21 < remembering(40, 0.3)[1][0] < 1e-19


def test_a_gate_that_is_nearly_closed_hands_the_gradient_on():
    assert remembering(40, 0.3, gate=True)[1][0] > 0.1


def test_gradients_are_told_at_their_moments():
    """The last is 1; each one before is what a difference of the last state's weights shows."""
    states, sizes = remembering(5, 1.0)
    assert len(states) == len(sizes) == 5 and sizes[-1] == pytest.approx(1)
    assert np.all(np.abs(states) <= 1)


def test_the_gate_s_way_back_agrees_with_differences(lesson):
    rng = np.random.default_rng(1)
    shapes = (1, 3), (3, 3), (3,), (1, 3), (3, 3), (3,), (3, 1)
    params = [0.1 * rng.normal(size=shape) for shape in shapes]  # so small that nothing is clipped
    x, labels = lesson["first_sign"](4, 5, rng)
    _, found = lesson["gated_slopes"](params, x, labels)
    numeric = gradients(lambda *p: lesson["gated_slopes"](list(p), x, labels)[0], *params)
    assert all(agree(*pair, 1e-7) for pair in zip(found, numeric, strict=True))


# Pictures


def test_the_unrolled_widget_says_what_arrives_at_the_first_moment():
    widget = unrolled_widget()
    said = {}
    for scale in (0.3, 1.0):
        widget.controls["scale"].value = scale
        said[scale] = widget._readout.value
    widget.controls["moments"].value = 2
    assert f"{remembering(20, 0.3)[1][0]:.1e} at moment 1" in said[0.3]
    assert said[0.3] != said[1.0] != widget._readout.value


def test_every_control_of_the_unrolled_widget_changes_its_picture():
    widget, seen = unrolled_widget(), set()
    for name, value in (("moments", 12), ("scale", 0.4), ("gate", True)):
        seen.add(widget.picture.image.value)
        widget.controls[name].value = value
    assert len({*seen, widget.picture.image.value}) == 4


@pytest.mark.filterwarnings("error")
def test_an_unrolled_layer_is_drawn_with_words():
    assert "1.0e+00 at the last moment" in plot_unrolled(*remembering(8, 1.0)).description


def test_what_is_recited_is_counted_letter_by_letter():
    picture = RecitalPicture("abc", 5, 1.0)
    assert [picture.write(written) for written in ("abc", "abd", "xyz")] == [3, 2, 0]


def test_a_recital_that_is_watched_returns_its_losses_and_stops_quietly():
    def advance():
        if len(called) == 2:
            raise KeyboardInterrupt
        called.append(1)
        return 0.5

    called = []
    losses = watch_recital(advance, 9, text=RHYME, recite=lambda: RHYME)
    assert losses == [0.5, 0.5]


def test_the_rhyme_is_as_long_as_the_text_says():
    assert len(RHYME) == 73 and len(sequences.alphabet(RHYME)) == 24
