"""Reading the files that were handed in, none of which can be trusted: names, links, sizes."""

import contextlib
import os
import stat
from pathlib import Path

from grader.errors import CourseError
from grader.judge.cells import UnreadableError as UnreadableError

NOTEBOOK_AT_MOST = 16 * 2**20
TIMESTAMP_AT_MOST = 200
NAME_AT_MOST = 128  # bytes; the names of files made from it have more
LOOKED_AT_MOST = 200  # entries of a folder
UNKNOWN_TIME = "unreadable"


def students(folder: Path, lesson: str) -> list[str]:
    """Return the names of the folders below folder that hold a submission of a lesson, sorted.

    Names that are not UTF-8 keep their odd bytes, as Python writes them. Raises
    CourseError where the folder cannot be read.
    """
    try:
        names = sorted(entry.name for entry in os.scandir(folder))
    except OSError as error:
        raise CourseError(
            f"{folder}: {os.strerror(error.errno or 0).lower()}: collect the submissions first, or "
            "name their folder with --submitted"
        ) from None
    return [name for name in names if os.path.lexists(os.path.join(folder, name, lesson))]


def name_trouble(name: str) -> str | None:
    """Return why a folder's name cannot be a student's in the gradebook, or None."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return "the folder's name is not UTF-8: rename it to the student's id"
    plain = name.isprintable() and name == name.strip() and not name.startswith(".")
    if not plain or len(name.encode()) > NAME_AT_MOST:
        return "the folder's name cannot be a student's id: rename it"
    return None


def read_file(folder: Path, student: str, lesson: str, name: str, most: int) -> bytes:
    """Return the bytes of a submission's file, following no link on the way.

    name: it may lie in a folder of the submission's: "layers/dense.py".

    Raises UnreadableError, or FileNotFoundError where there is no such file.
    """
    *inside, last = name.split("/")
    with contextlib.ExitStack() as stack:
        place = _opened(folder, (student, lesson, *inside), stack)
        file = _open(last, place, os.O_NOFOLLOW | os.O_NONBLOCK, stack)
        found = os.fstat(file)
        if not stat.S_ISREG(found.st_mode):
            raise UnreadableError(f"{name} is no ordinary file")
        if found.st_size > most:
            raise UnreadableError(
                f"{name} has {found.st_size / 2**20:.0f} MB, and may have {most / 2**20:.0f}: "
                "clear its outputs and hand it in again"
            )
        with os.fdopen(os.dup(file), "rb") as opened:
            return opened.read(most)


def entries(folder: Path, student: str, lesson: str, inside: str = "") -> list[tuple[str, bool]]:
    """Return (name, whether it is a folder) for what lies in a submission's folder, sorted.

    Links are left out, and so is all beyond the first 200. Raises as read_file does.
    """
    with contextlib.ExitStack() as stack:
        steps = (student, lesson, inside) if inside else (student, lesson)
        found = stack.enter_context(os.scandir(_opened(folder, steps, stack)))
        first = [entry for entry, _ in zip(found, range(LOOKED_AT_MOST), strict=False)]
        return sorted((e.name, e.is_dir()) for e in first if not e.is_symlink())


def _opened(folder: Path, steps: tuple[str, ...], stack: contextlib.ExitStack) -> int:
    place = _open(folder, None, os.O_DIRECTORY, stack)
    for step in steps:
        place = _open(step, place, os.O_DIRECTORY | os.O_NOFOLLOW, stack)
    return place


def _open(name: Path | str, place: int | None, flags: int, stack: contextlib.ExitStack) -> int:
    try:
        descriptor = os.open(name, flags | os.O_RDONLY | os.O_CLOEXEC, dir_fd=place)
    except FileNotFoundError:
        raise
    except OSError as error:
        shown = ascii(os.path.basename(name))[1:-1]
        linked = place is not None and _is_link(name, place)
        why = (
            "is a link, which is not followed" if linked else os.strerror(error.errno or 0).lower()
        )
        raise UnreadableError(f"{shown}: {why}") from None
    stack.callback(os.close, descriptor)
    return descriptor


def _is_link(name: Path | str, place: int | None) -> bool:
    with contextlib.suppress(OSError):
        return stat.S_ISLNK(os.stat(name, dir_fd=place, follow_symlinks=False).st_mode)
    return False


def read_notebook(folder: Path, student: str, lesson: str) -> bytes:
    """Return the bytes of a student's notebook of a lesson; raises as read_file does."""
    return read_file(folder, student, lesson, f"{lesson}.ipynb", NOTEBOOK_AT_MOST)


def read_timestamp(folder: Path, student: str, lesson: str) -> str:
    """Return the text of a submission's timestamp.txt, '' where there is no such file.

    Where it cannot be read, the text is one that says no time.
    """
    try:
        data = read_file(folder, student, lesson, "timestamp.txt", TIMESTAMP_AT_MOST)
    except FileNotFoundError:
        return ""
    except (UnreadableError, OSError):
        return UNKNOWN_TIME
    return data.decode("utf-8", "replace").strip()
