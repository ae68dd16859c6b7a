"""Reading submissions: what is taken from a file, and what is said of one that is refused."""

import json
import os
import re

import pytest

from grader.demo.answers import Answers
from grader.demo.attacks_on_files import ATTACKS
from grader.judge import reading
from grader.judge.cells import SubmittedCell, notebook_of
from grader.judge.clock import parsed_time
from grader.judge.formulas import as_html
from grader.judge.journal import code_of
from grader.judge.letters import written_letters
from grader.judge.likeness import SMALL, patches, searches, structure, uses_library
from grader.judge.merging import merged
from grader.judge.notebook import Words
from grader.judge.outputs import has_script, safe, without_html
from grader.judge.plan import Kind, plan_of
from tests.grader.classes import LESSON


@pytest.fixture(scope="module")
def plan():
    return plan_of(LESSON)


def cell(source, kind="code", grade_id=None, **more):
    metadata = {"nbgrader": {"grade_id": grade_id}} if grade_id else {}
    return {"cell_type": kind, "source": source, "metadata": metadata, **more}


def read(*cells, **more):
    return notebook_of(json.dumps({"cells": list(cells), **more}).encode()).cells


@pytest.mark.parametrize("name", ATTACKS)
def test_a_file_that_is_no_notebook_is_refused_in_one_line(tmp_path, name):
    folder = tmp_path / "student" / LESSON
    folder.mkdir(parents=True)
    ATTACKS[name](folder / f"{LESSON}.ipynb")
    with pytest.raises(reading.UnreadableError) as raised:
        notebook_of(reading.read_notebook(tmp_path, "student", LESSON))
    assert "\n" not in str(raised.value) and "root:" not in str(raised.value)


def test_a_linked_time_is_not_read(tmp_path):
    folder = tmp_path / "student" / LESSON
    folder.mkdir(parents=True)
    os.symlink("/etc/hostname", folder / "timestamp.txt")
    assert reading.read_timestamp(tmp_path, "student", LESSON) == reading.UNKNOWN_TIME
    with pytest.raises(ValueError):
        parsed_time(reading.UNKNOWN_TIME)


def test_a_copy_of_a_released_cell_takes_nobody_s_place(plan):
    pristine = {p.grade_id: p.cell["source"] for p in plan.cells if p.kind is Kind.SOLUTION}
    mine = {name: f"# {name}, written" for name in pristine}
    cells = [SubmittedCell("code", text, name) for name, text in mine.items()]
    copies = [SubmittedCell("code", text) for text in pristine.values()]
    steps = merged(plan, cells + copies)
    assert {s.planned.grade_id: s.source for s in steps if s.kind is Kind.SOLUTION} == mine


@pytest.mark.parametrize("name", ["é" * 65, "a" * 129, " ada", ".ada", "new\nline"])
def test_a_name_of_which_no_file_can_be_made_is_refused(name):
    assert "cannot be a student's id" in reading.name_trouble(name)
    assert reading.name_trouble("é" * 64) is None


HIDDEN_LINKS = [
    "[a](&#106;avascript:alert(1))",
    "[a](javascript&colon;alert(1))",
    "[a](javascript&#58;alert(1))",
    "[a](javascript\\:alert(1))",
    "[a][x]\n\n[x]: &#x6a;avascript:alert(1)",
    "[x]\n\n[x]:\n  &#x6a;avascript:alert(1)",
    "[a](&#118;bscript:alert(1))",
    "[a] (&#100;ata:text/html,x)",
    "[a](<javascript:alert(1)>)",
    "![a](&#104;ttps://example.org/seen.png)",
    "<a href=javascript:alert(1)>a</a>",
    "<https://example.org>",
]


@pytest.mark.parametrize("markdown", HIDDEN_LINKS)
def test_nothing_of_a_student_s_runs_or_loads_however_it_is_written(markdown):
    page = as_html(without_html(markdown))
    a_bare_address = r'a href="https://|/a>'
    assert not re.search(rf"<(?!/?p\b|br\b|{a_bare_address})", page), page


@pytest.mark.parametrize("markdown", HIDDEN_LINKS[:7])
def test_hidden_scripts_are_flagged(markdown):
    assert has_script(markdown)


def test_ordinary_words_are_not_taken_for_scripts():
    assert not has_script("If one = 1, then turn on = off. See [this](https://example.org): fine.")


def test_long_words_are_cut_and_say_so():
    words = Words()
    assert words.shown("short") == "short"
    assert words.shown("x" * 20_000).endswith("is cut.)")
    assert len("".join(words.shown("y" * 9_000) for _ in range(20))) < 45_000


@pytest.mark.parametrize(
    "source",
    [
        f"x[0x{'f' * 5000}] = 1\ndef relu(z):\n    return z",
        "def relu(z):\n    return " + "+".join(["1"] * 3000),
        "np" + ".a" * 3000 + " = 1",
        "course" + ".a" * 20_000,
    ],
    ids=["digits", "sum", "attribute", "chain"],
)
def test_no_code_stops_those_who_only_read_it(source):
    structure(source, "relu"), patches(source), searches(source), uses_library(source)
    assert written_letters(source, "answers") is None


