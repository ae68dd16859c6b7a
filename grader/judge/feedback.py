"""Feedback pages: nbgrader's own template, with what many pages share rendered once."""

import html
import json
import re
import time
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import nbformat
import nbformat.v4
from ipython_pygments_lexers import IPython3Lexer
from jinja2 import DictLoader
from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from pygments import highlight
from pygments.formatters import HtmlFormatter
from traitlets.config import Config

from grader.judge.formulas import as_html
from grader.judge.holding import StoppedError, held
from grader.judge.outputs import without_html
from grader.sandbox.limits import COLOURED_AT_MOST, COLOURED_SECONDS, PAGE_SECONDS

# its templates alone are wanted, and importing it takes a second
NBGRADER = Path(str(find_spec("nbgrader").origin)).parent  # type: ignore[union-attr]
SERVER = NBGRADER / "server_extensions" / "formgrader"
SCHEME = re.compile(r"### BEGIN MARK SCHEME.*?### END MARK SCHEME", re.DOTALL)
BOOTSTRAP = SERVER / "static" / "node_modules" / "bootstrap" / "dist" / "css"
TEXTS_KEPT = 4096
# in the place of nbconvert's own, which loads MathJax from the internet
WITHOUT_SCRIPT = {"mathjax.html.j2": "{%- macro mathjax(url='') -%}{%- endmacro %}"}
MARKDOWN_AT_MOST = 20_000  # a lesson's own cells are shorter, a student's are cut before
Setting = Callable[..., str]


def feedback_page(notebook: str, marks: Mapping[str, Any], name: str) -> str:
    """Return the feedback on a graded notebook as HTML.

    notebook: JSON text. marks: as Marks.feedback_of gives them. name: the notebook's.
    """
    _patience[:] = [_Patience()]
    node = nbformat.v4.reads(notebook)  # the judge's own, which needs no proof that it is valid
    for cell in node.cells:
        _add_marks(cell, marks)
    pictures = _pictures(node.cells)
    exporter = _exporter()
    shown = {key: marks[key] for key in ("score", "max_score", "late_penalty")}
    resources = exporter._init_resources({"metadata": {"name": name}, "unique_key": name})
    resources |= {"inlining": _styles(), "nbgrader": shown | {"notebook": name}}
    # not HTMLExporter's own: it parses the whole page again, only to add attributes
    page, _ = TemplateExporter.from_notebook_node(exporter, node, resources)
    for place, picture in pictures.items():
        page = page.replace(f'src="{place}"', f'src="{picture}"')
    return page


def _pictures(cells: list[Any]) -> dict[str, str]:
    """Put a word in the place of each picture in a text; return word to picture.

    The filters remember texts, and would remember megabytes of pictures with them.
    """
    found: dict[str, str] = {}
    for cell in cells:
        for name, kinds in cell.get("attachments", {}).items():
            ((mime, data),) = kinds.items()
            place = f"attached-{len(found)}"
            cell.source = cell.source.replace(f"(attachment:{name})", f"({place})")
            found[place] = f"data:{mime};base64,{data}"
    return found


def ready() -> None:
    """Make a page, so that what all of them share is there."""
    code: dict[str, Any] = {
        "cell_type": "code",
        "id": "code",
        "execution_count": None,
        "outputs": [],
    }
    text = {"cell_type": "markdown", "id": "text", "metadata": {}, "source": "one $x$"}
    cells = [code | {"metadata": {}, "source": "1"}, text]
    empty = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    nothing = {"scores": {}, "comments": {}, "score": 0.0, "max_score": 0.0, "late_penalty": 0.0}
    feedback_page(empty, nothing, "ready")


def _add_marks(cell: Any, marks: Mapping[str, Any]) -> None:
    """Add a cell's score and comment to its metadata, as nbgrader's GetGrades does."""
    nbgrader = cell.metadata.get("nbgrader", {})
    name = nbgrader.get("grade_id")
    if nbgrader.get("locked"):
        cell.source = SCHEME.sub("", cell.source)  # for those who grade
    if nbgrader.get("solution") and name in marks["comments"]:
        comment = marks["comments"][name]
        nbgrader["comment"] = comment and without_html(comment)
    if nbgrader.get("grade") and name in marks["scores"]:
        nbgrader["score"], nbgrader["points"] = marks["scores"][name]


@cache
def _exporter() -> HTMLExporter:
    """Return nbconvert's exporter for nbgrader's template; its slow filters remember texts."""
    config = Config()
    config.Exporter.default_preprocessors = []
    config.HTMLExporter.template_name = "feedback"
    config.HTMLExporter.extra_template_basedirs = [str(SERVER / "templates")]
    config.HTMLExporter.extra_template_paths = [str(BOOTSTRAP)]
    exporter = HTMLExporter(config=config, extra_loaders=[DictLoader(WITHOUT_SCRIPT)])
    # notebooks are the judge's own: that they are valid need not be proved anew for each page
    exporter._validate_preprocessor = lambda *_: None  # type: ignore[method-assign]
    colours = _within(_coloured, _plain_code, COLOURED_AT_MOST)
    exporter.register_filter("highlight_code", colours)
    exporter.register_filter("markdown2html", _within(as_html, _plain_text, MARKDOWN_AT_MOST))
    widgets = WidgetsDataTypeFilter(notebook_metadata={}, parent=exporter, resources={})
    exporter.register_filter("filter_data_type", widgets)
    return exporter


class _Patience:
    """How many processor seconds one page may still spend on setting its texts."""

    def __init__(self) -> None:
        self.left = PAGE_SECONDS


def _within(set_text: Setting, plain: Setting, most: int) -> Setting:
    """Return a filter of its first argument alone, which remembers what it has seen.

    What is long, or takes long, is shown as plain says: some texts cost the square of their
    length, and a page has many texts.
    """

    @lru_cache(TEXTS_KEPT)
    def remembered(text: str) -> str:
        with held(COLOURED_SECONDS):
            return set_text(text)

    def shown(text: str, *_: Any, **__: Any) -> str:
        patience = _patience[-1]
        if len(text) > most or patience.left < 0:
            return plain(text)
        began = time.process_time()
        try:
            return remembered(text)
        except (StoppedError, RecursionError):
            return plain(text)
        finally:
            patience.left -= time.process_time() - began

    return shown


_patience = [_Patience()]  # the last one is the page's


def _coloured(text: str) -> str:
    """Return code in colours, as nbconvert's Highlight2HTML does, which would import IPython."""
    how = HtmlFormatter(cssclass=" highlight hl-ipython3")
    return str(highlight(text or " ", IPython3Lexer(), how))


def _plain_code(text: str) -> str:
    return f'<div class="highlight hl-ipython3"><pre><span></span>{html.escape(text)}</pre></div>\n'


def _plain_text(text: str) -> str:
    return f"<pre>{html.escape(text)}</pre>\n"


@cache
def _styles() -> Any:
    _, resources = CSSHTMLHeaderPreprocessor().preprocess(
        nbformat.NotebookNode(cells=[]), {"config_dir": ""}
    )
    return resources["inlining"]
