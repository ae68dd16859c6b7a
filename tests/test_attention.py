"""Lesson 11: gradients against an independent oracle, its experiments, its pictures."""

import io

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from PIL import Image

from course import nn, sequences
from course.checking.comparing import Tolerance, close, matches
from course.examples.rhyme import RHYME
from course.examples.sentences import HEADS, SENTENCE, head_weights, words_of
from course.exercises import find
from course.exercises.numeric import gradient, gradients
from course.plots import plot_attention
from course.training import Learner, answers_loss, own, shared_gradient
from course.widgets.attention import MAP, attention_widget
from course.widgets.heads import HeadPicture
from course.widgets.watching import Clock, watch
from tests.agreement import agree, assert_a_normalisation_goes_back
from tests.exercises.catalogue import verdict_on
from tests.submissions import instructor_notebook

pytestmark = pytest.mark.filterwarnings("error")

SHAPES = range(50)  # the first ones have n = 1, then t = 1, then all sizes equal
NAMES = (
    "causal_mask",
    "softmax_backward",
    "attention_forward",
    "attention_backward",
    "layernorm_backward",
)


def shape_of(number):
    """Return (rng, n, t, d): n = 1, t = 1 and squares for the first fifteen numbers."""
    rng = np.random.default_rng(number)
    n, t, d = (int(size) for size in rng.integers(1, 7, 3))
    if number < 5:
        return rng, 1, t, d
    if number < 10:
        return rng, n, 1, d
    return (rng, t, t, t) if number < 15 else (rng, n, t, d)


def softmax(scores):
    """Softmax in the oracle's own NumPy."""
    exponentials = anp.exp(scores - anp.max(scores, axis=-1, keepdims=True))
    return exponentials / anp.sum(exponentials, axis=-1, keepdims=True)


def attention(q, k, v):
    """Attention by einsum, in the oracle's own NumPy."""
    scores = anp.einsum("nid,njd->nij", q, k) / anp.sqrt(q.shape[2])
    return anp.einsum("nij,njd->nid", softmax(scores), v)


# Gradients


@pytest.mark.parametrize("number", SHAPES)
def test_attention_agrees_with_the_oracle_and_its_gradients_with_differences(number):
    rng, n, t, d = shape_of(number)
    dout, *qkv = rng.normal(size=(4, n, t, d))
    assert agree(nn.attention_forward(*qkv), attention(*qkv), 1e-12)
    found = nn.attention_backward(dout, *qkv)
    oracle = grad(lambda parts: anp.sum(dout * attention(*parts)))(tuple(qkv))
    assert all(agree(*pair, 1e-10) for pair in zip(found, oracle, strict=True))
    numeric = gradients(lambda *parts: np.sum(dout * nn.attention_forward(*parts)), *qkv)
    assert all(agree(*pair, 1e-6) for pair in zip(found, numeric, strict=True))


@pytest.mark.parametrize("number", SHAPES)
def test_the_softmax_s_way_back_agrees_with_the_oracle_and_with_differences(number):
    rng, n, t, _ = shape_of(number)
    dp, scores = rng.normal(size=(2, n, t, t))
    found = nn.softmax_backward(dp, nn.softmax(scores))
    assert agree(found, grad(lambda s: anp.sum(dp * softmax(s)))(scores), 1e-10)
    assert agree(found, gradient(lambda s: np.sum(dp * nn.softmax(s)), scores), 1e-6)


@pytest.mark.parametrize("number", SHAPES)
def test_layer_normalisation_s_gradients_agree_with_the_oracle_and_with_differences(number):
    rng, n, _, d = shape_of(number)
    eps = 1e-5 if number % 2 else 0.1
    assert_a_normalisation_goes_back(
        nn.layernorm_forward, nn.layernorm_backward, rng, n, d, eps=eps, axis=1
    )


