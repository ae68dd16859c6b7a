"""Folders that students' code must not see, covered where they lie below what the sandbox shows."""

import os
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from course.places import installed
from grader.errors import CourseError
from grader.paths import GRADER, ROOT, SOLUTIONS


def covers(shown: Iterable[str], private: Iterable[Path]) -> list[str]:
    """Return bwrap's options that put empty folders in place of private ones.

    shown: what the sandbox shows of the machine. Raises CourseError where a private
    folder holds some of that, so that it cannot be covered.
    """
    places = [Path(os.path.realpath(place)) for place in shown]
    options: list[str] = []
    for folder in _outermost([*private, *of_the_course(places)]):
        if not any(folder.is_relative_to(place) for place in places):
            continue
        inside = next((p for p in (*places, *_of_python()) if p.is_relative_to(folder)), None)
        if inside is not None:
            raise CourseError(
                f"{folder} holds {inside}, which students' code sees in the sandbox: keep the "
                "class in a folder of its own"
            )
        _make(folder)
        options += ["--tmpfs", str(folder), "--remount-ro", str(folder)]
    return options


def _of_python() -> list[Path]:
    """Return what Python cannot do without: its folders, and the files that it has loaded."""
    names = ("stdlib", "platstdlib", "purelib", "platlib", "scripts")
    folders = [Path(os.path.realpath(sysconfig.get_path(name))) for name in names]
    with open("/proc/self/maps") as file:
        loaded = {line.split(maxsplit=5)[-1].strip() for line in file if "/" in line}
    return folders + [Path(path) for path in loaded]


def of_the_course(shown: list[Path]) -> list[Path]:
    """Return the course's own folders that hold, or may hold, answers and marks."""
    own = [] if installed() else [path for path in ROOT.iterdir() if path.is_dir()]
    inside = [path for path in own if any(place.is_relative_to(path) for place in shown)]
    return [GRADER, SOLUTIONS, *(path for path in own if path not in inside)]


def _outermost(folders: Iterable[Path]) -> list[Path]:
    """Return the folders that lie in no other of them, links followed."""
    found = {Path(os.path.realpath(folder)) for folder in folders}
    return sorted(f for f in found if not found & set(f.parents))


def _make(folder: Path) -> None:
    """Make a folder that a run will write to: only what is there can be covered."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or "").lower()
        raise CourseError(f"{folder} cannot be made ({reason}): name another folder") from None
