"""Relative errors of gradient checks on one line: right code, bugs, and the grey zone between."""

from collections.abc import Mapping

from course.plots.style import (
    GRADIENT,
    INK,
    NEUTRAL,
    TARGET,
    CourseFigure,
    course_style,
    new_figure,
)

LOW, RIGHT, WRONG, HIGH = 1e-13, 1e-6, 1e-2, 2.0
ROW = 0.42


def plot_check_errors(errors: Mapping[str, tuple[float, bool]]) -> CourseFigure:
    """Draw relative errors of gradients on a log scale, with the grey zone between right and wrong.

    errors: what each is called to (relative error, whether the code is right).
    """
    told = ", ".join(f"{name} {error:.1g}" for name, (error, _) in errors.items())
    words = f"Relative errors of gradient checks, with a grey zone from 1e-6 to 1e-2: {told}."
    figure = new_figure(8, 1.1 + ROW * len(errors), words)
    with course_style():
        axes = figure.add_subplot(xscale="log", xlim=(LOW, HIGH), xlabel="relative error")
        axes.set(ylim=(-0.6, len(errors) + 0.3), yticks=range(len(errors)))
        axes.set_yticklabels([*reversed(errors)])
        axes.axvspan(RIGHT, WRONG, color=NEUTRAL, alpha=0.18, zorder=0)
        for place, words in ((1e-10, "mostly right"), (1e-4, "grey zone"), (0.14, "mostly wrong")):
            axes.text(place, len(errors) - 0.3, words, ha="center", va="center", color=INK, size=9)
        for row, (error, right) in enumerate(reversed(errors.values())):
            look = {"marker": "o", "color": TARGET} if right else {"marker": "X", "color": GRADIENT}
            axes.plot([error], [row], linestyle="none", markersize=9, **look)
    return figure
