"""Deep networks, drawn: how large is what arrives at each layer, and what does each put out?"""

import numpy as np

from course.plots.style import FORWARD, GRADIENT, INK, NEUTRAL, course_style, new_figure

MARKS = ("o", "s", "^", "D", "v")
DASHES = ("-", "--", "-.", ":", (0, (1, 1)))


def plot_gradient_sizes(sizes):
    """Draw the size of the gradient over the layers, on a log scale, a line for each network.

    sizes: name to an array (layers,), first layer first, at most five. Returns
    a matplotlib Figure.
    """
    figure = new_figure(7.6, 4.0, _words(sizes))
    with course_style():
        ax = figure.add_subplot(yscale="log")
        ax.set(xlabel="layer: the gradient comes from the right", ylabel="size of the gradient")
        ax.grid(axis="y")
        shades = np.linspace(1.0, 0.45, len(sizes))
        for (name, norms), mark, dash, shade in zip(
            sizes.items(), MARKS, DASHES, shades, strict=False
        ):
            layers = np.arange(1, len(norms) + 1)
            look = {"marker": mark, "markevery": max(1, len(norms) // 10), "markersize": 6}
            ax.plot(layers, norms, color=GRADIENT, linestyle=dash, alpha=shade, **look)
            ax.annotate(
                name, (1, norms[0]), (-8, 0), textcoords="offset points", ha="right", va="center",
                color=INK,
            )  # fmt: skip
        deepest = max(map(len, sizes.values()))
        ax.set_xlim(1 - 0.3 * deepest, deepest + 0.5)
        ax.set_xticks([1, *range(5, deepest + 1, 5)])
        ax.axvline(1, color=NEUTRAL, linewidth=0.8, linestyle=":")
    return figure


def _words(sizes):
    told = (
        f"{name}: {norms[-1]:.1e} at the last layer, {norms[0]:.1e} at the first"
        for name, norms in sizes.items()
    )
    return f"The size of the gradient in each layer, on a log scale. {'; '.join(told)}."


def plot_histograms(outputs, title):
    """Draw a row of histograms for each network, one for each of some layers.

    outputs: name to a list of arrays, the same number for each, what layers
    put out, first layer first; title: what is drawn. Returns a matplotlib Figure.
    """
    rows, columns = len(outputs), len(next(iter(outputs.values())))
    figure = new_figure(7.6, 1.3 * rows + 0.6, _spreads(outputs, title))
    with course_style():
        axes = figure.subplots(rows, columns, sharex=True, squeeze=False)
        for row, (name, arrays) in zip(axes, outputs.items(), strict=True):
            row[0].set_ylabel(name, rotation=0, ha="right", va="center", color=INK)
            for ax, values in zip(row, arrays, strict=True):
                ax.hist(np.ravel(values), bins=np.linspace(-1, 1, 25), color=FORWARD)
                ax.set(yticks=[], xticks=[-1, 0, 1])
        figure.suptitle(title, fontsize="medium", color=INK)
    return figure


def _spreads(outputs, title):
    told = (
        f"{name}: a standard deviation of {np.std(arrays[0]):.2g} in the first of them and "
        f"{np.std(arrays[-1]):.2g} in the last"
        for name, arrays in outputs.items()
    )
    return f"Histograms of {title}. {'; '.join(told)}."
