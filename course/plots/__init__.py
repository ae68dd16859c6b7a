"""Pictures that stand still."""

from course.plots.activations import plot_activations
from course.plots.network import draw_network
from course.plots.style import (
    FORWARD,
    GRADIENT,
    INK,
    NEUTRAL,
    PAPER,
    TARGET,
    course_style,
    new_figure,
)

__all__ = [
    "FORWARD",
    "GRADIENT",
    "INK",
    "NEUTRAL",
    "PAPER",
    "TARGET",
    "course_style",
    "draw_network",
    "new_figure",
    "plot_activations",
]
