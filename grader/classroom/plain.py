"""Whose a file in a plain folder is: by the folder it lies in, else by its own name."""

import re
from pathlib import PurePosixPath

from grader.classroom.platforms import Owner, Platform

COPY = re.compile(r"(?: ?\(\d{1,3}\)|[-_ ]+(?:copy|kopie|copie)(?: ?\(?\d{1,3}\)?)?)$", re.I)
AGAIN = re.compile(r"[-_ ]\d{1,2}$")  # Canvas's, and a student's own
APART = "-_ .+"


def without_copy(stem: str) -> str:
    """Return a file's name without what browsers and systems add to a second one."""
    while COPY.search(stem):
        stem = COPY.sub("", stem)
    return stem


def copy_number(stem: str) -> int:
    """Return which copy a file's name says that it is, 0 for the first."""
    numbers = re.findall(r"\d{1,3}", (COPY.search(stem) or AGAIN.search(stem) or [""])[0])
    return int(numbers[-1]) if numbers else 0


def plain_owner(parts: tuple[str, ...], lesson: str) -> Owner | None:
    """Return whose a file is; None where neither a folder nor its name tells.

    `ada/04-backward-pass/work.ipynb`, `ada/work.ipynb`, `ada_04-backward-pass.ipynb` and
    `ada.ipynb` are Ada's; a folder named after the lesson is nobody's.
    """
    folders = [part for part in parts[:-1] if not _names(part, lesson)]
    if folders:
        return _of(_without_zip(folders[0]), parts)
    name = _without_lesson(PurePosixPath(parts[-1]).stem, lesson)
    return _of(name, parts) if name else None


def common_root(paths: list[tuple[str, ...]]) -> int:
    """Return how many folders all files share that are nobody's own: below them are several."""
    depth = 0
    while paths and all(len(parts) > depth + 2 for parts in paths):
        if len({parts[depth] for parts in paths}) > 1:
            break
        if len({parts[depth + 1] for parts in paths}) < 2 and len(paths) > 1:
            break
        depth += 1
    return depth if len(paths) > 1 else 0


def _of(student: str, parts: tuple[str, ...]) -> Owner:
    return Owner(Platform.PLAIN, student, student, parts)


def _names(folder: str, lesson: str) -> bool:
    return not _without_lesson(_without_zip(folder), lesson)


def _without_zip(name: str) -> str:
    return name[:-4] if name.lower().endswith(".zip") else name


def _without_lesson(stem: str, lesson: str) -> str:
    """Return what is left of a name without the lesson's, '' where that is all of it."""
    place = stem.lower().find(lesson)
    if place < 0:
        return without_copy(stem).strip(APART)
    before, after = stem[:place].strip(APART), without_copy(stem[place + len(lesson) :])
    return before or AGAIN.sub("", after).strip(APART)
