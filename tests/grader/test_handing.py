"""What lies in a submission's folder: a notebook of another name, modules beside it, a time."""

import shutil

import pytest

from grader.judge.handing import submission
from grader.judge.plan import plan_of
from tests.grader.classes import LESSON, grade_here, marks
from tests.grader.saved import Handed

OTHER = "04-backward-pass"


def hand_in(folder, student, files):
    place = folder / "submitted" / student / LESSON
    place.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (place / name).write_bytes(data)


@pytest.fixture(scope="module")
def right():
    return Handed.right(plan_of(LESSON)).file()


@pytest.fixture(scope="module")
def wrong():
    handed = Handed.right(plan_of(LESSON))
    handed.cell(handed.exercises[0])["source"] = f"from mine import {handed.exercises[0]}"
    return handed.file()


NEURON = b"def neuron(x, w, b):\n    return float(x @ w + b)\n"


@pytest.fixture(scope="module")
def class_(tmp_path_factory, empty_gradebook, pool, right, wrong):
    """(folder, results of the first run, of a second one after one module was changed)."""
    folder = tmp_path_factory.mktemp("handed")
    shutil.copy(empty_gradebook, folder)
    hand_in(folder, "browser", {f"{LESSON} (1).ipynb": right})
    hand_in(folder, "canvas", {f"ada_LATE_123_456_{LESSON}-1.IPYNB": right})
    hand_in(folder, "several", {"a.ipynb": right, "b.ipynb": right})
    hand_in(folder, "lesson", {f"{OTHER}.ipynb": Handed.right(plan_of(OTHER)).file()})
    hand_in(folder, "with-draft", {"draft.ipynb": b'{"cells": []}', "final.ipynb": right})
    hand_in(folder, "nothing", {})
    hand_in(folder, "helped", {f"{LESSON}.ipynb": wrong, "mine.py": NEURON})
    hand_in(folder, "hindered", {f"{LESSON}.ipynb": wrong, "mine.py": b"neuron = abs"})
    first = grade_here(folder, pool, seed=1)
    scores = marks(folder)
    hand_in(folder, "hindered", {"mine.py": NEURON})
    return scores, first, grade_here(folder, pool, seed=1)


@pytest.mark.parametrize(
    ("student", "name"),
    [
        ("browser", f"{LESSON} (1).ipynb"),
        ("canvas", f"ada_LATE_123_456_{LESSON}-1.IPYNB"),
        ("with-draft", "final.ipynb"),
    ],
)
def test_a_notebook_of_another_name_is_graded_and_named(class_, student, name):
    _, results, _ = class_
    result = results[student]
    assert result.status == "graded" and result.exercises["neuron"].points == 5
    assert result.flags == [f"there is no {LESSON}.ipynb; {name} was graded, which is the lesson's"]


@pytest.mark.parametrize(
    ("student", "names"), [("several", "a.ipynb, b.ipynb"), ("lesson", f"{OTHER}.ipynb")]
)
def test_where_none_can_be_told_to_be_it_those_there_are_named(class_, student, names):
    _, results, _ = class_
    assert results[student].status == "missing"
    assert f"there is no {LESSON}.ipynb; there is {names}: rename" in results[student].flags[0]


def test_where_nothing_lies_nothing_else_is_said(class_):
    _, results, _ = class_
    assert results["nothing"].flags == [f"there is no {LESSON}.ipynb"]


def test_a_module_beside_the_notebook_is_there_when_it_is_graded(class_):
    _, results, _ = class_
    assert results["helped"].exercises["neuron"].points == 5
    assert results["helped"].flags == []


def test_a_module_that_changed_is_graded_again(class_):
    _, before, after = class_
    assert before["hindered"].exercises["neuron"].points == 0
    assert after["hindered"].exercises["neuron"].points == 5


def test_the_gradebook_has_them_all(class_):
    scores, results, _ = class_
    assert scores.keys() == results.keys()
    assert scores["browser"]["neuron_check"][0] == 5 and scores["several"]["neuron_check"][0] == 0


def test_a_folder_that_is_a_link_is_not_followed(tmp_path):
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / LESSON).symlink_to("/etc")
    assert "is a link" in submission(tmp_path, "ada", LESSON).trouble
