"""The course map: what each lesson is about, what it comes after, and three ways to read."""

from dataclasses import dataclass
from typing import TypeAlias

from course.material.files import lessons

Column: TypeAlias = dict[str, tuple[str, tuple[str, ...]]]


@dataclass(frozen=True)
class Stop:
    """A lesson on the map: its title in a few words, and the lessons that it builds on."""

    title: str
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Way:
    """A way to read the course: who it is for, its lessons by number, how to go."""

    name: str
    numbers: tuple[str, ...]
    how: str


STOPS = {
    "00": Stop("start here"),
    "01": Stop("the forward pass"),
    "02": Stop("the loss", ("01",)),
    "03": Stop("the chain rule", ("02",)),
    "04": Stop("the backward pass", ("03",)),
    "05": Stop("gradient descent", ("04",)),
    "06": Stop("vanishing gradients", ("05",)),
    "07": Stop("momentum, Adam", ("05",)),
    "08": Stop("regularization", ("05",)),
    "09": Stop("convolution", ("05",)),
    "10": Stop("recurrence", ("06",)),
    "11": Stop("attention", ("06",)),
    "12": Stop("adversaries", ("06",)),
    "13": Stop("your own network", ("08",)),
}
CORE = tuple(f"{number:02d}" for number in range(1, 8))
WAYS = (
    Way(
        "Grades 8 to 12, without proofs",
        ("00", "01", "02", "04", "05", "09"),
        "*Quick*, *By hand*, *See it move* and the quiz of each; leave *All the steps* folded",
    ),
    Way(
        "A course of seven evenings",
        CORE,
        "one lesson an evening, its core of about an hour; *Going further* for whoever wants more",
    ),
    Way(
        "A professional who has an hour",
        ("00", "02", "04", "05"),
        "the five minutes of 00, *Quick* and *See it move* of 02 and 05, and of 04 the exercise "
        "`dense_backward`",
    ),
)


def on_the_map() -> dict[str, str]:
    """Return number to name, such as "04" to "04-backward-pass", of the lessons that there are."""
    return {name[:2]: name for name in lessons() if name[:2] in STOPS}


def drawn() -> tuple[Column, Column, dict[str, tuple[str, ...]]]:
    """Return what `course.plots.draw_course_map` draws: the way in, what goes on, the ways."""
    there = {n: (stop.title, stop.after) for n, stop in STOPS.items() if n in on_the_map()}
    way_in = {number: stop for number, stop in there.items() if number <= CORE[-1]}
    further = {number: stop for number, stop in there.items() if number > CORE[-1]}
    return way_in, further, {way.name: way.numbers for way in ways()}


def ways() -> tuple[Way, ...]:
    """Return the ways, with none but the lessons that there are."""
    there = on_the_map()
    return tuple(
        Way(way.name, tuple(n for n in way.numbers if n in there), way.how) for way in WAYS
    )


def as_table() -> str:
    """Return where one can turn, and the ways as a table, in Markdown, as the README has them."""
    branches: dict[str, list[str]] = {}
    for number, (_, after) in drawn()[1].items():
        branches.setdefault(after[-1], []).append(number)
    turns = "; ".join(f"from {at} on also {', '.join(to)}" for at, to in branches.items())
    order = f"Lessons {CORE[0]} to {CORE[-1]} follow one another; {turns}. Three ways through:"
    rows = [f"| {way.name} | {', '.join(way.numbers)} | {way.how} |" for way in ways()]
    return "\n".join([order, "", "| who | lessons | how |", "| --- | --- | --- |", *rows])
