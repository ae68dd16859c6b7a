"""A row of a panel's picture, chosen by pointing at it: see pointing.js."""

from pathlib import Path

import traitlets
from anywidget import AnyWidget


class Pointing(AnyWidget):
    """An unseen part of a `Panel`: `row` follows the pointer over the panel's picture.

    top, bottom: where the rows begin and end, as shares of the picture's height; rows: how many.
    """

    _esm = Path(__file__).with_name("pointing.js").read_text(encoding="utf-8")
    top = traitlets.Float(0.0).tag(sync=True)
    bottom = traitlets.Float(1.0).tag(sync=True)
    rows = traitlets.Int(1).tag(sync=True)
    row = traitlets.Int(0).tag(sync=True)
