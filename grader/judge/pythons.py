"""Which Python grades, told where a cell may be right in a newer one."""

import re
import sys

from grader.sandbox.replies import Stop

HERE = sys.version_info[:2]
KINDS = ("SyntaxError", "IndentationError", "TabError")
# type aliases, type parameters and t-strings; what older Pythons say of nested quotes
NEWER = re.compile(r"^\s*type\s+\w+[^=\n]{0,80}=|\b(?:def|class)\s+\w+\[|\bt[\"']")
SAID = ("f-string", "multiple exception types")
CONFLICT = ("<<<<<<<", "=======", ">>>>>>>")  # as git and nbdime leave them
VERSION = re.compile(r"(\d{1,2})\.(\d{1,3})")


def explained(stop: Stop, python: str) -> str:
    """Return a stop's message, with the version that grades where another may read the cell.

    python: the version that the notebook says it was written with, "" where it says none.
    """
    if stop.kind not in KINDS:
        return stop.message
    if stop.source.startswith(CONFLICT):
        return f"{stop.message} (two versions were merged here: keep one, without the marks)"
    match = VERSION.match(python)
    theirs = (int(match[1]), int(match[2])) if match else None
    here = ".".join(map(str, HERE))
    if theirs and theirs > HERE:
        return f"{stop.message} (written with Python {theirs[0]}.{theirs[1]}; Python {here} grades)"
    if NEWER.search(stop.source) or stop.message.startswith(SAID):
        return f"{stop.message} (Python {here} grades, and a newer one may read this)"
    return stop.message
