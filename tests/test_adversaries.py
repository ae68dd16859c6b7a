"""Lesson 12: gradients against an independent oracle, its experiments, its pictures."""

import io

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from PIL import Image

from course import clouds, data, nn
from course.exercises import find
from course.exercises.numeric import gradient
from course.plots import plot_adversaries
from course.plots.adversaries import ARROWS, FIELD, LONGEST, arrows_of
from course.training import Player, duel, fakes_gradient, own
from course.widgets import adversaries_runs as kept_runs
from course.widgets.adversaries import DuelPicture, adversaries_widget, watch_adversaries
from tests.agreement import agree
from tests.exercises.catalogue import verdict_on
from tests.submissions import instructor_notebook

pytestmark = pytest.mark.filterwarnings("error")

SHAPES = range(50)  # the first ones have a single example, then as many real ones as fakes
NAMES = ("gan_losses", "gan_gradients", "input_gradient")


def sizes_of(number):
    """Return (rng, n, m): n = m = 1 and n = m for the first ten numbers."""
    rng = np.random.default_rng(number)
    n, m = (int(size) for size in rng.integers(1, 9, 2))
    if number < 5:
        return rng, 1, 1 if number < 2 else m
    return (rng, n, n) if number < 10 else (rng, n, m)


def d_loss(real, fake):
    """The discriminator's loss in the oracle's own NumPy, by way of the probabilities."""
    p, q = 1 / (1 + anp.exp(-real)), 1 / (1 + anp.exp(-fake))
    return -anp.mean(anp.log(p)) - anp.mean(anp.log(1 - q))


def g_loss(fake):
    """The generator's non-saturating loss in the oracle's own NumPy."""
    return -anp.mean(anp.log(1 / (1 + anp.exp(-fake))))


# Gradients


@pytest.mark.parametrize("number", SHAPES)
def test_losses_and_gradients_agree_with_the_oracle_and_with_differences(number):
    rng, n, m = sizes_of(number)
    real, fake = 2 * rng.normal(size=n), 2 * rng.normal(size=m)
    assert agree(nn.gan_losses(real, fake), (d_loss(real, fake), g_loss(fake)), 1e-12)
    found = nn.gan_gradients(real, fake)
    oracle = (grad(d_loss, 0)(real, fake), grad(d_loss, 1)(real, fake), grad(g_loss)(fake))
    assert all(agree(*pair, 1e-10) for pair in zip(found, oracle, strict=True))
    numeric = (
        gradient(lambda z: nn.gan_losses(z, fake)[0], real),
        gradient(lambda z: nn.gan_losses(real, z)[0], fake),
        gradient(lambda z: nn.gan_losses(real, z)[1], fake),
    )
    assert all(agree(*pair, 1e-6) for pair in zip(found, numeric, strict=True))


@pytest.mark.parametrize("number", SHAPES)
def test_the_input_s_gradient_agrees_with_the_oracle_and_with_differences(number):
    rng, n, _ = sizes_of(number)
    sizes = rng.integers(1, 6, rng.integers(2, 5))
    weights = [rng.normal(size=pair) for pair in zip(sizes[:-1], sizes[1:], strict=True)]
    biases = [rng.normal(size=size) for size in sizes[1:]]
    x, dout = rng.normal(size=(n, sizes[0])), rng.normal(size=(n, sizes[-1]))

    def loss(x):
        for w, b in zip(weights[:-1], biases[:-1], strict=True):
            x = anp.maximum(0, anp.dot(x, w) + b)
        return anp.sum(dout * (anp.dot(x, weights[-1]) + biases[-1]))

    found = nn.input_gradient(dout, nn.mlp_forward(x, weights, biases), weights)
    assert agree(found, grad(loss)(x), 1e-10)
    assert agree(found, gradient(loss, x), 1e-6)


