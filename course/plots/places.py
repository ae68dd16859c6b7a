"""What was paid, where: a map of prices."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from course.plots.style import FORWARD, course_style, new_figure

PRICES = LinearSegmentedColormap.from_list("prices", ["#DCE9F2", FORWARD, "#00263D"])
DEAREST = 12  # in $100,000: what costs more is as dark


def plot_places(longitude, latitude, prices):
    """Draw each house as a point at its place, the darker and larger the dearer.

    longitude, latitude, prices: (n,); prices in $100,000. Returns a matplotlib Figure.
    """
    figure = new_figure(
        5.6,
        4.6,
        "A map of houses, each a point, the darker and larger the dearer: the dear ones crowd "
        "around a lake, a gap in the north, and the cheap ones lie in the south.",
    )
    order = np.argsort(prices)
    with course_style():
        ax = figure.add_subplot(xlabel="longitude", ylabel="latitude")
        ax.set_aspect(1 / np.cos(np.radians(np.mean(latitude))))
        drawn = ax.scatter(
            longitude[order],
            latitude[order],
            c=prices[order],
            s=3 + 2 * np.minimum(prices[order], DEAREST),
            cmap=PRICES,
            vmin=0,
            vmax=DEAREST,
            linewidths=0,
        )
        figure.colorbar(drawn, ax=ax, label="sold for, in \\$100,000", extend="max")
        ax.set_xlim(np.quantile(longitude, [0.0, 0.995]) + [-0.02, 0.02])
    return figure
