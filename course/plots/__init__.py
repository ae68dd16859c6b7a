"""Pictures that stand still."""

from course.plots.activations import plot_activations
from course.plots.adversaries import plot_adversaries
from course.plots.attention import plot_attention
from course.plots.course_map import draw_course_map
from course.plots.dense_back import plot_mask, plot_outer_products, plot_wires
from course.plots.depth import plot_gradient_sizes, plot_histograms
from course.plots.differences import plot_difference_errors
from course.plots.digits import draw_confusion, draw_digits, draw_ink
from course.plots.edge import plot_edge
from course.plots.gradient_check import plot_check_errors
from course.plots.graph import draw_graph
from course.plots.kernels import draw_arrays
from course.plots.landscape import plot_walks
from course.plots.local_rules import plot_local_rules
from course.plots.losses import plot_loss_curves, plot_squared_errors
from course.plots.network import draw_network
from course.plots.pets import draw_pets
from course.plots.places import plot_places
from course.plots.slopes import plot_slope
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
from course.plots.there_and_back import draw_there_and_back
from course.plots.training import plot_losses

__all__ = [
    "FORWARD",
    "GRADIENT",
    "INK",
    "NEUTRAL",
    "PAPER",
    "TARGET",
    "course_style",
    "draw_arrays",
    "draw_confusion",
    "draw_course_map",
    "draw_digits",
    "draw_graph",
    "draw_ink",
    "draw_network",
    "draw_pets",
    "draw_there_and_back",
    "new_figure",
    "plot_activations",
    "plot_adversaries",
    "plot_attention",
    "plot_check_errors",
    "plot_difference_errors",
    "plot_edge",
    "plot_gradient_sizes",
    "plot_histograms",
    "plot_local_rules",
    "plot_loss_curves",
    "plot_losses",
    "plot_mask",
    "plot_outer_products",
    "plot_places",
    "plot_slope",
    "plot_squared_errors",
    "plot_walks",
    "plot_wires",
]