def test_the_generator_s_gradient_is_that_of_the_whole_pair():
    """Through the discriminator and on into the generator, by differences of its weights."""
    rng = np.random.default_rng(0)
    g, d = Player((2, 5, 2), 1e-3, rng), Player((2, 4, 1), 1e-3, rng)
    z = rng.normal(size=(6, 2))

    def loss(w):
        fakes = nn.mlp_forward(z, [w, *g.weights[1:]], g.biases)[-1]
        return nn.gan_losses(np.zeros(1), d.forward(fakes)[-1][:, 0])[1]

    made = g.forward(z)
    dweights, _ = nn.mlp_backward(fakes_gradient(d, made[-1]), made, g.weights)
    assert agree(dweights[0], gradient(loss, g.weights[0].copy()), 1e-6)


def test_logits_of_a_thousand_neither_overflow_nor_warn():
    far = np.array([1000.0, -1000.0])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert nn.gan_losses(far, far) == (1000.0, 500.0)
        d_real, d_fake, g_fake = nn.gan_gradients(far, far)
    assert (list(d_real), list(d_fake), list(g_fake)) == ([0, -0.5], [0.5, 0], [0, -0.5])


# Verdicts


def test_the_saturating_loss_under_the_other_s_name_is_named():
    def gradients(real_logits, fake_logits):
        d_real, d_fake, _ = nn.gan_gradients(real_logits, fake_logits)
        return d_real, d_fake, -d_fake

    verdict = verdict_on(find("gan_gradients"), gradients, 1)
    assert "saturating" in verdict.message and 0 < verdict.points < verdict.possible


def test_a_right_loss_that_overflows_keeps_most_points():
    def losses(real_logits, fake_logits):
        p, q = 1 / (1 + np.exp(-real_logits)), 1 / (1 + np.exp(-fake_logits))
        return -np.log(p).mean() - np.log(1 - q).mean(), -np.log(q).mean()

    with np.errstate(all="ignore"):
        verdict = verdict_on(find("gan_losses"), losses, 1)
    assert verdict.points >= 2 / 3 * verdict.possible and "infinity" in verdict.message


# What the lesson shows: its own cells, with the library's functions


@pytest.fixture(scope="module")
def lesson():
    """The names of the lesson: its solutions, and what its experiments define."""
    names = {"np": np, "nn": nn, "Player": Player, "own": own}
    names |= {name: getattr(nn, name) for name in NAMES}
    for cell in instructor_notebook("12-adversaries").cells:
        if cell.source.startswith(("def discriminator_step(", "def generator_step(")):
            exec(cell.source.split("\nrng = ")[0], names)
    return names


def fought(lesson, draw, seed, steps, blur=0.0, **rates):
    """Return the fakes after a duel as the lesson fights it; blur fades over 7/10 of the steps."""
    rng = np.random.default_rng(seed)
    g, d = lesson["new_pair"](rng, **rates)
    for step in range(steps):
        spread = blur * max(0.0, 1 - step / (0.7 * steps))
        lesson["duel"](g, d, draw(128, rng), rng, spread)
    return lesson["fakes_of"](g)


@pytest.mark.parametrize("seed", range(2))
def test_all_four_blobs_are_held(lesson, seed):
    """After 1,000 steps already; twenty seeds of twenty after 2,000, when measured."""
    assert clouds.blobs_held(fought(lesson, clouds.blobs, seed, 1000)) == 4


def test_a_ring_is_closed_with_noise_that_fades(lesson):
    """Ten seeds of ten when measured; twenty of twenty with 3,000 steps."""
    assert clouds.sectors_held(fought(lesson, clouds.ring, 0, 1500, blur=0.3)) == 8


@pytest.mark.parametrize("seed", (1, 6))
def test_a_generator_that_is_too_fast_loses_blobs(lesson, seed):
    """Eight seeds of eight after 2,000 steps, at most two held, when measured."""
    rates = {"generator_rate": 1e-2, "discriminator_rate": 2e-4}
    assert clouds.blobs_held(fought(lesson, clouds.blobs, seed, 1000, **rates)) < 4


