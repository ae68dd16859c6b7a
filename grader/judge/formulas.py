"""Formulas in pages as MathML, which a browser shows by itself: no script, no network.

MathJax from the internet would do the same; a feedback page must also read well without it.
"""

import html
import re
from xml.etree import ElementTree

from jinja2 import pass_context
from jinja2.runtime import Context
from latex2mathml.converter import convert_to_element
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

LATEX_AT_MOST = 2_000
SCHEME = {"### BEGIN MARK SCHEME": "#### Marking scheme", "### END MARK SCHEME": ""}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TAGS = _words(
    "math mrow mi mo mn ms mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover"
    " mmultiscripts mprescripts none mtable mtr mtd mlabeledtr mstyle menclose mpadded mphantom"
    " merror mfenced semantics"
)
ATTRIBUTES = _words(
    "xmlns display width height depth voffset lspace rspace stretchy fence form separator symmetric"
    " minsize maxsize largeop movablelimits accent accentunder mathvariant mathcolor mathsize"
    " displaystyle scriptlevel linethickness columnalign rowalign columnspacing rowspacing"
    " columnlines rowlines notation linebreak open close separators bevelled"
)
# of the lines of these, latex2mathml makes a single one; of those of split, the table that it is
LINES = re.compile(r"\\(begin|end)\{(?:gathered|gather\*?|aligned)\}")
Attachments = dict[str, dict[str, str]]


def mathml(latex: str, block: bool) -> str:
    """Return a formula as MathML; as its own source where that cannot be read.

    A student's formula is no more trusted than the rest: what is not known to be harmless goes.
    """
    source = html.unescape(latex).replace("\N{ZERO WIDTH SPACE}", "").strip()
    if len(source) <= LATEX_AT_MOST:
        try:
            of_lines = LINES.sub(r"\\\1{split}", source)
            found = convert_to_element(of_lines, display="block" if block else "inline")
            _clean(found)
            if "gather" in source:
                _centre(found)
            return ElementTree.tostring(found, encoding="unicode")
        except (Exception, RecursionError):  # anybody's LaTeX, and each kind of trouble has a class
            pass
    return f"<code>{html.escape(source)}</code>"


def _centre(element: ElementTree.Element) -> None:
    """Set lines of one column in the middle."""
    for row in element.iter("mtr"):
        if len(row) == 1:
            row[0].set("columnalign", "center")


def _clean(element: ElementTree.Element) -> None:
    """Take from an element, and from all in it, what is no mark of a formula."""
    if element.tag not in TAGS:
        element.tag = "mrow"
    element.attrib = {k: v for k, v in element.attrib.items() if k in ATTRIBUTES}
    element.text = html.unescape(element.text) if element.text else None
    element.tail = None
    for part in element:
        _clean(part)


class Renderer(IPythonRenderer):
    """nbconvert's renderer of Markdown, with formulas as MathML."""

    def block_math(self, body: str) -> str:
        """Return a formula on a line of its own."""
        return mathml(body, block=True)

    def inline_math(self, body: str) -> str:
        """Return a formula within a line."""
        return mathml(body, block=False)

    def latex_environment(self, name: str, body: str) -> str:
        """Return a formula that is an environment by itself."""
        return mathml(f"\\begin{{{name}}}{body}\\end{{{name}}}", block=True)


def as_html(markdown: str, attachments: Attachments | None = None) -> str:
    """Return Markdown as HTML, addresses that run something left out."""
    renderer = Renderer(escape=False, allow_harmful_protocols=False, attachments=attachments)
    return str(MarkdownWithMath(renderer=renderer).render(markdown))


@pass_context
def markdown2html(context: Context, source: str) -> str:
    """Return a cell's Markdown as HTML, its pictures among them: nbconvert's filter of that name.

    nbgrader_config.py has the formgrader use it.
    """
    cell = context.get("cell", {})
    for mark, heading in SCHEME.items():
        source = source.replace(mark, heading)
    return as_html(source, cell.get("attachments") or {})
