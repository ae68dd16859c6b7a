"""Outputs and text that came from a student, as they can stand in a graded notebook.

Text and PNG alone, so that nothing in them runs in the browser of whoever reads it.
"""

import base64
import binascii
import html
import re
from typing import Any

from grader.sandbox.limits import OUTPUTS_MB, TEXT_AT_MOST

Output = dict[str, Any]

OUTPUTS_AT_MOST = 60
OUTPUT_AT_MOST = 30_000
PNG_AT_MOST = 600_000
PNG_BEGINS = b"\x89PNG\r\n\x1a\n"
# What Markdown may take for HTML or for a picture from elsewhere.
HTML = re.compile(r"<(?=[A-Za-z/!?])")
PICTURE = re.compile(r"!(?=\[)")
LINK = re.compile(r"\](?=\s*[(\[:])")  # its target may be written in many ways, all of them shown
# of a tag no more than its own text is searched: up to the next one, and not for ever
SCRIPT = re.compile(
    r"<script|<[^<>]{0,500}?\bon\w{1,30}\s{0,9}=|(javascript|vbscript)\s{0,9}:", re.IGNORECASE
)
SCHEME = re.compile(r"\b(javascript|vbscript|data|file)\s*:", re.IGNORECASE)


class Shown:
    """What a submission shows, all of it together within a limit."""

    def __init__(self) -> None:
        self.left = OUTPUTS_MB * 2**20

    def of(self, outputs: list[Any]) -> list[Output]:
        """Return a cell's outputs as safe does, while there is room for them."""
        kept = []
        for output in safe(outputs):
            self.left -= _size(output)
            if self.left >= 0:
                kept.append(output)
        return kept


def _size(value: Any) -> int:
    """Return how many characters an output's texts have."""
    if isinstance(value, dict):
        return sum(map(_size, value.values()))
    if isinstance(value, list):
        return sum(map(_size, value))
    return len(value) if isinstance(value, str) else 0


def safe(outputs: list[Any]) -> list[Output]:
    """Return a worker's outputs in nbformat's form; whatever is no text or PNG is left out."""
    kept = [_safe(output) for output in outputs[:OUTPUTS_AT_MOST] if isinstance(output, dict)]
    return [output for output in kept if output]


def _safe(output: Output) -> Output | None:
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


def _display(kind: str, data: Any) -> Output:
    data = data if isinstance(data, dict) else {}
    kept = {"text/plain": _text(data.get("text/plain"))}
    if _is_png(data.get("image/png")):
        kept["image/png"] = data["image/png"]
    output = {"output_type": kind, "data": kept, "metadata": {}}
    return output | ({"execution_count": None} if kind == "execute_result" else {})


def _is_png(text: Any) -> bool:
    if not isinstance(text, str) or len(text) > PNG_AT_MOST:
        return False
    try:
        return base64.b64decode(text, validate=False).startswith(PNG_BEGINS) and text.isascii()
    except (ValueError, binascii.Error):
        return False


def _text(value: Any) -> str:
    return value[:OUTPUT_AT_MOST] if isinstance(value, str) else ""


def has_script(markdown: str) -> bool:
    """Return whether Markdown holds what would run in a browser, however it is written."""
    try:
        shown = html.unescape(markdown[:TEXT_AT_MOST])
    except ValueError:  # a character's number of thousands of digits
        return True
    return bool(SCRIPT.search(shown.replace("\\", "")))


def without_html(markdown: str) -> str:
    """Return a student's Markdown, its HTML, links and pictures shown as text."""
    shown = PICTURE.sub("!\N{ZERO WIDTH SPACE}", HTML.sub("&lt;", markdown))
    shown = LINK.sub("]\N{ZERO WIDTH SPACE}", shown)
    return SCHEME.sub(lambda match: f"{match[1]}\N{ZERO WIDTH SPACE}:", shown)
