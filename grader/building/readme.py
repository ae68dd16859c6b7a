"""The README's table of lessons, made from their texts."""

import re
from pathlib import Path

from course.material.course_map import as_table
from grader.errors import CourseError
from grader.paths import ROOT, SOLUTIONS

README = ROOT / "README.md"
TABLE = re.compile(r"(?<=<!-- lessons, made by backprop build -->\n).*?(?=<!-- end -->)", re.S)
WAYS = re.compile(r"(?<=<!-- ways, made by backprop build -->\n).*?(?=<!-- end -->)", re.S)
QUESTION = re.compile(r"^# .+\n+\*\*(.+)\*\*$", re.M)


def build_readme() -> None:
    """Write the table of lessons and the ways through them into the README."""
    README.write_text(_fresh(), encoding="utf-8", newline="\n")


def check_readme() -> None:
    """Raise CourseError where the README's table is not what the lessons' texts give."""
    if _fresh() != README.read_text(encoding="utf-8"):
        raise CourseError("README.md has not the lessons that there are: run backprop build")


def _fresh() -> str:
    text = README.read_text(encoding="utf-8")
    if not TABLE.search(text):
        raise CourseError(
            "README.md: found no place for the table of lessons; expected the lines "
            "<!-- lessons, made by backprop build --> and <!-- end -->; put them there"
        )
    return WAYS.sub(lambda _: f"\n{as_table()}\n\n", TABLE.sub(lambda _: table(), text))


def table() -> str:
    """Return the table: each lesson, linked, and the question that it answers."""
    texts = sorted(SOLUTIONS.glob("[0-9][0-9]-*.md"))
    return "\n".join(["", "| lesson | question |", "| --- | --- |", *map(_row, texts), "", ""])


def _row(text: Path) -> str:
    name = text.stem
    question = QUESTION.search(text.read_text(encoding="utf-8"))
    if question is None:
        raise CourseError(
            f"{text.name}: found no question; expected a bold line below the title, as in "
            "**Whose fault was the error?**; write it"
        )
    return f"| [{name}](lessons/{name}/{name}.ipynb) | {question[1]} |"
