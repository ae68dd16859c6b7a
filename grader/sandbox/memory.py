"""How much memory a process and all that descends from it use."""

import os

COUNTED = (b"Pss_Anon:", b"Pss_Shmem:", b"SwapPss:")


def used_mb(root: int, itself: bool = False) -> float:
    """Return the megabytes that the descendants of a process hold, files left out.

    Memory that several of them share counts once, as the kernel's proportional set sizes do.
    itself: count the process alone instead.
    """
    return sum(map(_share_mb, [root] if itself else descendants(root)))


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
