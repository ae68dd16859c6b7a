"""The one look of every picture: its colours, its style file, figures that show themselves."""

import io
from base64 import b64encode
from html import escape
from pathlib import Path

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

FORWARD = "#0072B2"  # values: what flows forwards
GRADIENT = "#D55E00"  # gradients: what flows backwards
TARGET = "#009E73"  # targets and right answers
NEUTRAL = "#666666"
PAPER = "#FBFAF7"  # the face of every figure
INK = "#222222"

STYLE = matplotlib.rc_params_from_file(
    Path(__file__).with_name("course.mplstyle"), use_default_template=False
)
IMAGE = '<img alt="{}" width="{}" style="max-width: 100%" src="data:image/png;base64,{}">'
COLOURS = 256  # of a picture that is kept in a notebook
SHARPNESS = 2  # pixels drawn for each pixel shown: sharp on a laptop's dense screen


def course_style():
    """Return a context manager in which matplotlib draws in the course's style."""
    return matplotlib.rc_context(STYLE)


class CourseFigure(Figure):
    """A matplotlib figure that a notebook shows as a cell's last value, once.

    pyplot does not know it, so it is not shown a second time and is freed with its last name.
    Where no picture can be shown, `description` stands in its place.
    """

    description = ""

    def _repr_mimebundle_(self, include=None, exclude=None):
        """Return the picture, its words, and HTML with both: Jupyter gives a PNG no words."""
        width = round(self.get_figwidth() * self.dpi)
        return still_picture(small_png(self._drawn()), self.description, width)

    def _drawn(self):
        """Return the figure as a Pillow image, drawn once: `savefig` draws it twice, to a file."""
        canvas, dpi = FigureCanvasAgg(self), self.dpi
        try:
            self.dpi = SHARPNESS * dpi
            with course_style():
                pixels, size = canvas.print_to_buffer()
        finally:
            self.dpi = dpi
        return Image.frombuffer("RGBA", size, pixels)


def still_picture(picture, words, width):
    """Return (data, metadata) of a PNG file with its words, as a notebook keeps an output.

    As HTML too: neither JupyterLab nor nbconvert shows the words of a PNG.
    """
    html = IMAGE.format(escape(words), width, b64encode(picture).decode())
    data = {"text/plain": words, "image/png": picture, "text/html": html}
    return data, {"image/png": {"alt": words, "width": width}}


def small_png(picture):
    """Return a Pillow image as the bytes of a PNG file with a palette: a third of the size."""
    file = io.BytesIO()
    picture.convert("RGB").quantize(COLOURS).save(file, "PNG")
    return file.getvalue()


def new_figure(width, height, description):
    """Return an empty `CourseFigure` of width by height inches, 100 pixels each.

    Axes are made on it with `figure.add_subplot()` or `figure.subplots()`, inside of
    `course_style()`, because matplotlib reads its style when a thing is made.
    """
    with course_style():
        figure = CourseFigure(figsize=(width, height), layout="constrained")
    figure.description = description
    return figure


def whole_paper(figure, xlim=None, ylim=None):
    """Return axes without a frame that are a figure's whole paper, measured in inches.

    xlim, ylim: what stands at its edges, from 0 to its width and height where nothing is said;
    (height, 0) measures downwards.
    """
    width, height = figure.get_size_inches()
    figure.set_layout_engine("none")
    with course_style():
        axes = figure.add_axes((0, 0, 1, 1), xlim=xlim or (0, width), ylim=ylim or (0, height))
    axes.axis("off")
    return axes
