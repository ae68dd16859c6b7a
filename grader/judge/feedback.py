"""Feedback pages: nbgrader's own template, with what many pages share rendered once."""

import re
from functools import cache, lru_cache
from pathlib import Path

import nbformat
from jinja2 import DictLoader
from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.converters import generate_feedback
from traitlets.config import Config

from grader.judge.formulas import as_html
from grader.judge.outputs import without_html

SERVER = Path(generate_feedback.__file__).parents[1] / "server_extensions" / "formgrader"
SCHEME = re.compile(r"### BEGIN MARK SCHEME.*?### END MARK SCHEME", re.DOTALL)
BOOTSTRAP = SERVER / "static" / "node_modules" / "bootstrap" / "dist" / "css"
TEXTS_KEPT = 4096
# in the place of nbconvert's own, which loads MathJax from the internet
WITHOUT_SCRIPT = {"mathjax.html.j2": "{%- macro mathjax(url='') -%}{%- endmacro %}"}


def feedback_page(notebook, marks, name):
    """Return the feedback on a graded notebook as HTML.

    notebook: JSON text. marks: as Marks.feedback_of gives them. name: the notebook's.
    """
    node = nbformat.reads(notebook, as_version=4)
    for cell in node.cells:
        _add_marks(cell, marks)
    exporter = _exporter()
    shown = {key: marks[key] for key in ("score", "max_score", "late_penalty")}
    resources = exporter._init_resources({"metadata": {"name": name}, "unique_key": name})
    resources |= {"inlining": _styles(), "nbgrader": shown | {"notebook": name}}
    # not HTMLExporter's own: it parses the whole page again, only to add attributes
    page, _ = TemplateExporter.from_notebook_node(exporter, node, resources)
    return page


def _add_marks(cell, marks):
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
def _exporter():
    """Return nbconvert's exporter for nbgrader's template; its slow filters remember texts."""
    config = Config()
    config.Exporter.default_preprocessors = []
    config.HTMLExporter.template_name = "feedback"
    config.HTMLExporter.extra_template_basedirs = [str(SERVER / "templates")]
    config.HTMLExporter.extra_template_paths = [str(BOOTSTRAP)]
    exporter = HTMLExporter(config=config, extra_loaders=[DictLoader(WITHOUT_SCRIPT)])
    highlight = Highlight2HTML(pygments_lexer="ipython3", parent=exporter)
    exporter.register_filter("highlight_code", _of_text(highlight))
    exporter.register_filter("markdown2html", _of_text(as_html))
    widgets = WidgetsDataTypeFilter(notebook_metadata={}, parent=exporter, resources={})
    exporter.register_filter("filter_data_type", widgets)
    return exporter


def _of_text(function):
    """Return a filter of its first argument alone, which remembers what it has seen."""
    remembering = lru_cache(TEXTS_KEPT)(function)
    return lambda text, *_, **__: remembering(text)


@cache
def _styles():
    _, resources = CSSHTMLHeaderPreprocessor().preprocess(
        nbformat.v4.new_notebook(), {"config_dir": ""}
    )
    return resources["inlining"]