def test_text_that_no_file_can_hold_is_replaced():
    (found,) = read(cell("a\0b\ud800c"))
    assert found.source.encode("utf-8").decode() == "a\N{REPLACEMENT CHARACTER}b?c"


def test_the_format_of_old_notebooks_is_read():
    data = {"worksheets": [{"cells": [{"cell_type": "code", "input": ["a = 1\n", "b = 2"]}]}]}
    (found,) = notebook_of(json.dumps(data).encode()).cells
    assert (found.cell_type, found.source) == ("code", "a = 1\nb = 2")


def test_locked_cells_are_the_released_ones_whatever_was_handed_in(plan):
    changed = [cell("99", grade_id=p.grade_id) for p in plan.cells if p.grade_id]
    steps = merged(plan, read(*changed))
    for step in steps:
        if step.kind not in ("solution", "written"):
            assert step.source == step.pristine
        else:
            assert step.source == "99"


def test_a_student_s_own_cells_stay_where_they_stand(plan):
    steps = merged(
        plan, read(cell("h = 1"), cell("x", grade_id="neuron"), cell("y = 2"), cell("z = 3"))
    )
    sources = [step.source for step in steps]
    at = next(n for n, s in enumerate(steps) if s.kind is Kind.SOLUTION and s.exercise == "neuron")
    assert sources[at - 1 : at + 3] == ["h = 1", "x", "y = 2", "z = 3"]


def test_both_halves_of_a_split_solution_run_in_order(plan):
    steps = merged(plan, read(cell("first", grade_id="relu"), cell("second", grade_id="relu")))
    at = next(n for n, s in enumerate(steps) if s.kind is Kind.SOLUTION and s.exercise == "relu")
    assert [s.source for s in steps[at - 1 : at + 1]] == ["first", "second"]


def test_answers_of_cells_that_cannot_be_run_are_read_and_never_run():
    source = "import os\nanswers = {1: 'a', 2: 'b'}"
    assert written_letters(source, "answers") == {1: "a", 2: "b"}
    for source in ("answers = dict(a=1)", "answers = {1: open('x')}", "answers =", "x = {1: 'a'}"):
        assert written_letters(source, "answers") is None


def test_a_copy_is_the_same_code_though_its_names_are_others(plan):
    source = Answers(plan).right()["mlp_forward"]
    renamed = source.replace("weights", "ws").replace("biases", "bs")
    assert renamed != source
    assert structure(source, "mlp_forward") == structure(renamed, "mlp_forward") is not None
    assert structure(source, "mlp_forward").nodes >= SMALL
    other = "def mlp_forward(x, w, b):\n" + "    x = x + 1\n" * 20 + "    return x"
    assert structure(other, "mlp_forward").digest != structure(source, "mlp_forward").digest
    assert structure("def relu(z):\n    return max(z, 0)", "relu").nodes < SMALL


@pytest.mark.parametrize(
    "source",
    [
        "from course import nn",
        "import course.nn as n",
        "from course.exercises import find",
        "import importlib\nimportlib.import_module('course.nn')",
    ],
)
def test_reaching_for_the_library_s_answers_is_seen(source):
    assert uses_library(source)


def test_ordinary_code_is_not_suspected(plan):
    for source in Answers(plan).right().values():
        assert not uses_library(source) and not patches(source) and not searches(source)
    assert not uses_library("from course import check, progress")


def test_a_graded_notebook_s_text_loads_and_runs_nothing():
    text = without_html("<script>x</script> a < b ![p](http://e.org/p) [l](javascript:alert(1))")
    assert "<script" not in text and "![" not in text and "javascript:" not in text
    assert "a < b" in text


def test_outputs_are_text_and_png_alone():
    html = {
        "text/html": "<b>",
        "image/svg+xml": "<svg>",
        "text/plain": "t",
        "image/png": "PHN2Zz4=",
    }
    outputs = safe(
        [
            {"output_type": "display_data", "data": html},
            {"output_type": "stream", "name": "evil", "text": ["x"]},
            {"output_type": "update_display_data", "data": html},
            "no output",
            {"output_type": "error", "ename": 3, "traceback": "x"},
        ]
    )
    assert [output["output_type"] for output in outputs] == ["display_data", "stream", "error"]
    assert outputs[0]["data"] == {"text/plain": "t"}
    assert outputs[1] == {"output_type": "stream", "name": "stdout", "text": ""}


def test_another_library_is_another_key(tmp_path):
    (tmp_path / "part").mkdir()
    file = tmp_path / "part" / "a.py"
    keys = set()
    for text in ("x = 1", "x = 2"):
        file.write_text(text)
        keys.add(code_of(tmp_path))
    file.rename(tmp_path / "a.py")
    assert len(keys | {code_of(tmp_path)}) == 3
