"""Importing nbgrader and nbconvert without what serves and runs: that takes most of the time."""

import contextlib
import importlib
import sys
from collections.abc import Callable, Iterable, Iterator
from types import ModuleType
from typing import Any

SERVER = "nbgrader.server_extensions"
PARTS = ("assignment_list", "course_list", "validate_assignment", "formgrader")
NOTEBOOKS = ("nbformat", "nbformat.notebooknode")  # whose one class is named in annotations
RUNNERS = (
    "nbclient",
    "nbclient.exceptions",
    "nbconvert.postprocessors",
    "nbconvert.preprocessors.execute",
)
LATER = ("requests", "setuptools.archive_util")  # hubs are asked with one, archives unpacked


def import_nbgrader() -> None:
    """Import nbgrader for a program that serves nothing.

    Its package imports its server's extensions, to name a function of each. They stand empty
    while it does so, and whoever imports one of them later gets the real one. So does the reader
    of notebooks. What it unpacks archives with, and what it asks a hub with, is imported when
    it first does.
    """
    if "nbgrader" in sys.modules:
        return
    empty = (SERVER, *(f"{SERVER}.{part}" for part in PARTS), *NOTEBOOKS)
    with _standing_in([*map(_Empty, empty), *map(_Later, LATER)]):
        importlib.import_module("nbgrader.utils")
        importlib.import_module("nbgrader.auth")


def import_nbconvert() -> None:
    """Import nbconvert for a process that makes pages, without what runs and serves notebooks."""
    if "nbconvert" in sys.modules:
        return
    with _standing_in(map(_Empty, RUNNERS)):
        importlib.import_module("nbconvert")


@contextlib.contextmanager
def _standing_in(modules: Iterable[ModuleType]) -> Iterator[None]:
    """Have modules stand in for those of their names that have not been imported."""
    instead = {m.__name__: m for m in modules if m.__name__ not in sys.modules}
    sys.modules.update(instead)
    try:
        yield
    finally:
        for name in instead:
            del sys.modules[name]


class _Empty(ModuleType):
    """A module that has whatever is asked of it, and nothing in it."""

    __path__: list[str] = []

    def __getattr__(self, name: str) -> None:
        return None


class _Later(ModuleType):
    """A module of functions that import the real one when they are called."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        real = self.__name__
        return lambda *given, **named: getattr(importlib.import_module(real), name)(*given, **named)
