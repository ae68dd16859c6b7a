"""A picture to watch while something trains: it moves, counts the seconds left, can be stopped."""

from time import monotonic

from IPython.display import display
from ipywidgets import HTML

from course.widgets.panel import Panel, PictureBox

EVERY = 0.1  # seconds between two pictures: drawing one costs about a twentieth of that


class Clock:
    """How many of the steps are done, and how long the rest will take."""

    def __init__(self, steps):
        self.steps, self.done, self.began, self.stopped = steps, 0, monotonic(), False

    @property
    def words(self):
        """Where training stands, in words."""
        if self.stopped:
            return f"stopped after {self.done} of {self.steps} steps"
        if self.done == self.steps:
            return f"{self.steps} steps done"
        if not self.done:
            return f"step 0 of {self.steps}"
        return f"step {self.done} of {self.steps}, {self.left:.0f} s left; ■ stops it"

    @property
    def left(self):
        """The seconds that the rest will take, if it goes on as so far."""
        return (monotonic() - self.began) / self.done * (self.steps - self.done)


def watch(picture, advance, steps, show, *, caption):
    """Call `advance()` so many times and show a picture of it; return how often it was called.

    picture: a `MovingPicture`; show: changes its moving artists and returns in words what is
    to be seen; caption: one sentence. Interrupting the kernel (■) ends it: the picture stays as
    it is then, and the notebook goes on.
    """
    clock = Clock(steps)
    panel = Panel(picture, {}, lambda: f"{clock.words}. {show()}", caption=caption)
    shown = display(panel, display_id=True)
    try:
        _train(clock, advance, panel)
    except KeyboardInterrupt:
        clock.stopped = True
    panel.refresh()
    if shown:  # the picture that a notebook keeps is the last one
        shown.update(panel)
    return clock.done


def _train(clock, advance, panel):
    drawn = monotonic()
    while clock.done < clock.steps:
        advance()
        clock.done += 1
        if monotonic() - drawn > EVERY:
            panel.refresh()
            drawn = monotonic()


class Watched:
    """Goes through the steps of a training that a cell writes out, and shows its picture.

    A subclass draws what there is in `_draw`, which returns it in words, and calls `_took_a_step`
    when a step is done. Interrupting the kernel (■) leaves the picture as it is, and what was
    learned so far as well. picture: a `MovingPicture`; unit: what a step is called.
    """

    every, unit = EVERY, "step"

    def __init__(self, picture, steps):
        self.picture, self.steps, self.done = picture, steps, 0
        self.words = HTML()
        self.words.add_class("course-readout")

    def __enter__(self):
        self._show("it begins")
        self._clock, self._looked = Clock(self.steps), monotonic()
        self._place = display(self._box(), display_id=True)
        return self

    def __iter__(self):
        return iter(range(1, self.steps + 1))

    def __exit__(self, kind, error, traceback):
        stopped = kind is not None and issubclass(kind, KeyboardInterrupt)
        if kind is None or stopped:
            how = "stopped" if stopped else "done"
            self._show(f"{how} after {self.done} of {self.steps} {self.unit}s")
            if self._place:  # outside of a notebook there is none
                self._place.update(self._box())  # what is kept of it is the last picture
        return stopped

    def _took_a_step(self):
        """Count a step, and show the picture where it is time to."""
        self.done = self._clock.done = self.done + 1
        if monotonic() - self._looked > self.every:
            self._looked = monotonic()
            left = f"about {self._clock.left:.0f} s left"
            self._show(f"{self.unit} {self.done} of {self.steps}, {left}")

    def _show(self, words):
        said = self._draw()
        self.picture.refresh()
        self.words.value = f"<b>{words}{': ' if said else ''}{said}</b>"

    def _box(self):
        return PictureBox(self.picture, [self.picture.image, self.words])
