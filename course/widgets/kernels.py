"""Kernels that move while they are trained, with the seconds that are left."""

import numpy as np

from course.plots.kernels import SIGNS
from course.plots.style import course_style, new_figure
from course.widgets.moving import MovingPicture
from course.widgets.watching import Watched

SIZE = 1.6  # inches that one kernel takes


class WatchKernels(Watched):
    """Goes through the steps of a training, and shows kernels (f, kh, kw) as they change.

    with watch_kernels(300, kernels) as watch:
        for step in watch:
            ...
            watch.show(kernels, "the loss is 0.3")

    Interrupt the kernel to stop: the picture stays as it is, and what was learned so far as well.
    """

    def __init__(self, steps, kernels):
        self.kernels, self.said = np.array(kernels), ""
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
        super().__init__(MovingPicture(figure, {"kernels": images}), steps)

    def show(self, kernels, said=""):
        """Take note of the kernels after a step, and draw them where it is time to."""
        self.kernels, self.said = np.array(kernels), said
        self._took_a_step()

    def _draw(self):
        largest = np.abs(self.kernels).max() or 1.0
        for image, kernel in zip(self.picture["kernels"], self.kernels, strict=True):
            image.set_data(kernel)
            image.set_clim(-largest, largest)
        return self.said


watch_kernels = WatchKernels
