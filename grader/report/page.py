"""The page on a class: one file of HTML that needs nothing else."""

from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from course.material.page import as_html
from grader.judge.result import FAILED, MISSING, UNREADABLE
from grader.report.figures import ClassFigures
from grader.report.pictures import as_data, histogram, outcomes

WORDS = {
    MISSING: "no notebook was found",
    UNREADABLE: "the file could not be read",
    FAILED: "grading failed: run it again",
}
CONTROLS = {code: "\N{REPLACEMENT CHARACTER}" for code in range(32) if code not in (9, 10)}


def page(figures: ClassFigures) -> str:
    """Return the page as text; every word that is not ours is escaped."""
    counts, points = histogram(figures)
    return template("page.html.j2").render(
        figures=figures,
        points=as_data(points),
        counts=counts,
        outcomes=as_data(outcomes(figures.exercises)) if figures.exercises else "",
        words=WORDS,
    )


@cache
def template(name: str) -> Template:
    """Return one of the templates beside this module."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.filters["marked"] = lambda text: Markup(as_html(text.translate(CONTROLS)))
    environment.filters["plain"] = lambda text: text.translate(CONTROLS)
    environment.filters["number"] = lambda value: f"{value:.3g}"
    environment.filters["percent"] = lambda value: f"{100 * value:.0f}%"
    text = files("grader.report").joinpath(name).read_text(encoding="utf-8")
    return environment.from_string(text)
