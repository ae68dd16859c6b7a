"""A verdict: what a check says, to a person and to a machine."""

import sys
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from course.checking.render import to_html, to_text


class Status(StrEnum):
    """How an answer stands as a whole."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    ERROR = "error"
    NOT_ATTEMPTED = "not_attempted"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    UNKNOWN = "unknown"


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
    def right(self) -> bool:
        """Whether the part earns its points."""
        return self.diagnosis is None


@dataclass(frozen=True)
class Verdict:
    """The outcome of one check.

    points and possible: numbers. diagnosis: the first finding's that is wrong; None where all is
    right. message: the whole verdict as plain text. Its repr is the points as a number, which
    nbgrader reads as partial credit, unless number says something else; its HTML is for people,
    and so is what print and IPython in a terminal show. odd: the name of the exception that
    comparing the answer raised, if any.
    """

    name: str
    status: Status
    points: float
    possible: float
    headline: str
    findings: tuple[Finding, ...] = ()
    diagnosis: str | None = None
    advice: str = ""
    repeat: str = ""
    printed: str = ""
    number: str = ""
    odd: str = ""

    @property
    def message(self) -> str:
        """The verdict as plain text, with all that the HTML says."""
        return to_text(self)

    def __repr__(self) -> str:
        return self.number or f"{self.points:g}"

    def __str__(self) -> str:
        return self.message

    def _repr_pretty_(self, printer: "Printer", cycle: bool) -> None:
        printer.text(self.message if _in_a_terminal() else repr(self))

    def _repr_html_(self) -> str:
        return to_html(self)


class Printer(Protocol):
    """What IPython hands to an object that prints itself."""

    def text(self, text: str) -> None:
        """Print a text."""


def _in_a_terminal() -> bool:
    """Return whether IPython runs in a terminal: there the text is all that a person sees."""
    terminal = sys.modules.get("IPython.terminal.interactiveshell")
    shell = terminal and sys.modules["IPython"].get_ipython()
    return bool(shell and terminal and isinstance(shell, terminal.TerminalInteractiveShell))
