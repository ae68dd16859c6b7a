"""A moving picture of walks on a landscape, with room for their losses beside it."""

from course.plots.landscape import draw_landscape
from course.plots.style import course_style, new_figure
from course.widgets.moving import MovingPicture


class GroundPicture(MovingPicture):
    """A landscape from above, which can be exchanged for another, and what moves on it.

    width, height: of the figure, in inches. description: its words. A picture of this kind has a
    method `draw(figure)` that sets `plane`, the landscape's axes, and returns what moves by name.
    """

    def __init__(self, width, height, description):
        self._ground = []
        figure = new_figure(width, height, description)
        figure.set_layout_engine("none")
        with course_style():
            moving = self.draw(figure)
        super().__init__(figure, moving)

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
    return figure.add_axes(place, xlabel="$w_1$", ylabel="$w_2$")


def add_curve(figure, place, steps, losses):
    """Return axes for losses over so many steps. losses: the lowest and the highest shown."""
    axes = figure.add_axes(place, xlabel="step", yscale="log", title="loss above the floor")
    axes.set(xlim=(0, steps), ylim=losses)
    return axes
