"""An answer in words, wherever it stands: none is given 0 points because of its place."""

import ast
from collections.abc import Iterator, Sequence
from itertools import takewhile

from grader.judge.likeness import parsed
from grader.judge.merging import Added, Step
from grader.judge.plan import Kind
from grader.judge.trees import nodes

LONG = 30  # words that make a text of the student's, anywhere, a possible answer
NEAR_BY = "The answer stands in the cell {place}."
FAR = "No answer here. A text in another cell of the notebook, {begins!r}, may be it."
BEGINS = 50
QUOTES = ('"', "'")


def answered(steps: Sequence[Step], number: int) -> bool:
    """Return whether a written answer's own cell holds one."""
    step = steps[number]
    return not step.missing and step.changed


def elsewhere(steps: Sequence[Step], number: int) -> str:
    """Say where the answer stands that is not in its own cell, "" where there is none."""
    if any(step.planned is None for step in _until_code(steps[number + 1 :])):
        return NEAR_BY.format(place="below")
    if any(_near(steps[:number][::-1])):
        return NEAR_BY.format(place="above")
    texts = map(_text, steps)
    long = [text for text in texts if len(text.split(None, LONG)) >= LONG]
    return FAR.format(begins=" ".join(long[0].split())[:BEGINS]) if long else ""


def _text(step: Step) -> str:
    """Return what a cell of the student's says in words: a text, or a remark in code."""
    if step.kind is Added.TEXT:
        return step.source
    if step.kind is not Added.CODE:
        return ""
    code = step.source.strip()
    if code.startswith(QUOTES) and code.endswith(code[0]):
        return code.strip(code[0])
    remarks = "\n".join(line[1:] for line in code.split("\n") if line.startswith("#"))
    return max(remarks, *_quoted(code), key=len)


def _quoted(code: str) -> Iterator[str]:
    """Yield the texts that code holds, such as an answer that is printed."""
    tree = parsed(code)
    yield ""
    for node in nodes(tree) if tree else ():
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _until_code(steps: Sequence[Step]) -> Iterator[Step]:
    """Yield what follows an answer, up to the next code that was released."""
    texts = (None, Kind.TEXT)
    return takewhile(lambda step: (step.planned and step.planned.kind) in texts, steps)


def _near(steps: Sequence[Step]) -> Iterator[Step]:
    return takewhile(lambda step: step.planned is None, steps)
