"""Pictures that move. Each is imported when it is first asked for."""

from importlib import import_module

_HOMES = {
    "adversaries_widget": "course.widgets.adversaries",
    "attention_widget": "course.widgets.attention",
    "backward_widget": "course.widgets.backward",
    "convolution_widget": "course.widgets.window",
    "depth_widget": "course.widgets.depth",
    "descent_game": "course.widgets.game",
    "descent_widget": "course.widgets.descent",
    "digit_widget": "course.widgets.digit",
    "graph_widget": "course.widgets.graph",
    "learning_curve": "course.widgets.learning",
    "loss_widget": "course.widgets.loss",
    "neuron_widget": "course.widgets.neuron",
    "overfitting_widget": "course.widgets.overfitting",
    "race_widget": "course.widgets.race",
    "unrolled_widget": "course.widgets.unrolled",
    "watch_adversaries": "course.widgets.adversaries",
    "watch_faces": "course.widgets.faces",
    "watch_kernels": "course.widgets.kernels",
    "watch_recital": "course.widgets.recital",
}

__all__ = list(_HOMES)


def __getattr__(name):
    if name not in _HOMES:
        raise AttributeError(f"course.widgets has no {name!r}; it has {', '.join(_HOMES)}.")
    return getattr(import_module(_HOMES[name]), name)
