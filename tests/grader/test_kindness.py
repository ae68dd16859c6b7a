"""What is recognised more kindly is no new way to points, and costs the judge no more."""

import json
import time

import pytest

from course.checking.plain import Opaque
from grader.judge.beside import FILE_AT_MOST, beside
from grader.judge.cells import SOURCE_AT_MOST, notebook_of
from grader.judge.letters import as_letters, read_twice
from grader.judge.merging import merged
from grader.judge.pictures import taken_out
from grader.judge.plan import plan_of
from grader.judge.tampering import other_lesson, tampered
from grader.sandbox.lane import Lane, Limits
from tests.grader.classes import LESSON
from tests.grader.saved import Handed
from tests.grader.test_saved import lines, lost, result_of

__all__ = ["lane"]
CLOCK = (
    "import time, signal\n"
    "time.time = time.monotonic = time.process_time = lambda: 0.0\n"
    "signal.setitimer(signal.ITIMER_REAL, 0)\n"
)


@pytest.fixture(scope="module")
def lane(warm):
    made = Lane(address=warm.address, limits=Limits(seconds=3))
    yield made
    made.close()


@pytest.fixture
def handed():
    return Handed.right(plan_of(LESSON))


def answered(handed, lane, source):
    """Return the outcome of the graded questions, answered by a cell."""
    name = handed.questions[0]
    handed.cell(name)["source"] = source.format(key=handed.plan.keys[name][1])
    result = result_of(handed, lane)
    assert set(lost(result)) <= {name}
    return result, result.exercises[name]


def test_answers_beside_a_clock_that_stands_still_are_only_answers(handed, lane):
    _, outcome = answered(handed, lane, CLOCK + "answers = {{1: 'a', 2: 'a', 3: 'a', 4: 'a'}}")
    key = handed.plan.keys[handed.questions[0]][1]
    assert outcome.points == sum(letter == "a" for letter in key.values())


def test_answers_that_change_while_they_are_read_do_not_count(handed, lane):
    """A number among them that waits to be read lets the thread write between any two looks."""
    source = (
        "import threading\nwritten = threading.Event()\nclass Waits:\n    def __index__(self):\n"
        "        for _ in range(2):\n            written.clear()\n            written.wait()\n"
        "        return 9\n"
        "answers = {{9: Waits(), **{key}}}\ndef turn():\n    n = 0\n    while True:\n"
        "        n += 1\n        for q in list(answers)[1:]:\n            answers[q] = str(n)\n"
        "        written.set()\n"
        "threading.Thread(target=turn, daemon=True).start()"
    )
    result, outcome = answered(handed, lane, source)
    assert outcome.points == 0
    assert any("changed while they were read" in flag for flag in result.flags)


def test_what_differs_between_two_looks_does_not_count():
    reading = read_twice({1: "a", 2: "b"}, {1: "a", 2: "c", 3: "d"})
    assert (reading.held, reading.steady) == ({1: "a"}, False)
    assert read_twice({1: "a"}, Opaque("list")).held == {}


@pytest.mark.parametrize(
    "source",
    [
        "class D(dict):\n    def items(self): return {key}.items()\nanswers = D()",
        "class D:\n    __class__ = dict\n    def items(self): return {key}.items()\nanswers = D()",
        "class L(str):\n    def strip(self): return 'a'\n    __eq__ = lambda *_: True\n"
        "    __hash__ = str.__hash__\nanswers = {{q: L('zz') for q in (1, 2, 3, 4)}}",
        "class K(int):\n    __eq__ = lambda *_: True\n    __hash__ = lambda _: 1\n"
        "answers = {{K(9): 'a'}}",
        "answers = {{q: list('abcd') for q in (1, 2, 3, 4)}}",
    ],
    ids=["own items", "a false class", "own text", "own keys", "all letters"],
)
def test_only_what_a_dictionary_plainly_holds_counts(handed, lane, source):
    _, outcome = answered(handed, lane, source)
    assert outcome.points == 0


@pytest.mark.parametrize(
    "source",
    [
        "answers = {{q: 'a' * 10**7 for q in range(300)}}",
        "answers = {{10**5000: 10**5000}}",
        "answers = {{1: 0xff + 1j, 2: [[[]]], 3: float('nan'), 4: b'a'}}",
        "answers = {{1: 'a'}}\nanswers[2] = answers",
        "import numpy as np\nanswers = {{1: np.zeros((10**7, 0)), 2: np.array('a')}}",
    ],
    ids=["long", "digits", "other kinds", "itself", "arrays"],
)
def test_answers_of_any_kind_cost_at_most_their_points(handed, lane, source):
    began = time.process_time()
    result, outcome = answered(handed, lane, source)
    assert time.process_time() - began < 2
    assert outcome.points <= 1 and result.status == "graded" and "\n" in outcome.message


