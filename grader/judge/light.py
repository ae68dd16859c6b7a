"""Importing nbgrader without the parts of a server, which take longer than all the rest of it."""

import importlib
import sys
from types import ModuleType

SERVER = "nbgrader.server_extensions"
PARTS = ("assignment_list", "course_list", "validate_assignment", "formgrader")


def import_nbgrader() -> None:
    """Import nbgrader for a program that serves nothing.

    Its package imports its server's extensions, to name a function of each. They stand empty
    while it does so, and whoever imports one of them later gets the real one.
    """
    if "nbgrader" in sys.modules:
        return
    names = [SERVER, *(f"{SERVER}.{part}" for part in PARTS)]
    for name in names:
        sys.modules[name] = _Empty(name)
    try:
        importlib.import_module("nbgrader")
    finally:
        for name in names:
            del sys.modules[name]


class _Empty(ModuleType):
    """A module that has whatever is asked of it, and nothing in it."""

    __path__: list[str] = []

    def __getattr__(self, name: str) -> None:
        return None
