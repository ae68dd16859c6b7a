"""Drawn cats and dogs, and what a small network takes them for while it learns."""

import time

import numpy as np

from course.examples.faces import SIDE, draw_faces
from course.plots.style import INK, NEUTRAL, course_style, new_figure
from course.training.faces import CatOrDog
from course.widgets.moving import MovingPicture
from course.widgets.watching import watch

ROWS, COLUMNS = 3, 4
SHOWN = ROWS * COLUMNS  # faces on which the network never learns
LEARNED = 100
STEPS = 160
LOOK = 0.03  # seconds a step takes, so that one can watch: learning alone takes 0.0001
RIGHT = "#007354"  # the green of targets, dark enough to be read as small print
WIDTH, HEIGHT = 3.4, 3.1  # inches: a phone shows all of it


class FacesPicture(MovingPicture):
    """Faces (n, side, side) with what the network takes each for under it."""

    def __init__(self, images, y):
        self.y = y
        figure = new_figure(
            WIDTH,
            HEIGHT,
            f"{len(images)} small drawings of faces, cats with pointed ears and dogs with hanging "
            "ears. Under each stands what the network takes it for, how sure it is in percent, "
            "and a tick where that is right or a cross where it is wrong.",
        )
        with course_style():
            axes = figure.subplots(ROWS, COLUMNS).ravel()
            words = [_face(ax, image) for ax, image in zip(axes, images, strict=True)]
        super().__init__(figure, {"words": words})

    def show(self, cat):
        """Show how sure the network is that each face is a cat (n,); say how many are right."""
        right = (cat > 0.5) == (self.y == 1)
        for word, sure, is_right in zip(self["words"], cat, right, strict=True):
            animal, share = ("cat", sure) if sure > 0.5 else ("dog", 1 - sure)
            # 50 % says that it has no idea, 99 % is the most that anybody should claim
            word.set_text(f"{animal} {min(100 * share, 99):.0f} % {'✓' if is_right else '✗'}")
            word.set_color(RIGHT if is_right else INK)
            word.set_fontweight("bold" if is_right else "normal")
        surest = min(100 * np.mean(np.where(cat > 0.5, cat, 1 - cat)), 99)
        return f"{right.sum()} of {len(right)} right; it is {surest:.0f} % sure on average"


def _face(ax, image):
    ax.set(xticks=[], yticks=[])
    ax.grid(False)
    ax.spines[:].set(visible=True, color=NEUTRAL, linewidth=0.8)
    ax.imshow(image, cmap="Greys", vmin=0, vmax=1)
    return ax.text(SIDE / 2 - 0.5, SIDE + 0.3, "cat 50 % ✗", ha="center", va="top", fontsize=9)


def watch_faces(seed=1, steps=STEPS, look=LOOK):
    """Let a small network learn to tell drawn cats from dogs while one watches.

    It learns from 100 drawings, one a step, and is asked about 12 others. seed: chooses drawings
    and first weights; look: the seconds that a step takes at least. Interrupting the kernel (■)
    stops it. Returns nothing: the picture is all there is to see.
    """
    rng = np.random.default_rng(seed)
    images, y = draw_faces(LEARNED, rng)
    unseen, what = draw_faces(SHOWN, rng)
    mixed = rng.permutation(SHOWN)
    unseen, what = unseen[mixed], what[mixed]
    network, picture = CatOrDog(images, y, rng), FacesPicture(unseen, what)

    def advance():
        network.step()
        time.sleep(look)

    watch(
        picture,
        advance,
        steps,
        lambda: picture.show(network.cat(unseen)),
        caption="At first it guesses, and is about 50 % sure. A step is one look at one other "
        "drawing, and one small turn of each weight.",
    )
