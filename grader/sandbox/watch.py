"""Noticing what a submission tries: events of Python's own audit hooks, told to the judge.

Nothing depends on this: namespaces and limits refuse, this only says what was
refused, so that a person can look.
"""

import os
import sys
from pathlib import PurePath

AF_UNIX = 1
TRIED = {
    "socket.__new__": "a network connection",
    "socket.connect": "a network connection",
    "socket.bind": "a network connection",
    "socket.sendto": "a network connection",
    "socket.getaddrinfo": "a network connection",
    "socket.gethostbyname": "a network connection",
    "subprocess.Popen": "to start a program",
    "os.system": "to start a program",
    "os.exec": "to start a program",
    "os.posix_spawn": "to start a program",
    "os.fork": "to start a process",
    "os.forkpty": "to start a process",
    "os.kill": "to signal a process",
    "os.killpg": "to signal a process",
    "ctypes.dlopen": "to call the system's own libraries",
    "gc.get_objects": "to search this process's memory",
    "gc.get_referrers": "to search this process's memory",
    "sys.addaudithook": "to watch the interpreter",
    "sys.setprofile": "to watch the interpreter",
    "os.symlink": "to make a link",
    "os.link": "to make a link",
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
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
AT_MOST = 8


def watch(tell, readable, writable):
    """Call tell(text) for the first few things that code in this process tries.

    readable, writable: folders whose files may be read, or written as well.
    """
    seen, me = set(), os.getpid()

    def hook(event, arguments):
        if event not in TRIED and event not in PATHS:
            return
        text = TRIED.get(event) or _of_path(event, arguments, readable, writable)
        if event == "socket.__new__" and arguments[1] == AF_UNIX:
            return
        if text and text not in seen and len(seen) < AT_MOST and os.getpid() == me:
            seen.add(text)
            tell(text)

    sys.addaudithook(hook)


def _of_path(event, arguments, readable, writable):
    path = arguments[0] if arguments else None
    path = str(path) if isinstance(path, PurePath) else path
    if not isinstance(path, (str, bytes)):
        return None
    path = os.path.normpath(os.path.join(writable[0], os.fsdecode(path)))
    writes = event not in ("open", "os.listdir", "os.scandir")
    if event == "open" and isinstance(arguments[2], int):
        writes = bool(arguments[2] & WRITING)
    allowed = writable if writes else (*writable, *readable)
    if path.startswith(tuple(folder.rstrip("/") + "/" for folder in allowed)) or path in allowed:
        return None
    return f"to {'write' if writes else 'read'} {ascii(path)[1:-1][:120]}"
