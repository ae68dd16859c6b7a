"""How much memory a process and all that descends from it use.

What is counted is mapped memory, and for each socket all that its buffer may hold. A worker
can have no other that is not small: see confine, whose folders have a size, and seccomp.
"""

import contextlib
import os
from collections.abc import Iterable
from functools import cache

COUNTED = (b"Pss_Anon:", b"Pss_Shmem:", b"SwapPss:")
MAPPED = (b"RssAnon:", b"RssShmem:", b"VmSwap:")  # the same pages, whoever else has them
SURELY = 2  # the kernel's own counts may lag: what they say is sure below half of a limit
BUFFER = "/proc/sys/net/core/wmem_default"
BUFFER_MB = 0.25  # where the system does not say


def used_mb(pid: int) -> float:
    """Return the megabytes that a process holds, files and what others share with it left out."""
    return _shares_mb([pid]) + _sockets_mb([pid])


def holds_more(root: int, most_mb: float) -> bool:
    """Return whether the descendants of a process hold more than so many megabytes, files left out.

    Memory that several of them share counts once, as the kernel's proportional set sizes do.
    Those take a walk over all pages, so they are asked for only where what is mapped, counted
    for each of them, could come to that much.
    """
    members = descendants(root)
    buffers = _sockets_mb(members)
    if SURELY * (sum(_sum_mb(pid, "status", MAPPED) for pid in members) + buffers) < most_mb:
        return False
    return _shares_mb(members) + buffers > most_mb


def _shares_mb(members: Iterable[int]) -> float:
    return sum(_sum_mb(pid, "smaps_rollup", COUNTED) for pid in members)


def _sockets_mb(members: Iterable[int]) -> float:
    return len(set[str]().union(*map(_sockets, members))) * _buffer_mb()


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
    line = _line(root)
    return _among_all(root) if line is None else line


def _line(root: int) -> list[int] | None:
    """Return the descendants of a process where each has one at most, None where they have more.

    The kernel's list of children is sure of one alone: of several, some may end meanwhile.
    """
    found: list[int] = []
    while (children := _children(found[-1] if found else root)) is not None:
        if not children:
            return found
        if len(children) > 1:
            return None
        found += children
    return None


def _children(pid: int) -> list[int] | None:
    """Return a process's children, None where the system does not say, or it has threads."""
    try:
        if os.listdir(f"/proc/{pid}/task") != [str(pid)]:
            return None
        return list(map(int, _read(f"/proc/{pid}/task/{pid}/children").split()))
    except (OSError, ValueError):
        return None


def _among_all(root: int) -> list[int]:
    """Return the descendants of a process, found among all processes of the machine."""
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
        return int(_read(f"/proc/{pid}/stat").rsplit(b")", 1)[1].split()[1])
    except (OSError, IndexError, ValueError):
        return None


def _sum_mb(pid: int, name: str, counted: tuple[bytes, ...]) -> float:
    """Return the sum of what a file of a process's says of anonymous, shared, swapped memory."""
    try:
        lines = _read(f"/proc/{pid}/{name}").splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith(counted)) / 1024
    except (OSError, ValueError):
        return 0.0


def _read(path: str) -> bytes:
    """Return what a small file of the kernel's says: a scan reads one for every process."""
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return b"".join(iter(lambda: os.read(file, 1 << 14), b""))
    finally:
        os.close(file)
