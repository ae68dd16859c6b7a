"""Groups of processes that the kernel holds to a limit on memory, where it lets us make them.

Version 2 of Linux's control groups. A group can be made below a folder that is ours to write to
and that hands the controllers of memory and of processes on: below one's own slice where the
judge runs in a scope of its own (systemd-run --user --scope), as root nearly everywhere.
"""

import contextlib
import itertools
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from grader.sandbox.limits import PROCESSES, Limits

OWN = Path("/proc/self/cgroup")
MOUNTS = Path("/proc/self/mountinfo")
NEEDED = {"memory", "pids"}
BEYOND = 8  # processes that are the sandbox's own
_numbers = itertools.count()


class Group:
    """One lane's processes, all of which end where they pass the limit on memory together.

    Raises OSError where it cannot be made.
    """

    def __init__(self, parent: Path, limits: Limits) -> None:
        self.path = parent / f"backprop-{os.getpid()}-{next(_numbers)}"
        self.path.mkdir()
        try:
            self._set("memory.max", str(int(limits.whole_mb * 2**20)))
            self._set("memory.oom.group", "1")
            self._set("pids.max", str(PROCESSES + BEYOND))
            with contextlib.suppress(OSError):  # a kernel without swap has no such file
                self._set("memory.swap.max", "0")
            self._known = self._ends()
        except OSError:
            self.remove()
            raise

    def _set(self, name: str, value: str) -> None:
        (self.path / name).write_text(value)

    def add(self, pid: int) -> None:
        """Put a process into the group; what it starts from now on is in it too."""
        self._set("cgroup.procs", str(pid))

    def passed(self) -> bool:
        """Return whether the limit on memory has been passed since this was asked last."""
        known, self._known = self._known, self._ends()
        return self._known > known

    def _ends(self) -> int:
        lines = (self.path / "memory.events").read_text().splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("oom_kill "))

    def remove(self) -> None:
        """Remove the group, once nothing runs in it."""
        with contextlib.suppress(OSError):
            self.path.rmdir()


def group_of(pid: int, limits: Limits) -> Group | None:
    """Return a new group with a process in it, None where there is none to be had."""
    parent = folder()
    if parent is None:
        return None
    try:
        group = Group(parent, limits)
    except OSError:
        return None
    try:
        group.add(pid)
    except OSError:
        group.remove()
        return None
    return group


@cache
def folder() -> Path | None:
    """Return the folder below which groups can be made, None where there is none."""
    return next(filter(_usable, _above_us()), None)


def _above_us() -> Iterator[Path]:
    """Yield the folder of our own group and those above it."""
    root = _mount()
    with contextlib.suppress(OSError):
        for line in OWN.read_text().splitlines():
            if root and line.startswith("0::/"):
                own = root / line.removeprefix("0::/")
                yield from (own, *(p for p in own.parents if p.is_relative_to(root)))


def _mount() -> Path | None:
    with contextlib.suppress(OSError):
        for line in MOUNTS.read_text().splitlines():
            before, _, after = line.partition(" - ")
            if after.startswith("cgroup2 "):
                return Path(before.split()[4])
    return None


def _usable(place: Path) -> bool:
    try:
        handed_on = set((place / "cgroup.subtree_control").read_text().split())
    except OSError:
        return False
    ours = all(os.access(path, os.W_OK) for path in (place, place / "cgroup.procs"))
    return ours and handed_on >= NEEDED
