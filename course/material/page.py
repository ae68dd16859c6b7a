"""From plain text, and from what a library displays, to HTML for a notebook."""

import html
import json
import random
import re
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent

# What a library displays, in one output: its id is drawn in the browser, so that a notebook's
# text is the same every run. MathJax is hidden from the library, which would load another one
# from the network. `tidy` mends what keyboards and screen readers need after every change.
PAGE = """<div class="mathjax_ignore">Run this cell to see what it shows.</div>
<script>
(() => {{
  const root = document.currentScript.previousElementSibling;
  const id = "course" + Math.random().toString(36).slice(2);
  const own = (text) => text.replaceAll({id}, id);
  const tidy = {tidy};
  new MutationObserver(() => tidy(root)).observe(
    root, {{ attributeFilter: ["class"], childList: true, subtree: true }});
  new Function("MathJax", own({script}))();
  root.innerHTML = own({markup});
}})();
</script>"""


BUTTON = """<button type="button"{label} data-lm-suppress-shortcuts="true"
style="background: transparent; border: 1px solid currentColor; border-radius: 4px;
color: inherit; cursor: pointer; font: inherit; padding: 4px 12px">{text}</button>
<script>({script})(document.currentScript.previousElementSibling, {data})</script>"""


def button(text: str, label: str, script: str, data: object) -> str:
    """Return a button as HTML, which a script of this folder is given together with data.

    label: what a screen reader says, where that is more than the text.
    """
    return BUTTON.format(
        text=html.escape(text),
        label=f' aria-label="{html.escape(label)}"' if label else "",
        script=(HERE / script).read_text(encoding="utf-8"),
        data=script_literal(data),
    )


def as_html(text: str) -> str:
    """Return plain text as HTML, with `code` between backticks.

    A dollar stays a dollar: the libraries that draw quizzes and cards take $
    and [ for marks of their own, so both are written as character references.
    """
    escaped = html.escape(text).replace("$", "&#36;").replace("[", "&#91;")
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escaped)


def script_literal(value: object) -> str:
    """Return value as a JavaScript literal that is safe inside <script>."""
    return json.dumps(value).replace("<", "\\u003c")


def embed(show: Callable[[], object], style: str, tidy: str) -> str:
    """Return what show() displays through IPython as a single piece of HTML.

    show: draws an id of 12 letters from `random`, whose state is put back.
    style: CSS that is added; tidy: a JavaScript function of the root element.
    """
    from IPython.utils.capture import capture_output

    state = random.getstate()
    random.seed(0)
    try:
        with capture_output() as captured:
            show()
    finally:
        random.setstate(state)
    outputs = [output.data for output in captured.outputs]
    markup = "".join(data.get("text/html", "") for data in outputs)
    drawn = re.search(r'id="([A-Za-z]{12})"', markup)
    if drawn is None:
        raise ValueError("found no id of 12 letters in what the library displays; see embed")
    return PAGE.format(
        id=script_literal(drawn[1]),
        markup=script_literal(f"{markup}<style>{style}</style>"),
        script=script_literal("".join(data.get("application/javascript", "") for data in outputs)),
        tidy=tidy,
    )
