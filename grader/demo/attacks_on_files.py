"""Attacks by the file: what is handed in is no notebook that can be read."""

import json
import os
from pathlib import Path
from typing import Any

HUNDRED_MB = 100 * 2**20


def huge(path: Path) -> None:
    """A notebook of 100 MB; a hole, so that it takes no room here."""
    with open(path, "wb") as file:
        file.write(b'{"cells": [], "metadata": {"x": "')
        file.truncate(HUNDRED_MB)


def many_cells(path: Path) -> None:
    cell: dict[str, Any] = {"cell_type": "markdown", "metadata": {}, "source": ""}
    notebook = {"cells": [cell] * 100_000, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(notebook))


def no_json(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n this is a picture \xff\xfe")


def no_notebook(path: Path) -> None:
    path.write_text('["JSON", "that is", {"not": "a notebook"}]')


def deep(path: Path) -> None:
    path.write_text("[" * 200_000 + "]" * 200_000)


def odd_values(path: Path) -> None:
    path.write_text('{"cells": {"a": 1}, "worksheets": [1, null], "nbformat": "four"}')


def linked(path: Path) -> None:
    os.symlink("/etc/passwd", path)


def folder_linked(path: Path) -> None:
    folder = path.parent
    folder.rmdir()
    os.symlink("/etc", folder)


def pipe(path: Path) -> None:
    os.mkfifo(path)


def a_folder(path: Path) -> None:
    path.mkdir()


def time_linked(path: Path) -> None:
    path.write_text("{}")
    os.symlink("/etc/passwd", path.with_name("timestamp.txt"))


ATTACKS = {
    "a notebook of 100 MB": huge,
    "a notebook of 100,000 cells": many_cells,
    "no JSON": no_json,
    "JSON that is no notebook": no_notebook,
    "JSON nested without end": deep,
    "a notebook of odd values": odd_values,
    "a link instead of a notebook": linked,
    "a link instead of a folder": folder_linked,
    "a pipe instead of a notebook": pipe,
    "a folder instead of a notebook": a_folder,
    "a link instead of a time": time_linked,
}
