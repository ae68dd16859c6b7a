"""Promises of a student's folder: what was written is there after any update."""

from copy import deepcopy

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from grader.errors import CourseError
from grader.workplace.copies import Outcome, bring
from grader.workplace.telling import lines
from tests.workplace.releases import LESSON, STUB, cells, exercise, release

ANSWER = "def first(x):\n    return helper(x)"
WORDS = "The second, since it costs less.\n\n![sketch](attachment:sketch.png)"
PICTURE = {"sketch.png": {"image/png": "aGk="}}


@pytest.fixture
def released(tmp_path):
    release(tmp_path / "lessons", cells())
    return tmp_path / "lessons"


@pytest.fixture
def mine(tmp_path, released):
    """A student's folder with the lesson copied, opened, half solved and saved by Jupyter."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (brought,) = bring(folder, released)
    assert brought.outcome is Outcome.COPIED
    notebook = copy_in(folder)
    cell = {cell["id"]: cell for cell in notebook.cells}
    cell["first"].source = ANSWER
    cell["dilemma"].source, cell["dilemma"]["attachments"] = WORDS, PICTURE
    cell["cell-005"].source = "rate = 0.3  # mine"
    notebook.cells.insert(2, new_code_cell("def helper(x):\n    return x"))
    notebook.cells.append(new_code_cell(""))
    for ran in notebook.cells:
        if ran.cell_type == "code":
            ran.execution_count, ran.outputs = 1, [nbformat.v4.new_output("stream", text="3")]
    notebook.metadata["language_info"] = {"name": "python", "version": "3.14.1"}
    nbformat.write(notebook, path_in(folder))
    return folder


def path_in(folder):
    return folder / LESSON / f"{LESSON}.ipynb"


def copy_in(folder):
    return nbformat.read(path_in(folder), as_version=4)


def sources(folder):
    return [cell.source for cell in copy_in(folder).cells]


def update(mine, released, *groups):
    """Release these cells and bring them in; return what was brought, the old file being kept."""
    before = path_in(mine).read_bytes()
    release(released, *groups)
    (brought,) = bring(mine, released)
    assert brought.outcome is Outcome.UPDATED
    assert brought.kept.read_bytes() == before
    notebook = copy_in(mine)
    nbformat.validate(notebook)
    assert len({cell["id"] for cell in notebook.cells}) == len(notebook.cells)
    assert all_mine(mine)
    assert bring(mine, released)[0].outcome is Outcome.SAME
    return brought


def all_mine(folder):
    """Return whether all that the student wrote is in the copy, each where its like was."""
    texts = sources(folder)
    answers = [texts.index("def helper(x):\n    return x"), texts.index(ANSWER), texts.index(WORDS)]
    return answers == sorted(answers)


def test_nothing_is_touched_where_nothing_has_changed(mine, released):
    before = path_in(mine).read_bytes()
    (brought,) = bring(mine, released)
    assert brought.outcome is Outcome.SAME
    assert path_in(mine).read_bytes() == before
    assert lines(mine, [brought]) == [f"Your lessons are in {mine}"]


def test_a_change_elsewhere_comes_in_around_the_answers(mine, released):
    new = cells()
    new[4].source = "Between the two, said better."
    brought = update(mine, released, [new_markdown_cell("A new beginning."), *new])
    assert sources(mine)[0] == "A new beginning."
    assert "Between the two, said better." in sources(mine)
    assert "rate = 0.3  # mine" in sources(mine), "a change to a cell that the release left alone"
    assert (brought.carried.answers, brought.carried.own) == (["first", "dilemma"], 1)
    assert (brought.carried.changed, brought.carried.removed, brought.carried.left) == ([], [], 0)


def test_carried_cells_are_the_new_lesson_s_in_all_but_their_text(mine, released):
    new = cells()
    new[3].metadata["nbgrader"]["points"] = 4
    new[2].metadata["nbgrader"]["schema_version"] = 4
    update(mine, released, new)
    by_id = {cell["id"]: cell for cell in copy_in(mine).cells}
    assert by_id["first"].metadata["nbgrader"]["schema_version"] == 4
    assert by_id["first-check"].metadata["nbgrader"]["points"] == 4
    assert by_id["dilemma"]["attachments"] == PICTURE
    assert by_id["first"].outputs == [] and by_id["first"].execution_count is None


def test_a_change_in_the_same_cell_keeps_the_answer_and_shows_the_new_words(mine, released):
    new = cells()
    new[2].source = 'def first(x):\n    """Return x, doubled."""\n    raise NotImplementedError()'
    brought = update(mine, released, new)
    assert brought.carried.changed == ["first"]
    texts = sources(mine)
    note = texts[texts.index(ANSWER) - 1]
    assert "has changed since you wrote your answer" in note and "Return x, doubled." in note
    assert "first reads differently now" in "\n".join(lines(mine, [brought]))


def test_a_change_in_a_cell_that_the_student_changed_too_is_told(mine, released):
    new = cells()
    new[5].source = "rate = 0.2"
    brought = update(mine, released, new)
    assert "rate = 0.2" in sources(mine) and brought.carried.left == 1
    assert "1 change of yours" in "\n".join(lines(mine, [brought]))


def test_an_exercise_that_is_added_is_there_to_be_written(mine, released):
    new = cells()
    update(mine, released, [*new[:2], *exercise("zeroth"), *new[2:]])
    assert STUB.format(name="zeroth") in sources(mine)


def test_an_exercise_that_is_removed_leaves_the_answer_where_it_stood(mine, released):
    new = cells()
    brought = update(mine, released, [*new[:2], *new[4:]])
    assert brought.carried.removed == ["first"]
    notebook = copy_in(mine)
    place = sources(mine).index(ANSWER)
    assert "nbgrader" not in notebook.cells[place].metadata
    assert "no longer part of the lesson" in notebook.cells[place - 1].source
    assert "first is not asked any more" in "\n".join(lines(mine, [brought]))
    new = cells()
    new[4].source = "And once more."
    update(mine, released, [*new[:2], *new[4:]])


def test_a_copy_that_nobody_has_begun_is_simply_the_new_version(tmp_path, released):
    folder = tmp_path / "mine"
    folder.mkdir()
    bring(folder, released)
    release(released, [new_markdown_cell("New."), *cells()])
    (brought,) = bring(folder, released)
    assert brought.outcome is Outcome.REPLACED and not (folder / "before").exists()
    assert sources(folder)[0] == "New."


def test_two_updates_on_one_day_keep_two_copies(mine, released):
    for text in ("New.", "Newer."):
        update(mine, released, [new_markdown_cell(text), *cells()])
    assert len(list((mine / "before").iterdir())) == 2


def test_a_copy_put_back_from_before_is_brought_up_to_date_again(mine, released):
    brought = update(mine, released, [new_markdown_cell("New."), *cells()])
    brought.kept.replace(path_in(mine))
    (again,) = bring(mine, released)
    assert again.outcome is Outcome.UPDATED
    assert all_mine(mine) and sources(mine)[0] == "New."


@pytest.mark.parametrize("lost", ["marks", "notes"])
def test_answers_are_carried_where_nothing_says_which_version_it_was(mine, released, lost):
    if lost == "marks":
        notebook = copy_in(mine)
        del notebook.metadata["backprop"]
        nbformat.write(notebook, path_in(mine))
    else:
        for note in (mine / ".backprop").rglob("*.ipynb"):
            note.unlink()
    new = cells()
    new[4].source = "Between the two, said better."
    brought = update(mine, released, [new_markdown_cell("A new beginning."), *new])
    assert "Between the two." not in sources(mine), "the lesson's own old text is not kept"
    assert (brought.carried.left, brought.carried.guessed) == (0, 2)
    assert "your 2 answers and 1 cell of your own; " in lines(mine, [brought])[1]
    assert lines(mine, [brought])[-1].endswith("own cells, if any: in the one before alone")


def test_a_copy_of_unknown_version_that_says_the_same_is_left_alone(mine, released):
    notebook = copy_in(mine)
    del notebook.metadata["backprop"]
    notebook.cells = [cell for cell in notebook.cells if cell.source and "rate" not in cell.source]
    notebook.cells.insert(6, cells()[5])
    nbformat.write(notebook, path_in(mine))
    before = path_in(mine).read_bytes()
    assert bring(mine, released)[0].outcome is Outcome.SAME
    assert path_in(mine).read_bytes() == before


def test_a_blank_answer_takes_the_new_words_without_a_note(mine, released):
    new = cells()
    new[6].source = new[6].source.replace("(x)", "(x, y)")
    brought = update(mine, released, new)
    assert brought.carried.changed == []
    assert "def second(x, y):\n    raise NotImplementedError()" in sources(mine)
    assert STUB.format(name="second") not in sources(mine)


def test_an_answer_in_a_new_cell_stands_behind_the_blank_one_that_it_replaced(mine, released):
    notebook = copy_in(mine)
    place = next(i for i, cell in enumerate(notebook.cells) if cell["id"] == "second")
    notebook.cells[place] = new_code_cell("def second(x):\n    return x")
    nbformat.write(notebook, path_in(mine))
    update(mine, released, [new_markdown_cell("New."), *cells()])
    order = [
        sources(mine).index(t) for t in (STUB.format(name="second"), notebook.cells[place].source)
    ]
    assert order[1] == order[0] + 1, "so that it is the student's that is checked"


def test_a_cell_copied_with_its_marks_is_kept_as_one_s_own(mine, released):
    notebook = copy_in(mine)
    twin = deepcopy(next(cell for cell in notebook.cells if cell.source == ANSWER))
    twin.source, twin["id"] = "def first(x):\n    return 2 * x", "0123abcd"
    notebook.cells.insert(5, twin)
    nbformat.write(notebook, path_in(mine))
    update(mine, released, [new_markdown_cell("New."), *cells()])
    named = [c for c in copy_in(mine).cells if c.metadata.get("nbgrader", {}).get("grade_id")]
    assert [c.metadata["nbgrader"]["grade_id"] for c in named].count("first") == 1
    assert twin.source in sources(mine)


@pytest.mark.parametrize("data", [b"<<<<<<< HEAD\n{}", b"", b"\xff\xfe", b"[]", b'{"cells": 3}'])
def test_what_is_no_notebook_any_more_is_kept_as_it_is(mine, released, data):
    path_in(mine).write_bytes(data)
    (brought,) = bring(mine, released)
    assert brought.outcome is Outcome.UNREADABLE
    assert brought.kept.read_bytes() == data
    assert sources(mine) == [cell.source for cell in cells()]
    assert f"now before/{brought.kept.name}" in lines(mine, [brought])[1]


def test_a_save_at_the_same_moment_is_not_lost(mine, released, monkeypatch):
    release(released, [new_markdown_cell("New."), *cells()])
    monkeypatch.setattr("grader.workplace.copies._keep", save_meanwhile(mine))
    with pytest.raises(CourseError, match="saved at this moment: run the same command again"):
        bring(mine, released)
    assert b"saved meanwhile" in path_in(mine).read_bytes()


def save_meanwhile(folder):
    def keep(*_):
        path_in(folder).write_text("saved meanwhile")

    return keep


def test_a_folder_that_cannot_be_written_is_one_line_and_loses_nothing(mine, released):
    before = path_in(mine).read_bytes()
    path_in(mine).with_name(f".{LESSON}.ipynb.new").mkdir()
    release(released, [new_markdown_cell("New."), *cells()])
    with pytest.raises(CourseError, match=r"cannot be used \([^\n]+\): mend that"):
        bring(mine, released)
    assert path_in(mine).read_bytes() == before


def test_a_release_that_is_broken_is_one_line_with_a_remedy(mine, released):
    before = path_in(mine).read_bytes()
    path_in(released).write_text("<<<<<<< HEAD")
    with pytest.raises(CourseError, match=r"is not a notebook: [^\n]*git checkout lessons"):
        bring(mine, released)
    assert path_in(mine).read_bytes() == before


def test_a_folder_where_a_file_stands_is_one_line(tmp_path, released):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / LESSON).write_text("a file")
    with pytest.raises(CourseError, match=r"01-small.* cannot be used \([^\n]+\): mend that"):
        bring(tmp_path / "mine", released)
