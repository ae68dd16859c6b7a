"""The judge's end of the sandbox: one warm process, and the one worker that it runs at a time."""

import contextlib
import json
import os
import select
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from course.checking import Failure, Reply
from course.checking.plain import Opaque
from grader.errors import CourseError
from grader.sandbox import bubblewrap, wire
from grader.sandbox.memory import used_mb

MISSING = "missing_function"
START_SECONDS = 60
END_SECONDS = 5
LEAVE_SECONDS = 1
TRIED_AT_MOST = 8
POLL_SECONDS = 0.1
LOOK_SECONDS = 0.25  # between two looks at memory
SUBMISSION_TO_CELL = 20  # a whole submission has so many times what one cell has
TOTAL_TO_ONE = 1.5  # all of a worker's processes may have this much of what one may


class LostError(Exception):
    """The worker is gone, or was ended: kind is 'timeout' or 'worker_lost'."""

    def __init__(self, kind, message):
        super().__init__(message)
        self.kind, self.message = kind, message


class NotStartedError(Exception):
    """A worker ended before any of a submission's code ran: not the submission's doing."""

    def __init__(self):
        super().__init__("its process did not start: see that there is memory left, and run again")


@dataclass
class Limits:
    """What one worker may use: seconds a cell or a call, megabytes beyond the imports."""

    seconds: float = 30.0
    memory_mb: int = 1024

    @property
    def whole_seconds(self):
        """What a whole submission may take."""
        return SUBMISSION_TO_CELL * self.seconds


