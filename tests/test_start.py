"""Lesson 00, the door: it reads without mathematics, a network learns there, nothing is missing."""

import re
from importlib import metadata

import numpy as np
import pytest

from course.examples.faces import draw_faces
from course.material import course_map, files, needs
from course.plots import draw_course_map, draw_there_and_back
from course.training.faces import CatOrDog
from course.widgets import faces
from grader.building import make, readme
from grader.building.text import read
from grader.errors import CourseError
from tests.core_path import FOLD, words
from tests.submissions import student_notebook

LESSON = "00-start"
PARTS = ("## Back-propagation in five minutes", "## How this course works")
PROSE = "\n\n".join(
    cell.source for cell in read(make.SOLUTIONS / f"{LESSON}.md") if not cell.is_code
)


def part(number):
    """Return the prose of one of the two parts."""
    return PROSE.split(PARTS[0])[1].split(PARTS[1])[number]


# What is read


def test_the_first_part_takes_five_minutes_and_the_second_eight():
    assert len(words(part(0))) <= 5 * 190  # folds and the map included
    assert len(words(FOLD.sub("", part(1)))) / 150 + 4 <= 8  # four minutes for what is tried


@pytest.mark.parametrize("number", [0, 1])
def test_a_word_of_the_course_is_explained_where_it_is_first_used(number):
    """In each part by itself: the words of all glossaries, and others that only insiders know."""
    known = {
        word["term"].casefold() for name in files.lessons() for word in files.read(name)["glossary"]
    }
    known -= {"block", "head", "key", "leak", "position", "root", "value", "depth", "fork"}
    insiders = known | {"array", "kernel", "widget", "widgets", "python", "packages", "function"}
    # titles of the lessons and quoted names stand on the map for whoever goes on
    text = re.sub(r"`[^`]*`|\[[^\]]*\]\([^)]*\)|\$\$.*?\$\$", "", part(number), flags=re.S)
    text = re.sub(r"^#.*$|^\*\*.*\*\*$", "", text, flags=re.M).casefold()
    for term in insiders:
        used = re.search(rf"(?<![\w-]){re.escape(term)}s?(?![\w-])", text)
        if used is None:
            continue
        bold = re.search(rf"\*\*{re.escape(term)}s?\W{{0,2}}\*\*", text)
        assert bold, f"{term!r} is used and never explained"
        assert bold.start() <= used.start(), f"{term!r} is used before it is explained"


def test_no_cell_of_the_first_part_shows_code():
    cells = student_notebook(LESSON).cells
    begin, end = (
        next(i for i, cell in enumerate(cells) if title in cell.source) for title in PARTS
    )
    code = [cell for cell in cells[:end] if cell.cell_type == "code"]
    assert len(code) == 5 and begin > 0
    assert all(cell.metadata["jupyter"]["source_hidden"] for cell in code)


def test_the_exercise_is_failed_once_on_purpose_and_told_why():
    wrong = next(
        cell
        for cell in read(make.SOLUTIONS / f"{LESSON}.md")
        if "weight + rate" in cell.source and cell.is_code
    )
    space = {}
    exec("from course import check\n" + wrong.source.rpartition("\n")[0], space)
    verdict = space["check"]("turn_weight", space["turn_weight"], seed=1)
    assert verdict.diagnosis == "towards_blame" and verdict.points < verdict.possible
    assert "0.5 − 0.1 · 2 = 0.3" in PROSE and round(0.5 - 0.1 * 2, 12) == 0.3


# What is watched


@pytest.fixture(scope="module")
def trainings():
    """Twelve unseen faces before and after training, for eight seeds."""
    found = []
    for seed in range(8):
        rng = np.random.default_rng(seed)
        network = CatOrDog(*draw_faces(faces.LEARNED, rng), rng)
        images, y = draw_faces(faces.SHOWN, rng)
        before = network.cat(images)
        for _ in range(faces.STEPS):
            network.step()
        found.append((before, network.cat(images), y))
    return found


def test_the_network_guesses_at_first_and_tells_all_twelve_apart_in_the_end(trainings):
    for before, after, y in trainings:
        assert np.abs(before - 0.5).max() < 0.1
        assert ((after > 0.5) == y).all()
    right = np.mean([((before > 0.5) == y).mean() for before, _, y in trainings])
    assert 0.3 < right < 0.7


