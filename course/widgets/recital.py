"""A network while it learns a text by heart: what it writes, letter by letter, and the loss."""

from course.plots.style import FORWARD, GRADIENT, course_style, new_figure
from course.widgets.moving import MovingPicture
from course.widgets.watching import watch

COLUMNS = 37  # letters in a row


class RecitalPicture(MovingPicture):
    """The letters so far above, right ones and wrong ones in colours of their own; the loss below.

    text: what is to be learned; steps: of training; worst: the highest loss drawn.
    """

    def __init__(self, text, steps, worst):
        figure = new_figure(
            7.2,
            3.6,
            "What the network writes, letter by letter, and below it the loss over the steps of "
            "training.",
        )
        rows = -(-len(text) // COLUMNS)
        with course_style():
            above, below = figure.subplots(2, 1, height_ratios=(1, 2))
            above.set(xlim=(-1, COLUMNS), ylim=(rows - 0.4, -0.6))
            above.axis("off")
            look = {"family": "monospace", "ha": "center", "va": "center", "fontsize": "large"}
            letters = [above.text(i % COLUMNS, i // COLUMNS, "", **look) for i in range(len(text))]
            below.set(xlim=(0, steps), ylim=(0, worst), xlabel="step", ylabel="loss")
            (losses,) = below.plot([], [], color=FORWARD)
        self.text = text
        super().__init__(figure, {"letters": letters, "losses": losses})

    def write(self, written):
        """Show what has been written; return how many letters are right."""
        right = 0
        for artist, is_letter, should in zip(self["letters"], written, self.text, strict=True):
            artist.set_text("↵" if is_letter == "\n" else is_letter)
            artist.set_color(FORWARD if is_letter == should else GRADIENT)
            right += is_letter == should
        return right


def watch_recital(advance, steps, *, text, recite, worst=3.4):
    """Train by calling `advance()`, which returns a loss, and show what is recited meanwhile.

    text: what is to be learned; recite: a function that returns as many letters as it has. Returns
    the losses.
    """
    picture, losses = RecitalPicture(text, steps, worst), []

    def show():
        right = picture.write(recite())
        picture["losses"].set_data(range(1, len(losses) + 1), losses)
        loss = f"Loss {losses[-1]:.2f}. " if losses else ""
        return f"{loss}{right} of {len(text)} letters are right"

    caption = "Blue letters are right, orange ones are not."
    watch(picture, lambda: losses.append(advance()), steps, show, caption=caption)
    return losses
