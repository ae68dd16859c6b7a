"""Three duels that the widget of lesson 12 goes through: made once, since one takes seconds.

    python -m course.widgets.adversaries_runs

makes them anew.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from course.examples.clouds import blobs, ring
from course.examples.data import FOLDER
from course.nn import sigmoid
from course.plots.adversaries import ARROWS, FIELD, PLANE, arrows_of
from course.training import Player, duel, fakes_gradient

FILE = FOLDER / "adversaries_runs.npz"
SHOWN = 150  # fakes, and real points
BATCH = 128
STEPS = (0, 1, 2, 5, 10, 20, 30, 40, 50, 60, 80, 100, 120, 140, 160, 180, 200, 250, 300, 350, 400)
STEPS += (500, 600, 700, 800, 1000, 1200, 1400, 1600, 1800, 2000)


@dataclass(frozen=True)
class Duel:
    """What is imitated, both learning rates, and the noise that fades away."""

    data: Callable
    generator_rate: float = 1e-3
    discriminator_rate: float = 1e-3
    blur: float = 0.0
    seed: int = 0


DUELS = {
    "four blobs": Duel(blobs),
    "a ring": Duel(ring, blur=0.3),
    "generator too fast": Duel(blobs, 1e-2, 2e-4, seed=5),
}


def scene(g, d, real, z):
    """Return (belief, real, fakes, arrows) of two players, as `show_scene` takes them."""
    fakes = g.forward(z)[-1]
    belief = sigmoid(d.forward(PLANE)[-1]).reshape(FIELD, FIELD)
    return belief, real, fakes, arrows_of(fakes_gradient(d, fakes[:ARROWS]))


def players(chosen, rng):
    """Return (generator, discriminator) of a duel at its start."""
    g = Player((2, 32, 32, 2), chosen.generator_rate, rng)
    return g, Player((2, 32, 32, 1), chosen.discriminator_rate, rng)


def run(chosen):
    """Fight a duel; return its scenes at `STEPS`, as three arrays: beliefs, fakes, arrows."""
    rng, seen = np.random.default_rng(chosen.seed), []
    z = np.random.default_rng(1).normal(size=(SHOWN, 2))
    g, d = players(chosen, rng)
    for step in range(STEPS[-1] + 1):
        if step in STEPS:
            seen.append(scene(g, d, None, z))
        blur = chosen.blur * max(0.0, 1 - step / (0.7 * STEPS[-1]))
        duel(g, d, chosen.data(BATCH, rng), rng.normal(size=(BATCH, 2)), rng, blur)
    beliefs, _, fakes, arrows = zip(*seen, strict=True)
    return np.round(255 * np.array(beliefs)), np.array(fakes), np.array(arrows)


def real_points(chosen):
    """Return the real points that stand beside a duel's fakes."""
    return chosen.data(SHOWN, np.random.default_rng(2))


@cache
def runs():
    """Return (beliefs, fakes, arrows), each (duels, steps, ...), as they were kept."""
    with np.load(FILE, allow_pickle=False) as file:
        return file["beliefs"] / 255, file["fakes"].astype(float), file["arrows"].astype(float)


def kept(name, step):
    """Return (belief, real, fakes, arrows) of a duel after one of `STEPS`, as it was kept."""
    place = list(DUELS).index(name), STEPS.index(step)
    belief, fakes, arrows = (kind[place] for kind in runs())
    return belief, real_points(DUELS[name]), fakes, arrows


def make():
    """Fight each duel once and keep what came of it."""
    beliefs, fakes, arrows = (
        np.array(kind) for kind in zip(*map(run, DUELS.values()), strict=True)
    )
    np.savez_compressed(
        FILE,
        beliefs=beliefs.astype(np.uint8),
        fakes=fakes.astype(np.float16),
        arrows=arrows.astype(np.float16),
    )


if __name__ == "__main__":
    make()