def test_masked_weights_are_nothing_for_what_is_later_and_a_softmax_of_the_rest():
    rng = np.random.default_rng(0)
    q, k = rng.normal(size=(2, 3, 5, 4))
    weights = nn.attention_weights(q, k, causal=True)
    np.testing.assert_allclose(weights.sum(axis=-1), 1, atol=1e-12)
    assert np.all(weights[:, *np.triu_indices(5, 1)] == 0)
    scores = q @ k.swapaxes(1, 2) / 2
    for row in range(5):
        np.testing.assert_allclose(
            weights[:, row, : row + 1], softmax(scores[:, row, : row + 1]), atol=1e-12
        )


def test_scores_of_a_million_neither_overflow_nor_warn():
    rng = np.random.default_rng(0)
    dout, q, k, v = rng.choice([-1000.0, 1000.0], (4, 2, 5, 3))
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert np.abs(q @ k.swapaxes(1, 2)).max() == 3e6
        assert np.all(np.isfinite(nn.attention_forward(q, k, v)))
        assert all(np.all(np.isfinite(g)) for g in nn.attention_backward(dout, q, k, v))


# Verdicts


@pytest.mark.parametrize("convention", [-1e9, -1e4, np.finfo(float).min, np.finfo("f4").min])
def test_another_school_s_mask_is_named_as_one_and_keeps_most_points(convention):
    def mask(scores):
        return np.where(np.triu(np.ones(scores.shape[-2:]), 1) > 0, convention, scores)

    verdict = verdict_on(find("causal_mask"), mask, 1)
    assert (verdict.points, verdict.possible) == (6, 7)
    assert "convention" in verdict.message and "nan" not in verdict.message


def test_zero_for_minus_infinity_loses_what_is_later():
    verdict = verdict_on(find("causal_mask"), np.tril, 1)
    assert verdict.points == 4 and "exp(0) is 1" in verdict.message


def test_a_softmax_that_overflows_keeps_the_points_of_the_formula():
    def forward(q, k, v):
        e = np.exp(q @ k.swapaxes(1, 2) / np.sqrt(q.shape[-1]))
        return e / e.sum(axis=-1, keepdims=True) @ v

    with np.errstate(all="ignore"):
        verdict = verdict_on(find("attention_forward"), forward, 1)
    assert verdict.points == 6 and "overflows" in verdict.message


def test_an_infinity_agrees_with_itself_alone():
    expected = np.array([1.0, -np.inf])
    assert close(np.array([1.0, -np.inf]), expected)
    for other in ([1.0, np.inf], [1.0, -1e300], [1.0, np.nan], [1.1, -np.inf]):
        assert not close(np.array(other), expected)
        assert not matches(np.array(other), expected, Tolerance(1e-3))
    assert close(np.array(-np.inf), np.array(-np.inf))
    assert not close(np.array(0.0), np.array(-np.inf))


# What the lesson's experiments show: its own cells, with the library's functions


@pytest.fixture(scope="module")
def lesson():
    """The names of the lesson: its solutions, and the cells that define functions."""
    names = {
        "np": np,
        "nn": nn,
        "sequences": sequences,
        "Learner": Learner,
        "answers_loss": answers_loss,
        "own": own,
        "shared_gradient": shared_gradient,
    } | {name: getattr(nn, name) for name in NAMES}
    for cell in instructor_notebook("11-attention").cells:
        if cell.source.startswith(("def head(", "def share_right", "def block_forward")):
            exec(cell.source.split("\nfor steps in")[0], names)
    return names


@pytest.mark.parametrize("seed", range(2))
def test_a_head_learns_to_reverse_eight_digits_in_100_steps(lesson, seed):
    """Every sequence, by looking along the other diagonal: ten seeds of ten, when measured."""
    task = sequences.reversal
    learner = lesson["trained"](task, seed, steps=100)
    assert lesson["share_right"](learner, task) == 1
    _, q, k, _, _ = lesson["head"](learner.params, task(1, np.random.default_rng(5))[0])
    weights = nn.attention_weights(q, k)[0]
    assert list(weights.argmax(axis=1)) == list(range(7, -1, -1))