@dataclass
class Lane:
    """A warm process with at most one worker.

    tried: what the worker that runs now, or ran last, tried and was refused.
    """

    sandbox: bool = True
    limits: Limits = field(default_factory=Limits)
    tried: list = field(default_factory=list)
    _warm: object = None
    _control: object = None
    _worker: object = None
    _scratch: object = None
    _number: int = 0
    _warm_mb: float = 0.0
    _next_look: float = 0.0
    _started: bool = False
    _heard: bytearray = field(default_factory=bytearray)

    def start_worker(self):
        """Fork a fresh worker; the one before it must have ended."""
        if self._warm is None:
            self._start_warm()
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

    def _send_order(self, order, theirs):
        try:
            socket.send_fds(self._control, [json.dumps(order).encode()], [theirs.fileno()])
        except OSError:
            self.close()
            raise LostError("worker_lost", "the sandbox stopped") from None

    def run(self, source):
        """Run one cell; return its outputs. Raises LostError."""
        (answer,) = self._request({"do": "run", "source": source})
        outputs = answer.get("outputs")
        return outputs if isinstance(outputs, list) else []

    def ask(self, exercise, many):
        """Call the submission's function of an exercise with each of many inputs; yield Replies.

        The failure of each is of the kind 'missing_function' where there is no
        such function. Raises LostError. All have to be taken.
        """
        request = {"do": "ask", "exercise": exercise, "inputs": many}
        for answer in self._request(request, len(many)):
            try:
                yield _reply_of(answer)
            except wire.WireError as error:
                self.end_worker()
                raise LostError("worker_lost", f"it sent {error}") from None

    def _request(self, request, count=1):
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
            self.end_worker()
            if not self._started:
                raise NotStartedError from None
            raise LostError("worker_lost", "it stopped in the middle") from None
        except LostError:
            self.end_worker()
            raise

    def _deadline(self):
        return time.monotonic() + self.limits.seconds

    def _answer(self, deadline):
        """Return the next answer; note what the submission tries meanwhile."""
        while True:
            answer = self._receive(deadline)
            if isinstance(answer, dict) and "tried" in answer:
                self._note(answer["tried"])
            elif isinstance(answer, dict) and "started" in answer and not self._started:
                self._started = True
            elif isinstance(answer, dict) and answer.get("answer_to") == self._number:
                return answer
            else:
                raise wire.WireError("an answer to another question")

    def _note(self, text):
        """Keep what a submission tried; the words may be its own, and a terminal shows them."""
        text = "".join(c if c.isprintable() else "?" for c in _text(text, 200))
        if text and len(self.tried) < TRIED_AT_MOST and text not in self.tried:
            self.tried.append(text)

    def _transfer(self, message, deadline):
        view = memoryview(message)
        while view:
            self._wait(deadline, writing=True)
            view = view[self._worker.send(view) :]

    def _receive(self, deadline):
        text, body = wire.sizes(self._exactly(wire.HEAD.size, deadline))
        return wire.unpack(self._exactly(text, deadline), self._exactly(body, deadline))

    def _exactly(self, size, deadline):
        while len(self._heard) < size:
            self._wait(deadline)
            part = self._worker.recv(1 << 18)
            if not part and not self._started:
                raise NotStartedError
            if not part:
                raise LostError("worker_lost", "its process ended")
            self._heard += part
        data = bytes(self._heard[:size])
        del self._heard[:size]
        return data

    def _wait(self, deadline, writing=False):
        """Wait until the connection is ready; look at the worker's memory meanwhile."""
        sockets = [self._worker]
        while (now := time.monotonic()) < deadline:
            if now > self._next_look:
                self._next_look = now + LOOK_SECONDS
                self._look_at_memory()
            ready = select.select(
                [] if writing else sockets, sockets if writing else [], [], POLL_SECONDS
            )
            if ready[0] or ready[1]:
                return
        raise LostError("timeout", f"it did not end within {self.limits.seconds:g} seconds")

    def _look_at_memory(self):
        most = TOTAL_TO_ONE * self.limits.memory_mb
        if self.sandbox and used_mb(self._warm.pid) - self._warm_mb > most:
            raise LostError("worker_lost", f"it used more than {most:.0f} MB of memory")

    def end_worker(self):
        """End the worker and all that it started; return the processor seconds that it used."""
        if self._worker is None:
            return 0.0
        self._worker.close()
        self._worker = None
        try:
            ended = self._hear(0.25)
            if ended is None:
                self._control.send(b'{"do": "end"}')
                ended = self._hear(END_SECONDS)
        except OSError:
            ended = None
        if ended is None:
            self.close()  # the warm process takes all of its namespaces with it
            return 0.0
        return float(ended.get("seconds", 0.0))

    def _start_warm(self):
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command, variables = self._command()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the process)
        self._warm = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            env=variables,
            cwd="/",
            preexec_fn=lambda: _as_control(theirs.fileno()),
            pass_fds=(3,),
            start_new_session=True,
        )
        theirs.close()
        told = self._hear(START_SECONDS)
        if told is None or "ready" not in told:
            told = told or {"failed": self._last_error()}
            self.close()
            raise CourseError(self._refusal(told["failed"], told.get("stage")))
        self._warm_mb = used_mb(self._warm.pid)

    def _refusal(self, reason, stage):
        if stage == "importing":
            return f"the course cannot be imported ({reason}): mend that and grade again"
        if not self.sandbox:
            return f"the process that runs students' code does not start: {reason}"
        return f"students' code cannot be kept in here ({reason}): {bubblewrap.ADVICE}"

    def _command(self):
        if self.sandbox:
            return bubblewrap.command(), {}
        self._scratch = tempfile.mkdtemp(prefix="backprop-")
        root = str(Path(__file__).resolve().parents[2])
        return bubblewrap.python(root, "--no-sandbox"), bubblewrap.environment(self._scratch)

    def _last_error(self):
        self._errors.seek(0)
        lines = self._errors.read()[-2000:].decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else "it ended without a word"

    def _hear(self, seconds):
        """Return the warm process's next message, None where none comes in time."""
        if not select.select([self._control], [], [], seconds)[0]:
            return None
        data = self._control.recv(4096)
        return json.loads(data) if data else None

    def close(self):
        """End the warm process and all that is in its sandbox."""
        if self._worker is not None:
            self._worker.close()
        if self._control is not None:
            self._control.close()
        if self._warm is not None:
            try:
                self._warm.wait(LEAVE_SECONDS)
            except subprocess.TimeoutExpired:
                self._warm.kill()
                self._warm.wait()
            self._errors.close()
        if self._scratch:
            with contextlib.suppress(OSError):
                shutil.rmtree(self._scratch)
        self._warm = self._control = self._worker = self._scratch = None


def _as_control(descriptor):
    os.dup2(descriptor, 3, inheritable=True)


def _reply_of(answer):
    if "missing" in answer:
        return Reply(failure=Failure(MISSING, _text(answer["missing"], 100)))
    return as_reply(answer.get("reply"))


def as_reply(message):
    """Return the Reply that a worker sent, every field of the kind that it must have.

    Raises wire.WireError where the message is something else.
    """
    if not isinstance(message, dict):
        raise wire.WireError("no reply")
    failure, warned, changed = (message.get(name) for name in ("failure", "warnings", "changed"))
    return Reply(
        message.get("value"),
        _as_failure(failure) if isinstance(failure, dict) else None,
        tuple(map(str, warned)) if isinstance(warned, list) else (),
        changed if isinstance(changed, dict) else {},
        _text(message.get("printed"), 2000),
    )


def _as_failure(failure):
    line, kind = failure.get("line"), _text(failure.get("kind"), 100)
    return Failure(
        kind if kind.isidentifier() else "Error",
        _text(failure.get("message"), 300).replace("\n", " "),
        line if isinstance(line, int) and not isinstance(line, bool) else None,
        _text(failure.get("source"), 300),
        failure.get("fits") is not False,
        failure.get("unwritten") is True,
    )


def _text(value, most):
    return value[:most] if isinstance(value, str) and not isinstance(value, Opaque) else ""