def test_the_lesson_s_steps_are_the_library_s(lesson):
    ends = []
    for fight in (lesson["duel"], None):
        rng, noise = np.random.default_rng(3), np.random.default_rng(4)
        g, d = lesson["new_pair"](rng)
        for _ in range(3):
            real = clouds.blobs(16, rng)
            if fight:
                fight(g, d, real, noise)
            else:
                z = noise.normal(size=(16, 2))
                duel(g, d, real, z, noise)
        ends.append([*g.weights, *g.biases, *d.weights, *d.biases])
    assert all(np.array_equal(*pair) for pair in zip(*ends, strict=True))


def test_the_generator_s_step_leaves_the_discriminator_as_it_is(lesson):
    rng = np.random.default_rng(0)
    g, d = lesson["new_pair"](rng)
    before, made = [w.copy() for w in d.weights], [w.copy() for w in g.weights]
    lesson["generator_step"](g, d, rng.normal(size=(8, 2)))
    assert all(np.array_equal(*pair) for pair in zip(before, d.weights, strict=True))
    assert not any(np.array_equal(*pair) for pair in zip(made, g.weights, strict=True))


def test_a_house_by_hand_is_what_the_table_says():
    w, fake = np.array([-1.0, 1.0]), np.array([4.0, 1.0])
    real, p = nn.sigmoid(np.array([2.0, 3.0]) @ w + 1), nn.sigmoid(fake @ w + 1)
    assert (round(float(real), 2), round(float(p), 2)) == (0.88, 0.12)
    dx = nn.input_gradient(np.array([[p - 1]]), [fake[None], np.array([[-2.0]])], [w[:, None]])
    assert list(dx[0].round(2)) == [0.88, -0.88]
    assert list((fake - dx[0]).round(2)) == [3.12, 1.88]


def test_where_nobody_can_tell_the_discriminator_s_loss_is_two_logs_of_two():
    d, g = nn.gan_losses(np.zeros(3), np.zeros(5))
    assert (round(d, 2), round(g, 2)) == (1.39, 0.69)


@pytest.mark.parametrize("seed", (0, 3))
def test_the_saturating_loss_sends_far_less_back_once_the_discriminator_is_sure(lesson, seed):
    """At first 0.3 to 2.0 times as much, after 200 steps 35 to 99 times, in eight starts."""
    rng, shares = np.random.default_rng(seed), []
    digits, _ = data.digits()
    g, d = Player((8, 32, 64), 1e-3, rng), Player((64, 32, 1), 1e-3, rng)
    fakes = g.forward(rng.normal(size=(128, 8)))[-1]
    for step in range(201):
        if step in (0, 200):
            judged = d.forward(fakes)
            p = nn.sigmoid(judged[-1]) / 128
            sent = [nn.input_gradient(to, judged, d.weights) for to in (p - 1 / 128, -p)]
            shares.append(np.linalg.norm(sent[0]) / np.linalg.norm(sent[1]))
        lesson["discriminator_step"](d, rng.choice(digits, size=128), fakes)
    assert 0.25 < shares[0] < 2.5 and 30 < shares[1] < 120


@pytest.mark.parametrize("seed", range(2))
def test_digits_changed_by_their_gradient_are_misread_and_others_are_not(seed):
    rng = np.random.default_rng(seed)
    images, labels = data.digits()
    order = rng.permutation(len(images))
    seen, unseen = order[:1297], order[1297:]
    reader = Player((64, 32, 10), 0.01, rng, beta1=0.9)
    for _ in range(20):
        for x, y in nn.minibatches(images[seen], labels[seen], 64, rng):
            read = reader.forward(x)
            dlogits = nn.cross_entropy_gradient(read[-1], y)
            reader.move(*nn.mlp_backward(dlogits, read, reader.weights))
    x, y = images[unseen], labels[unseen]
    read = reader.forward(x)
    push = nn.input_gradient(nn.cross_entropy_gradient(read[-1], y), read, reader.weights)
    moves = (0 * push, rng.choice([-1, 1], x.shape), np.sign(push))
    plain, random, pushed = (
        np.mean(reader.forward(x + 0.1 * move)[-1].argmax(axis=1) == y) for move in moves
    )
    assert plain > 0.95 and random > 0.93 and pushed < 0.3