def test_without_places_no_sequence_is_reversed(lesson):
    def task(n, rng):
        x, labels = sequences.reversal(n, rng)
        return x[..., :10], labels

    assert lesson["share_right"](lesson["trained"](task, 1, steps=100), task) < 0.01


@pytest.mark.parametrize("seed", range(2))
def test_a_head_learns_to_look_up_one_of_six_pairs(lesson, seed):
    learner = lesson["trained"](sequences.lookup, seed, steps=150)
    assert lesson["share_right"](learner, sequences.lookup) == 1
    x, _ = sequences.lookup(50, np.random.default_rng(7))
    _, q, k, _, _ = lesson["head"](learner.params, x)
    found = nn.attention_weights(q, k)[:, -1].argmax(axis=1)
    names = x[np.arange(50), found, :10].argmax(axis=1)
    assert np.array_equal(names, x[:, -1, 20:].argmax(axis=1))


def test_the_block_writes_the_rhyme_word_for_word_and_not_with_eight_letters(lesson):
    letters = sequences.alphabet(RHYME)
    written = {}
    for length in (16, 8):
        rng = np.random.default_rng(1)
        x, labels = sequences.windows(RHYME, length)
        block = Learner(
            lesson["block_slopes"], lesson["new_block"](len(letters), length, rng), rate=0.01
        )
        for _ in range(200):
            some = rng.permutation(len(x))[:16]
            block.step(x[some], labels[some])
        text = "f"
        while len(text) < len(RHYME):
            shown = sequences.one_hot(text[-length:], letters)[None]
            text += letters[lesson["block_forward"](block.params, shown)[0][0, -1].argmax()]
        written[length] = text == RHYME
    assert written == {16: True, 8: False}


def test_the_numbers_in_a_block_and_in_a_recurrence_are_what_the_lesson_says(lesson):
    letters, hidden = len(sequences.alphabet(RHYME)), 64
    block = lesson["new_block"](letters, 16, np.random.default_rng(0))
    assert sum(p.size for p in block) == 10_464
    assert letters * hidden + hidden**2 + hidden + hidden * letters + letters == 7_256


def test_what_tells_the_two_halves_of_the_rhyme_apart_is_nine_letters_back():
    """After "ward we " either half may follow; the letter before it decides."""
    assert RHYME.count("rward we ") == 1 and RHYME.count("kward we ") == 1
    assert len("ward we ") == 8
    assert (len(RHYME), len(set(RHYME))) == (73, 24)


def test_gradients_of_what_is_not_asked_are_nothing_and_the_rest_is_cross_entropy():
    rng = np.random.default_rng(0)
    logits, labels = rng.normal(size=(3, 4, 5)), rng.integers(-1, 5, (3, 4))
    loss, dlogits = answers_loss(logits, labels)
    assert np.all(dlogits[labels < 0] == 0)
    assert agree(dlogits, gradient(lambda z: answers_loss(z, labels)[0], logits), 1e-6)
    x, w = rng.normal(size=(3, 4, 2)), rng.normal(size=(2, 5))
    numeric = gradient(lambda w: np.sum(logits * (x @ w)), w)
    assert agree(shared_gradient(x, logits), numeric, 1e-6)
    assert loss > 0


def test_three_words_by_hand_are_what_the_cell_gives():
    p = nn.softmax(np.array([2.0, 0.0, 1.0]))
    assert list(p.round(3)) == [0.665, 0.09, 0.245]
    assert round(float(np.exp([2.0, 0.0, 1.0]).sum()), 3) == 11.107
    assert round(float(p @ [4, 2, 0]), 2) == round(float(p.round(3) @ [4, 2, 0]), 2) == 2.84


def test_without_the_root_a_softmax_of_long_vectors_learns_a_third_as_much():
    rng = np.random.default_rng(0)
    q, k = rng.normal(size=(2, 500, 8, 1024))
    scores = q @ k.swapaxes(1, 2)
    dp = rng.normal(size=scores.shape)
    raw, scaled = (
        np.sqrt((nn.softmax_backward(dp, nn.softmax(s)) ** 2).mean()) for s in (scores, scores / 32)
    )
    assert raw / scaled == pytest.approx(1 / 3, abs=0.05)
    assert scores.std() == pytest.approx(32, rel=0.01)
    assert nn.softmax(scores).max(axis=-1).mean() > 0.95


