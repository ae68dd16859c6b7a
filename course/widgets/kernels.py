"""Kernels that move while they are trained, with the seconds that are left."""

import time

import numpy as np
from IPython.display import display
from ipywidgets import HTML, VBox

from course.plots.kernels import SIGNS
from course.plots.style import course_style, new_figure, still_picture
from course.widgets.moving import MovingPicture

LOOK_SECONDS = 0.1  # between two pictures: a picture takes some 15 ms
SIZE = 1.6  # inches that one kernel takes


class WatchKernels:
    """Goes through the steps of a training, and shows kernels (f, kh, kw) as they change.

    with watch_kernels(300, kernels) as watch:
        for step in watch:
            ...
            watch.show(kernels, "the loss is 0.3")

    Interrupt the kernel to stop: the picture stays as it is, and what was learned so far as well.
    """

    def __init__(self, steps, kernels):
        self.steps, self.done, self.kernels, self.said = steps, 0, np.array(kernels), ""
        count = len(self.kernels)
        many = "One kernel as it is" if count == 1 else f"{count} kernels as they are"
        words = f"{many} learned: blue above 0, grey below."
        figure = new_figure(SIZE * count, SIZE + 0.25, words)
        with course_style():
            images = []
            for number, ax in enumerate(figure.subplots(1, count, squeeze=False)[0], 1):
                ax.set(xticks=[], yticks=[], title=f"kernel {number}")
                ax.grid(False)
                images.append(ax.imshow(self.kernels[number - 1], cmap=SIGNS))
        self.picture = MovingPicture(figure, {"kernels": images})
        self.words = HTML()
        self.words.add_class("course-readout")

    def __enter__(self):
        self._draw("it begins")
        self._began = self._looked = time.monotonic()
        self._place = display(_Shown(self), display_id=True)
        return self

    def __iter__(self):
        return iter(range(1, self.steps + 1))

    def show(self, kernels, said=""):
        """Take note of the kernels after a step, and draw them where it is time to."""
        self.done, self.kernels, self.said = self.done + 1, np.array(kernels), said
        now = time.monotonic()
        if now - self._looked > LOOK_SECONDS:
            self._looked = now
            left = (now - self._began) / self.done * (self.steps - self.done)
            self._draw(f"step {self.done} of {self.steps}, about {left:.0f} s left")

    def __exit__(self, kind, error, traceback):
        stopped = kind is not None and issubclass(kind, KeyboardInterrupt)
        if kind is None or stopped:
            how = "stopped" if stopped else "done"
            self._draw(f"{how} after {self.done} of {self.steps} steps")
            if self._place:  # outside of a notebook there is none
                self._place.update(_Shown(self))  # what is kept of it is the last picture
        return stopped

    def _draw(self, words):
        largest = np.abs(self.kernels).max() or 1.0
        for image, kernel in zip(self.picture["kernels"], self.kernels, strict=True):
            image.set_data(kernel)
            image.set_clim(-largest, largest)
        self.picture.refresh()
        self.words.value = f"<b>{words}{': ' if self.said else ''}{self.said}</b>"


class _Shown(VBox):
    """The picture and its words; for those who have no kernel, the picture that there is."""

    def __init__(self, watch):
        self._watch = watch
        super().__init__([watch.picture.image, watch.words])

    def _repr_mimebundle_(self, **kwargs):
        picture = self._watch.picture
        still, about = still_picture(picture.still(), picture.figure.description, picture.width)
        return super()._repr_mimebundle_(**kwargs) | still, about


watch_kernels = WatchKernels
