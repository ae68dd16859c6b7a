"""What is read aloud: the text above a listen(...), written into it."""

import json
import re
import textwrap

from grader.building.text import Cell

LISTEN = "listen(...)"
WORDS_A_MINUTE = 120
HEADING = re.compile(r"^#{1,6}[ \t].*$", re.M)
MARKS = re.compile(r"[*_`$\\]")


def fill_listen(cells: list[Cell]) -> None:
    """Write the text above it into each listen(...): what is read aloud is what is written.

    Raises CourseError where there is none, or more of it than is read in a minute.
    """
    for index, cell in enumerate(cells):
        if not (cell.is_code and LISTEN in cell.source):
            continue
        above = cells[index - 1] if index else cell
        words = MARKS.sub("", HEADING.split(above.source)[-1]).split()
        if above.is_code or not words:
            raise cell.place.error(f"{LISTEN} without a text above it", "put it below its text")
        if len(words) > WORDS_A_MINUTE:
            raise cell.place.error(
                f"{LISTEN} below {len(words)} words",
                f"shorten them to {WORDS_A_MINUTE}, which take a minute",
            )
        cell.node.source = cell.source.replace(LISTEN, spoken(" ".join(words)))


def spoken(text: str) -> str:
    """Return the call that reads a text aloud, as Python within the length of a line."""
    lines = textwrap.wrap(text, 92, break_long_words=False, break_on_hyphens=False)
    literals = [json.dumps(f"{line} ", ensure_ascii=False) for line in lines[:-1]]
    literals.append(json.dumps(lines[-1], ensure_ascii=False))
    return "listen(\n" + "".join(f"    {literal}\n" for literal in literals) + ")"
