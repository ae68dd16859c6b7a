"""A moving picture of walks on a landscape, with room for their losses beside it."""

from course.plots.landscape import draw_landscape
from course.plots.style import course_style
from course.widgets.moving import DrawnPicture


class GroundPicture(DrawnPicture):
    """A landscape from above, which can be exchanged for another, and what moves on it.

    Its `draw(figure)` sets `plane` too, the landscape's axes.
    """

    def __init__(self, width, height, description):
        self._ground = []
        super().__init__(width, height, description)

    def lay(self, landscape, start=True):
        """Lay a landscape under what moves, in the place of the one before.

        start: whether the place where walks begin is marked.
        """
        with course_style():
            for artist in self._ground:
                artist.remove()
            self._ground = draw_landscape(self.plane, landscape)
        if not start:
            self._ground.pop().remove()
        self.redraw_background()


def add_plane(figure, place):
    """Return axes for a landscape. place: left, bottom, width and height, as shares."""
    figure.set_layout_engine("none")
    return figure.add_axes(place, xlabel="$w_1$", ylabel="$w_2$")


def add_curve(figure, place, steps, losses):
    """Return axes for losses over so many steps. losses: the lowest and the highest shown."""
    axes = figure.add_axes(place, xlabel="step", yscale="log", title="loss above the floor")
    axes.set(xlim=(0, steps), ylim=losses)
    return axes
