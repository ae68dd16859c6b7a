"""The judge's end of a worker: one at a time, asked to run cells and to call functions."""

import contextlib
import os
import select
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from course.checking import Reply
from grader.errors import CourseError
from grader.sandbox import cgroups, trying, wire
from grader.sandbox.control import Control
from grader.sandbox.limits import Limits
from grader.sandbox.losing import LostError, NotStartedError
from grader.sandbox.memory import holds_more, used_mb
from grader.sandbox.replies import MISSING, NAME_AT_MOST, Stop, as_stop, reply_of, text_of
from grader.sandbox.starting import Warm

SOON_SECONDS = 0.25
END_SECONDS = 5
TRIED_AT_MOST = 8
POLL_SECONDS = 0.1
LOOK_SECONDS = 0.25  # between two looks at memory
PART = 1 << 18


class Lane:
    """A place for one worker after the other, each forked by the warm process.

    address: of a warm process to share; without one, or where it is gone, the lane has its
    own. tried: what the worker that runs now, or ran last, tried and was refused.
    borrowed: whether an answer called one of the library's since this was last set to False.
    """

    def __init__(
        self, sandbox: bool = True, limits: Limits | None = None, address: str | None = None
    ) -> None:
        self.sandbox, self.limits, self.address = sandbox, limits or Limits(), address
        self.tried: list[str] = []
        self.borrowed = False
        self._own: Warm | None = None
        self._warm: Control | None = None
        self._group: cgroups.Group | None = None
        self._worker: socket.socket | None = None
        self._scratch: str | None = None
        self._number, self._warm_mb, self._next_look = 0, 0.0, 0.0
        self._started = False
        self._heard = bytearray()

    def open(self) -> None:
        """Have a process of the warm one's for this lane. Raises CourseError."""
        if self._warm is not None:
            return
        self._warm = self._shared() or self._of_its_own()
        self._warm_mb = used_mb(self._warm.pid)
        if self.sandbox:
            self._group = cgroups.group_of(self._warm.pid, self.limits)
        if not self.sandbox:
            self._scratch = tempfile.mkdtemp(prefix="backprop-")

    def _shared(self) -> Control | None:
        if self.address is None:
            return None
        try:
            control = Control(self.address)
            control.begin()
        except OSError:
            return None
        return control

    def _of_its_own(self) -> Control:
        if self._own is not None:
            self._own.close()
        self._own = Warm(self.sandbox)
        try:
            return self._own.lane()
        except CourseError:
            self.close()
            raise

    def start_worker(self) -> None:
        """Fork a fresh worker; the one before it must have ended."""
        self.open()
        self.tried, self._started = [], False
        self._next_look = time.monotonic() + LOOK_SECONDS
        self._heard.clear()
        mine, theirs = socket.socketpair()
        if self._scratch:
            shutil.rmtree(self._scratch, ignore_errors=True)
            os.makedirs(self._scratch, exist_ok=True)
        order = {
            "do": "fork",
            "memory_mb": self.limits.memory_mb,
            "seconds": self.limits.whole_seconds,
            "scratch": self._scratch,
        }
        with theirs:
            self._send_order(order, theirs)
        mine.setblocking(False)
        self._worker = mine

    def _send_order(self, order: dict[str, Any], theirs: socket.socket) -> None:
        assert self._warm is not None
        try:
            self._warm.order(order, theirs.fileno())
        except OSError:
            self._leave()
            raise LostError("worker_lost", "the sandbox stopped") from None

    def run(self, source: str) -> list[Any]:
        """Run one cell; return its outputs. Raises LostError."""
        return self.run_cell(source)[0]

    def run_cell(self, source: str) -> tuple[list[Any], Stop | None]:
        """Run one cell; return its outputs, and where it stopped if it did. Raises LostError."""
        (answer,) = self._request({"do": "run", "source": source})
        outputs = answer.get("outputs")
        return outputs if isinstance(outputs, list) else [], as_stop(answer.get("stopped"))

    def read(self, name: str) -> Any:
        """Return what a variable of the submission holds, as plain constants; MISSING for none.

        Raises LostError.
        """
        (answer,) = self._request({"do": "read", "name": name})
        return answer.get("value", MISSING)

    def put(self, files: dict[str, bytes]) -> None:
        """Put files where the submission's cells run. Raises LostError."""
        arrays = {name: np.frombuffer(data, np.uint8) for name, data in files.items()}
        (_,) = self._request({"do": "put", "files": arrays})

    def uses(self, exercise: str) -> list[str]:
        """Return what the worker says that the submission's answer to an exercise calls.

        Raises LostError.
        """
        (answer,) = self._request({"do": "uses", "exercise": exercise})
        uses = answer.get("uses")
        return [text_of(name, NAME_AT_MOST) for name in uses] if isinstance(uses, list) else []

    def ask(
        self, exercise: str, many: Sequence[dict[str, Any]], helpers: Sequence[str] = ()
    ) -> Iterator[Reply]:
        """Call the submission's function of an exercise with each of many inputs; yield Replies.

        helpers: others of its functions, in whose place the right ones are. The
        failure of each is of the kind 'missing_function' where there is no such
        function. Raises LostError. All have to be taken.
        """
        request = {"do": "ask", "exercise": exercise, "inputs": many, "helpers": list(helpers)}
        for answer in self._request(request, len(many)):
            self.borrowed = self.borrowed or answer.get("borrowed") is True
            try:
                yield reply_of(answer)
            except wire.WireError as error:
                self.end_worker()
                raise LostError("worker_lost", f"it sent {error}") from None

    def _request(self, request: dict[str, Any], count: int = 1) -> Iterator[dict[str, Any]]:
        """Send one request and yield the answers to it, each of which has the same time."""
        if self._worker is None:
            raise LostError("worker_lost", "there is no worker")
        self._number += 1
        message = wire.pack(request | {"number": self._number})
        try:
            self._transfer(message, self._deadline())
            for _ in range(count):
                yield self._answer(self._deadline())
        except wire.WireError as error:
            self.end_worker()
            raise LostError("worker_lost", f"it sent {error}") from None
        except OSError:
            self._look_at_end()
            self.end_worker()
            if not self._started:
                raise NotStartedError from None
            raise LostError("worker_lost", "it stopped in the middle") from None
        except LostError:
            self._look_at_end()
            self.end_worker()
            raise

    def _deadline(self) -> float:
        return time.monotonic() + self.limits.seconds

    def _answer(self, deadline: float) -> dict[str, Any]:
        """Return the next answer; note what the submission tries meanwhile."""
        while True:
            answer = self._receive(deadline)
            if isinstance(answer, dict) and "tried" in answer:
                self._note(trying.words(answer["tried"]))
            elif isinstance(answer, dict) and "started" in answer and not self._started:
                self._started = True
            elif isinstance(answer, dict) and answer.get("answer_to") == self._number:
                return answer
            else:
                raise wire.WireError("an answer to another question")

    def _note(self, words: str) -> None:
        if words and len(self.tried) < TRIED_AT_MOST and words not in self.tried:
            self.tried.append(words)

    def _transfer(self, message: bytes, deadline: float) -> None:
        view = memoryview(message)
        while view:
            view = view[self._ready(deadline, writing=True).send(view) :]

    def _receive(self, deadline: float) -> Any:
        text, body = wire.sizes(self._exactly(wire.HEAD.size, deadline))
        return wire.unpack(self._exactly(text, deadline), self._exactly(body, deadline))

    def _exactly(self, size: int, deadline: float) -> bytes:
        while len(self._heard) < size:
            part = self._ready(deadline).recv(PART)
            if not part and not self._started:
                raise NotStartedError
            if not part:
                raise LostError("worker_lost", "its process ended")
            self._heard += part
        data = bytes(self._heard[:size])
        del self._heard[:size]
        return data

    def _ready(self, deadline: float, writing: bool = False) -> socket.socket:
        """Return the connection when it is ready; look at the worker's memory meanwhile."""
        assert self._worker is not None
        sockets = [self._worker]
        while (now := time.monotonic()) < deadline:
            if now > self._next_look:
                self._next_look = now + LOOK_SECONDS
                self._look_at_memory()
            reads, writes = ([], sockets) if writing else (sockets, [])
            if any(select.select(reads, writes, [], POLL_SECONDS)):
                return self._worker
        raise LostError("timeout", f"it did not end within {self.limits.seconds:g} seconds")

    def _look_at_memory(self) -> None:
        if not (self.sandbox and self._warm):
            return
        if holds_more(self._warm.pid, self._warm_mb + self.limits.whole_mb):
            raise self._too_much()

    def _look_at_end(self) -> None:
        """Raise LostError where it was the kernel that ended the worker, for its memory."""
        if self._group and self._group.passed():
            self.end_worker()
            raise self._too_much() from None

    def _too_much(self) -> LostError:
        most = self.limits.whole_mb
        return LostError("worker_lost", f"it used more than {most:.0f} MB of memory")

    def end_worker(self) -> float:
        """End the worker and all that it started; return the processor seconds that it used."""
        if self._worker is None or self._warm is None:
            return 0.0
        self._worker.close()
        self._worker = None
        try:
            ended = self._warm.hear(SOON_SECONDS)
            if ended is None:
                self._warm.order({"do": "end"})
                ended = self._warm.hear(END_SECONDS)
        except OSError:
            ended = None
        if ended is None:
            self._leave()
            return 0.0
        return float(ended.get("seconds", 0.0))

    def _leave(self) -> None:
        """Give up the process at the other end, which takes its worker along."""
        for connection in (self._worker, self._warm):
            if connection is not None:
                connection.close()
        if self._scratch:
            with contextlib.suppress(OSError):
                shutil.rmtree(self._scratch)
        if self._group is not None:
            self._group.remove()
        self._warm = self._worker = self._scratch = self._group = None

    def close(self) -> None:
        """End the worker, and the warm process where it is the lane's own."""
        self._leave()
        if self._own is not None:
            self._own.close()
            self._own = None
