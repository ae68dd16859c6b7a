"""What a function may not do while it is checked: wait for a person, or end the kernel."""

import builtins
import contextlib
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import NoReturn


@contextlib.contextmanager
def guarded() -> Iterator[None]:
    """Have input() and IPython's exit() raise, in words, for as long as this is open.

    IPython's exit() raises nothing by itself: it asks the kernel to end, and the
    function goes on.
    """
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    with _put(builtins, "input", _no_input):
        if shell is None:
            yield
        else:
            with _put(shell, "ask_exit", _no_exit):
                yield


@contextlib.contextmanager
def _put(owner: ModuleType, name: str, stand_in: Callable[..., NoReturn]) -> Iterator[None]:
    """Give owner another attribute of this name, and its own one back at the end."""
    own = vars(owner).get(name)
    setattr(owner, name, stand_in)
    try:
        yield
    finally:
        if own is None:
            delattr(owner, name)
        else:
            setattr(owner, name, own)


def _no_input(prompt: str = "", /) -> NoReturn:
    raise RuntimeError(
        "input() waits for a person, and a check has none: take what you need from the arguments"
    )


def _no_exit() -> NoReturn:
    raise SystemExit("exit() would end the whole notebook: end a function with return")
