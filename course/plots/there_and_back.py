"""Back-propagation in one picture: the prediction goes forwards, the blame comes back."""

from matplotlib.patches import FancyBboxPatch

from course.plots.style import (
    FORWARD,
    GRADIENT,
    INK,
    PAPER,
    TARGET,
    course_style,
    new_figure,
    whole_paper,
)

WIDTH, HEIGHT = 3.4, 4.0  # inches: a phone shows all of it
BOXES = (  # centre, text, colour of its edge
    ((1.7, 3.55), "a house:\n2,000 square feet, 3 bedrooms", INK),
    ((1.7, 2.4), "the network\nand its weights", INK),
    ((0.75, 1.2), "prediction:\n300,000 dollars", FORWARD),
    ((2.65, 1.2), "sold for:\n350,000 dollars", TARGET),
    ((1.7, 0.3), "error: 50,000 too low", GRADIENT),
)
ARROWS = (  # from, to, words, place of the words
    ((1.7, 3.28), (1.7, 2.68), FORWARD, "forwards", (1.62, 2.98)),
    ((1.25, 2.13), (0.85, 1.48), FORWARD, "forwards", (0.95, 1.84)),
    ((0.75, 0.92), (1.25, 0.47), INK, "", (0, 0)),
    ((2.65, 0.92), (2.15, 0.47), INK, "", (0, 0)),
    ((1.7, 0.47), (1.7, 2.13), GRADIENT, "blame,\nbackwards", (1.78, 1.75)),
)


def draw_there_and_back():
    """Draw how a house becomes a prediction, and how the error goes back to the weights."""
    figure = new_figure(
        WIDTH,
        HEIGHT,
        "A house of 2,000 square feet and 3 bedrooms goes forwards into a network with its "
        "weights, which predicts 300,000 dollars. The house sold for 350,000 dollars, so the "
        "error is 50,000 too low. The blame for it goes backwards, from the error to the weights.",
    )
    with course_style():
        ax = whole_paper(figure)
        for (x, y), text, colour in BOXES:
            _box(ax, x, y, text, colour)
        for start, end, colour, words, place in ARROWS:
            dashed = "--" if colour == GRADIENT else "-"
            look = {"arrowstyle": "-|>", "color": colour, "lw": 2.2, "ls": dashed}
            ax.annotate("", end, start, arrowprops=look | {"shrinkA": 0, "shrinkB": 0})
            side = "right" if colour == FORWARD else "left"
            ax.text(*place, words, color=colour, ha=side, va="center", fontsize=10, weight="bold")
    return figure


def _box(ax, x, y, text, colour):
    width, height = 0.086 * max(map(len, text.split("\n"))) + 0.06, 0.2 * text.count("\n") + 0.24
    ax.add_patch(
        FancyBboxPatch(
            (x - width / 2, y - height / 2),
            width,
            height,
            boxstyle="round,pad=0.05",
            facecolor=PAPER,
            edgecolor=colour,
            linewidth=1.8,
        )
    )
    ax.text(x, y, text, ha="center", va="center", fontsize=10, color=INK, linespacing=1.25)
