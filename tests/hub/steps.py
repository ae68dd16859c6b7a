"""The steps of a Dockerfile, as instructions with their text."""

import re


def steps(text):
    """Return [(instruction, argument)] of a Dockerfile, lines joined, comments left out."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [tuple(line.split(None, 1)) for line in joined.splitlines()]
