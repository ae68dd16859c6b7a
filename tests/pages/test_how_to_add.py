"""docs/add-a-lesson.md and docs/add-an-exercise.md do what they say, and touch no more files."""

import pytest

from tests.pages.following import copy_of_the_house, follow

CACHES = {".venv", ".pytest_cache", ".ruff_cache", ".mypy_cache", "__pycache__"}


def contents(root):
    """Return path to bytes, of every file that is kept in the repository."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not CACHES & set(path.relative_to(root).parts)
    }


def edited(before, after):
    """Return the names of what a person edits among what changed: not what the build makes."""
    names = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    return {name for name in names if not name.endswith(".ipynb") and name != "README.md"}


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    """Both pages, followed in a copy of the repository: page to (commands, edited files)."""
    house = copy_of_the_house(tmp_path_factory.mktemp("house"))
    done = {}
    for page in ("add-a-lesson.md", "add-an-exercise.md"):
        before = contents(house)
        done[page] = follow(page, house), edited(before, contents(house))
    return done


@pytest.mark.parametrize(("page", "commands"), [("add-a-lesson.md", 5), ("add-an-exercise.md", 2)])
def test_every_command_of_the_page_succeeds(followed, page, commands):
    steps, _ = followed[page]
    assert len(steps) == commands
    for command, status, output in steps:
        assert status == 0, f"{command}\n{output[-3000:]}"
    assert " passed" in steps[-1][2].splitlines()[-1]


def test_the_lesson_is_built_and_known(followed):
    steps, _ = followed["add-a-lesson.md"]
    assert "14-perceptron: up to date" in steps[3][2]


def test_a_new_lesson_is_three_files_that_people_edit(followed):
    assert followed["add-a-lesson.md"][1] == {
        "course/exercises/perceptron.py",
        "quizzes/14-perceptron.yaml",
        "solutions/14-perceptron.md",
    }


def test_a_new_exercise_is_two_files_that_people_edit(followed):
    assert followed["add-an-exercise.md"][1] == {
        "course/exercises/forward_pass.py",
        "solutions/01-forward-pass.md",
    }
