"""How much memory a process and all that descends from it use.

What is counted is mapped memory, and for each socket all that its buffer may hold. A worker
can have no other that is not small: see confine, whose folders have a size, and seccomp.
"""

import contextlib
import os
from functools import cache

COUNTED = (b"Pss_Anon:", b"Pss_Shmem:", b"SwapPss:")
BUFFER = "/proc/sys/net/core/wmem_default"
BUFFER_MB = 0.25  # where the system does not say


def used_mb(root: int, itself: bool = False) -> float:
    """Return the megabytes that the descendants of a process hold, files left out.

    Memory that several of them share counts once, as the kernel's proportional set sizes do.
    itself: count the process alone instead.
    """
    members = [root] if itself else descendants(root)
    sockets: set[str] = set().union(*map(_sockets, members))
    return sum(map(_share_mb, members)) + len(sockets) * _buffer_mb()


def _sockets(pid: int) -> set[str]:
    """Return the sockets that a process has open, each by its number."""
    found = set()
    with contextlib.suppress(OSError):
        for name in os.listdir(f"/proc/{pid}/fd"):
            with contextlib.suppress(OSError):
                found.add(os.readlink(f"/proc/{pid}/fd/{name}"))
    return {name for name in found if name.startswith("socket:")}


@cache
def _buffer_mb() -> float:
    """Return what one socket may hold: the kernel counts an entry's overhead, twice at most."""
    with contextlib.suppress(OSError, ValueError), open(BUFFER) as file:
        return 2 * int(file.read()) / 2**20
    return BUFFER_MB


def descendants(root: int) -> list[int]:
    """Return the ids of all processes that descend from one."""
    children: dict[int | None, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            parent = _parent(name)
            children.setdefault(parent, []).append(int(name))
    found: list[int] = []
    waiting = [root]
    while waiting:
        mine = children.get(waiting.pop(), [])
        found += mine
        waiting += mine
    return found


def _parent(pid: str) -> int | None:
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            return int(file.read().rsplit(b")", 1)[1].split()[1])
    except (OSError, IndexError, ValueError):
        return None


def _share_mb(pid: int) -> float:
    """Return a process's share of anonymous and of shared memory, and of what is swapped out."""
    try:
        with open(f"/proc/{pid}/smaps_rollup", "rb") as file:
            kilobytes = sum(int(line.split()[1]) for line in file if line.startswith(COUNTED))
        return kilobytes / 1024
    except (OSError, ValueError):
        return 0.0
