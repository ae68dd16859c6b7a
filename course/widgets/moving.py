"""A picture that moves: drawn once, and then only what moves is drawn again.

Drawing a figure anew takes a tenth of a second; drawing a line over a stored background takes
a thousandth. Every widget of the course is a `MovingPicture` with a `Panel` around it:

    figure = new_figure(6, 4, "A parabola.")
    with course_style():
        ax = figure.add_subplot(xlim=(-2, 2), ylim=(0, 4))
        (curve,) = ax.plot(x, x**2)
        (point,) = ax.plot([0], [0], "o")
    picture = MovingPicture(figure, {"point": point})

    def update(x):
        picture["point"].set_data([x], [x**2])
        return f"the height is {x**2:.2f}"

    return Panel(picture, {"x": FloatSlider(min=-2, max=2, description="x")}, update,
                 caption="Move x and watch the point climb.")
"""

from collections.abc import Iterable

import numpy as np
import PIL.Image
from ipywidgets import Image, Layout
from matplotlib.backends.backend_agg import FigureCanvasAgg
from traitlets import Unicode

from course.plots.style import course_style, new_figure, small_png
from course.widgets.png import encode_png


class DescribedImage(Image):
    """An image with words in its place: its tooltip is what a screen reader says."""

    # The browser's side reads `description` before it shows a tooltip, and Image has none.
    description = Unicode("").tag(sync=True)


class MovingPicture:
    """A figure whose named artists move over a background that is drawn once.

    figure: made by `course.plots.new_figure`; its description becomes the picture's words. Its
    layout is fixed here, so that axes never jump. moving: names to artists of the figure, or to
    sequences of them (bars, for one); they are drawn in the order of their zorder. What lies
    over a moving artist has to be moving too. image: the `ipywidgets.Image` that shows it.

    Change an artist (`picture["line"].set_ydata(y)`), then call `refresh()`. Titles and texts
    are artists as well. After a change to anything else, call `redraw_background()` before it.
    """

    def __init__(self, figure, moving):
        self.figure = figure
        self.moving = dict(moving)
        self._canvas = FigureCanvasAgg(figure)
        with course_style():
            figure.draw_without_rendering()  # lays out, with room for what moves as well
        figure.set_layout_engine("none")
        for artist in self._artists():
            artist.set_animated(True)
        self.width = round(figure.get_figwidth() * figure.dpi)
        self.image = DescribedImage(
            tooltip=figure.description, layout=Layout(width=f"{self.width}px", max_width="100%")
        )
        self.redraw_background()

    def __getitem__(self, name):
        return self.moving[name]

    def redraw_background(self):
        """Have the next `refresh` draw everything that does not move too: about 100 ms."""
        self._background = None

    def refresh(self):
        """Draw the moving artists over the background and send the picture."""
        with course_style():
            if self._background is None:
                self._canvas.draw()
                self._background = self._canvas.copy_from_bbox(self.figure.bbox)
            self._canvas.restore_region(self._background)
            self._draw_moving()
        self.image.value = encode_png(np.asarray(self._canvas.buffer_rgba()))

    def still(self):
        """Return the picture as it is now, as the bytes of a small PNG file."""
        return small_png(PIL.Image.fromarray(np.asarray(self._canvas.buffer_rgba())))

    def _draw_moving(self):
        for artist in self._artists():
            self.figure.draw_artist(artist)

    def _artists(self):
        groups = (a if isinstance(a, Iterable) else [a] for a in self.moving.values())
        return sorted((artist for group in groups for artist in group), key=_zorder)


class DrawnPicture(MovingPicture):
    """A moving picture that makes its figure itself.

    width, height: of the figure, in inches. description: its words. A picture of this kind has a
    method `draw(figure)` that draws all of it, in the course's style, and returns what moves by
    name.
    """

    def __init__(self, width, height, description):
        figure = new_figure(width, height, description)
        with course_style():
            moving = self.draw(figure)
        super().__init__(figure, moving)


def _zorder(artist):
    return artist.get_zorder()
