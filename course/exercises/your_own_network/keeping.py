"""What functions can see besides their arguments, as it was before one of them ran.

`predict` sees nothing but its arguments: what `train` has left in globals, in attributes of
functions, in default arguments, in modules or in files is not there while it runs.
"""

import builtins
import contextlib
import functools
import inspect
import io
from collections import deque
from types import FunctionType, ModuleType

import numpy as np

CONTAINERS = (dict, list, set, deque, bytearray)
ITEMS_AT_MOST = 20_000
CACHED = type(functools.lru_cache(lambda: None))
OF_A_FUNCTION = ("__defaults__", "__kwdefaults__")


class Surroundings:
    """A picture of the namespaces of some functions, and what is kept at their functions."""

    def __init__(self, functions):
        unwrapped = [inspect.unwrap(function) for function in functions]
        spaces = [f.__globals__ for f in unwrapped if isinstance(f, FunctionType)]
        self.spaces = list({id(space): space for space in spaces}.values())
        self._seen, self._keep = {}, []
        own = [value for space in self.spaces for value in list(space.values())]
        self.functions = {
            id(f): f for f in (*unwrapped, *own) if isinstance(f, FunctionType) and self._near(f)
        }
        self.modules = {
            id(m): (m, set(vars(m))) for m in (builtins, *own) if isinstance(m, ModuleType)
        }
        self.holders = {id(h): h for h in (*functions, *own) if self._holds(h)}
        self.cached = [f for f in own if isinstance(f, CACHED)]
        self.before = self._picture(copy=True)

    def _near(self, function):
        return any(function.__globals__ is space for space in self.spaces)

    @staticmethod
    def _holds(value):
        """Return whether it is a class of the notebook, or an object of one."""
        kind = value if isinstance(value, type) else type(value)
        return kind.__module__ == "__main__" and hasattr(value, "__dict__")

    def _picture(self, copy):
        take = self._copy if copy else _same
        return (
            [{name: take(value) for name, value in space.items()} for space in self.spaces],
            {key: self._of_function(f, take) for key, f in self.functions.items()},
            {key: {n: take(v) for n, v in vars(h).items()} for key, h in self.holders.items()},
        )

    @staticmethod
    def _of_function(function, take):
        cells = [_content(cell) for cell in function.__closure__ or ()]
        attributes = {name: take(value) for name, value in vars(function).items()}
        return (
            attributes,
            [take(getattr(function, n)) for n in OF_A_FUNCTION],
            list(map(take, cells)),
        )

    def _copy(self, value, depth=0):
        """Return a copy of what can be changed in place; an object met twice has one copy."""
        if id(value) in self._seen:
            return self._seen[id(value)]
        kind = type(value)
        if kind is tuple and depth < 8:
            return tuple(self._copy(item, depth + 1) for item in value[:ITEMS_AT_MOST])
        if kind is not np.ndarray and kind not in CONTAINERS:
            return value
        made = self._seen[id(value)] = value.copy()
        self._keep.append(value)  # so that no other object gets its id
        if kind in (dict, list) and len(value) < ITEMS_AT_MOST and depth < 8:
            for key, item in value.items() if kind is dict else enumerate(value):
                made[key] = self._copy(item, depth + 1)
        return made

    @contextlib.contextmanager
    def back(self):
        """Have everything as it was before, while this is open, and then as it is now."""
        now = self._picture(copy=False)
        added = [
            (m, name, vars(m)[name])
            for m, names in self.modules.values()
            for name in set(vars(m)) - names
        ]
        self._put(self.before)
        for module, name, _ in added:
            delattr(module, name)
        for function in self.cached:
            function.cache_clear()
        try:
            with _no_files():
                yield
        finally:
            self._put(now)
            for module, name, value in added:
                setattr(module, name, value)

    def _put(self, picture):
        spaces, functions, holders = picture
        for space, names in zip(self.spaces, spaces, strict=True):
            for name in space.keys() - names.keys():
                del space[name]
            space.update(names)
        for key, (attributes, defaults, cells) in functions.items():
            function = self.functions[key]
            vars(function).clear()
            vars(function).update(attributes)
            for name, value in zip(OF_A_FUNCTION, defaults, strict=True):
                setattr(function, name, value)
            for cell, value in zip(function.__closure__ or (), cells, strict=True):
                if value is not EMPTY:
                    cell.cell_contents = value
        for key, attributes in holders.items():
            _put_attributes(self.holders[key], attributes)


EMPTY = object()
OPENERS = ((builtins, "open"), (io, "open"), (np, "fromfile"))


@contextlib.contextmanager
def _no_files():
    """Have whatever opens a file refuse to: as an error of files, which Python's own code knows."""
    own = [getattr(owner, name) for owner, name in OPENERS]
    try:
        for owner, name in OPENERS:
            setattr(owner, name, _refused)
        yield
    finally:
        for (owner, name), function in zip(OPENERS, own, strict=True):
            setattr(owner, name, function)


def _refused(*given, **named):
    raise PermissionError("predict sees nothing but its arguments, and no files")


def _same(value):
    return value


def _content(cell):
    try:
        return cell.cell_contents
    except ValueError:
        return EMPTY


def _put_attributes(holder, attributes):
    """Give an object or a class the attributes that it had; what cannot be set stays."""
    for name in set(vars(holder)) - attributes.keys():
        with contextlib.suppress(AttributeError, TypeError):
            delattr(holder, name)
    for name, value in attributes.items():
        if vars(holder).get(name, EMPTY) is not value:
            with contextlib.suppress(AttributeError, TypeError):
                setattr(holder, name, value)
