"""How much memory a process and all that descends from it use."""

import os

PAGE = os.sysconf("SC_PAGE_SIZE")


def used_mb(root):
    """Return the megabytes that the descendants of a process hold for themselves alone.

    What is shared with the warm process, of which they are forks, does not count.
    """
    return sum(map(_own_mb, descendants(root)))


def descendants(root):
    """Return the ids of all processes that descend from one."""
    children = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            parent = _parent(name)
            children.setdefault(parent, []).append(int(name))
    found, waiting = [], [root]
    while waiting:
        mine = children.get(waiting.pop(), [])
        found += mine
        waiting += mine
    return found


def _parent(pid):
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            return int(file.read().rsplit(b")", 1)[1].split()[1])
    except (OSError, IndexError, ValueError):
        return None


def _own_mb(pid):
    """Return a process's private memory: resident pages that no file holds, shared ones left out.

    The pages of a fork that were not written to are counted as resident as
    well, so the kernel's own account of private pages is asked where it gives one.
    """
    try:
        with open(f"/proc/{pid}/smaps_rollup", "rb") as file:
            kilobytes = sum(
                int(line.split()[1])
                for line in file
                if line.startswith((b"Private_Dirty", b"Swap:"))
            )
        return kilobytes / 1024
    except (OSError, ValueError):
        return _resident_mb(pid)


def _resident_mb(pid):
    try:
        with open(f"/proc/{pid}/statm", "rb") as file:
            resident, shared = map(int, file.read().split()[1:3])
        return (resident - shared) * PAGE / 2**20
    except (OSError, ValueError):
        return 0.0
