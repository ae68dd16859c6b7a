"""Losses over the course of training."""

from matplotlib.ticker import LogLocator, NullFormatter

from course.plots.landscape import LOOKS
from course.plots.style import INK, NEUTRAL, TARGET, course_style, new_figure


def plot_losses(curves, *, floor=None, stop=None):
    """Draw losses on a log scale, each curve with a look of its own.

    curves: what each is called to its losses (n,), at most five; floor: (words, loss), the
    lowest that can be had; stop: (words, epoch), where training stops. Returns a matplotlib
    Figure.
    """
    ends = ", ".join(f"{name} ends at {losses[-1]:.3g}" for name, losses in curves.items())
    figure = new_figure(7.2, 3.8, f"Losses over the epochs: {ends}.")
    with course_style():
        ax = figure.add_subplot(xlabel="epoch", ylabel="loss", yscale="log")
        for look, (name, losses) in zip(LOOKS[1:], curves.items(), strict=False):
            epochs = range(1, len(losses) + 1)
            ax.plot(epochs, losses, label=name, markevery=0.1, **look | {"markersize": 5})
        ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        ax.yaxis.set_major_formatter("{x:g}")
        ax.yaxis.set_minor_formatter(NullFormatter())
        if floor:
            ax.axhline(floor[1], color=TARGET, linestyle="-.", label=floor[0])
        if stop:
            ax.axvline(stop[1], color=NEUTRAL, linestyle="--", linewidth=1.4)
            ax.annotate(stop[0], (stop[1], 0.95), (5, 0), ax.get_xaxis_transform(),
                        textcoords="offset points", va="top", color=INK)  # fmt: skip
        ax.legend(loc="best")
    return figure
