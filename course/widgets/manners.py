"""What a panel's controls lack in a browser, added there: see manners.js."""

from pathlib import Path

from anywidget import AnyWidget


class Manners(AnyWidget):
    """An unseen part of a `Panel`, which minds its keys and its words for screen readers."""

    _esm = Path(__file__).with_name("manners.js").read_text(encoding="utf-8")
