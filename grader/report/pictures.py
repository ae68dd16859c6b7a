"""The pictures of the page on a class, in the course's style, each with its words."""

from base64 import b64encode
from io import BytesIO
from itertools import pairwise

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from course.plots.style import FORWARD, GRADIENT, NEUTRAL, TARGET, course_style, new_figure
from grader.report.figures import ClassFigures, Row

BINS = 10
INCHES_A_ROW = 0.36


def as_data(figure: Figure) -> str:
    """Return a figure as the address of an image that stands in the page itself."""
    file = BytesIO()
    with course_style():
        figure.savefig(file, format="png", dpi=200)
    return "data:image/png;base64," + b64encode(file.getvalue()).decode()


def histogram(figures: ClassFigures) -> tuple[list[tuple[str, int]], Figure]:
    """Return ([(points from and to, how many)], the picture of it)."""
    top = figures.possible or 1.0
    edges = [top * n / BINS for n in range(BINS + 1)]
    counts = [_between(figures.points, low, high, top) for low, high in pairwise(edges)]
    labels = [f"{low:g} to {high:g}" for low, high in pairwise(edges)]
    with course_style():
        figure: Figure = new_figure(7.2, 2.6, "How many earned how many points")
        ax = figure.add_subplot()
        ax.bar(edges[:-1], counts, top / BINS, align="edge", color=FORWARD, edgecolor="white")
        ax.axvline(
            figures.median, color=GRADIENT, linestyle="--", label=f"median {figures.median:g}"
        )
        ax.set(xlabel="points", ylabel="submissions", xlim=(0, top))
        ax.yaxis.set_major_locator(MaxNLocator("auto", integer=True))
        ax.legend()
    return list(zip(labels, counts, strict=True)), figure


def _between(points: tuple[float, ...], low: float, high: float, top: float) -> int:
    """Count the points from low up to, and at the top including, high."""
    return sum(low <= p < high or (p >= high == top) for p in points)


def outcomes(rows: tuple[Row, ...]) -> Figure:
    """Return the picture of how many have each exercise right, in part, wrong or untried."""
    with course_style():
        figure: Figure = new_figure(7.2, 1.0 + INCHES_A_ROW * len(rows), "How each exercise went")
        ax = figure.add_subplot()
        names = [row.name for row in rows]
        left: list[int] = [0] * len(rows)
        for label, colour, hatch, counts in (
            ("right", TARGET, "", [row.right for row in rows]),
            ("in part", FORWARD, "//", [row.partly for row in rows]),
            ("not right", GRADIENT, "xx", [row.wrong for row in rows]),
            ("not attempted", NEUTRAL, "..", [row.untried for row in rows]),
        ):
            ax.barh(
                names, counts, left=left, color=colour, hatch=hatch, edgecolor="white", label=label
            )
            left = [a + b for a, b in zip(left, counts, strict=True)]
        ax.invert_yaxis()
        ax.set(xlabel="submissions")
        ax.xaxis.set_major_locator(MaxNLocator("auto", integer=True))
        figure.legend(loc="outside upper center", ncols=4)
    return figure
