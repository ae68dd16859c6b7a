"""What a submission tried, in the judge's own words.

A worker says what it likes of what it tried. What a person reads is put together here
from known words alone, so that no submission can accuse another's author.
"""

import re
from collections.abc import Sequence

NETWORK = "a network connection"
PROGRAM = "to start a program"
PROCESS = "to start a process"
SIGNAL = "to signal a process"
SEARCH = "to search this process's memory"
INTERPRETER = "to watch the interpreter"
LINK = "to make a link"
LIBRARIES = "to call the system's own libraries"
KNOWN = (NETWORK, PROGRAM, PROCESS, SIGNAL, SEARCH, INTERPRETER, LINK, LIBRARIES)
SHARED = re.compile(r"to share [0-9]{1,9} MB of memory between processes")
OF_PATH = re.compile(r"to (read|write) (/.{0,120})")
NAMES = frozenset(
    name
    for names in (
        "bin boot dev etc home lib lib64 media mnt opt proc root run sbin shm srv sys tmp usr var",
        "local share self environ maps mem fd passwd shadow hosts ssh scratch",
        "course grader lessons solutions quizzes submitted autograded feedback release",
        "gradebook.db backprop sandbox judge python3 site-packages",
    )
    for name in names.split(" ")
)


def share(megabytes: int) -> str:
    """Return how a worker says that it wants memory which processes share."""
    return f"to share {min(max(megabytes, 0), 10**9 - 1)} MB of memory between processes"


def words(told: object) -> str:
    """Return what a person reads of what a worker told, '' where it is nothing known.

    Of a path there remain the names at its beginning that any machine, or the course, has.
    """
    if not isinstance(told, str):
        return ""
    if told in KNOWN or SHARED.fullmatch(told):
        return told
    found = OF_PATH.fullmatch(told)
    if not found:
        return ""
    return f"to {found[1]} /{'/'.join(_known(found[2].split('/')[1:]))}"


def _known(names: Sequence[str]) -> list[str]:
    """Return the names before the first that is not known, and dots in its place."""
    for place, name in enumerate(names):
        if name not in NAMES:
            return [*names[:place], "..."] if name else list(names[:place])
    return list(names)
