"""A pad to draw a digit on, and a network that says which one it is while one draws."""

from pathlib import Path

import numpy as np
from anywidget import AnyWidget
from traitlets import Dict, List, Unicode

from course.plots.digits import draw_ink
from course.plots.style import still_picture
from course.widgets.ink import PEN, bitmap_of, counted

HERE = Path(__file__)
CLASSES, POINTS_AT_MOST = 10, 3_000
PENS = (0.85 * PEN, PEN, 1.15 * PEN)  # of a vote's ballots, with shifts by a pixel of the bitmap
EMPTY = "Draw a digit: with the mouse, a pen or a finger."
SAMPLE = [[(0.35, 0.2), (0.6, 0.15), (0.65, 0.35), (0.48, 0.46)],
          [(0.48, 0.46), (0.68, 0.6), (0.6, 0.82), (0.33, 0.8)]]  # fmt: skip
WORDS = (
    "A pad to draw a digit on, the 8 by 8 image that becomes of it, and ten bars with what the "
    "network says to it."
)


class DigitPad(AnyWidget):
    """A pad, the image of 8 by 8 that the network sees, and a bar for each digit.

    predict: x (n, 64) to labels (n,). probabilities: x (n, 64) to (n, 10); without it, the bars
    show a vote: what predict says of the drawing with three pens, in nine places each.
    """

    _esm = HERE.with_name("digit.js").read_text(encoding="utf-8")
    _css = HERE.with_name("digit.css").read_text(encoding="utf-8")
    strokes = List().tag(sync=True)
    answer = Dict().tag(sync=True)
    kind = Unicode("").tag(sync=True)

    def __init__(self, predict, probabilities=None):
        self.predict, self.probabilities = predict, probabilities
        kind = "Probabilities" if probabilities else "Votes: 27 looks at your drawing"
        super().__init__(kind=kind, answer=_nothing())
        self.observe(self._answer, "strokes")

    def _answer(self, change):
        self.answer = self.said(change["new"])

    def said(self, strokes):
        """Return what the network says of strokes: image (64), shares (10), and a line of words."""
        strokes = [points for points in strokes if points]
        if not strokes or sum(map(len, strokes)) > POINTS_AT_MOST:
            return _nothing()
        image = counted(bitmap_of(strokes))
        try:
            shares = self._shares(strokes, image)
        except Exception as error:  # the student's own functions: the pad stays
            told = f"Your function stops with {type(error).__name__}: {error}"[:200]
            return _nothing() | {"image": image.tolist(), "told": told}
        best = int(np.argmax(shares))
        told = f"Your network says {best} ({shares[best]:.0%})."
        return {"image": image.tolist(), "shares": shares.tolist(), "told": told}

    def _shares(self, strokes, image):
        if self.probabilities:
            return np.asarray(self.probabilities(image[None]), dtype=float).reshape(CLASSES)
        bitmaps = [bitmap_of(strokes, pen) for pen in PENS]
        places = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
        images = [counted(np.roll(b, by, axis=(0, 1))) for b in bitmaps for by in places]
        labels = np.asarray(self.predict(np.stack(images))).ravel().astype(int)
        return np.bincount(labels, minlength=CLASSES)[:CLASSES] / len(images)

    def _repr_mimebundle_(self, **kwargs):
        """Return the pad, and for those who have no kernel a still picture and its words."""
        figure = draw_ink(bitmap_of(SAMPLE), counted(bitmap_of(SAMPLE)))
        data, about = figure._repr_mimebundle_()
        still, about = still_picture(data["image/png"], WORDS, about["image/png"]["width"])
        bundle = super()._repr_mimebundle_(**kwargs)
        own = bundle[0] if isinstance(bundle, tuple) else bundle
        return own | still, about


def _nothing():
    return {"image": [0.0] * 64, "shares": [0.0] * CLASSES, "told": EMPTY}


def digit_widget(predict, probabilities=None):
    """Return a pad on which one draws digits for a network. See `DigitPad`."""
    return DigitPad(predict, probabilities)
