"""Confining a process: namespaces, a scratch folder, limits, no privileges, fewer system calls."""

import contextlib
import ctypes
import os
import sys
from typing import Any

from grader.sandbox import seccomp
from grader.sandbox.limits import PROCESSES

NEW_MOUNTS, NEW_NAME, NEW_IPC, NEW_USER, NEW_PIDS = (
    0x00020000,
    0x04000000,
    0x08000000,
    0x10000000,
    0x20000000,
)
NOSUID_NODEV = 2 | 4
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 4, 24, 38
CAPABILITY_VERSION = 0x20080522
LAST_CAPABILITY = 63
NOBODY = 65534
FILES = 128
SCRATCH = "/scratch"  # not /tmp: the course itself may lie below that
SCRATCH_MB = 64
SHARED = b"size=8m,nr_inodes=512,mode=700"
FILE_MB = 32
LINUX = sys.platform == "linux"
with contextlib.suppress(ImportError):  # Windows has neither, and no sandbox
    import resource
libc: Any = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None


def _ask(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def become_nobody() -> None:
    """Give up root, where this process is root; limits do not hold for it."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        # a process that changed its user owns its own /proc entries again only so
        _ask(libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0), "prctl")


def enter_namespaces() -> None:
    """Enter fresh namespaces of users, mounts, IPC and names; children get their own ids.

    Raises OSError where the system does not let an ordinary user do so.
    """
    uid, gid = os.getuid(), os.getgid()
    flags = NEW_USER | NEW_MOUNTS | NEW_PIDS | NEW_IPC | NEW_NAME
    _ask(libc.unshare(flags), "unshare")
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{uid} {uid} 1"),
        ("gid_map", f"{gid} {gid} 1"),
    ):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def cover() -> None:
    """Cover /proc, and give this process a scratch folder that vanishes with it."""
    tmpfs = b"tmpfs"
    size = f"size={SCRATCH_MB}m,nr_inodes=4096,mode=700".encode()
    _ask(libc.mount(tmpfs, b"/proc", tmpfs, NOSUID_NODEV | 1, b"size=4k,mode=555"), "cover /proc")
    _ask(libc.mount(tmpfs, SCRATCH.encode(), tmpfs, NOSUID_NODEV, size), "mount the scratch folder")
    _ask(libc.mount(tmpfs, b"/dev/shm", tmpfs, NOSUID_NODEV, SHARED), "mount /dev/shm")


def give_up_privileges() -> None:
    """Drop every capability for good, and allow no program to give any back."""
    for capability in range(LAST_CAPABILITY + 1):
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    _ask(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
    head = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
    _ask(libc.capset(head, (ctypes.c_uint32 * 6)()), "capset")
    seccomp.apply(libc)


def die_with_parent() -> None:
    """Have the kernel end this process where its parent ends, where it is Linux."""
    if LINUX:
        _ask(libc.prctl(PR_SET_PDEATHSIG, 9, 0, 0, 0), "prctl")


def limit(space: int, memory_mb: int, seconds: float, processes: bool = True) -> None:
    """Limit this process and each one that it starts.

    space: its address space now, in bytes. memory_mb: beyond that. seconds: of
    processor time. processes: whether to limit their number, which holds in a
    user namespace alone.
    """
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: FILES,
        resource.RLIMIT_FSIZE: FILE_MB * 2**20,
        resource.RLIMIT_CPU: int(seconds) + 1,
    }
    if LINUX:
        limits[resource.RLIMIT_AS] = space + memory_mb * 2**20
        limits |= {resource.RLIMIT_MSGQUEUE: 0, resource.RLIMIT_MEMLOCK: 0}
    if processes:
        limits[resource.RLIMIT_NPROC] = PROCESSES
    for name, value in limits.items():
        hard = resource.getrlimit(name)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(name, (value, value))


def lift_soft_limits() -> None:
    """Take back the limits that the judge holds itself to while it grades."""
    for name in (resource.RLIMIT_AS, resource.RLIMIT_CPU):
        hard = resource.getrlimit(name)[1]
        resource.setrlimit(name, (hard, hard))


def address_space() -> int:
    """Return the size of this process's address space in bytes, 0 where it is not known."""
    if not LINUX:
        return 0
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * resource.getpagesize()
