"""Pictures that move. Each is imported when it is first asked for."""

from importlib import import_module

_HOMES = {
    "neuron_widget": "course.widgets.neuron",
}

__all__ = list(_HOMES)


def __getattr__(name):
    if name not in _HOMES:
        raise AttributeError(f"course.widgets has no {name!r}; it has {', '.join(_HOMES)}.")
    return getattr(import_module(_HOMES[name]), name)