def test_a_worker_that_sends_more_than_constants_is_not_believed():
    sent = {1: ["a"], 2: "a" * 10**6, 3: {"x": 1}, (4,): "a", **{n: "a" for n in range(5, 900)}}
    letters = as_letters(sent)
    assert letters[1] == Opaque("object") and letters[2] == Opaque("str") and (4,) not in letters
    assert len(letters) <= 200


@pytest.mark.parametrize("strip", [False, True])
def test_an_imitated_check_is_no_check(handed, lane, strip):
    name = handed.exercises[0]
    handed.cell(name)["source"] = f"def {name}(*given):\n    return 0.0"
    check = handed.cell(f"{name}_check")
    check["source"] = f'check("{name}", nn.{name})\n5'
    handed.desk.add(handed.desk.place(name), f'check("{name}", nn.{name})')
    if strip:
        handed.strip()
    result = result_of(handed, lane)
    assert result.exercises[name].points == 0
    assert set(lost(result)) == {name}


def test_the_best_of_several_answers_is_not_chosen(handed, lane):
    """What stands last counts, as in a notebook that is run from top to bottom."""
    name = handed.exercises[0]
    wrong = handed.cell(name) | {"source": f"def {name}(*given):\n    return 0.0"}
    handed.cells.insert(handed.desk.place(name) + 1, wrong)
    handed.desk.add(len(handed.cells), handed.desk.answers.right()[name])
    assert result_of(handed, lane).exercises[name].points == 0


def test_a_wrong_answer_is_not_asked_for_again_below(handed, lane):
    name = handed.questions[0]
    variable, key = handed.plan.keys[name]
    handed.cell(name)["source"] = f"{variable} = {dict.fromkeys(key, 'z')!r}"
    handed.desk.add(len(handed.cells), f"{variable} = {key!r}")
    assert result_of(handed, lane).exercises[name].points == 0


@pytest.mark.parametrize(
    "cells",
    [
        [("code", "def x():\n" * 20_000)] * 45,
        [("code", "from a import b\n" * 12_000)] * 40,
        [("markdown", "![" * 90_000)] * 5,
        [("markdown", "![a](data:image/png;base64,")] * 900,
        [("markdown", "<img src='data:image/png;base64," * 6_000)] * 40,
        [("code", "neuron" * 30_000)] * 40,
    ],
    ids=["functions", "imports", "brackets", "signs of pictures", "tags", "names"],
)
def test_no_text_takes_the_judge_long_to_recognise(handed, cells):
    made = [{"cell_type": kind, "source": text[:SOURCE_AT_MOST]} for kind, text in cells]
    began = time.process_time()
    submitted = notebook_of(json.dumps({"cells": made}).encode()).cells
    merged(handed.plan, submitted), tampered(handed.plan, submitted)
    other_lesson(handed.plan, submitted)
    assert time.process_time() - began < 2


def test_attachments_that_name_one_another_do_not_grow_a_text():
    kinds = {"image/png": "x"}
    text, pictures, left_out = taken_out(
        "attachment:p" * 10_000, {"p" * n: kinds for n in range(9)}
    )
    assert len(text) == 120_000 and not pictures and left_out == 9


def test_what_lies_beside_is_plain_files_within_limits_and_no_secrets(tmp_path):
    folder = tmp_path / "ada" / LESSON
    (folder / "parts").mkdir(parents=True)
    for name in ("a.py", "parts/b.py", "parts/c.txt", ".hidden", "timestamp.txt"):
        (folder / name).write_text("1")
    for name in (f"{LESSON}.ipynb", "submission_secret.txt", "weird\nname.py"):
        (folder / name).write_text("1")
    (folder / "link.py").symlink_to("/etc/passwd")
    (folder / "out").symlink_to("/etc")
    (folder / "large.csv").write_bytes(b"0" * (FILE_AT_MOST + 1))
    found = beside(tmp_path, "ada", LESSON)
    assert found.files == {"a.py": b"1", "parts/b.py": b"1"}
    (line,) = found.told
    assert line.startswith("handed in beside the notebook and left out: large.csv")


def test_a_module_beside_takes_no_library_s_place(handed, lane):
    name = handed.exercises[0]
    handed.cell(name)["source"] = f"def {name}(*given):\n    return 0.0"
    for module in ("numpy.py", "course.py", "IPython.py", "json.py"):
        handed.beside[module] = b"raise SystemExit"
    result = result_of(handed, lane)
    assert set(lost(result)) == {name} and lines(result) == []
