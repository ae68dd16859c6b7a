"""A filter on system calls: what a worker asks the kernel for beyond its own work is refused.

Memory that no process has mapped is nobody's in the kernel's books: what gives such memory
without a limit of its own (System V, shared mappings without a file, spliced pages, large
buffers of sockets) is refused as well, so that what is counted is what there is.

Classic BPF (McCanne and Jacobson, 1993) as seccomp(2) reads it. Namespaces are what
keeps a worker in; this keeps it from making new ones, and from corners of the
kernel that no exercise needs.
"""

import ctypes
import errno
import platform
import struct

SOCK_STREAM, KIND_OF_SOCKET = 1, 0xF
SOL_SOCKET = 1
BUFFER_SIZES = (7, 8, 32, 33)  # SO_SNDBUF, SO_RCVBUF, and what forces them
MAP_SHARED, MAP_ANONYMOUS = 0x01, 0x20
CLONE_NEWUSER = 0x10000000
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# system call: its number on (x86_64, aarch64), None where there is none
REFUSED = {
    "ptrace": (101, 117),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "swapon": (167, 224),
    "reboot": (169, 142),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "unshare": (272, 97),
    "setns": (308, 268),
    "perf_event_open": (298, 241),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "pidfd_getfd": (438, 438),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsmount": (432, 432),
    "mount_setattr": (442, 442),
    "quotactl": (179, 60),
    "acct": (163, 89),
    "personality": (135, 92),
    "syslog": (103, 116),
    "shmget": (29, 194),
    "shmat": (30, 196),
    "shmctl": (31, 195),
    "msgget": (68, 186),
    "msgsnd": (69, 189),
    "msgctl": (71, 187),
    "semget": (64, 190),
    "semctl": (66, 191),
    "semop": (65, 193),
    "mq_open": (240, 180),
    "vmsplice": (278, 75),
    "socket": (41, 198),
}
CLONE, CLONE3, MMAP = (56, 220), (435, 435), (9, 222)
SOCKETPAIR, SETSOCKOPT = (53, 199), (54, 208)
X32 = 0x40000000
Step = tuple[int, int, int, int]

LOAD, EQUAL, AT_LEAST, BITS, AND, RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
NUMBER_AT, ARCHITECTURE_AT, ARGUMENTS_AT, ARGUMENT_SIZE = 0, 4, 16, 8
ALLOW, KILL, FAIL = 0x7FFF0000, 0x80000000, 0x00050000
PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2
REFUSE: Step = (RETURN, 0, 0, FAIL | errno.EPERM)
LET: Step = (RETURN, 0, 0, ALLOW)


def supported() -> bool:
    """Return whether the filter knows this machine's numbers of system calls."""
    return platform.machine() in ARCHITECTURES


def program(machine: str) -> bytes:
    """Return the filter for a machine as bytes of BPF instructions.

    Raises KeyError for an architecture that is not known.
    """
    column = list(ARCHITECTURES).index(machine)
    steps: list[Step] = [
        (LOAD, 0, 0, ARCHITECTURE_AT),
        (EQUAL, 1, 0, ARCHITECTURES[machine]),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER_AT),
    ]
    if machine == "x86_64":
        steps += [(AT_LEAST, 0, 1, X32), (RETURN, 0, 0, KILL)]
    for numbers in REFUSED.values():
        steps += _where(numbers[column], [REFUSE])
    # glibc falls back from clone3 to clone, whose flags a filter can see
    steps += _where(CLONE3[column], [(RETURN, 0, 0, FAIL | errno.ENOSYS)])
    steps += _where(CLONE[column], [_argument(0), (BITS, 0, 1, CLONE_NEWUSER), REFUSE, LET])
    # a mapping is shared and has no file where both bits are set
    shared = [(BITS, 0, 3, MAP_ANONYMOUS), (BITS, 0, 2, MAP_SHARED), REFUSE, LET, LET]
    steps += _where(MMAP[column], [_argument(3), *shared])
    stream = [(AND, 0, 0, KIND_OF_SOCKET), (EQUAL, 1, 0, SOCK_STREAM), REFUSE, LET]
    steps += _where(SOCKETPAIR[column], [_argument(1), *stream])
    sizes = [step for size in BUFFER_SIZES for step in ((EQUAL, 0, 1, size), REFUSE)]
    levels = [_argument(1), (EQUAL, 1, 0, SOL_SOCKET), LET, _argument(2)]
    steps += _where(SETSOCKOPT[column], [*levels, *sizes, LET])
    steps.append(LET)
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def _where(number: int, then: list[Step]) -> list[Step]:
    """Return steps that are taken for one system call alone; each of them returns."""
    return [(EQUAL, 0, len(then), number), *then]


def _argument(place: int) -> Step:
    """Return the step that loads the low half of a system call's argument."""
    return LOAD, 0, 0, ARGUMENTS_AT + ARGUMENT_SIZE * place


def apply(libc: ctypes.CDLL) -> None:
    """Apply the filter to this process and all that it starts; there is no way back.

    Raises OSError where the kernel refuses.
    """
    code = program(platform.machine())
    buffer = ctypes.create_string_buffer(code, len(code))

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]

    whole = Program(len(code) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(whole), 0, 0):
        number = ctypes.get_errno()
        raise OSError(number, "seccomp is refused")
