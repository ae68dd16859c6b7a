"""A connection to the warm process: a lane's, over which it orders workers and hears their ends."""

import json
import select
import socket
import struct
from typing import Any

from grader.errors import CourseError
from grader.sandbox.bubblewrap import ADVICE

START_SECONDS = 60
MESSAGE_AT_MOST = 4096
CREDENTIALS = struct.Struct("3i")


class Control:
    """One lane's connection. pid: of the process at its other end, once it has begun.

    Raises OSError where nobody listens at the address.
    """

    def __init__(self, address: str) -> None:
        self.pid = 0
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            # the kernel says who sends, in this machine's own process ids
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
            self._socket.connect(address)
        except OSError:
            self._socket.close()
            raise

    def begin(self) -> None:
        """Wait until the imports are done.

        Raises CourseError where they fail or the system refuses a sandbox, OSError where
        the process is gone.
        """
        told = self.hear(START_SECONDS)
        if told is None:
            raise OSError("it ended without a word")
        if "failed" in told:
            raise CourseError(refusal(told["failed"], told["stage"], told["sandbox"]))

    def order(self, message: dict[str, Any], descriptor: int | None = None) -> None:
        """Send an order, and a descriptor with it. Raises OSError."""
        data = json.dumps(message).encode()
        if descriptor is None:
            self._socket.send(data)
        else:
            socket.send_fds(self._socket, [data], [descriptor])

    def hear(self, seconds: float) -> dict[str, Any] | None:
        """Return the next message, None where none comes in time. Raises OSError."""
        if not select.select([self._socket], [], [], seconds)[0]:
            return None
        space = socket.CMSG_SPACE(CREDENTIALS.size)
        data, extras, _, _ = self._socket.recvmsg(MESSAGE_AT_MOST, space)
        for level, kind, content in extras:
            if (level, kind) == (socket.SOL_SOCKET, socket.SCM_CREDENTIALS):
                self.pid = CREDENTIALS.unpack(content)[0]
        message: dict[str, Any] | None = json.loads(data) if data else None
        return message

    def close(self) -> None:
        """Let the other end go, and what it runs with it."""
        self._socket.close()


def refusal(reason: str, stage: str, sandbox: bool) -> str:
    """Return in one line why there is no warm process, and what to do."""
    if stage == "importing":
        return f"the course cannot be imported ({reason}): mend that and grade again"
    if not sandbox:
        return f"the process that runs students' code does not start: {reason}"
    return f"students' code cannot be kept in here ({reason}): {ADVICE}"
