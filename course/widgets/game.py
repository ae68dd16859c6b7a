"""A game: reach the floor of five landscapes in as few steps as you can."""

import numpy as np
from ipywidgets import Button, Dropdown, FloatLogSlider, FloatSlider

from course.examples.valleys import FAR, GAME, GOAL, LARGEST_RATE, MOST_STEPS
from course.nn import momentum_step
from course.plots.style import FORWARD, GRADIENT, INK
from course.widgets.ground import GroundPicture, add_plane
from course.widgets.panel import Panel

WIDTH, HEIGHT = 5.2, 3.8
PLANE = (0.75 / WIDTH, 0.55 / HEIGHT, 4.3 / WIDTH, 2.85 / HEIGHT)  # left, bottom, width, height
LANDS = {f"{number}: {land.name}": land for number, land in enumerate(GAME, 1)}
best_scores = {}  # by the choices that there are, then by landscape; kept when opened again


class Game:
    """One round on one landscape: where the player is, how fast, and after how many steps."""

    def __init__(self, land):
        self.land = land
        self.path = [np.array(land.start)]
        self.velocity = np.zeros(2)
        self.goal = GOAL * land.loss(self.path[0])

    @property
    def steps(self):
        """How many steps have been taken."""
        return len(self.path) - 1

    @property
    def loss(self):
        """The loss where the player is."""
        return float(self.land.loss(self.path[-1]))

    @property
    def state(self):
        """How the round stands: "won", "lost", "out of steps" or "playing"."""
        if self.loss < self.goal:
            return "won"
        if not np.abs(self.path[-1]).max() < FAR:
            return "lost"
        return "out of steps" if self.steps >= MOST_STEPS else "playing"

    def ahead(self, rate, beta=0.0):
        """Return where a step of this learning rate and momentum would lead, and the velocity."""
        w = self.path[-1]
        return momentum_step(w, self.land.gradient(w), self.velocity, rate, beta)

    def step(self, rate, beta=0.0):
        """Take a step, unless the round is over."""
        if self.state == "playing":
            w, self.velocity = self.ahead(rate, beta)
            self.path.append(w)


class GamePicture(GroundPicture):
    """The landscape from above: the way so far, and a dashed line to where the next step leads."""

    def __init__(self, scores):
        self.game, self.name, self.scores = None, None, scores
        super().__init__(
            WIDTH,
            HEIGHT,
            "A landscape from above with its contours and its floor as a star, your way so far, "
            "and a dashed line to where the next step would lead.",
        )

    def draw(self, figure):
        self.plane = add_plane(figure, PLANE)
        (way,) = self.plane.plot([], [], "-o", color=FORWARD, markersize=4, linewidth=1.4)
        (ahead,) = self.plane.plot([], [], "--", color=GRADIENT, linewidth=2)
        (here,) = self.plane.plot([], [], "o", color=INK, markersize=9, zorder=3)
        return {"way": way, "ahead": ahead, "here": here}

    def begin(self, name):
        """Begin a new round on the landscape of this name."""
        self.game = Game(LANDS[name])
        if name != self.name:
            self.lay(LANDS[name])
            self.name = name

    def show(self, land, rate, beta=0.0):
        """Show the round on this landscape and the next step; return the readout."""
        if land != self.name:
            self.begin(land)
        game, way = self.game, np.array(self.game.path)
        self["way"].set_data(*way.T)
        self["here"].set_data(*way[-1:].T)
        playing = game.state == "playing"
        ahead = np.array([way[-1], game.ahead(rate, beta)[0]]) if playing else np.empty((0, 2))
        self["ahead"].set_data(*ahead.T)
        return told(game, land, self.scores)


def told(game, name, scores):
    """Say how a round stands, and what the best score on its landscape is, which is kept."""
    if game.state == "won":
        scores[name] = min(game.steps, scores.get(name, game.steps))
    words = {
        "playing": f"step {game.steps} of {MOST_STEPS}: the loss is {game.loss:.3g}, the floor "
        f"begins below {game.goal:.2g}",
        "won": f"the floor after {_count(game.steps)}",
        "lost": f"too far away after {_count(game.steps)}: start again with smaller ones",
        "out of steps": f"{_count(game.steps)}, and the loss is still {game.loss:.3g}: start again",
    }
    best = f"; your best here: {_count(scores[name])}" if name in scores else ""
    return words[game.state] + best


def _count(steps):
    return f"{steps} step" + "s" * (steps != 1)


def descent_game(momentum=False):
    """Return the game, with a learning rate to choose before every step.

    momentum: whether the player chooses beta as well (lesson 07).
    """
    picture = GamePicture(best_scores.setdefault(momentum, {}))
    rate = {"max": np.log10(LARGEST_RATE), "step": 0.05, "readout_format": ".3f"}
    controls = {
        "land": Dropdown(options=list(LANDS), description="landscape"),
        "rate": FloatLogSlider(0.1, min=-2, description="learning rate", **rate),
    }
    if momentum:
        controls["beta"] = FloatSlider(0.9, min=0, max=0.95, step=0.05, description="beta")
    controls["step"] = Button(description="take a step", button_style="primary")
    controls["again"] = Button(description="start again")
    caption = "The dashed line shows where your next step leads; the star marks the floor."
    panel = Panel(picture, controls, picture.show, caption=caption)

    def take_a_step(_):
        chosen = {name: controls[name].value for name in ("rate", "beta") if name in controls}
        picture.game.step(**chosen)
        panel.refresh()

    def start_again(_):
        picture.begin(controls["land"].value)
        panel.refresh()

    controls["step"].on_click(take_a_step)
    controls["again"].on_click(start_again)
    return panel
