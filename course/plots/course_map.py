"""The map of the course: its lessons in two columns, and the ways through them."""

from matplotlib.patches import FancyBboxPatch

from course.plots.style import FORWARD, INK, NEUTRAL, PAPER, course_style, new_figure, whole_paper

WIDTH, ROW = 3.4, 0.56  # inches: a phone shows all of it
BOX = 1.5
LEFT, RIGHT = 0.1, 1.8  # where the two columns begin
MARKS = "●▲■"


def draw_course_map(core, further, ways):
    """Draw the lessons of the core from top to bottom, the others beside them.

    core, further: number to (title, the numbers that it comes after); ways: name to numbers, at
    most three, each with a mark of its own at its lessons. Returns a matplotlib Figure.
    """
    rows = max(len(core), len(further))
    height = ROW * rows + 0.45 + 0.24 * len(ways) + 0.1
    figure = new_figure(WIDTH, height, _words(core, further, ways))
    top = height - 0.45
    with course_style():
        ax = whole_paper(figure)
        for left, heading in ((LEFT, "the way in"), (RIGHT, "going on")):
            ax.text(left, top + 0.2, heading, weight="bold", fontsize=10, va="center")
        for left, column in ((LEFT, core), (RIGHT, further)):
            for row, (number, (title, after)) in enumerate(column.items()):
                marks = "".join(
                    m for m, numbers in zip(MARKS, ways.values(), strict=False) if number in numbers
                )
                note = f"after {', '.join(after)}" if column is further else ""
                _stop(ax, left, top - ROW * (row + 0.5), f"{number} {title}", note, marks)
        for row in range(len(core) - 1):
            look = {"arrowstyle": "-|>", "color": FORWARD, "shrinkA": 0, "shrinkB": 0}
            start = top - ROW * (row + 1) + 0.075
            ax.annotate("", (LEFT + 0.2, start - 0.15), (LEFT + 0.2, start), arrowprops=look)
        for row, (mark, name) in enumerate(zip(MARKS, ways, strict=False)):
            y = 0.17 + 0.24 * (len(ways) - 1 - row)
            ax.text(LEFT + 0.1, y, mark, ha="center", va="center", color=FORWARD, fontsize=10)
            ax.text(LEFT + 0.27, y, name, va="center", fontsize=10, color=INK)
    return figure


def _stop(ax, left, y, title, note, marks):
    ax.add_patch(
        FancyBboxPatch(
            (left + 0.04, y - 0.16),
            BOX - 0.08,
            0.32,
            boxstyle="round,pad=0.04",
            facecolor=PAPER,
            edgecolor=INK,
            linewidth=1.2,
        )
    )
    ax.text(left + 0.07, y + 0.085, title, va="center", fontsize=8.5, color=INK)
    ax.text(left + 0.07, y - 0.1, note, va="center", fontsize=8.5, color=NEUTRAL)
    place = left + (0.75 if note else 0.07)
    ax.text(place, y - 0.1, marks, va="center", fontsize=8.5, color=FORWARD)


def _words(core, further, ways):
    lines = ", ".join(f"{number} {title}" for number, (title, _) in core.items())
    on = ", ".join(
        f"{number} {title} (after {' and '.join(after)})"
        for number, (title, after) in further.items()
    )
    read = "; ".join(f"{name}: {', '.join(numbers)}" for name, numbers in ways.items())
    return f"A map of the course. One after the other: {lines}. From there: {on}. Ways: {read}."
