"""The judge's end of a warm process: it is started once, and every lane of the machine uses it.

It listens at an address in a folder of the judge's own. Whoever connects has a
process there that forks workers for this connection alone.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from grader.errors import CourseError
from grader.sandbox import bubblewrap
from grader.sandbox.control import Control, refusal

LANES_AT_MOST = 256
LEAVE_SECONDS = 1
PLACE_AT_MOST = 70  # characters: a socket's address has 107 at most
ROOT = str(Path(__file__).resolve().parents[2])


class Warm:
    """A warm process, in a sandbox unless there is to be none.

    address: where its lanes are to be had. scratch: the folder of submissions
    that run without a sandbox. private: folders that the sandbox never shows. lesson: whose
    exercises its lanes share; without one, those of all lessons.
    """

    def __init__(
        self, sandbox: bool = True, private: Sequence[Path] = (), lesson: str | None = None
    ) -> None:
        """Start it, which returns at once; its imports take a while."""
        self.sandbox, self.private, self.lesson = sandbox, private, lesson
        place = None if len(tempfile.gettempdir()) < PLACE_AT_MOST else "/tmp"
        self._folder = tempfile.mkdtemp(prefix="backprop-", dir=place)  # this user's alone
        self.address = os.path.join(self._folder, "lanes")
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the process)
        self._life, theirs = socket.socketpair()
        with theirs, socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listening:
            listening.bind(self.address)
            listening.listen(LANES_AT_MOST)
            self._process = self._start(listening.fileno(), theirs.fileno())

    @property
    def pid(self) -> int:
        """The id of the process that holds the whole sandbox."""
        return self._process.pid

    def _start(self, listening: int, life: int) -> subprocess.Popen[bytes]:
        told = [str(listening), str(life)] + (["--lesson", self.lesson] if self.lesson else [])
        if self.sandbox:
            command, variables = [*bubblewrap.command(self.private), *told], {}
        else:
            command = [*bubblewrap.python(ROOT), *told, "--no-sandbox"]
            variables = bubblewrap.environment(self._folder)
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            env=variables,
            cwd="/",
            pass_fds=(listening, life),
            start_new_session=True,
        )

    def lane(self) -> Control:
        """Return a connection of its own. Raises CourseError where there can be none."""
        control = Control(self.address)
        try:
            control.begin()
        except OSError:
            control.close()
            raise CourseError(refusal(self._last_error(), "", self.sandbox)) from None
        except CourseError:
            control.close()
            raise
        return control

    def _last_error(self) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(LEAVE_SECONDS)
        self._errors.seek(0)
        lines = self._errors.read()[-2000:].decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else "it ended without a word"

    def close(self) -> None:
        """End it and all that is in its sandbox; lanes that are open end with it."""
        self._life.close()
        try:
            self._process.wait(LEAVE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._errors.close()
        shutil.rmtree(self._folder, ignore_errors=True)
