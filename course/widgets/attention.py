"""Who looks at whom in a sentence of one's own, a row at a time."""

import numpy as np
from ipywidgets import Checkbox, Dropdown, FloatSlider, IntSlider, Text
from matplotlib.collections import PolyCollection
from matplotlib.patches import Rectangle

from course.examples.sentences import HEADS, MOST_WORDS, SENTENCE, head_weights, words_of
from course.plots.attention import LARGE, SHADES
from course.plots.style import INK, PAPER
from course.widgets.moving import DrawnPicture
from course.widgets.panel import Panel
from course.widgets.pointing import Pointing

LONGEST = 10  # letters of a word that are shown
WIDTH, HEIGHT = 6.4, 4.4
MAP = (1.15 / WIDTH, 0.15 / HEIGHT, 4.6 / WIDTH, 3.3 / HEIGHT)  # left, bottom, width, height


class SentencePicture(DrawnPicture):
    """A map of a sentence's weights; one row of it is framed and has its numbers."""

    def __init__(self):
        super().__init__(
            WIDTH,
            HEIGHT,
            "A map of attention weights: at the left the words that look, above them the words "
            "looked at; the darker a field, the more its row looks at its column. One row is "
            "framed and shows its weights as numbers.",
        )

    def draw(self, figure):
        figure.set_layout_engine("none")
        ax = figure.add_axes(MAP, xlim=(-0.5, MOST_WORDS - 0.5), ylim=(MOST_WORDS - 0.5, -0.5))
        ax.set_axis_off()
        squares = [_square(i, j) for i in range(MOST_WORDS) for j in range(MOST_WORDS)]
        fields = ax.add_collection(PolyCollection(squares, ec=PAPER, lw=0.5, zorder=1))
        frame = Rectangle((-0.5, -0.5), 1, 1, fill=False, ec=INK, lw=2.4, zorder=3)
        ax.add_patch(frame).set_clip_on(False)
        left = {"ha": "right", "va": "center", "color": INK, "fontsize": 10}
        above = {"ha": "left", "va": "bottom", "rotation": 40, "rotation_mode": "anchor"}
        places = range(MOST_WORDS)
        left["parse_math"] = above["parse_math"] = False  # a word may hold a $
        self.words = None
        self.looking = [ax.text(-0.65, i, "", **left) for i in places]
        self.looked_at = [ax.text(i - 0.1, -0.65, "", color=INK, **above) for i in places]
        return {
            "fields": fields,
            "frame": frame,
            "numbers": [
                ax.text(i, 0, "", ha="center", va="center", fontsize=9, zorder=4) for i in places
            ],
        }

    def show(self, sentence, head, sharpness, causal, row):
        """Show a sentence's weights and one row's numbers; return the readout."""
        words = words_of(sentence)
        if not words:
            return "write a sentence of up to eight words"
        row = min(row, len(words)) - 1
        weights = head_weights(words, head, sharpness, causal)
        table = np.zeros((MOST_WORDS, MOST_WORDS, 4))  # red, green, blue, how opaque
        table[: len(words), : len(words)] = SHADES(weights)
        self["fields"].set_facecolors(table.reshape(-1, 4))
        self["frame"].set(y=row - 0.5, width=len(words))
        self._write(words)
        shown = [*weights[row], *[None] * (MOST_WORDS - len(words))]
        for number, weight in zip(self["numbers"], shown, strict=True):
            number.set(text="" if weight is None else f"{weight:.2f}", y=row)
            number.set_color(PAPER if weight and weight > LARGE else INK)
        told = sorted(zip(weights[row], words, strict=True), key=lambda pair: -pair[0])
        shares = ", ".join(f"{word} {weight:.2f}" for weight, word in told if weight >= 0.005)
        return f"“{words[row]}” looks at {shares}"

    def _write(self, words):
        """Write the words at both edges, which costs a new background, where they are others."""
        if words == self.words:
            return
        self.words = words
        shown = [word[:LONGEST] for word in words] + [""] * (MOST_WORDS - len(words))
        for looking, looked_at, word in zip(self.looking, self.looked_at, shown, strict=True):
            looking.set_text(word)
            looked_at.set_text(word)
        self.redraw_background()


def _square(row, column):
    """Return the corners (4, 2) of a field of the map."""
    corners = np.array([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)])
    return corners + (column, row)


def attention_widget():
    """Return the attention weights of a sentence to be written, its rows chosen by pointing."""
    picture = SentencePicture()
    controls = {
        "row": IntSlider(2, min=1, max=MOST_WORDS, description="row"),
        "sharpness": FloatSlider(6.0, min=0.0, max=12.0, step=0.5, description="sharpness"),
        "head": Dropdown(options=list(HEADS), description="head"),
        "causal": Checkbox(False, description="causal mask"),
        "sentence": Text(SENTENCE, description="sentence"),
    }
    panel = Panel(
        picture,
        controls,
        picture.show,
        caption="Point at a row, or move the slider: a row shares out a 1 among all words.",
    )
    top = 1 - MAP[1] - MAP[3]
    pointing = Pointing(top=top, bottom=1 - MAP[1], rows=MOST_WORDS)
    pointing.observe(lambda change: setattr(controls["row"], "value", change.new + 1), "row")
    panel.children = (*panel.children, pointing)
    return panel