def test_faces_are_images_of_cats_and_dogs_in_turn_each_its_own():
    images, y = draw_faces(6, np.random.default_rng(0))
    assert images.shape == (6, faces.SIDE, faces.SIDE) and [*y] == [1, 0, 1, 0, 1, 0]
    assert images.min() >= 0 and images.max() <= 1
    assert len(np.unique(images.reshape(6, -1).sum(axis=1).round(6))) == 6


def test_the_faces_are_watched_and_end_right(monkeypatch):
    shown = []

    def watched(picture, advance, steps, show, *, caption):
        shown.append(show())
        for _ in range(steps):
            advance()
        shown.append(show())
        assert picture.figure.description and "one small turn" in caption

    monkeypatch.setattr(faces, "watch", watched)
    faces.watch_faces(look=0)
    assert int(shown[0].split()[0]) <= 8 and "50 % sure" in shown[0]
    assert shown[1].startswith("12 of 12 right")


def test_stopping_leaves_a_picture(monkeypatch):
    def interrupted(self):
        raise KeyboardInterrupt

    monkeypatch.setattr(CatOrDog, "step", interrupted)
    assert faces.watch_faces(look=0) is None


# The map


def test_the_map_has_every_lesson_and_nothing_else():
    assert [*course_map.on_the_map().values()] == make.lessons()
    core, further, ways = course_map.drawn()
    assert [*core, *further] == [name[:2] for name in make.lessons()]
    assert all(set(after) <= {*core, *further} for _, after in further.values())
    assert all(set(numbers) <= {*core, *further} for numbers in ways.values())
    assert ways["A course of seven evenings"] == tuple(f"0{i}" for i in range(1, 8))


def test_the_map_is_said_in_words_and_both_pictures_fit_a_phone():
    figure = draw_course_map(*course_map.drawn())
    for name in make.lessons():
        assert f"{name[:2]} {course_map.STOPS[name[:2]].title}" in figure.description
    for picture in (figure, draw_there_and_back()):
        assert picture.get_figwidth() * 100 <= 340 and picture.description


def test_the_lesson_says_the_ways_that_are_drawn():
    for way in course_map.ways():
        assert f"{way.name}.**" in PROSE


# What the course needs


def missing(*names):
    """Return what tells a package's version, and of these that they are not there."""

    def found(name):
        if name in names:
            raise metadata.PackageNotFoundError(name)
        return "1.0"

    return found


def test_all_that_is_needed_is_there_and_said_so():
    assert needs.python().there and needs.packages().there and needs.widgets().there
    assert "speech" in repr(needs.ready()) and "data-thing" in needs.ready()._repr_html_()


def test_a_python_that_is_too_old_is_told_with_a_remedy():
    thing = needs.python((3, 9, 2))
    assert thing.there is False
    assert "3.9.2" in thing.words and "3.11 or later: install one" in thing.words


def test_the_oldest_python_is_the_one_that_the_package_asks_for():
    asked = metadata.metadata(needs.DISTRIBUTION)["Requires-Python"]
    assert asked == ">=" + ".".join(map(str, needs.NEEDED))


def test_a_package_that_is_missing_is_named_with_a_remedy():
    thing = needs.packages(missing("jupytercards"))
    assert thing.there is False
    assert thing.words == (
        "jupytercards not found: run %pip install jupytercards in a cell, then restart the kernel"
    )
    assert "reload this page" in needs.widgets(missing("anywidget")).words
    assert needs.widgets(missing("anywidget")).there is False


def test_packages_of_an_extra_are_not_needed():
    required = ["numpy", "psycopg[binary]; extra == 'grading'", "jupyterlab (>=4)"]
    assert needs._needed(required) == ["numpy", "jupyterlab"]


def test_outside_of_a_notebook_there_is_no_kernel():
    thing = needs.kernel()
    assert thing.there is False and "backprop lab" in thing.words


def test_the_readme_has_the_ways_and_the_build_says_so_where_it_has_others(monkeypatch, tmp_path):
    copy = tmp_path / "README.md"
    text = readme.README.read_text(encoding="utf-8")
    assert course_map.as_table() in text
    copy.write_text(text.replace("A course of seven evenings", "A course of six evenings"))
    monkeypatch.setattr(readme, "README", copy)
    with pytest.raises(CourseError, match="run backprop build"):
        readme.check_readme()
    readme.build_readme()
    assert copy.read_text(encoding="utf-8") == text
