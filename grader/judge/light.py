"""Importing nbgrader without the parts of a server, which take longer than all the rest of it."""

import importlib
import importlib.util
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

SERVER = "nbgrader.server_extensions"
PARTS = ("assignment_list", "course_list", "validate_assignment", "formgrader")
ARCHIVES = "setuptools.archive_util"


def import_nbgrader() -> None:
    """Import nbgrader for a program that serves nothing.

    Its package imports its server's extensions, to name a function of each. They stand empty
    while it does so, and whoever imports one of them later gets the real one. What it unpacks
    archives with, and what it asks a hub with, is imported when it first does.
    """
    if "nbgrader" in sys.modules:
        return
    _import_later("requests")
    names = [SERVER, *(f"{SERVER}.{part}" for part in PARTS)]
    for name in names:
        sys.modules[name] = _Empty(name)
    if ARCHIVES not in sys.modules:
        names.append(ARCHIVES)
        sys.modules[ARCHIVES] = _Archives(ARCHIVES)
    try:
        importlib.import_module("nbgrader.utils")
    finally:
        for name in names:
            del sys.modules[name]


class _Empty(ModuleType):
    """A module that has whatever is asked of it, and nothing in it."""

    __path__: list[str] = []

    def __getattr__(self, name: str) -> None:
        return None


class _Archives(ModuleType):
    """A module of functions that import the real one when they are called."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return lambda *given: getattr(importlib.import_module(ARCHIVES), name)(*given)


def _import_later(name: str) -> None:
    """Have a module imported when something of it is first asked for."""
    found = importlib.util.find_spec(name)
    if name in sys.modules or found is None or found.loader is None:
        return
    found.loader = loader = importlib.util.LazyLoader(found.loader)
    sys.modules[name] = module = importlib.util.module_from_spec(found)
    loader.exec_module(module)
