"""A moving picture with its controls beside it and its words under it."""

from html import escape

from ipywidgets import HTML, HBox, Layout, VBox

from course.plots.style import still_picture
from course.widgets.manners import Manners


class PictureBox(VBox):
    """A box around a `MovingPicture`; for those who have no kernel, the picture and its words."""

    def __init__(self, picture, children):
        self.picture = picture
        super().__init__(children)

    def _repr_mimebundle_(self, **kwargs):
        picture = self.picture
        still, about = still_picture(picture.still(), picture.figure.description, picture.width)
        return super()._repr_mimebundle_(**kwargs) | still, about


class Panel(PictureBox):
    """A `MovingPicture`, labelled controls beside it, a readout and a caption under it.

    controls: names to ipywidgets controls, each with a description; Tab reaches them and the
    arrow keys move them. One without a value (a Button) does what its own `on_click` says.
    update: called with the controls' values by name, at once and whenever one changes; it
    changes the picture's moving artists and returns the readout, one line that says what is to
    be seen. caption: one sentence, always the same. Raises ValueError for a control without a
    description.
    """

    def __init__(self, picture, controls, update, *, caption):
        self.controls, self._update = controls, update
        self._readout = HTML()
        self._readout.add_class("course-readout")
        for name, control in controls.items():
            self._prepare(name, control)
        column = VBox(list(controls.values()), layout=Layout(justify_content="center"))
        row = HBox([picture.image, column], layout=Layout(flex_flow="row wrap"))
        super().__init__(picture, [row, self._readout, HTML(escape(caption)), Manners()])
        self.add_class("course-panel")
        self.refresh()

    def refresh(self):
        """Bring picture and readout up to the controls' values."""
        values = {name: c.value for name, c in self.controls.items() if c.has_trait("value")}
        readout = self._update(**values)
        self.picture.refresh()
        self._readout.value = f"<b>{escape(readout)}</b>"

    def _prepare(self, name, control):
        if not control.description:
            raise ValueError(f"the control {name!r} has no description; give it one.")
        control.tooltip = control.description  # without one, a slider's label shows "null"
        if control.style.has_trait("description_width"):
            control.style.description_width = "7.5em"  # one width, so that the controls line up
        if control.has_trait("value"):
            control.observe(self._changed, "value")

    def _changed(self, change):
        self.refresh()
