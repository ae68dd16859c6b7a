"""What a cell shows, kept as text and PNG and within limits."""

import builtins
import io
import sys
from collections.abc import Callable, Mapping
from typing import Any as Anything
from typing import NoReturn

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from traitlets import Any

TEXT_AT_MOST = 20_000
PNG_AT_MOST = 400_000
PICTURES_AT_MOST = 6
OUTPUTS_AT_MOST = 40
NUMBERS = {"stdout": 1, "stderr": 2}
CUT = "\n... the rest is cut ..."


class Outputs:
    """The outputs of one cell, as a notebook's file has them."""

    def __init__(self) -> None:
        self.items: list[dict[str, Anything]] = []
        self.text_left = TEXT_AT_MOST
        self.pictures_left = PICTURES_AT_MOST

    def stream(self, name: str, text: str) -> None:
        """Add what was written to stdout or stderr, joined to what stands before it."""
        text = self._within(text)
        last = self.items[-1] if self.items else {}
        if text and last.get("name") == name:
            last["text"] += text
        elif text:
            self._add({"output_type": "stream", "name": name, "text": text})

    def data(self, kind: str, data: Mapping[str, Anything]) -> None:
        """Add a displayed object: its text, and its picture where it is a PNG."""
        kept = {"text/plain": self._within(str(data.get("text/plain", "")))}
        png = data.get("image/png")
        if isinstance(png, str) and len(png) <= PNG_AT_MOST and self.pictures_left:
            self.pictures_left -= 1
            kept["image/png"] = png
        item = {"output_type": kind, "data": kept, "metadata": {}}
        self._add(item | ({"execution_count": None} if kind == "execute_result" else {}))

    def error(self, kind: str, message: Anything, lines: list[str]) -> None:
        """Add an exception's traceback."""
        lines = self._within("\n".join(lines)).split("\n")
        item = {"ename": str(kind)[:200], "evalue": str(message)[:2000], "traceback": lines}
        self._add({"output_type": "error", **item})

    def _add(self, item: dict[str, Anything]) -> None:
        if len(self.items) < OUTPUTS_AT_MOST:
            self.items.append(item)

    def _within(self, text: str) -> str:
        if len(text) <= self.text_left:
            self.text_left -= len(text)
            return text
        kept, self.text_left = text[: self.text_left], 0
        return kept + CUT if kept else ""


class Stream(io.TextIOBase):
    """A text file that writes into the outputs of the cell that is running.

    It has what a kernel's streams have, and no more: an encoding, and a number that programs
    which a cell starts can write to.
    """

    encoding = "UTF-8"
    errors = "strict"

    def __init__(self, name: str, shown: Callable[[], Outputs]) -> None:
        self.name, self.shown = name, shown

    def fileno(self) -> int:
        return NUMBERS[self.name]

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self.shown().stream(self.name, text)
        return len(text)


class Publisher(DisplayPublisher):
    """Takes what display() is given."""

    def publish(
        self,
        data: Mapping[str, Anything],
        metadata: Anything = None,
        source: Anything = None,
        **kwargs: Anything,
    ) -> None:
        self.shell.outputs.data("display_data", data)


class Hook(DisplayHook):
    """Takes a cell's last value."""

    shell: Anything
    parts = Any({})

    def start_displayhook(self) -> None:
        self.parts = {}

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict[str, Anything], md_dict: Anything = None) -> None:
        self.parts = format_dict

    def finish_displayhook(self) -> None:
        self.shell.outputs.data("execute_result", self.parts)


def redirect(shell: Anything) -> None:
    """Have a shell's streams written into its outputs, and nobody asked for input."""
    builtins.input = _no_input
    shell.outputs = Outputs()
    sys.stdout, sys.stderr = (Stream(name, lambda: shell.outputs) for name in ("stdout", "stderr"))


def _no_input(prompt: Anything = "", /) -> NoReturn:
    raise EOFError(
        "input() asks a person, and nobody is there when a notebook is graded: write the value "
        "into the code"
    )
