"""Formulas in pages: shown without a network, and nothing of a student's in them runs."""

import re
import time
from html.parser import HTMLParser

import nbformat
import pytest

from grader.judge.feedback import feedback_page
from grader.judge.formulas import as_html, mathml
from grader.judge.outputs import without_html
from grader.paths import LESSONS
from tests.submissions import grade_id, student_notebook

NAMES = sorted(path.parent.name for path in LESSONS.glob("*/*.ipynb"))
ELSEWHERE = re.compile(r"""(?:src|href)\s*=\s*["'](?:https?:)?//[^"']*\.(?:js|css)|@import""")


@pytest.mark.parametrize("lesson", NAMES)
def test_every_formula_of_a_lesson_is_shown_as_one(lesson):
    text = "\n\n".join(
        c.source for c in student_notebook(lesson).cells if c.cell_type == "markdown"
    )
    page = as_html(text)
    formulas = re.findall(r"<math.*?</math>", page, re.DOTALL)
    assert formulas
    assert not [formula for formula in formulas if "\\" in formula]
    outside = re.sub(r"<math.*?</math>|<code>.*?</code>|<pre>.*?</pre>", "", page, flags=re.DOTALL)
    assert "\\frac" not in outside and "\\partial" not in outside


@pytest.mark.parametrize("name", ["gathered", "gather*"])
def test_a_formula_of_two_lines_stands_in_two(name):
    made = mathml(rf"\begin{{{name}}} a \qquad b \\ \frac{{c}}{{d}} \end{{{name}}}", True)
    rows = re.findall(r"<mtr>(.*?)</mtr>", made)
    assert [re.findall(r"<mi>(.)</mi>", row) for row in rows] == [["a", "b"], ["c", "d"]]
    assert made.count('columnalign="center"') == 2 and 'displaystyle="true"' in made


def test_a_formula_of_two_columns_is_aligned_between_them():
    made = mathml(r"\begin{aligned} a &= b \\ c &= d \end{aligned}", True)
    assert re.findall('columnalign="(.*?)"', made) == ["right", "left"] * 2


def test_a_feedback_page_needs_no_network():
    notebook = student_notebook("03-chain-rule")
    names = [grade_id(cell) for cell in notebook.cells if grade_id(cell)]
    marks = {"scores": dict.fromkeys(names, (0, 1)), "comments": {}}
    marks |= {"score": 0, "max_score": 1, "late_penalty": 0}
    page = feedback_page(nbformat.writes(notebook), marks, "03-chain-rule")
    assert "<math" in page
    assert not ELSEWHERE.findall(page)
    assert "cdnjs" not in page and "MathJax" not in page


class Seen(HTMLParser):
    """The tags and attributes of a page, as a browser reads them."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes = set(), set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


HOSTILE = [
    r"\text{<script>alert(1)</script>}",
    r"\text{&lt;script&gt;alert(1)&lt;/script&gt;}",
    r"\href{javascript:alert(1)}{x}",
    r"\style{background:url(http://example.org)}{x} \class{a}{b} \cssId{c}{d}",
    r"\color{red\" onclick=\"alert(1)}x",
    "x</math><script>alert(1)</script>",
    r"\text{&amp;lt;img src=x onerror=alert(1)&amp;gt;}",
]


@pytest.mark.parametrize("latex", HOSTILE)
def test_nothing_in_a_formula_runs(latex):
    for page in (mathml(latex, False), as_html(without_html(f"${latex}$"))):
        seen = Seen()
        seen.feed(page)
        assert not seen.tags & {"script", "img", "a", "svg", "iframe"}, page
        assert not {a for a in seen.attributes if a.startswith("on")}, page
        assert not seen.attributes & {"href", "src", "style", "class", "id"}, page


@pytest.mark.parametrize(
    "latex",
    ["{" * 900, "{" * 900 + "}" * 900, "^" * 1900, "a_" * 900, r"\frac" * 300, "&" * 1900, "$"]
    + [r"\begin{matrix}" * 100, r"\left(" * 300, "x" * 100_000],
)
def test_what_is_no_formula_is_shown_as_it_is_and_soon(latex):
    began = time.process_time()
    page = mathml(latex, True)
    assert time.process_time() - began < 2
    assert page.startswith(("<math", "<code>"))
