"""A verdict: what a check says, to a person and to a machine."""

import sys
from dataclasses import dataclass

from course.checking.render import to_html, to_text


@dataclass(frozen=True)
class Finding:
    """What was found of one part: its points, and where it is wrong, why.

    diagnosis: a short stable name, None where the part is right. sentence: what
    it did and what it should do. detail: one entry of the answer beside what
    was expected, or the line that failed.
    """

    name: str
    points: int
    possible: int
    diagnosis: str | None = None
    sentence: str = ""
    detail: str = ""

    @property
    def right(self):
        """Whether the part earns its points."""
        return self.diagnosis is None


@dataclass(frozen=True)
class Verdict:
    """The outcome of one check.

    status: right, partly, wrong, error, not_attempted, answered, unanswered or
    unknown. points and possible: numbers. diagnosis: the first finding's that is wrong; None where
    all is right. message: the whole verdict as plain text. Its repr is the
    points as a number, which nbgrader reads as partial credit, unless number says
    something else; its HTML is for people, and so is what print and IPython in a
    terminal show.
    """

    name: str
    status: str
    points: float
    possible: float
    headline: str
    findings: tuple = ()
    diagnosis: str | None = None
    advice: str = ""
    repeat: str = ""
    printed: str = ""
    number: str = ""

    @property
    def message(self):
        """The verdict as plain text, with all that the HTML says."""
        return to_text(self)

    def __repr__(self):
        return self.number or f"{self.points:g}"

    def __str__(self):
        return self.message

    def _repr_pretty_(self, printer, cycle):
        printer.text(self.message if _in_a_terminal() else repr(self))

    def _repr_html_(self):
        return to_html(self)


def _in_a_terminal() -> bool:
    """Return whether IPython runs in a terminal: there the text is all that a person sees."""
    terminal = sys.modules.get("IPython.terminal.interactiveshell")
    shell = terminal and sys.modules["IPython"].get_ipython()
    return bool(shell) and isinstance(shell, terminal.TerminalInteractiveShell)
