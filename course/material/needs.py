"""Is everything there that the course needs? A line for each thing, with what to do about it."""

import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from importlib import metadata

from course.material.page import HERE

DISTRIBUTION = "backprop-course"
NEEDED = (3, 11)
INSTALL = "run the line under Start in the README again"
PAGE = """<table aria-label="What the course needs"><tbody>{rows}</tbody></table>
<script>({script})(document.currentScript.previousElementSibling)</script>"""
ROW = """<tr data-thing="{key}"><td style="text-align:left">{mark} {thing}</td>
<td style="text-align:left">{words}</td></tr>"""
NAME = re.compile(r"[\w.-]+")
MARKS = {True: "✓", False: "✗", None: "?"}


@dataclass(frozen=True)
class Thing:
    """Something that the course needs: whether it is there (None: not known here), in words."""

    name: str
    there: bool | None
    words: str


@dataclass(frozen=True)
class Ready:
    """All that the course needs, as a table; a browser adds what only it can know."""

    things: tuple[Thing, ...]

    def __repr__(self) -> str:
        return "\n".join(f"{MARKS[t.there]} {t.name}: {t.words}" for t in self.things)

    def _repr_html_(self) -> str:
        rows = "".join(
            ROW.format(
                key=escape(t.name), mark=MARKS[t.there], thing=escape(t.name), words=escape(t.words)
            )
            for t in self.things
        )
        return PAGE.format(rows=rows, script=(HERE / "needs.js").read_text(encoding="utf-8"))


def ready() -> Ready:
    """Return what is there of Python, packages, kernel, widgets and speech, and what to mend."""
    return Ready((python(), packages(), kernel(), widgets(), speech()))


def python(version: tuple[int, ...] = sys.version_info[:3]) -> Thing:
    """Return whether this Python is new enough."""
    written, needed = ".".join(map(str, version)), ".".join(map(str, NEEDED))
    if version >= NEEDED:
        return Thing("Python", True, written)
    return Thing(
        "Python", False, f"{written}, and the course needs {needed} or later: install one, then "
        f"{INSTALL}"
    )  # fmt: skip


def packages(found: Callable[[str], str] = metadata.version) -> Thing:
    """Return whether all packages are installed that the course says it needs.

    found: returns a package's version, or raises PackageNotFoundError.
    """
    try:
        needed = _needed(metadata.requires(DISTRIBUTION) or ())
    except metadata.PackageNotFoundError:
        return Thing("packages", False, f"the course itself is not installed: {INSTALL}")
    missing = [name for name in needed if not _is_there(name, found)]
    if missing:
        return Thing(
            "packages", False, f"{', '.join(missing)} not found: run %pip install "
            f"{' '.join(missing)} in a cell, then restart the kernel"
        )  # fmt: skip
    return Thing("packages", True, f"all {len(needed)}, NumPy {found('numpy')} among them")


def kernel() -> Thing:
    """Return whether a Jupyter kernel runs this."""
    ipython = sys.modules.get("IPython")
    running = ipython.get_ipython() if ipython else None
    if running is not None and hasattr(running, "kernel"):
        return Thing("kernel", True, "it runs")
    return Thing("kernel", False, "this is no notebook: open the lesson with backprop lab")


def widgets(found: Callable[[str], str] = metadata.version) -> Thing:
    """Return whether pictures that move are installed; only a browser knows that they show."""
    parts = ("ipywidgets", "anywidget", "jupyterlab_widgets")
    missing = [name for name in parts if not _is_there(name, found)]
    if missing:
        return Thing(
            "widgets", False, f"{', '.join(missing)} not found: run %pip install "
            f"{' '.join(missing)}, then restart the kernel and reload this page"
        )  # fmt: skip
    return Thing("widgets", True, "installed; if the cell below shows no slider, reload this page")


def speech() -> Thing:
    """Return what a browser fills in: whether it can read a text aloud."""
    return Thing("speech", None, "a browser alone knows; without it, read what you cannot hear")


def _needed(requirements: Iterable[str]) -> list[str]:
    """Return the names of the packages that are always needed, and not for an extra alone."""
    always = (text for text in requirements if "extra" not in text.partition(";")[2])
    return [NAME.match(text)[0] for text in always]  # type: ignore[index]


def _is_there(name: str, found: Callable[[str], str]) -> bool:
    try:
        return bool(found(name))
    except metadata.PackageNotFoundError:
        return False
