"""What was handed in beside the notebook: modules that it imports, data that it reads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from grader.judge.reading import NOTEBOOK_AT_MOST, UnreadableError, entries, read_file

FILE_AT_MOST, ALL_AT_MOST = 2**20, 4 * 2**20
FILES_AT_MOST = 40
PLAIN = re.compile(r"\w[\w .()+@,=-]{0,98}")
NOT_THEIRS = ("timestamp.txt", "submission_secret.txt", "__pycache__", "__MACOSX")


@dataclass(frozen=True)
class Beside:
    """What was handed in beside a notebook. files: name to content. told: lines for a person."""

    files: dict[str, bytes] = field(default_factory=dict)
    told: tuple[str, ...] = ()

    @property
    def modules(self) -> dict[str, str]:
        """Name to text of those that are Python."""
        return {
            name: data.decode("utf-8", "replace")
            for name, data in self.files.items()
            if name.endswith(".py")
        }


def beside(folder: Path, student: str, lesson: str) -> Beside:
    """Return what lies beside a student's notebook, within limits; what is too large is told."""
    files: dict[str, bytes] = {}
    left_out: list[str] = []
    for name in _names(folder, student, lesson):
        room = min(FILE_AT_MOST, ALL_AT_MOST - sum(map(len, files.values())))
        try:
            if len(files) == FILES_AT_MOST:
                raise UnreadableError("too many files")
            files[name] = read_file(folder, student, lesson, name, room)
        except (UnreadableError, OSError):
            left_out.append(name)
    if not left_out:
        return Beside(files)
    shown = ", ".join(left_out[:3]) + (f" and {len(left_out) - 3} more" * (len(left_out) > 3))
    return Beside(
        files,
        (
            f"handed in beside the notebook and left out: {shown} (a file may have "
            f"{FILE_AT_MOST >> 20} MB, all together {ALL_AT_MOST >> 20})",
        ),
    )


def _names(folder: Path, student: str, lesson: str) -> Iterator[str]:
    """Yield the names of plain files beside the notebook, and of the modules in folders there."""
    for name, is_folder in _plain(folder, student, lesson):
        if not is_folder:
            yield name
            continue
        for inner, is_deeper in _plain(folder, student, lesson, name):
            if inner.endswith(".py") and not is_deeper:
                yield f"{name}/{inner}"


def _plain(folder: Path, student: str, lesson: str, inside: str = "") -> Iterator[tuple[str, bool]]:
    try:
        found = entries(folder, student, lesson, inside)
    except (UnreadableError, OSError):
        return
    for name, is_folder in found:
        if PLAIN.fullmatch(name) and name not in NOT_THEIRS and not name.endswith(".ipynb"):
            yield name, is_folder


def other_notebooks(folder: Path, student: str, lesson: str) -> list[str]:
    """Return the names of notebooks in a submission's folder that are not called as asked."""
    try:
        found = entries(folder, student, lesson)
    except (UnreadableError, OSError):
        return []
    names = [name for name, is_folder in found if name.lower().endswith(".ipynb") and not is_folder]
    return [name for name in names if name != f"{lesson}.ipynb" and not name.startswith(".")]


def read_other(folder: Path, student: str, lesson: str, name: str) -> bytes:
    """Return the bytes of a notebook that has another name; raises as read_file does."""
    return read_file(folder, student, lesson, name, NOTEBOOK_AT_MOST)
