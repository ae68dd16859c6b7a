"""Noticing what a submission tries: events of Python's own audit hooks, told to the judge.

Nothing depends on this: namespaces and limits refuse, this only says what was
refused, so that a person can look.
"""

import os
import sys
import threading
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from grader.sandbox import noticing, trying

AF_UNIX = 1
SHARED = "mmap.__new__"  # told of children too: it is how they take memory past a limit
TRIED = {
    "socket.__new__": trying.NETWORK,
    "socket.connect": trying.NETWORK,
    "socket.bind": trying.NETWORK,
    "socket.sendto": trying.NETWORK,
    "socket.getaddrinfo": trying.NETWORK,
    "socket.gethostbyname": trying.NETWORK,
    "subprocess.Popen": trying.PROGRAM,
    "os.system": trying.PROGRAM,
    "os.exec": trying.PROGRAM,
    "os.posix_spawn": trying.PROGRAM,
    "os.fork": trying.PROCESS,
    "os.forkpty": trying.PROCESS,
    "os.kill": trying.SIGNAL,
    "os.killpg": trying.SIGNAL,
    "ctypes.dlopen": trying.LIBRARIES,
    "gc.get_objects": trying.SEARCH,
    "gc.get_referrers": trying.SEARCH,
    "sys.addaudithook": trying.INTERPRETER,
    "sys.setprofile": trying.INTERPRETER,
    "os.symlink": trying.LINK,
    "os.link": trying.LINK,
}
PATHS = (
    "open",
    "sqlite3.connect",
    "os.listdir",
    "os.scandir",
    "os.chmod",
    "os.chown",
    "os.remove",
    "os.rename",
)
ELSEWHERE = ("/content", "/kaggle")  # where Colab and Kaggle keep data: nothing lies there
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
AT_MOST = 8
OWN_PROFILES = (noticing.__file__, threading.__file__)  # the latter hands on what is set


def watch(
    tell: Callable[[str], None], readable: tuple[str, ...], writable: tuple[str, ...]
) -> None:
    """Call tell(text) for the first few things that code in this process tries.

    readable, writable: folders whose files may be read, or written as well.
    """
    seen: set[str] = set()
    me = os.getpid()

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == SHARED:
            text = trying.share(arguments[1] >> 20) if arguments[0] == -1 else None
        elif event in TRIED or event in PATHS:
            text = TRIED.get(event) or _of_path(event, arguments, readable, writable)
        else:
            return
        if event == "sys.setprofile" and sys._getframe(1).f_code.co_filename in OWN_PROFILES:
            return
        if os.getpid() != me and event != SHARED:
            return
        if event == "socket.__new__" and arguments[1] == AF_UNIX:
            return  # as asyncio makes them, in pairs
        if text and text not in seen and len(seen) < AT_MOST:
            seen.add(text)
            tell(text)

    sys.addaudithook(hook)


def _of_path(
    event: str,
    arguments: tuple[Any, ...],
    readable: tuple[str, ...],
    writable: tuple[str, ...],
) -> str | None:
    path = arguments[0] if arguments else None
    path = str(path) if isinstance(path, PurePath) else path
    if not isinstance(path, (str, bytes)):
        return None
    path = os.path.normpath(os.path.join(writable[0], os.fsdecode(path)))
    writes = event not in ("open", "os.listdir", "os.scandir")
    if event == "open" and isinstance(arguments[2], int):
        writes = bool(arguments[2] & WRITING)
    allowed = writable if writes else (*writable, *readable, *ELSEWHERE)
    if path.startswith(tuple(folder.rstrip("/") + "/" for folder in allowed)) or path in allowed:
        return None
    return f"to {'write' if writes else 'read'} {ascii(path)[1:-1][:120]}"
