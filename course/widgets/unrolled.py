"""A sequence unrolled, and the gradient on its way back through it."""

from ipywidgets import Checkbox, FloatSlider, IntSlider

from course.plots.style import course_style
from course.plots.unrolled import show_moments, unrolled_figure
from course.training.remembering import remembering
from course.widgets.moving import MovingPicture
from course.widgets.panel import Panel

LONGEST = 40


class UnrolledPicture(MovingPicture):
    """A cell for each moment, coloured by its state, over a bar for the gradient there."""

    def __init__(self):
        with course_style():
            figure, moving = unrolled_figure(
                LONGEST,
                "A cell for each moment of a sequence, coloured by a neuron's state, and under "
                "each a bar, the size of the gradient that arrives there, on a log scale.",
            )
        super().__init__(figure, moving)

    def show(self, moments, scale, gate):
        """Show a layer with these controls; return the readout."""
        states, sizes = remembering(moments, scale, gate)
        show_moments(self.moving, states, sizes)
        return (
            f"1 at moment {moments}, {sizes[0]:.1e} at moment 1: a factor of "
            f"{sizes[0] ** (1 / max(1, moments - 1)):.2f} a moment"
        )


def unrolled_widget():
    """Return a recurrent layer unrolled in time: moments, the size of wh, and a gate."""
    picture = UnrolledPicture()
    controls = {
        "moments": IntSlider(20, min=2, max=LONGEST, description="moments"),
        "scale": FloatSlider(
            1.0, min=0.1, max=3.0, step=0.1, readout_format=".1f", description="wh, times"
        ),
        "gate": Checkbox(False, description="gate"),
    }
    caption = "wh is Xavier's start times the middle slider; all moments share it."
    return Panel(picture, controls, picture.show, caption=caption)
