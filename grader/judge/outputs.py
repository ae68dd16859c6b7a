"""Outputs and text that came from a student, as they can stand in a graded notebook.

Text and PNG alone, so that nothing in them runs in the browser of whoever reads it.
"""

import base64
import binascii
import html
import re

OUTPUTS_AT_MOST = 60
TEXT_AT_MOST = 30_000
PNG_AT_MOST = 600_000
PNG_BEGINS = b"\x89PNG\r\n\x1a\n"
# What Markdown may take for HTML or for a picture from elsewhere.
HTML = re.compile(r"<(?=[A-Za-z/!?])")
PICTURE = re.compile(r"!(?=\[)")
LINK = re.compile(r"\](?=\s*[(\[:])")  # its target may be written in many ways, all of them shown
SCRIPT = re.compile(r"<script|<[^>]*\bon\w+\s*=|(javascript|vbscript)\s*:", re.IGNORECASE)
SCHEME = re.compile(r"\b(javascript|vbscript|data|file)\s*:", re.IGNORECASE)


def safe(outputs):
    """Return a worker's outputs in nbformat's form; whatever is no text or PNG is left out."""
    kept = [_safe(output) for output in outputs[:OUTPUTS_AT_MOST] if isinstance(output, dict)]
    return [output for output in kept if output]


def _safe(output):
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return {"output_type": "stream", "name": name, "text": _text(output.get("text"))}
    if kind == "error":
        lines = output.get("traceback")
        lines = lines[:400] if isinstance(lines, list) else []
        return {
            "output_type": "error",
            "ename": _text(output.get("ename"))[:200],
            "evalue": _text(output.get("evalue"))[:2000],
            "traceback": [_text(line)[:4000] for line in lines],
        }
    if kind in ("display_data", "execute_result"):
        return _display(kind, output.get("data"))
    return None


def _display(kind, data):
    data = data if isinstance(data, dict) else {}
    kept = {"text/plain": _text(data.get("text/plain"))}
    if _is_png(data.get("image/png")):
        kept["image/png"] = data["image/png"]
    output = {"output_type": kind, "data": kept, "metadata": {}}
    return output | ({"execution_count": None} if kind == "execute_result" else {})


def _is_png(text):
    if not isinstance(text, str) or len(text) > PNG_AT_MOST:
        return False
    try:
        return base64.b64decode(text, validate=False).startswith(PNG_BEGINS) and text.isascii()
    except (ValueError, binascii.Error):
        return False


def _text(value):
    return value[:TEXT_AT_MOST] if isinstance(value, str) else ""


def has_script(markdown):
    """Return whether Markdown holds what would run in a browser, however it is written."""
    return bool(SCRIPT.search(html.unescape(markdown).replace("\\", "")))


def without_html(markdown):
    """Return a student's Markdown, its HTML, links and pictures shown as text."""
    shown = PICTURE.sub("!\N{ZERO WIDTH SPACE}", HTML.sub("&lt;", markdown))
    shown = LINK.sub("]\N{ZERO WIDTH SPACE}", shown)
    return SCHEME.sub(lambda match: f"{match[1]}\N{ZERO WIDTH SPACE}:", shown)
