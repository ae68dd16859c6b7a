"""A picture to watch while something trains: it moves, counts the seconds left, can be stopped."""

from time import monotonic

from IPython.display import display

from course.widgets.panel import Panel

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
        left = (monotonic() - self.began) / self.done * (self.steps - self.done)
        return f"step {self.done} of {self.steps}, {left:.0f} s left; ■ stops it"


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