# Clouds


def test_clouds_are_held_by_themselves_and_not_by_a_part():
    rng = np.random.default_rng(0)
    points, circle = clouds.blobs(1000, rng), clouds.ring(1000, rng)
    assert clouds.blobs_held(points) == 4 and clouds.sectors_held(circle) == 8
    assert clouds.blobs_held(points[points[:, 0] > 0]) == 2
    assert clouds.sectors_held(circle[circle[:, 1] > 0]) == 4
    assert clouds.blobs_held(np.zeros((100, 2))) == clouds.sectors_held(np.zeros((100, 2))) == 0


# Pictures


@pytest.fixture(scope="module")
def panel():
    return adversaries_widget()


def test_each_kept_duel_is_shown_at_each_step(panel):
    ends = {}
    for name in kept_runs.DUELS:
        panel.controls["duel"].value = name
        for step in kept_runs.STEPS[::6]:
            panel.controls["step"].value = step
            assert f"after {step:,} step" in panel._readout.value
        ends[name] = panel._readout.value
    assert "4 of 4 blobs" in ends["four blobs"] and "8 of 8 parts" in ends["a ring"]
    assert "4 of 4" not in ends["generator too fast"]
    panel.controls["duel"].value, panel.controls["step"].value = "four blobs", 100


def test_arrows_go_and_come(panel):
    with_arrows = bytes(panel.picture.image.value)
    panel.controls["arrows"].value = False
    assert bytes(panel.picture.image.value) != with_arrows
    panel.controls["arrows"].value = True
    assert bytes(panel.picture.image.value) == with_arrows


def test_the_kept_duels_begin_as_the_module_makes_them():
    beliefs, fakes, arrows = kept_runs.runs()
    count = len(kept_runs.DUELS), len(kept_runs.STEPS)
    assert beliefs.shape == (*count, FIELD, FIELD)
    assert arrows.shape == (*count, ARROWS, 2)
    for place, chosen in enumerate(kept_runs.DUELS.values()):
        g, d = kept_runs.players(chosen, np.random.default_rng(chosen.seed))
        z = np.random.default_rng(1).normal(size=(kept_runs.SHOWN, 2))
        belief, _, first, pushed = kept_runs.scene(g, d, None, z)
        np.testing.assert_allclose(fakes[place, 0], first, atol=4e-3)
        np.testing.assert_allclose(beliefs[place, 0], belief, atol=3e-3)
        np.testing.assert_allclose(arrows[place, 0], pushed, atol=1e-3)


def test_arrows_point_against_the_gradient_and_the_longest_has_its_length():
    arrows = arrows_of(np.array([[3.0, 4.0], [0.0, -1.0]]))
    np.testing.assert_allclose(arrows, LONGEST * np.array([[-0.6, -0.8], [0, 0.2]]))
    assert np.all(arrows_of(np.zeros((2, 2))) == 0)


def test_a_still_picture_has_words_that_say_what_is_seen():
    figure = plot_adversaries({"at first": kept_runs.kept("four blobs", 0)})
    assert "at first" in figure.description and "orange arrows" in figure.description
    assert Image.open(io.BytesIO(figure._repr_mimebundle_()[0]["image/png"])).width > 300


def watched(advance, steps=5):
    rng = np.random.default_rng(0)
    g, d = Player((2, 4, 2), 1e-3, rng), Player((2, 4, 1), 1e-3, rng)
    return watch_adversaries(advance, g, d, clouds.ring, steps)


def test_a_duel_that_is_watched_goes_to_its_end_or_to_an_interrupt():
    called = []
    assert watched(lambda: called.append(1)) == len(called) == 5

    def advance():
        called.append(1)
        if len(called) == 8:
            raise KeyboardInterrupt

    assert watched(advance) == 2


def test_the_picture_says_what_stands_in_it():
    assert "green crosses" in DuelPicture().image.tooltip