def test_an_experiment_runs_on_one_s_own_function_or_the_library_s():
    def softmax_backward(dp, p):
        return "mine"

    assert own(softmax_backward)(1, 2) == "mine"

    def causal_mask(scores):
        raise NotImplementedError()

    assert np.isneginf(own(causal_mask)(np.zeros((1, 2, 2)))[0, 0, 1])


# Pictures


@pytest.fixture(scope="module")
def panel():
    return attention_widget()


def readout(panel):
    return panel._readout.value


def test_the_widget_tells_a_row_s_weights(panel):
    panel.controls["row"].value = 1
    weights = head_weights(words_of(SENTENCE), "letters alike")
    assert f"“the” looks at the {weights[0, 0]:.2f}, the {weights[0, 5]:.2f}" in readout(panel)


def test_pointing_at_a_row_moves_the_slider(panel):
    pointing = panel.children[-1]
    pointing.row = 3
    assert panel.controls["row"].value == 4 and "“erred” looks at" in readout(panel)
    assert (pointing.top, pointing.bottom) == (1 - MAP[1] - MAP[3], 1 - MAP[1])


def test_a_mask_and_no_sharpness_do_what_the_lesson_asks(panel):
    panel.controls["sharpness"].value = 0.0
    panel.controls["row"].value = 7
    assert readout(panel).count("0.14") == 7
    panel.controls["causal"].value, panel.controls["row"].value = True, 1
    assert "“the” looks at the 1.00</b>" in readout(panel)
    panel.controls["causal"].value, panel.controls["sharpness"].value = False, 6.0


@pytest.mark.parametrize(
    "sentence", ["", "one", "<b> & “x” été", r"$\frac$ $ a", "a " * 30, "x" * 500]
)
def test_any_sentence_is_shown(panel, sentence):
    for head in HEADS:
        panel.controls["head"].value = head
        panel.controls["sentence"].value = sentence
        assert readout(panel)
    panel.controls["sentence"].value, panel.controls["head"].value = SENTENCE, "letters alike"


def test_every_head_s_rows_sum_to_one():
    words = words_of(SENTENCE)
    for head in HEADS:
        for causal in (False, True):
            weights = head_weights(words, head, causal=causal)
            np.testing.assert_allclose(weights.sum(axis=1), 1, atol=1e-12)
            assert not causal or np.all(np.triu(weights, 1) == 0)


def test_a_map_of_weights_has_words_that_say_what_is_dark():
    figure = plot_attention({"a head": np.array([[0.9, 0.1], [0.2, 0.8]])}, ["cat", "saw"])
    assert "cat looks most at cat, saw looks most at saw" in figure.description
    assert Image.open(io.BytesIO(figure._repr_mimebundle_()[0]["image/png"])).width > 300


def head_picture():
    picture = HeadPicture(["a", "b"], ["a", "b"], 5, 1.0)
    return picture, lambda: "going on."


def test_training_that_is_watched_goes_to_its_end():
    picture, show = head_picture()
    called = []
    assert watch(picture, lambda: called.append(1), 5, show, caption="A head.") == len(called) == 5


def test_an_interrupt_ends_training_quietly_and_keeps_the_picture():
    picture, show = head_picture()
    called = []

    def advance():
        called.append(1)
        if len(called) == 3:
            raise KeyboardInterrupt

    assert watch(picture, advance, 5, show, caption="A head.") == 2
    assert bytes(picture.image.value).startswith(b"\x89PNG")


def test_the_seconds_left_are_those_of_the_steps_left():
    clock = Clock(10)
    clock.done, clock.began = 5, clock.began - 20
    assert clock.words == "step 5 of 10, 20 s left; ■ stops it"
    clock.stopped = True
    assert clock.words == "stopped after 5 of 10 steps"
