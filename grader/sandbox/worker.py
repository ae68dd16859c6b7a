"""A worker: runs one submission's cells in IPython and answers the judge's questions."""

import os
import socket
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any as Anything
from typing import NoReturn

from IPython.core.interactiveshell import InteractiveShell
from traitlets import Any, Type

from course.checking import Exercise, call
from course.checking.helpers import standing_in, used_by
from course.exercises import before, find, stand_ins
from grader.sandbox import wire
from grader.sandbox.constants import constants
from grader.sandbox.noticing import noticing
from grader.sandbox.outputs import Hook, Outputs, Publisher, redirect
from grader.sandbox.replies import as_message
from grader.sandbox.running import run_cell

EXPLAINED_AT_MOST = 2000
MISSING = object()


class Shell(InteractiveShell):
    """IPython without a terminal, a history or a kernel."""

    display_pub_class = Type(Publisher)
    displayhook_class = Type(Hook)
    outputs = Any()
    system = InteractiveShell.system_raw  # the other way takes a terminal

    def init_history(self) -> None:
        self.config.HistoryManager.enabled = False
        super().init_history()  # type: ignore[no-untyped-call]

    def _showtraceback(self, etype: Anything, evalue: Anything, stb: list[Anything]) -> None:
        self.outputs.error(getattr(etype, "__name__", "error"), evalue, [str(line) for line in stb])

    def enable_gui(self, gui: Anything = None) -> None:
        """There is no window to show."""


def new_shell() -> Shell:
    """Return the shell that every worker starts with."""
    shell = Shell.instance(colors="nocolor", xmode="Plain")
    formatter: Anything = shell.display_formatter
    formatter.active_types = ["text/plain", "image/png"]
    events: Anything = shell.events  # before pyplot, which would draw once more for nobody
    events.register("post_execute", close_pictures)
    return shell


class Worker:
    """Answers the judge's requests, one after the other, over a connection."""

    def __init__(self, shell: Shell, connection: socket.socket) -> None:
        self.shell, self.connection = shell, connection
        self.process = os.getpid()

    def serve(self) -> None:
        """Answer until the judge has had enough."""
        redirect(self.shell)
        self._send({"started": True})
        while request := self._receive():
            for answer in self._answers(request):
                self._send({"answer_to": request["number"], **answer})

    def _answers(self, request: dict[str, Anything]) -> Iterator[dict[str, Anything]]:
        do = {"run": self._run, "read": self._read, "put": self._put}
        do |= {"uses": self._uses, "ask": self._ask}
        return do[request["do"]](request)

    def tell(self, text: str) -> None:
        """Tell the judge, unasked, what the submission tries; a child of this process may, too."""
        self.connection.sendall(wire.pack({"tried": text}))

    def _send(self, message: dict[str, Anything]) -> None:
        if os.getpid() != self.process:
            end()  # a child that a cell forked and that came back from it
        self.connection.sendall(wire.pack(message))

    def _receive(self) -> Anything:
        head = self._exactly(wire.HEAD.size)
        if not head:
            return None
        text, body = wire.HEAD.unpack(head)
        return wire.unpack(self._exactly(text), self._exactly(body))

    def _exactly(self, size: int) -> bytes:
        parts: list[bytes] = []
        while size:
            part = self.connection.recv(min(size, 1 << 20))
            if not part:
                return b""
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _run(self, request: dict[str, Anything]) -> Iterator[dict[str, Anything]]:
        self.shell.outputs = Outputs()
        stopped = run_cell(self.shell, request["source"])
        close_pictures()  # those of a cell that took the shell's own look away
        yield {"outputs": self.shell.outputs.items, "stopped": stopped}

    def _read(self, request: dict[str, Anything]) -> Iterator[dict[str, Anything]]:
        """Tell what a variable holds, as plain constants."""
        found = self.shell.user_ns.get(request["name"], MISSING)
        yield {"value": constants(found)} if found is not MISSING else {}

    def _put(self, request: dict[str, Anything]) -> Iterator[dict[str, Anything]]:
        """Put the files that were handed in beside the notebook where its cells run."""
        for name, data in request["files"].items():
            path = Path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data.tobytes())
        yield {}

    def _uses(self, request: dict[str, Anything]) -> Iterator[dict[str, Anything]]:
        """Tell which of the functions asked for before an exercise the submission's answer uses."""
        exercise = _exercise(request)
        answer, _ = exercise.answer_in(self.shell.user_ns)
        yield {"uses": used_by(answer, list(before(exercise.name))) if answer else []}

    def _ask(self, request: dict[str, Anything]) -> Iterator[dict[str, Anything]]:
        """Call the function that the submission gave the exercise's name, with each of inputs.

        Helpers are what others of its functions are called, in whose place the right ones are.
        """
        exercise = _exercise(request)
        helpers = stand_ins(exercise.name, request["helpers"])
        for inputs in request["inputs"]:
            answer, other = exercise.answer_in(self.shell.user_ns)
            if answer is None:
                yield {"missing": other}
            else:
                with (
                    standing_in(answer, helpers),
                    noticing(exercise.name, exercise.use) as borrowed,
                ):
                    reply = call(exercise, answer, inputs)
                yield {"reply": as_message(reply), "borrowed": borrowed()}


def _exercise(request: dict[str, Anything]) -> Exercise:
    exercise = find(request["exercise"])
    assert isinstance(exercise, Exercise)
    return exercise


def close_pictures() -> None:
    """Show what a cell drew, as a notebook does at its end, and close it."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None and pyplot.get_fignums():
        from matplotlib_inline import backend_inline

        show: Callable[..., None] = backend_inline.show

        try:
            show(close=True)
        except Exception:
            sys.stderr.write(traceback.format_exc()[-EXPLAINED_AT_MOST:])


def end() -> NoReturn:
    """End this process at once, whatever else runs in it."""
    os._exit(0)
